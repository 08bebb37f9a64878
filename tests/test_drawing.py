"""Strokes become ink as on a canvas: lines of constant width with round ends and joints, in order."""

import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.drawing import CANVAS, Drawing, Stroke, clipped, fitted, ink_from_strokes
from cnnviz.errors import DrawingError

SEVEN = Stroke(points=((80.0, 60.0), (200.0, 60.0), (130.0, 220.0)), width=18)


def ink_by_distance(points, width, size=CANVAS):
    """What is nearer to the line than half the pen's width, as a canvas is asked to paint it; edges antialiased."""
    y, x = np.mgrid[0:size, 0:size] + 0.5
    nearest = np.full((size, size), np.inf)
    for (x0, y0), (x1, y1) in zip(points, points[1:] or points, strict=False):
        square = (x1 - x0) ** 2 + (y1 - y0) ** 2
        t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / square, 0, 1) if square else 0.0
        nearest = np.minimum(nearest, np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)))
    return np.clip(width / 2 + 0.5 - nearest, 0, 1)


def middle_of(ink):
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]] + 0.5
    return float((ink * x).sum() / ink.sum()), float((ink * y).sum() / ink.sum())


def test_an_empty_canvas_has_no_ink():
    ink = ink_from_strokes([])
    assert ink.shape == (CANVAS, CANVAS)
    assert ink.dtype == np.float32
    assert not ink.any()


def test_a_dot_is_a_disc_of_the_pens_width():
    ink = ink_from_strokes([Stroke(points=((100.0, 50.0),), width=20)])
    assert ink.sum() == pytest.approx(math.pi * 10**2, rel=0.03)
    assert middle_of(ink) == pytest.approx((100, 50), abs=0.15)
    assert np.flatnonzero(ink.max(axis=0) > 0.5).tolist() == list(range(90, 110))


@pytest.mark.parametrize("width", [6, 8, 17, 34])
@pytest.mark.parametrize(
    "points",
    [
        ((60.0, 60.0), (200.0, 60.0)),
        ((60.0, 200.0), (60.0, 60.0)),
        ((60.3, 70.6), (210.1, 203.8)),
        SEVEN.points,
        tuple((140 + 60 * math.cos(t / 20), 140 + 90 * math.sin(t / 10)) for t in range(120)),
    ],
    ids=["across", "up", "slanted", "corner", "curve"],
)
def test_a_stroke_is_what_lies_within_half_a_width_of_its_line(points, width):
    ink = ink_from_strokes([Stroke(points=points, width=width)])
    expected = ink_by_distance(points, width)
    # An edge may lie a quarter of a pixel off, nowhere more than that.
    assert np.abs(ink - expected).max() < 0.6
    assert np.abs(ink - expected).sum() < 0.3 * (ink_by_distance(points, width + 1) - expected).sum() + 1
    assert middle_of(ink) == pytest.approx(middle_of(expected), abs=0.25)


def test_edges_are_antialiased():
    ink = ink_from_strokes([SEVEN])
    assert 10 < len(np.unique(ink)) <= 17


def test_an_eraser_takes_away_what_was_drawn_before_it_only():
    dot = ((140.0, 140.0),)
    pen, eraser = Stroke(dot, width=40), Stroke(dot, width=60, erases=True)
    assert not ink_from_strokes([pen, eraser]).any()
    assert np.array_equal(ink_from_strokes([eraser, pen]), ink_from_strokes([pen]))


def test_an_eraser_leaves_the_ink_beside_it():
    ink = ink_from_strokes([SEVEN, Stroke(points=((140.0, 20.0), (140.0, 100.0)), width=30, erases=True)])
    assert not ink[60, 130:150].any()
    assert ink[60, 90] == 1
    assert ink[60, 190] == 1


def test_an_eraser_takes_away_the_picture_below():
    base = np.full((CANVAS, CANVAS), 0.5, np.float32)
    ink = ink_from_strokes(
        [Stroke(points=((100.0, 100.0),), width=40, erases=True), Stroke(points=((200.0, 200.0),), width=40)], base=base
    )
    assert ink[100, 100] == 0
    assert ink[200, 200] == 1
    assert ink[20, 20] == 0.5
    assert ink.max() <= 1


def test_a_small_picture_below_is_scaled_to_the_canvas():
    base = np.zeros((28, 28), np.float32)
    base[7:21, 7:21] = 1
    ink = ink_from_strokes([], base=base)
    assert ink.shape == (CANVAS, CANVAS)
    assert ink[75:205, 75:205].min() == 1
    assert not ink[:60].any()


@pytest.mark.parametrize(
    ("shape", "rows", "columns"), [((10, 20), (70, 210), (0, 280)), ((560, 140), (0, 280), (105, 175))]
)
def test_a_picture_that_is_not_square_is_fitted_into_the_middle(shape, rows, columns):
    ink = fitted(np.ones(shape, np.float32))
    expected = np.zeros((CANVAS, CANVAS))
    expected[slice(*rows), slice(*columns)] = 1
    assert np.array_equal(ink, expected)


def test_what_lies_outside_the_canvas_is_cut_off():
    inside = ink_from_strokes([Stroke(points=((140.0, 140.0), (280.0, 140.0)), width=20)])
    beyond = ink_from_strokes([Stroke(points=((140.0, 140.0), (1e12, 140.0)), width=20)])
    assert np.array_equal(inside[:, :270], beyond[:, :270])
    assert beyond[140, 279] == 1
    assert not ink_from_strokes([Stroke(points=((-500.0, 140.0), (-300.0, 140.0)), width=20)]).any()


def test_a_line_is_clipped_where_it_crosses_the_edge():
    parts = clipped([(-10.0, 10.0), (10.0, 30.0), (50.0, 30.0), (120.0, 30.0), (120.0, 60.0), (80.0, 60.0)], 0, 100)
    assert parts == [((0.0, 20.0), (10.0, 30.0), (50.0, 30.0), (100.0, 30.0)), ((100.0, 60.0), (80.0, 60.0))]


inner = st.integers(60, 220).map(float)


@given(st.lists(st.tuples(inner, inner), min_size=1, max_size=6), st.integers(-40, 40), st.integers(-40, 40))
def test_moved_strokes_leave_moved_ink(points, right, down):
    here = ink_from_strokes([Stroke(tuple(points), width=18)])
    there = ink_from_strokes([Stroke(tuple((x + right, y + down) for x, y in points), width=18)])
    assert np.array_equal(np.roll(here, (down, right), axis=(0, 1)), there)


@given(
    st.lists(st.tuples(inner, inner), min_size=1, max_size=6), st.lists(st.tuples(inner, inner), min_size=1, max_size=6)
)
def test_a_stroke_more_never_takes_ink_away(first, second):
    one = Stroke(tuple(first), width=12)
    two = Stroke(tuple(second), width=12)
    assert (ink_from_strokes([one, two]) >= ink_from_strokes([one])).all()


@pytest.mark.parametrize("width", [0, -3, math.nan, math.inf])
def test_a_pen_without_width_is_refused(width):
    with pytest.raises(DrawingError, match=r"pen width of .* px\. A pen is wider than 0 px: choose a width"):
        Stroke(points=((1.0, 1.0),), width=width)


@pytest.mark.parametrize("point", [(math.nan, 1.0), (1.0, math.inf), (1.0, 2.0, 3.0)])
def test_a_point_that_is_nowhere_is_refused(point):
    with pytest.raises(DrawingError, match=r"A stroke has the point .* Points are \(x, y\) in canvas pixels"):
        Stroke(points=((1.0, 1.0), point), width=10)


def test_a_stroke_without_points_leaves_nothing():
    assert not ink_from_strokes([Stroke(points=(), width=10)]).any()


def test_drawings_are_equal_when_strokes_and_picture_are():
    base = np.eye(28, dtype=np.float32)
    assert Drawing((SEVEN,), base) == Drawing((SEVEN,), base.copy())
    assert Drawing((SEVEN,), base) != Drawing((SEVEN,), base * 0.5)
    assert Drawing((SEVEN,), base) != Drawing((SEVEN,))
    assert len({Drawing((SEVEN,)), Drawing((SEVEN,)), Drawing()}) == 2


def test_a_thousand_strokes_take_no_second_thought():
    rng = np.random.default_rng(3)
    strokes = [Stroke(tuple(map(tuple, line)), width=18) for line in rng.uniform(0, CANVAS, (1000, 10, 2)).tolist()]
    start = time.perf_counter()
    ink_from_strokes(strokes)
    assert time.perf_counter() - start < 2  # about 0.1 s on a core of its own


def test_a_long_line_that_leaves_the_canvas_takes_no_second_thought():
    rng = np.random.default_rng(5)
    points = tuple(map(tuple, rng.uniform(10, 270, (60_000, 2)).tolist()))
    start = time.process_time()
    parts = clipped([*points, (500.0, 140.0)], 0, CANVAS)
    assert time.process_time() - start < 2  # about 0.1 s; with the line copied at each point it took a minute
    assert len(parts) == 1
    assert len(parts[0]) == 60_001
