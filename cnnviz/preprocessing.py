"""From ink to the 28x28 picture that a network reads, in the steps by which MNIST was made.

MNIST's digits were scaled into 20x20 pixels, their aspect ratio kept, and laid into 28x28 pixels so that their centre
of mass is in the middle (Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits). A network
that was trained on them expects the same of a drawing. Each step is a function here and can be left out, to see what
it is for.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from cnnviz.drawing import CANVAS, Drawing, Ink, Points, Stroke, clipped, ink_from_strokes
from cnnviz.errors import EmptyDrawingError
from cnnviz.picture_files import ink_from_image

if TYPE_CHECKING:
    import torch

PICTURE = 28  # px, width and height of what a network reads
BOX = 20  # px, the longer side of the digit in it
MIDDLE = 14  # where MNIST has the centre of mass: pixel index, the first pixel being 0
PEN = 0.14  # of the digit's longer side: about the thickness of MNIST's strokes, 2.8 of 20 px
FAINTEST = 1 / 16  # ink below this is noise to the bounding box; MNIST's own digits keep their boxes (see the tests)
_REDRAWN = 160  # px, size of a redrawn digit before it is scaled into the box: eight times the box

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Steps:
    """Which steps are taken."""

    redraw: bool = True  # strokes are drawn again with a pen in proportion to the digit
    crop: bool = True  # the digit's bounding box is scaled into 20x20; without it, the whole canvas into 28x28
    center: bool = True  # the centre of mass goes to the middle; without it, the middle of the 20x20 box


def preprocess(image: Any, steps: Steps = Steps()) -> "torch.Tensor":
    """(1, 1, 28, 28) float32, 0 to 1: what a network reads of a `Drawing` or of anything `ink_from_image` takes."""
    import torch

    drawn = image if isinstance(image, Drawing) else ink_from_image(image)
    return torch.from_numpy(picture(drawn, steps))[None, None]


def picture(drawing: Drawing | Ink, steps: Steps = Steps()) -> Ink:
    """(28, 28) float32, 0 to 1: the picture that a network reads of a `Drawing` or of (H, W) ink.

    EmptyDrawingError when there is no ink.
    """
    ink = _ink(drawing, steps)
    box = bounding_box(ink)
    digit = fit_into_box(ink, box) if steps.crop else scaled(ink, PICTURE)
    return center(digit) if steps.center else _middle(digit)


def _ink(drawing: Drawing | Ink, steps: Steps) -> Ink:
    if not isinstance(drawing, Drawing):
        return drawing
    strokes, base = drawing.strokes, drawing.base
    if base is not None and not strokes:
        return base
    if steps.redraw and base is None and not any(stroke.erases for stroke in strokes):
        redrawn = redraw_strokes(strokes)
        if redrawn:
            return ink_from_strokes(_magnified(redrawn), size=_REDRAWN) if steps.crop else ink_from_strokes(redrawn)
    return ink_from_strokes(strokes, base=base)


def redraw_strokes(strokes: tuple[Stroke, ...], *, size: int = CANVAS) -> tuple[Stroke, ...]:
    """The same lines, as far as they lie on the canvas, drawn with a pen of 14 % of the digit's longer side.

    With a line of length L and a pen of width w the digit is L + w long, so w = 0.14 (L + w). A dot has no length: as
    L goes below half the width of the pen that drew it, that pen comes back.
    """
    visible = [replace(s, points=part) for s in strokes for part in clipped(s.points, 0, size)]
    if not visible:
        return ()
    low, high = _corners(visible)
    length = max(high[0] - low[0], high[1] - low[1])
    drawn_with = max(stroke.width for stroke in visible)
    pen = max(length * PEN / (1 - PEN), drawn_with - 2 * length)
    return tuple(replace(stroke, width=pen) for stroke in visible)


def _magnified(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """The strokes moved and scaled so that their ink just fits a canvas of _REDRAWN px."""
    (left, top), (right, bottom) = _corners(strokes)
    width = strokes[0].width
    scale = _REDRAWN / (max(right - left, bottom - top) + width)

    def moved(points: Points) -> Points:
        return tuple(((x - left + width / 2) * scale, (y - top + width / 2) * scale) for x, y in points)

    return tuple(replace(stroke, points=moved(stroke.points), width=width * scale) for stroke in strokes)


def _corners(strokes: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    xs = [x for stroke in strokes for x, _ in stroke.points]
    ys = [y for stroke in strokes for _, y in stroke.points]
    return (min(xs), min(ys)), (max(xs), max(ys))


def bounding_box(ink: Ink) -> Box:
    """First row, row after the last, first column, column after the last of the ink; EmptyDrawingError without ink."""
    rows = np.flatnonzero(ink.max(axis=1) > FAINTEST)
    columns = np.flatnonzero(ink.max(axis=0) > FAINTEST)
    if not len(rows):
        raise EmptyDrawingError("There is no ink on the canvas. Draw a digit from 0 to 9.")
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def fit_into_box(ink: Ink, box: Box) -> Ink:
    """The digit in `box`, its longer side 20 px, its aspect ratio kept: (20, n) or (n, 20).

    A digit that is 20 px long needs no scaling and keeps the faint pixels around its box: (n + 8, m + 8) at most.
    """
    top, bottom, left, right = box
    if max(bottom - top, right - left) == BOX:
        margin = (PICTURE - BOX) // 2
        return ink[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    return scaled(ink[top:bottom, left:right], BOX)


def scaled(ink: Ink, longest: int) -> Ink:
    """The ink with its longer side `longest` px, its aspect ratio kept, antialiased; unchanged if it is so already."""
    height, width = ink.shape
    scale = longest / max(height, width)
    if scale == 1:
        return ink
    shape = max(1, round(width * scale)), max(1, round(height * scale))
    image = Image.fromarray(np.ascontiguousarray(ink, np.float32)).resize(shape, Image.Resampling.BILINEAR)
    return np.clip(np.asarray(image, np.float32), 0, 1)


def center_of_mass(ink: Ink) -> tuple[float, float]:
    """(row, column) of the ink's centre of mass, as pixel indices: the middle of the first pixel is 0."""
    total = ink.sum(dtype=np.float64)
    row = (ink.sum(axis=1, dtype=np.float64) * np.arange(ink.shape[0])).sum() / total
    column = (ink.sum(axis=0, dtype=np.float64) * np.arange(ink.shape[1])).sum() / total
    return float(row), float(column)


def center(digit: Ink) -> Ink:
    """(28, 28): the digit laid so that its centre of mass is at pixel index 14, to the nearest whole pixel."""
    row, column = center_of_mass(digit)
    return _laid(digit, MIDDLE - round(row), MIDDLE - round(column))


def _middle(digit: Ink) -> Ink:
    return _laid(digit, (PICTURE - digit.shape[0]) // 2, (PICTURE - digit.shape[1]) // 2)


def _laid(digit: Ink, top: int, left: int) -> Ink:
    """(28, 28) with the digit's first pixel at (top, left); what would lie outside is cut off."""
    height, width = digit.shape
    whole = np.zeros((PICTURE, PICTURE), np.float32)
    first_row, end_row = max(top, 0), min(top + height, PICTURE)
    first, end = max(left, 0), min(left + width, PICTURE)
    whole[first_row:end_row, first:end] = digit[first_row - top : end_row - top, first - left : end - left]
    return whole
