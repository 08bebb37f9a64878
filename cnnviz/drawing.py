"""A drawing on the canvas: pen and eraser strokes, over a picture perhaps, and the ink they leave.

Positions are canvas pixels, x to the right and y down; the pixel (row 0, column 0) covers x and y from 0 to 1.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from cnnviz.errors import DrawingError
from cnnviz.ink import Ink as Ink
from cnnviz.ink import laid, scaled
from cnnviz.picture_files import ink_from_image as ink_from_image

CANVAS = 280  # px, width and height of the drawing surface
_SUPERSAMPLING = 4  # sub-pixels a side: 16 of them make the 17 grey levels of an edge

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Stroke:
    """What the pen leaves between touching the canvas and leaving it: a line of constant width with round ends."""

    points: Points  # canvas px, (x, y) each, in the order they were drawn
    width: float  # px
    erases: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.width) and self.width > 0):
            raise DrawingError(
                f"A stroke has a pen width of {self.width} px. A pen is wider than 0 px: choose a width and draw again."
            )
        for point in self.points:
            if len(point) != 2 or not (math.isfinite(point[0]) and math.isfinite(point[1])):
                raise DrawingError(
                    f"A stroke has the point {point}. Points are (x, y) in canvas pixels: clear it and draw again."
                )


@dataclass(frozen=True)
class Drawing:
    """Strokes in the order they were drawn, and the ink below them: a sample digit or an uploaded picture."""

    strokes: tuple[Stroke, ...] = ()
    base: Ink | None = None  # (H, W), 0 to 1

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Drawing):
            return NotImplemented
        if self.base is None or other.base is None:
            return self.base is other.base and self.strokes == other.strokes
        return self.strokes == other.strokes and np.array_equal(self.base, other.base)

    def __hash__(self) -> int:
        return hash(self.strokes)


def ink_from_strokes(strokes: Iterable[Stroke], *, size: int = CANVAS, base: Ink | None = None) -> Ink:
    """The (size, size) ink of the strokes, antialiased, as the browser's canvas paints them.

    Each stroke covers what was there: a pen with ink, an eraser with paper, also that of `base`, which is scaled to
    fit the canvas when it has another size. What lies outside the canvas is cut off.
    """
    strokes = tuple(strokes)
    ink = _painted(strokes, size, eraser=0)
    if base is None:
        return ink
    covered = ink if not any(stroke.erases for stroke in strokes) else _painted(strokes, size, eraser=255)
    return ink + fitted(base, size) * (1 - covered)


def fitted(ink: Ink, size: int = CANVAS) -> Ink:
    """The ink as large as it fits into (size, size), in its middle, its aspect ratio kept."""
    ink = scaled(np.asarray(ink, np.float32), size)
    return laid(ink, size, (size - ink.shape[0]) // 2, (size - ink.shape[1]) // 2)


def clipped(points: Sequence[tuple[float, float]], low: float, high: float) -> list[Points]:
    """The parts of a line of points that lie in the square from `low` to `high`, in order.

    Liang and Barsky's line clipping: each segment is a + t d with t from 0 to 1, and each side of the square bounds t.
    """
    if all(low <= x <= high and low <= y <= high for x, y in points):
        return [tuple(points)] if points else []
    parts: list[list[tuple[float, float]]] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        enter, leave = 0.0, 1.0
        for start, step in ((x0, x1 - x0), (y0, y1 - y0)):
            if step:
                first, second = sorted(((low - start) / step, (high - start) / step))
                enter, leave = max(enter, first), min(leave, second)
            elif not low <= start <= high:
                leave = -1.0
        if enter > leave:
            continue
        if enter > 0 or not parts:  # a line that left the square enters it with a t above 0
            parts.append([(x0 + enter * (x1 - x0), y0 + enter * (y1 - y0))])
        parts[-1].append((x0 + leave * (x1 - x0), y0 + leave * (y1 - y0)))
    return [tuple(part) for part in parts]


def _painted(strokes: tuple[Stroke, ...], size: int, *, eraser: int) -> Ink:
    """(size, size) ink of the strokes alone; an eraser paints `eraser`, a pen 255."""
    image = Image.new("L", (size * _SUPERSAMPLING, size * _SUPERSAMPLING))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        width = min(stroke.width, 4.0 * size)  # wider than the canvas is wide enough, and Pillow counts in 32 bits
        colour = eraser if stroke.erases else 255
        for part in clipped(stroke.points, -width, size + width):
            _paint(draw, part, width, colour)
    # (size, size) <- (4 size, 4 size)
    return np.asarray(image.reduce(_SUPERSAMPLING), np.float32) / np.float32(255)


def _paint(draw: ImageDraw.ImageDraw, points: Points, width: float, colour: int) -> None:
    # Pillow's lines run through whole pixels and lie evenly about them only if their width is odd.
    at = [(math.floor(x * _SUPERSAMPLING), math.floor(y * _SUPERSAMPLING)) for x, y in points]
    diameter = 2 * math.floor(width * _SUPERSAMPLING / 2) + 1
    if len(at) > 1:
        draw.line(at, fill=colour, width=diameter)
    radius = diameter // 2
    for x, y in at:  # round ends, and round joints in between
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
