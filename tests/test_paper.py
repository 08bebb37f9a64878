"""Ink is told from paper, whichever is the brighter, on a screen or on a photo."""

import math

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.drawing import Stroke, ink_from_strokes
from cnnviz.errors import EmptyDrawingError
from cnnviz.paper import ink_on_glass, ink_on_paper
from cnnviz.preprocessing import picture

Y, X = np.mgrid[-1:1:280j, -1:1:280j].astype(np.float32)
NOISE = np.random.default_rng(4).normal(0, 1, (280, 280)).astype(np.float32)


def two(left=90.0, top=70.0, width=18.0):
    bow = [(left + 45 - 45 * math.cos(t), top + 45 - 45 * math.sin(t)) for t in np.linspace(0, math.pi * 1.15, 20)]
    return ink_from_strokes([Stroke((*bow, (left, top + 130.0), (left + 90.0, top + 130.0)), width)])


TWO = two()


def difference(light):
    """Of the pictures that a network reads: of the ink found in `light`, and of the ink that was drawn."""
    return float(np.abs(picture(ink_on_paper(light.astype(np.float32))) - picture(TWO)).mean())


def test_mnist_digits_come_out_to_the_last_bit():
    for digit in mnist.load("test").images:
        ink = digit.astype(np.float32) / np.float32(255)
        assert np.array_equal(ink_on_paper(ink), ink)


def test_black_on_white_is_white_on_black_reversed():
    assert np.array_equal(ink_on_paper(1 - TWO), 1 - (1 - TWO))
    assert np.array_equal(ink_on_paper(TWO), TWO)


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(("left", "top"), [(-20, 70), (90, -20), (200, 170), (4, 170)])
def test_ink_may_touch_the_edge(left, top, reverse):
    ink = two(left, top, width=34)
    assert ink_on_paper(1 - ink if reverse else ink) == pytest.approx(ink, abs=1e-6)


@pytest.mark.parametrize("reverse", [False, True])
def test_ink_may_cover_most_of_a_picture_that_is_cut_close(reverse):
    ink = np.ones((100, 60), np.float32)
    ink[:, :8], ink[:, 52:], ink[30:70, 25:35] = 0, 0, 0  # a bold 0: 70 % ink
    ink[:20, :15], ink[:20, 45:], ink[80:, :15], ink[80:, 45:] = 0, 0, 0, 0
    assert np.array_equal(ink_on_paper(1 - ink if reverse else ink), ink)


@pytest.mark.parametrize(
    ("paper", "pen"), [(0.9, 0.1), (0.7, 0.2), (0.8, 0.5), (0.1, 0.9), (0.3, 0.6), (0.5, 1.0), (0.5, 0.0)]
)
def test_grey_ink_on_grey_paper_is_made_clear(paper, pen):
    light = paper + (pen - paper) * TWO
    assert ink_on_paper(light) == pytest.approx(TWO, abs=0.02)


@pytest.mark.parametrize(
    "light",
    [
        0.7 - 0.45 * TWO + 0.03 * NOISE,
        (0.65 + 0.25 * X) * (1 - 0.7 * TWO) + 0.02 * NOISE,
        (0.9 - 0.2 * (X * X + Y * Y)) * (1 - 0.6 * TWO) + 0.02 * NOISE,
        (0.8 + 0.05 * Y) * (1 - 0.35 * TWO) + 0.02 * NOISE,
        0.2 + 0.1 * X + 0.6 * TWO + 0.02 * NOISE,
    ],
    ids=["noisy", "light from one side", "bright middle", "pencil", "blackboard"],
)
def test_a_photo_is_read_like_the_drawing(light):
    assert difference(np.clip(light, 0, 1)) < 0.04


@pytest.mark.parametrize(
    "light",
    [
        np.zeros((28, 28)),
        np.ones((50, 80)),
        np.full((50, 80), 0.4),
        0.5 + 0.02 * TWO,
        0.7 + 0.02 * NOISE,
        0.65 + 0.25 * X + 0.01 * NOISE,
    ],
    ids=["black", "white", "grey", "invisible ink", "noisy", "light from one side"],
)
def test_a_blank_picture_is_refused(light):
    with pytest.raises(
        EmptyDrawingError, match=r"The picture is blank: .* Choose one with a digit in a clear colour\."
    ):
        ink_on_paper(light.astype(np.float32))


@pytest.mark.parametrize("colour", [0.0, 0.4, 1.0])
def test_ink_of_any_colour_on_a_transparent_ground_is_ink(colour):
    assert np.array_equal(ink_on_glass(np.full((280, 280), colour, np.float32), TWO), TWO)


def test_ink_on_paper_with_transparent_margins_is_the_ink_on_the_paper():
    light, alpha = np.zeros((400, 400), np.float32), np.zeros((400, 400), np.float32)
    light[60:340, 60:340], alpha[60:340, 60:340] = 1 - TWO, 1
    expected = np.zeros((400, 400), np.float32)
    expected[60:340, 60:340] = TWO
    assert ink_on_glass(light, alpha) == pytest.approx(expected, abs=1e-6)


def test_an_opaque_picture_with_an_opacity_is_read_by_its_colours():
    assert np.array_equal(ink_on_glass(TWO, np.ones_like(TWO)), TWO)


def test_a_wholly_transparent_picture_is_blank():
    with pytest.raises(EmptyDrawingError, match="The picture is blank"):
        ink_on_glass(TWO, np.zeros_like(TWO))
