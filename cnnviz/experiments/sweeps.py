"""One change of a digit gone through from end to end: what a network answers, and where it breaks."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cnnviz.errors import DrawingError
from cnnviz.experiments.input_changes import RANGES, Change, changed, varied
from cnnviz.stage import Array, frozen

_AT_ONCE = 16  # pictures that stay in the processor's cache: all of a sweep in one pass take twice as long


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a network makes of a digit at each value of one change. Arrays are read-only float32."""

    name: str  # of the change: a key of RANGES
    values: tuple[float, ...]
    pictures: Array  # (values, 28, 28), 0 to 1
    probabilities: Array  # (values, 10)
    digit: int  # what the network names of the digit before any change

    @property
    def held(self) -> tuple[bool, ...]:
        """At each value: does the network still name that digit?"""
        return tuple(bool(named == self.digit) for named in self.probabilities.argmax(axis=1))

    @property
    def breaks(self) -> tuple[float | None, float | None]:
        """The values nearest to no change, below and above it, at which another digit is named; None where none is.

        No change itself counts for both: other changes may have broken the digit already.
        """
        neutral = RANGES[self.name].neutral
        lost = [value for value, held in zip(self.values, self.held, strict=True) if not held]
        below = [value for value in lost if value <= neutral]
        above = [value for value in lost if value >= neutral]
        return (max(below) if below else None, min(above) if above else None)


def sweep(model: nn.Module, picture: Array, name: str, change: Change | None = None) -> Sweep:
    """`picture`, (28, 28), under `change` with its field `name` at each value of its range.

    DrawingError for a field that has no range.
    """
    if name not in RANGES:
        raise DrawingError(f"There is no sweep along {name[:30]!r}. There are: {', '.join(RANGES)}.")
    values = RANGES[name].values()
    pictures = changed(picture, varied(change or Change(), name, values))
    answers = read(model, np.concatenate([np.asarray(picture, np.float32)[None], pictures]))
    return Sweep(name, values, pictures, frozen(answers[1:]), int(answers[0].argmax()))


def read(model: nn.Module, pictures: Array) -> Array:
    """(N, 10): the probabilities that a network gives to N pictures (28, 28), 0 to 1."""
    with torch.no_grad():
        parts = torch.split(torch.tensor(pictures)[:, None], _AT_ONCE)
        return frozen(torch.cat([model(part) for part in parts]).numpy())
