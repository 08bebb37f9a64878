"""The desk as it travels: what the browser keeps comes back whole, and nothing else comes in."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from cnnviz.drawing import CANVAS, Stroke
from cnnviz.errors import CnnvizError, DrawingError, ModelError
from cnnviz.preprocessing import Steps
from cnnviz.ui import samples
from cnnviz.ui.desk import MAX_PEN, MAX_STROKES, Base, Desk, base_from_picture, png_of


def a_picture(size: tuple[int, int] = (60, 90), format: str = "PNG") -> bytes:
    """Black paper with a white bar."""
    ink = np.zeros(size, np.uint8)
    ink[20:50, 25:35] = 255
    out = io.BytesIO()
    Image.fromarray(ink).save(out, format)
    return out.getvalue()


def test_a_desk_comes_back_from_json_as_it_was() -> None:
    desk = Desk(
        model="textbook",
        base=Base(sample=3),
        strokes=(Stroke(((1.0, 2.5), (3.0, 4.0)), 12.0), Stroke(((9.0, 9.0),), 20.0, erases=True)),
        steps=Steps(center=False),
        pen=12.0,
        erases=True,
        epoch=4,
        seq=9,
        live=False,
        extras={"history": [[0.1] * 10]},
    )
    assert Desk.from_wire(json.loads(json.dumps(desk.wire()))) == desk


def test_a_fresh_desk_has_a_digit_on_it_already() -> None:
    drawing = Desk().drawing()
    assert drawing.base is not None
    assert drawing.base.shape == (28, 28)
    assert samples.labels()[samples.FIRST] == 3


def test_the_samples_are_two_of_each_digit_in_order() -> None:
    assert samples.labels() == tuple(digit for digit in range(10) for _ in range(2))
    assert len(set(samples.SAMPLES)) == 20


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"strokes": [[18, 0, 1]]}, "did not arrive whole"),
        ({"strokes": [[18, 0, 1, 2, 3]]}, "did not arrive whole"),
        ({"strokes": [[18, 0, 1, "two"]]}, "not a number"),
        ({"strokes": [[18, 0, 1, float("nan")]]}, "not a number"),
        ({"strokes": [7]}, "did not arrive whole"),
        ({"strokes": {"a": 1}}, "did not arrive whole"),
        ({"strokes": [[1, 0, 1, 1]] * (MAX_STROKES + 1)}, "at most 5000 strokes"),
        ({"strokes": [[1, 0, *[1] * 200_000]]}, "at most 60000 points"),
        ({"base": {"sample": 20}}, "damaged"),
        ({"base": {"sample": True}}, "damaged"),
        ({"base": {"png": "!"}}, "damaged"),
        ({"base": {"png": base64.b64encode(a_picture((64, 64))).decode()}}, "damaged"),
        ({"base": {"png": base64.b64encode(a_picture((280, 280))[:-40]).decode()}}, "damaged"),
        ({"base": 3}, "damaged"),
        ({"steps": [1]}, "did not arrive whole"),
        ({"epoch": "x"}, "not a number"),
        ({"seq": 10**400}, "not a number"),
        ({"strokes": [[18, 0, 1, -(10**400)]]}, "not a number"),
    ],
)
def test_a_broken_desk_is_refused_with_what_to_do(change: dict[str, object], match: str) -> None:
    with pytest.raises(DrawingError, match=match):
        Desk.from_wire(Desk().wire() | change)


@pytest.mark.parametrize("wire", [None, 3, "desk", [1, 2]])
def test_what_is_no_desk_at_all_is_refused(wire: object) -> None:
    with pytest.raises(DrawingError, match="did not arrive whole"):
        Desk.from_wire(wire)


def test_an_unknown_network_is_named_with_those_there_are() -> None:
    with pytest.raises(ModelError, match=r"no network 'lenet'.*two-block, textbook"):
        Desk.from_wire({"model": "lenet"})
    with pytest.raises(CnnvizError, match="no network"):
        Desk.from_wire({"model": ["two-block"]})


def test_a_picture_is_laid_under_the_strokes_in_the_size_of_the_canvas() -> None:
    base = base_from_picture("data:image/png;base64," + base64.b64encode(a_picture()).decode())
    ink = Desk(base=base).drawing().base
    assert ink is not None
    assert ink.shape == (CANVAS, CANVAS)
    assert ink.max() > 0.95
    again = Desk.from_wire(json.loads(json.dumps(Desk(base=base).wire())))
    np.testing.assert_array_equal(again.drawing().base, ink)


@pytest.mark.parametrize("data", ["", "data:image/png;base64,", "%%%", base64.b64encode(b"not a picture").decode()])
def test_what_is_no_picture_is_refused(data: str) -> None:
    with pytest.raises(DrawingError):
        base_from_picture(data)


def test_an_empty_picture_file_is_called_empty() -> None:
    with pytest.raises(DrawingError, match="empty"):
        base_from_picture("data:image/png;base64,")


def test_a_pen_has_a_width_that_a_pen_can_have() -> None:
    desk = Desk.from_wire({"pen": 1e6, "strokes": [[1e6, 0, 1, 1]]})
    assert (desk.pen, desk.strokes[0].width) == (MAX_PEN, MAX_PEN)


def test_ink_survives_its_png_to_the_nearest_of_256_greys() -> None:
    ink = np.linspace(0, 1, CANVAS * CANVAS, dtype=np.float32).reshape(CANVAS, CANVAS)
    found = Desk(base=Base(png=png_of(ink))).drawing().base
    assert found is not None
    assert np.abs(found - ink).max() <= 0.5 / 255 + 1e-6
