"""What a network makes of pictures that are no digits at all: it has no way of saying so."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from torch import nn

from cnnviz.drawing import CANVAS, Drawing, Stroke
from cnnviz.models import load_model
from cnnviz.preprocessing import picture
from cnnviz.stage import Array, Kind, frozen
from cnnviz.trace import trace

_PEN = 18.0  # px
_MIDDLE = CANVAS / 2
_TURNS = 2.75
_DOTS = 26
_SEED = 7  # of the dots' places


@dataclass(frozen=True, eq=False)
class Scribble:
    """A scribble as a network reads it."""

    name: str
    picture: Array  # (28, 28), 0 to 1, read-only
    logits: Array  # (10,), read-only
    probabilities: Array  # (10,), read-only


def _spiral() -> Drawing:
    angles = np.linspace(0, 2 * math.pi * _TURNS, 90)
    radii = 8 + 92 * angles / angles[-1]
    points = zip(_MIDDLE + radii * np.cos(angles), _MIDDLE + radii * np.sin(angles), strict=True)
    return Drawing((Stroke(tuple((round(float(x), 1), round(float(y), 1)) for x, y in points), _PEN),))


def _cross() -> Drawing:
    return Drawing((Stroke(((60, 60), (220, 220)), _PEN), Stroke(((220, 60), (60, 220)), _PEN)))


def _dots() -> Drawing:
    places = np.random.default_rng(_SEED).integers(40, CANVAS - 40, (_DOTS, 2)).tolist()
    return Drawing(tuple(Stroke(((float(x), float(y)),), 14) for x, y in places))


def _zigzag() -> Drawing:
    corners = tuple((float(40 + 40 * step), 70.0 if step % 2 else 210.0) for step in range(6))
    return Drawing((Stroke(corners, _PEN),))


DRAWN: dict[str, Drawing] = {"spiral": _spiral(), "cross": _cross(), "dots": _dots(), "zigzag": _zigzag()}
"""The scribbles by name: none of them is a digit."""


def scribbles(model: str | nn.Module) -> tuple[Scribble, ...]:
    """Each scribble as `model` reads it, in the order of `DRAWN`; ModelError for an unknown name."""
    network = load_model(model) if isinstance(model, str) else model
    return tuple(_read(name, network) for name in DRAWN)


def _read(name: str, network: nn.Module) -> Scribble:
    seen = _picture(name)
    found = trace(network, seen)
    softmax = found.stages[-1]
    if softmax.kind is not Kind.SOFTMAX:
        raise ValueError(f"The network ends with {softmax.name!r}, which is no softmax: it gives no ten shares.")
    return Scribble(name, seen, found[softmax.inputs[0]].values, found.probabilities)


@cache
def _picture(name: str) -> Array:
    """The scribble as every network sees it: preprocessing takes longer than reading."""
    return frozen(picture(DRAWN[name]))
