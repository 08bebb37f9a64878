"""Ink: an (H, W) array of float32, 0 on bare paper and 1 where the pen was, whatever the colours on the screen."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from cnnviz.errors import EmptyDrawingError

Ink = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]  # first row, row after the last, first column, column after the last

FAINTEST = 1 / 16  # fainter ink is noise to the bounding box; it leaves MNIST's own digits their boxes (see the tests)


def bounding_box(ink: Ink) -> Box:
    """First row, row after the last, first column and column after the last of the ink, without faint specks of noise.

    EmptyDrawingError when there is no ink.
    """
    rows = np.flatnonzero(ink.max(axis=1) > FAINTEST)
    columns = np.flatnonzero(ink.max(axis=0) > FAINTEST)
    if not len(rows):
        raise EmptyDrawingError("There is no ink on the canvas. Draw a digit from 0 to 9.")
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def center_of_mass(ink: Ink) -> tuple[float, float]:
    """(row, column) of the ink's centre of mass, as pixel indices: the middle of the first pixel is 0."""
    by_row, by_column = ink.sum(axis=1, dtype=np.float64), ink.sum(axis=0, dtype=np.float64)
    total = by_row.sum()
    return float(by_row @ np.arange(len(by_row)) / total), float(by_column @ np.arange(len(by_column)) / total)


def scaled(ink: Ink, longest: int) -> Ink:
    """The ink with its longer side `longest` px, its aspect ratio kept, antialiased; unchanged if it is so already."""
    height, width = ink.shape
    scale = longest / max(height, width)
    if scale == 1:
        return ink
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Pillow's bilinear filter grows with the reduction: each pixel is a mean of all that it covers.
    image = Image.fromarray(np.ascontiguousarray(ink, np.float32)).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(image, np.float32)


def laid(ink: Ink, size: int, top: int, left: int) -> Ink:
    """(size, size) of bare paper with the ink's first pixel at (top, left); what would lie outside is cut off."""
    height, width = ink.shape
    paper = np.zeros((size, size), np.float32)
    rows = slice(max(top, 0), max(0, min(top + height, size)))
    columns = slice(max(left, 0), max(0, min(left + width, size)))
    paper[rows, columns] = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    return paper
