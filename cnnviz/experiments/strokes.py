"""Strokes for filters to be built for: each task wants a filter that answers to some of them and not to others."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnviz.drawing import Stroke, ink_from_strokes
from cnnviz.ink import Ink

SIDE = 20  # cells of a picture; 14 px of the canvas make one
_CELL = 14  # px
_PEN = 22.0  # px: a little over a cell and a half
_BROAD = 150.0  # px: a stroke with two sides that lie far apart

# From end to end in canvas px, and the width; ends that lie outside leave edges without ends.
_STROKES = {
    "bar": (((-40, 147), (320, 147)), _PEN),
    "post": (((147, -40), (147, 320)), _PEN),
    "rising": (((-20, 300), (300, -20)), _PEN),
    "falling": (((-20, -20), (300, 300)), _PEN),
    "dot": (((147, 147),), _PEN),
    "left_side": (((215, -80), (215, 360)), _BROAD),
    "right_side": (((65, -80), (65, 360)), _BROAD),
}


@dataclass(frozen=True)
class Task:
    """A filter is wanted whose answer to each of `wanted` is at least `factor` times that to each of `unwanted`."""

    name: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    factor: float = 2.0


TASKS = (
    Task("slant", ("rising",), ("bar", "post")),
    Task("upright", ("post",), ("bar", "rising")),
    Task("side", ("left_side",), ("right_side",)),
    Task("lean", ("rising",), ("falling",)),
    Task("speck", ("dot",), ("bar", "post", "rising")),
)


@cache
def stroke(name: str) -> Ink:
    """The (20, 20) ink of a stroke, 0 to 1."""
    points, width = _STROKES[name]
    ink = ink_from_strokes([Stroke(tuple((float(x), float(y)) for x, y in points), width)])
    cells: Ink = ink.reshape(SIDE, _CELL, SIDE, _CELL).mean(axis=(1, 3))
    cells.setflags(write=False)
    return cells


def names() -> tuple[str, ...]:
    """All strokes, in order."""
    return tuple(_STROKES)


def pictures() -> Ink:
    """(strokes, 20, 20), in the order of `names()`."""
    return np.stack([stroke(name) for name in names()])
