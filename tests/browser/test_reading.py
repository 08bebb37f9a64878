"""What the page says of a drawing is what PyTorch computes for it."""

import numpy as np
import pytest
from draw_page import ONE, SEVEN, THREE, ZERO, DrawPage, Points, read

from cnnviz import models
from cnnviz.trace import trace
from cnnviz.ui import samples
from cnnviz.ui.desk import Desk


def maps_of(model: str) -> list[tuple[str, int]]:
    """Every channel of every stage; a vector is one map."""
    blank = trace(models.load_model(model), np.zeros((1, 1, 28, 28), np.float32))
    return [(s.name, c) for s in blank.stages for c in range(len(s.values) if s.values.ndim == 3 else 1)]


def test_it_opens_with_a_digit_that_is_read_already(page: DrawPage) -> None:
    wanted = read(Desk())
    assert page.prediction == str(wanted.digit) == str(samples.labels()[samples.FIRST])
    shares = page.probabilities()
    np.testing.assert_allclose(shares, wanted.probabilities, rtol=0, atol=1e-6)
    assert abs(shares.sum() - 1) < 1e-5
    assert page.prediction == str(shares.argmax())
    assert sorted(page.maps()) == sorted(maps_of("two-block"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_cell_is_coloured_by_its_recorded_value(visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    painted = page.painted()
    for stage in read(Desk()).trace.stages:
        values = stage.values if stage.values.ndim == 3 else stage.values.reshape(1, -1)
        pixels = np.stack([painted[stage.name, channel] for channel in range(len(values))]).astype(float)
        # A long vector is folded: its cells run along the canvas, and the last line may not be full.
        cells = pixels.reshape(len(values), -1, 4)[:, : values[0].size].reshape(-1, 4)
        numbers = values.reshape(-1)
        assert (cells[:, 3] == 255).all()
        light = cells[:, :3] @ [0.299, 0.587, 0.114]
        if stage.name == "input":
            np.testing.assert_allclose(light / 255, numbers, atol=1.5 / 255)
            continue
        strength = light if scheme == "dark" else 255 - light
        for sign, warm in ((1, cells[:, 0] - cells[:, 2]), (-1, cells[:, 2] - cells[:, 0])):
            side = numbers * sign > 0
            by_size = np.argsort(numbers[side] * sign)
            # One scale for the whole layer: the larger a cell, the further from the background, never back.
            assert (np.diff(strength[side][by_size]) >= -2).all(), stage.name
            large = numbers * sign > 0.2 * np.abs(numbers).max()
            assert (warm[large] > 20).all(), stage.name
        assert len(np.unique(cells[numbers == 0], axis=0)) <= 1, stage.name


@pytest.mark.parametrize(("digit", "points"), [("7", SEVEN), ("1", ONE), ("0", ZERO), ("3", THREE)])
def test_a_digit_drawn_with_the_mouse_is_read(blank: DrawPage, digit: str, points: Points) -> None:
    blank.draw(points)
    assert blank.prediction == digit
    reading = blank.wait_until_read()
    assert str(reading.digit) == digit
    (stroke,) = blank.desk.strokes
    # The corners are where the mouse was, but for their rounding: the canvas draws curves.
    drawn = np.array(stroke.points)
    for corner in points:
        assert np.abs(drawn - corner).max(axis=1).min() < 7
    blank.wait_until_shown()


def test_the_maps_follow_the_pen_before_it_is_lifted(blank: DrawPage) -> None:
    before = blank.revision
    blank.draw(SEVEN[:2], lift=False)
    blank.wait_for(f"Number(n.dataset.revision) > {before} && n.dataset.exact === 'false'")
    first = blank.painted()
    middle = blank.revision
    for x, y in SEVEN[2:]:
        blank.page.mouse.move(*blank.place(x, y), steps=4)
    blank.wait_for(f"Number(n.dataset.revision) > {middle} && n.dataset.prediction === '7'")
    assert all(asked["encoding"] == "int8" for asked in blank.asked[2:])
    assert any((first[key] != pixels).any() for key, pixels in blank.painted().items())
    blank.lift()
    assert blank.asked[-1]["encoding"] == "float32"
    blank.wait_until_read()


def shrunk(points: Points, size: float, left: float, top: float) -> Points:
    """The same line, `size` px high, at another place."""
    array = np.array(points)
    scale = size / np.ptp(array[:, 1])
    moved = (array - array.min(axis=0)) * scale + [left, top]
    return [(float(x), float(y)) for x, y in moved]


@pytest.mark.parametrize(("size", "left", "top"), [(40, 12, 12), (40, 225, 225), (120, 150, 20), (250, 20, 14)])
def test_where_and_how_small_a_digit_is_drawn_makes_no_difference(
    blank: DrawPage, size: float, left: float, top: float
) -> None:
    for digit, points in (("7", SEVEN), ("3", THREE)):
        blank.draw(shrunk(points, size, left, top), steps=3)
        blank.wait_until_read()
        assert blank.prediction == digit
        blank.clear()


def test_an_empty_drawing_is_not_read(blank: DrawPage) -> None:
    assert blank.prediction == ""
    assert blank.probabilities().size == 0
    assert "Draw a digit" in blank.network.inner_text()
    assert all((pixels[..., 3] == 0).all() for pixels in blank.painted().values())


def test_a_scribble_is_answered_with_shares_that_add_up_to_one(blank: DrawPage) -> None:
    scribble = [(140 + 110 * np.sin(3.1 * t), 140 + 110 * np.cos(4.3 * t)) for t in np.arange(0, 12, 0.3)]
    blank.draw([(float(x), float(y)) for x, y in scribble], steps=1)
    blank.wait_until_read()
    assert abs(blank.probabilities().sum() - 1) < 1e-5
    assert "scribble" in blank.network.inner_text()


def test_a_single_dot_is_read_as_a_drawing(blank: DrawPage) -> None:
    blank.draw([(140, 140)])
    reading = blank.wait_until_read()
    assert reading.picture.max() > 0.9
    blank.wait_until_shown()
