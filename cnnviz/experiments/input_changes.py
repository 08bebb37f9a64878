"""A digit moved, turned, scaled, leaned, thickened, made noisy, rubbed out in places: many changes in one batch."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from cnnviz.errors import DrawingError
from cnnviz.stage import Array, frozen

SIDE = 28  # pixels
_SEEDS = 10**6
_DUST = 1e-6  # of ink: what rounding leaves on bare paper, which would be counted as inked
EXACT = 6  # decimals of a change's value: what is left beyond them is the rounding of a sum


@dataclass(frozen=True)
class Range:
    """How far a change goes, the steps in which a sweep goes through it, and where it changes nothing.

    `finest` is what a breaking point is told to: less is not seen. A step is a whole number of these.
    """

    low: float
    high: float
    step: float
    finest: float
    neutral: float = 0.0

    def values(self) -> tuple[float, ...]:
        """The values of a sweep, from low to high."""
        count = round((self.high - self.low) / self.step) + 1
        return tuple(round(self.low + place * self.step, EXACT) for place in range(count))


RANGES = {
    "right": Range(-14, 14, 1, 1),  # whole pixels: between them the digit would be blurred
    "down": Range(-14, 14, 1, 1),
    "turn": Range(-180, 170, 10, 0.1),  # 36 rotations
    "size": Range(0.3, 1.8, 0.05, 0.001, neutral=1),
    "lean": Range(-1, 1, 0.05, 0.001),
    "thicker": Range(-2, 3, 0.25, 0.01),
    "noise": Range(0, 1.5, 0.05, 0.001),
}


@dataclass(frozen=True)
class Change:
    """What is done to a digit, in this order: thicker, size, lean, turn, right and down, noise, erased."""

    right: float = 0.0  # pixels
    down: float = 0.0  # pixels
    turn: float = 0.0  # degrees, clockwise
    size: float = 1.0  # times as large
    lean: float = 0.0  # how many pixels to the right for each pixel up, as italics lean
    thicker: float = 0.0  # pixels that each line grows by on each side; negative: thinner
    noise: float = 0.0  # standard deviation of what is added to each pixel
    seed: int = 1  # of the noise: the same seed, the same noise
    erased: tuple[int, ...] = ()  # cells that are paper in the end, row after row, 0 to 783

    def __post_init__(self) -> None:
        for name, allowed in RANGES.items():
            value = getattr(self, name)
            if not _is_number(value) or not allowed.low <= value <= allowed.high:
                raise DrawingError(f"{name} = {value!r} is no change: it goes from {allowed.low} to {allowed.high}.")
        if type(self.seed) is not int or not 0 <= self.seed < _SEEDS:
            raise DrawingError(f"The seed of the noise is a whole number from 0 to {_SEEDS - 1}, not {self.seed!r}.")
        if any(type(cell) is not int or not 0 <= cell < SIDE * SIDE for cell in self.erased):
            raise DrawingError(f"Erased cells are whole numbers from 0 to {SIDE * SIDE - 1}.")

    @classmethod
    def from_wire(cls, wire: Any) -> "Change":
        """The change that JSON describes: fields by name, those left out change nothing. DrawingError for nonsense."""
        if not isinstance(wire, Mapping):
            raise DrawingError("A change of the digit is an object with fields such as right, turn or erased.")
        known = (*RANGES, "seed", "erased")
        if unknown := [name for name in wire if name not in known]:
            raise DrawingError(f"There is no change {str(unknown[0])[:30]!r}. There are: {', '.join(known)}.")
        told = dict(wire)
        erased = told.pop("erased", ())
        if not isinstance(erased, list | tuple) or len(erased) > SIDE * SIDE:
            raise DrawingError(f"Erased cells come as a list of at most {SIDE * SIDE} whole numbers.")
        return cls(**told, erased=tuple(erased))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def changed(picture: Array, changes: Sequence[Change]) -> Array:
    """(changes, 28, 28): the picture, (28, 28), 0 to 1, under each of the changes; read-only."""
    images = torch.from_numpy(np.array(picture, np.float64)).expand(len(changes), 1, SIDE, SIDE)
    images = _thickened(images, torch.tensor([one.thicker for one in changes], dtype=torch.float64))
    images = F.grid_sample(images, _grid(changes), align_corners=False)  # paper lies around the picture
    made = images[:, 0].numpy()
    for seed in {one.seed for one in changes if one.noise}:
        amounts = np.array([one.noise if one.seed == seed else 0.0 for one in changes])
        made = made + amounts[:, None, None] * noise(seed)
    made = made.clip(0, 1)
    made[made < _DUST] = 0
    for place, one in enumerate(changes):
        made[place].reshape(-1)[list(one.erased)] = 0
    return frozen(made)


def noise(seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(28, 28) standard normal noise, the same for a seed on every machine."""
    return np.random.default_rng(seed).standard_normal((SIDE, SIDE))


def varied(change: Change, name: str, values: Sequence[float]) -> list[Change]:
    """The change with one of its fields set to each of the values."""
    return [replace(change, **{name: value}) for value in values]  # type: ignore[arg-type]


def _grid(changes: Sequence[Change]) -> torch.Tensor:
    """(N, 28, 28, 2): from where in the old picture each pixel comes, in half pictures from its middle (x, y)."""
    rows = []
    for one in changes:
        angle = math.radians(one.turn)
        turned = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        forward = turned @ np.array([[1, -one.lean], [0, 1]]) * one.size  # y goes down
        back = np.linalg.inv(forward)
        move = np.array([one.right, one.down]) * 2 / SIDE
        rows.append(np.column_stack([back, -back @ move]))
    return F.affine_grid(torch.from_numpy(np.stack(rows)), [len(changes), 1, SIDE, SIDE], align_corners=False)


def _thickened(images: torch.Tensor, amounts: torch.Tensor) -> torch.Tensor:
    """Each line grown (or, for a negative amount, shrunk) by so many pixels on each side.

    A whole pixel is the largest (smallest) of the 3x3 pixels around; a part of one goes so far on the way there.
    """
    for step in range(math.ceil(float(amounts.abs().max()))):
        share = (amounts.abs() - step).clamp(0, 1).view(-1, 1, 1, 1)
        thicker = F.max_pool2d(images, 3, stride=1, padding=1)
        thinner = -F.max_pool2d(-images, 3, stride=1, padding=1)
        images = images + share * (torch.where(amounts.view(-1, 1, 1, 1) > 0, thicker, thinner) - images)
    return images
