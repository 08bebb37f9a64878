"""Drawings become the pictures that MNIST would have made of them."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cnnviz import mnist
from cnnviz.drawing import CANVAS, Drawing, Stroke, ink_from_strokes
from cnnviz.errors import DrawingError, EmptyDrawingError
from cnnviz.ink import laid
from cnnviz.preprocessing import (
    Steps,
    bounding_box,
    center,
    center_of_mass,
    fit_into_box,
    picture,
    preprocess,
    scaled,
)


def two(scale=1.0, left=0.0, top=0.0, width=18.0, erases=False):
    """A 2 of about 90x120 px at scale 1."""
    bow = [(45 - 45 * math.cos(t), 45 - 45 * math.sin(t)) for t in np.linspace(0, math.pi * 1.15, 20)]
    points = [*bow, (0.0, 120.0), (90.0, 120.0)]
    return Stroke(tuple((left + x * scale, top + y * scale) for x, y in points), width, erases)


def extent(ink, above=0.25):
    """Height and width of what is inked."""
    rows, columns = np.flatnonzero(ink.max(axis=1) > above), np.flatnonzero(ink.max(axis=0) > above)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def mass_center(ink):
    """The oracle: the mean position of the ink, each pixel weighted by it."""
    return tuple(np.average(np.indices(ink.shape).reshape(2, -1), axis=1, weights=ink.ravel()).tolist())


@pytest.fixture(scope="module")
def digits():
    return mnist.load("test").images


def test_mnist_digits_come_out_as_they_are_pixel_by_pixel(digits):
    inks = digits.astype(np.float32) / np.float32(255)
    same = sum(np.array_equal(picture(ink), ink) for ink in inks)
    # Three of the 10,000 have a box of 19 px: they were made otherwise.
    assert same == 9_997


def test_mnist_digits_find_back_from_the_corner(digits):
    for digit in digits[:200]:
        ink = digit.astype(np.float32) / np.float32(255)
        top, bottom, left, right = bounding_box(np.where(ink > 0, 1, 0))
        moved = np.zeros((60, 60), np.float32)
        moved[: bottom - top, 60 - (right - left) :] = ink[top:bottom, left:right]
        assert np.array_equal(picture(moved), ink)


def test_mnist_digits_survive_enlarging(digits):
    for digit in digits[:100]:
        ink = digit.astype(np.float32) / np.float32(255)
        large = np.kron(ink, np.ones((10, 10), np.float32))
        assert np.abs(picture(large, Steps(redraw=False)) - ink).mean() < 0.05


def test_the_center_of_mass_is_where_the_ink_is_on_average():
    ink = np.zeros((5, 7), np.float32)
    ink[1, 2], ink[3, 6] = 1.0, 0.5
    # Rows: (1*1 + 0.5*3) / 1.5; columns: (1*2 + 0.5*6) / 1.5.
    assert center_of_mass(ink) == pytest.approx((2.5 / 1.5, 5 / 1.5))


@given(st.integers(0, 2**32 - 1))
def test_the_center_of_mass_agrees_with_numpy(seed):
    ink = np.random.default_rng(seed).random((9, 13), np.float32)
    assert center_of_mass(ink) == pytest.approx(mass_center(ink), abs=1e-5)


def test_the_bounding_box_is_that_of_the_ink():
    ink = np.zeros((30, 40), np.float32)
    ink[4:11, 20:23] = 1
    assert bounding_box(ink) == (4, 11, 20, 23)


def test_faint_noise_does_not_widen_the_bounding_box():
    ink = np.random.default_rng(1).uniform(0, 0.05, (30, 40)).astype(np.float32)
    ink[4:11, 20:23] = 1
    assert bounding_box(ink) == (4, 11, 20, 23)


@pytest.mark.parametrize(
    ("shape", "expected"), [((100, 50), (20, 10)), ((30, 120), (5, 20)), ((10, 10), (20, 20)), ((200, 1), (20, 1))]
)
def test_a_digit_is_scaled_into_the_box_with_its_proportions(shape, expected):
    ink = np.ones(shape, np.float32)
    assert fit_into_box(ink, bounding_box(ink)).shape == expected


def test_scaling_averages_what_a_pixel_covers():
    stripes = np.tile(np.array([0, 1], np.float32), (40, 20))  # 40 columns, every second one inked
    assert scaled(stripes, 10)[2:-2, 2:-2] == pytest.approx(np.full((6, 6), 0.5), abs=0.1)


def test_a_digit_is_centered_by_its_mass():
    heavy_below = np.zeros((20, 10), np.float32)
    heavy_below[:, 4:6], heavy_below[14:, :] = 1, 1
    row, column = mass_center(center(heavy_below))
    assert abs(row - 14) <= 0.5
    assert abs(column - 14) <= 0.5


def test_ink_that_centering_moves_over_the_edge_is_cut_off():
    lopsided = np.zeros((28, 28), np.float32)
    lopsided[0], lopsided[24:] = 0.5, 1
    moved = center(lopsided)
    assert moved.shape == (28, 28)
    assert mass_center(lopsided)[0] > 22
    assert moved.sum() == 4 * 28  # the four full rows are there, the faint one is not


def test_what_is_laid_outside_the_paper_is_gone():
    ones = np.ones((3, 3), np.float32)
    assert laid(ones, 5, -2, 4).sum() == 1
    assert laid(ones, 5, 4, 4)[4, 4] == 1
    assert laid(ones, 5, 9, -9).sum() == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 160), st.integers(0, 120), st.floats(0, 1))
def test_where_a_drawing_lies_makes_no_difference(right, down, part):
    here = picture(Drawing((two(left=15, top=15),)))
    assert np.array_equal(picture(Drawing((two(left=15 + right, top=15 + down),))), here)
    assert np.abs(picture(Drawing((two(left=15 + right + part, top=15 + down - part),))) - here).mean() < 0.005


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 150), st.integers(0, 120), st.floats(0, 1), st.sampled_from([8, 18, 30]))
def test_where_ink_lies_makes_no_difference(right, down, part, width):
    def pictured(left, top):
        return picture(ink_from_strokes([two(left=left, top=top, width=width)]))

    here = pictured(15, 15)
    assert np.array_equal(pictured(15 + right, 15 + down), here)
    assert np.abs(pictured(15 + right + part, 15 + down - part) - here).mean() < 0.03


def test_the_size_of_a_drawing_makes_no_difference():
    usual = picture(Drawing((two(1.0, 20, 20),)))
    tiny = picture(Drawing((two(0.33, 5, 230),)))
    huge = picture(Drawing((two(1.9, 10, 10),)))
    assert np.abs(tiny - usual).mean() < 0.01
    assert np.abs(huge - usual).mean() < 0.01


@pytest.mark.parametrize("width", [2, 8, 18, 34])
def test_the_pen_makes_no_difference_to_strokes(width):
    assert np.array_equal(
        picture(Drawing((two(left=60, top=60, width=width),))), picture(Drawing((two(left=60, top=60),)))
    )


def test_a_drawing_has_the_line_thickness_of_mnist():
    # A straight 1, 20 px long: its thickness is its ink by its length. 14 % of 20 px are 2.8.
    one = picture(Drawing((Stroke(((100.0, 100.0), (100.0, 140.0)), width=18),)))
    assert extent(one) == (20, pytest.approx(3, abs=1))
    assert one[8:20].sum() / 12 == pytest.approx(2.8, abs=0.15)


def test_a_single_dot_stays_a_disc():
    dot = picture(Drawing((Stroke(((30.0, 30.0),), width=18),)))
    assert extent(dot, above=0.5) == (20, 20)
    assert dot.sum() == pytest.approx(math.pi * 100, rel=0.05)
    tapped = picture(Drawing((Stroke(((30.0, 30.0), (30.5, 30.0)), width=18),)))
    assert np.abs(tapped - dot).mean() < 0.05


def test_only_what_is_on_the_canvas_is_redrawn():
    # A line that leaves the canvas and comes back: two bars remain, as on the screen.
    away = Stroke(((240.0, 50.0), (900.0, 50.0), (900.0, 200.0), (240.0, 200.0)), width=18)
    bars = [Stroke(((240.0, y), (280.0, y)), width=18) for y in (50.0, 200.0)]
    assert np.array_equal(picture(Drawing((away,))), picture(Drawing(tuple(bars))))


def test_ink_at_the_rim_of_a_line_beyond_the_canvas_is_still_read():
    beside = Drawing((Stroke(((-4.0, 50.0), (-4.0, 200.0)), width=18),))
    assert extent(picture(beside))[0] == 20


def test_eraser_strokes_are_obeyed():
    line = Stroke(((40.0, 140.0), (240.0, 140.0)), width=18)
    gap = Stroke(((140.0, 120.0), (140.0, 160.0)), width=60, erases=True)
    row = picture(Drawing((line, gap)))[14]
    assert row[13:16].max() < 0.2
    assert row[5:10].min() > 0.8
    assert row[18:23].min() > 0.8


def test_a_sample_digit_comes_out_as_it_is(digits):
    ink = digits[7].astype(np.float32) / np.float32(255)
    assert np.array_equal(picture(Drawing(base=ink)), ink)


def test_strokes_over_a_sample_digit_are_added(digits):
    ink = digits[7].astype(np.float32) / np.float32(255)
    more = picture(Drawing((Stroke(((10.0, 10.0), (270.0, 10.0)), width=18),), base=ink))
    assert np.abs(more - ink).mean() > 0.1
    assert extent(more)[1] == 20


def test_a_thick_pen_on_a_small_digit_is_thinned():
    small = ink_from_strokes([two(0.5, 80, 80, width=30)])
    as_it_is = picture(small, Steps(redraw=False))
    proportion = picture(ink_from_strokes([two(0.5, 80, 80, width=11)]))
    assert np.abs(picture(small) - proportion).mean() < 0.7 * np.abs(as_it_is - proportion).mean()


@pytest.mark.parametrize("width", [8, 14])
def test_a_pen_in_proportion_is_left_alone(width):
    ink = ink_from_strokes([two(left=60, top=60, width=width)])
    assert np.array_equal(picture(ink), picture(ink, Steps(redraw=False)))


def test_without_cropping_the_whole_canvas_is_scaled():
    corner = Drawing((two(0.5, 20, 20, width=10),))
    naive = picture(corner, Steps(redraw=False, crop=False, center=False))
    expected = Image.fromarray(ink_from_strokes(corner.strokes)).resize((28, 28), Image.Resampling.BOX)
    assert np.abs(naive - np.asarray(expected)).mean() < 0.02
    assert max(mass_center(naive)) < 10


def test_without_cropping_centering_still_moves_the_digit_to_the_middle():
    moved = picture(Drawing((two(0.5, 20, 20, width=10),)), Steps(redraw=False, crop=False))
    assert mass_center(moved) == pytest.approx((14, 14), abs=0.5)
    assert extent(moved)[0] < 10


def test_without_centering_the_box_is_in_the_middle():
    seven = picture(Drawing((Stroke(((80.0, 60.0), (200.0, 60.0), (130.0, 220.0)), 18),)), Steps(center=False))
    rows, columns = np.flatnonzero(seven.max(axis=1)), np.flatnonzero(seven.max(axis=0))
    assert (rows[0], rows[-1]) == (4, 23)
    assert columns[0] + columns[-1] == pytest.approx(27, abs=1)
    assert abs(mass_center(seven)[0] - 14) > 1


def test_without_redrawing_the_pen_is_kept():
    thin = picture(Drawing((two(1.9, 10, 10, width=6),)), Steps(redraw=False))
    assert thin.sum() < 0.5 * picture(Drawing((two(1.9, 10, 10, width=6),))).sum()
    same_place = picture(Drawing((two(1.9, 10, 10, width=6),)), Steps(crop=False))
    assert same_place.sum() > 2 * picture(Drawing((two(1.9, 10, 10, width=6),)), Steps(redraw=False, crop=False)).sum()


steps = st.builds(Steps, st.booleans(), st.booleans(), st.booleans())
points = st.lists(st.tuples(st.floats(-50, 330), st.floats(-50, 330)), min_size=1, max_size=5).map(tuple)
strokes = st.lists(st.builds(Stroke, points, st.floats(0.5, 60), st.booleans()), max_size=4).map(tuple)


@settings(max_examples=60, deadline=None)
@given(strokes, steps)
def test_any_drawing_gives_a_picture_or_is_called_empty(drawn, steps):
    try:
        result = picture(Drawing(drawn), steps)
    except EmptyDrawingError:
        return
    assert result.shape == (28, 28)
    assert result.dtype == np.float32
    assert 0 <= result.min() <= result.max() <= 1


@pytest.mark.parametrize(
    "drawing",
    [
        Drawing(),
        Drawing((two(erases=True),)),
        Drawing((Stroke((), 10),)),
        Drawing((Stroke(((-100.0, -100.0),), 10),)),
        Drawing(base=np.zeros((28, 28), np.float32)),
        np.zeros((CANVAS, CANVAS), np.float32),
    ],
    ids=["nothing", "eraser only", "no points", "off the canvas", "blank picture", "blank ink"],
)
@pytest.mark.parametrize("steps", [Steps(), Steps(crop=False), Steps(redraw=False, crop=False, center=False)])
def test_a_drawing_without_ink_is_refused(drawing, steps):
    with pytest.raises(EmptyDrawingError, match=r"There is no ink on the canvas\. Draw a digit from 0 to 9\."):
        picture(drawing, steps)


def test_a_network_gets_one_channel_of_float32():
    digit = preprocess(Drawing((two(left=60, top=60),)))
    assert digit.shape == (1, 1, 28, 28)
    assert digit.dtype == torch.float32
    assert 0 <= float(digit.min()) < float(digit.max()) <= 1


def test_black_on_white_and_white_on_black_are_the_same_picture():
    ink = ink_from_strokes([two(left=60, top=60)])
    white_on_black = (ink * 255).astype(np.uint8)
    assert torch.allclose(preprocess(255 - white_on_black), preprocess(white_on_black), atol=1e-6)


def test_the_caller_s_array_is_left_as_it_is(digits):
    ink = digits[0].astype(np.float32) / np.float32(255)
    before = ink.copy()
    digit = preprocess(ink)
    digit += 1
    assert np.array_equal(ink, before)


def test_a_picture_that_cannot_be_read_is_refused():
    with pytest.raises(DrawingError, match=r"An array of shape \(28,\) is not a picture"):
        preprocess(np.zeros(28))
