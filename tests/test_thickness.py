"""Lines get a thickness in proportion to the digit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnviz.drawing import Stroke, ink_from_strokes
from cnnviz.preprocessing import bounding_box
from cnnviz.thickness import PEN, distance_to_paper, enlarged, redraw_strokes, thickness, thin_lines


def line(*points, width=18.0):
    return Stroke(tuple((float(x), float(y)) for x, y in points), width)


def circle(radius, width, middle=140):
    angles = np.linspace(0, 2 * math.pi, 60)
    return line(*[(middle + radius * math.cos(a), middle + radius * math.sin(a)) for a in angles], width=width)


@given(st.integers(20, 250), st.floats(1, 40))
def test_the_pen_becomes_a_seventh_of_the_digit(length, width):
    (redrawn,) = redraw_strokes([line((10, 10), (10, 10 + length), width=min(width, 2 * length))])
    assert redrawn.width / (length + redrawn.width) == pytest.approx(PEN)


def test_all_strokes_of_a_digit_get_the_same_pen():
    redrawn = redraw_strokes([line((50, 50), (50, 150), width=5), line((80, 50), (80, 90), width=40)])
    assert [stroke.width for stroke in redrawn] == pytest.approx([100 * 0.14 / 0.86] * 2)


def test_a_dot_keeps_its_pen():
    dot = line((50, 50), width=12)
    assert redraw_strokes([dot]) == (dot,)


@given(st.floats(0, 60), st.floats(0.01, 0.2))
def test_the_pen_changes_smoothly_as_a_dot_becomes_a_line(length, more):
    def pen(length):
        return redraw_strokes([line((50, 50), (50 + length, 50), width=20)])[0].width

    assert abs(pen(length + more) - pen(length)) <= 2 * more + 1e-6


def test_what_is_off_the_canvas_is_not_redrawn():
    assert redraw_strokes([line((300, 10), (400, 10))]) == ()
    (redrawn,) = redraw_strokes([line((100, 100), (100, 1000))])
    assert redrawn.points == ((100, 100), (100, 280))


def test_enlarged_strokes_just_fit():
    ink = ink_from_strokes(enlarged((line((200, 30), (210, 50), width=4),), 160), size=160)
    top, bottom, left, right = bounding_box(ink)
    assert (top, bottom) == (0, 160)
    assert left == 0
    assert right == pytest.approx((10 + 4) / (20 + 4) * 160, abs=2)


@pytest.mark.parametrize("width", [8, 18, 34])
def test_the_thickness_of_a_ring_is_that_of_its_line(width):
    # Area 2 pi r w, outline 2 pi (r + w/2) + 2 pi (r - w/2) = 4 pi r: twice the one by the other is w.
    assert thickness(ink_from_strokes([circle(60, width)])) == pytest.approx(width, rel=0.06)


def test_a_thick_ring_is_thinned_to_the_proportion():
    thick = ink_from_strokes([circle(30, 34)])
    thin = thin_lines(thick)
    top, bottom, _, _ = bounding_box(thin)
    assert thickness(thin) / (bottom - top) == pytest.approx(0.16, abs=0.02)
    assert thin[thin.shape[0] // 2, thin.shape[1] // 2] == 0


def test_lines_in_proportion_are_left_alone():
    ink = ink_from_strokes([circle(60, 20)])
    assert thin_lines(ink) is ink


def test_a_small_digit_is_left_alone():
    ink = ink_from_strokes([circle(10, 12)])
    assert thin_lines(ink) is ink


def test_a_disc_stays_a_disc():
    disc = thin_lines(ink_from_strokes([line((100, 100), width=60)]))
    top, bottom, left, right = bounding_box(disc)
    assert bottom - top == right - left
    assert disc.sum() == pytest.approx(math.pi / 4 * (bottom - top) ** 2, rel=0.15)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_the_distance_to_paper_is_that_of_the_nearest_pixel_of_paper(seed, reach):
    ink = (np.random.default_rng(seed).random((9, 12)) < 0.85).astype(np.float32)
    paper = np.argwhere(np.pad(ink, reach + 1) == 0) - (reach + 1)
    expected = [[np.hypot(*(paper - (y, x)).T).min() for x in range(12)] for y in range(9)]
    assert distance_to_paper(ink, reach) == pytest.approx(np.minimum(expected, reach + 1), abs=1e-5)
