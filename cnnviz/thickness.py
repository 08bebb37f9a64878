"""Lines as thick as a digit of their size has them: about a seventh of its longer side, as in MNIST.

A pen of constant width makes a small digit a blob and a large one a hair. Where the strokes are known they are drawn
again with a pen in proportion; where there is a picture only, lines that are much too thick are thinned. (Lines that
are too thin need no help: they become grey when they are scaled, and are read.)
"""

import functools
import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from cnnviz.drawing import CANVAS, Points, Stroke, clipped
from cnnviz.ink import Ink, bounding_box, scaled

PEN = 0.14  # of the digit's longer side: 2.8 of 20 px
THICK = 0.20  # of the digit's longer side: 1 in 100 MNIST digits has thicker lines
THINNED = 0.16  # of the digit's longer side: what lines thicker than that become
SMALLEST = 40  # px: a digit below this has too few pixels to be thinned
_LARGEST = 120  # px: lines are thinned at this size at most


def redraw_strokes(strokes: Iterable[Stroke], *, size: int = CANVAS) -> tuple[Stroke, ...]:
    """The same lines, as far as they lie on the canvas, drawn with a pen of 14 % of the digit's longer side.

    With a line of length L and a pen of width w the digit is L + w long, so w = 0.14 (L + w). A dot has no length: as
    L goes below half the width of the pen that drew it, that pen comes back.
    """
    visible = [replace(s, points=part) for s in strokes for part in clipped(s.points, 0, size)]
    if not visible:
        return ()
    left, top, right, bottom = _corners(visible)
    length = max(right - left, bottom - top)
    drawn_with = max(stroke.width for stroke in visible)
    pen = max(length * PEN / (1 - PEN), drawn_with - 2 * length)
    return tuple(replace(stroke, width=pen) for stroke in visible)


def enlarged(strokes: tuple[Stroke, ...], size: int) -> tuple[Stroke, ...]:
    """The strokes moved and scaled, pen and all, so that their ink just fits a canvas of `size` px."""
    left, top, right, bottom = _corners(strokes)
    pen = max(stroke.width for stroke in strokes)
    scale = size / (max(right - left, bottom - top) + pen)

    def moved(points: Points) -> Points:
        return tuple(((x - left + pen / 2) * scale, (y - top + pen / 2) * scale) for x, y in points)

    return tuple(replace(stroke, points=moved(stroke.points), width=stroke.width * scale) for stroke in strokes)


def thickness(ink: Ink) -> float:
    """How thick the lines of the ink are, in px: twice their area by their outline.

    A line of length L and thickness w has the area L w and an outline of 2 L, its two sides. Where lines are short
    or merge into a blob, the thickness comes out too small.
    """
    padded = np.pad(ink, 1)
    down, right = np.gradient(padded)
    return float(2 * padded.sum() / max(np.hypot(down, right).sum(), 1e-6))


def thin_lines(ink: Ink) -> Ink:
    """The ink with much too thick lines eaten away evenly from all sides; other ink, and a small digit, as it is.

    Lines thicker than 20 % of the digit's longer side, as a thick pen makes them on a small digit, become about 16 %:
    what had nearly grown together is apart again. The digit comes out alone, at most 120 px high and wide.
    """
    top, bottom, left, right = bounding_box(ink)
    longest = max(bottom - top, right - left)
    if longest < SMALLEST:
        return ink
    digit = np.pad(scaled(ink[top:bottom, left:right], min(longest, _LARGEST)), 1)
    line = thickness(digit)
    length = max(digit.shape) - 2 - line  # of the middle line, from end to end
    if line <= THICK * (length + line):
        return ink
    depth = (line - length * THINNED / (1 - THINNED)) / 2
    thinned = np.clip(distance_to_paper(digit, math.ceil(depth) + 1) - np.float32(depth), 0, 1)
    return thinned if thinned.max() > 0.5 else ink


def distance_to_paper(ink: Ink, reach: int) -> Ink:
    """(H, W): how far each pixel is from the nearest that is mostly paper, in px; more than `reach` is reach + 1.

    Outside the picture is paper. The square of a distance is that of its rows plus that of its columns, so a minimum
    along each axis in turn finds it (P. Felzenszwalb, D. Huttenlocher, Distance transforms of sampled functions).
    """
    squares = np.where(ink > 0.5, np.float32((reach + 1) ** 2), np.float32(0))
    for _ in range(2):
        height = squares.shape[0]
        padded = np.pad(squares, ((reach, reach), (0, 0)))
        moved = (padded[i : i + height] + np.float32((i - reach) ** 2) for i in range(2 * reach + 1))
        squares = functools.reduce(np.minimum, moved).T
    return np.sqrt(squares)


def _corners(strokes: Iterable[Stroke]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all points."""
    points = [point for stroke in strokes for point in stroke.points]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
