"""The digit moved by some pixels: which cells change, before the first max pooling and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnviz.errors import ModelError
from cnnviz.receptive_field import Pair, ReceptiveField
from cnnviz.stage import Array, frozen
from cnnviz.trace import Stage

# Over 200 digits the cells of one batch came to the very same bits at every place. Another processor may add up in
# another order there and round otherwise; what differs by more than this is another number.
TOLERANCE = 1e-5


@dataclass(frozen=True, eq=False)
class Shifts:
    """The maps of a digit at several places. `moves`: (down, right) in pixels; the arrays are read-only."""

    moves: tuple[Pair, ...]
    before: Array  # (moves, C, H, W): what the first max pooling is given
    after: Array  # (moves, C, h, w): what it gives out

    def place(self, move: Pair) -> int:
        """Where a move stands. ValueError for one that was not tried."""
        return self.moves.index(move)


@dataclass(frozen=True)
class Change:
    """How many of the compared cells hold another number, by more than `TOLERANCE`."""

    changed: int
    compared: int
    along: Pair = (0, 0)  # the map was moved back by so many cells before it was compared

    @property
    def share(self) -> float:
        """0 to 1; 0 where nothing can be compared."""
        return self.changed / self.compared if self.compared else 0.0


def moved(picture: Array, down: int, right: int) -> Array:
    """The picture moved by so many pixels; what leaves it is gone, what comes in is paper (0)."""
    rows, columns = picture.shape
    still = np.pad(picture, ((abs(down),) * 2, (abs(right),) * 2))
    return still[abs(down) - down :, abs(right) - right :][:rows, :columns]


def shift(model: nn.Module, digit: Any, moves: Sequence[Pair]) -> Shifts:
    """The maps around the model's first max pooling, for `digit`, (28, 28), moved in each of these ways: one batch.

    The model runs its children one after the other, as all networks of cnnviz do. ModelError when no child is a
    max pooling.
    """
    pictures = np.stack([moved(np.asarray(digit, np.float32), *move) for move in moves])
    with torch.no_grad():
        maps = torch.from_numpy(pictures)[:, None]  # (moves, 1, 28, 28)
        for layer in model.children():
            given, maps = maps, layer(maps)
            if isinstance(layer, nn.MaxPool2d):
                return Shifts(tuple(moves), frozen(given.numpy()), frozen(maps.numpy()))
    raise ModelError(f"The network {type(model).__name__} has no max pooling, so there is nothing to compare.")


def at_the_same_place(still: Array, other: Array) -> Change:
    """Cell by cell at the same place, (C, H, W) each: all cells are compared."""
    return Change(int((np.abs(other - still) > TOLERANCE).sum()), still.size)


def moved_along(still: Array, other: Array, move: Pair, stage: Stage, picture: Pair) -> Change:
    """Cell by cell after moving `other`, the maps of the moved digit, back by the move.

    Compared are the cells that see nothing but the picture at both places: at its edge the padding, which does not
    move, comes in. Where the move is no whole number of the stage's cells, both whole numbers beside it are tried, and
    the better one counts.
    """
    assert stage.receptive_field is not None
    field = stage.receptive_field
    down, right = (
        sorted({floor(pixels / step), ceil(pixels / step)}) for pixels, step in zip(move, field.step, strict=True)
    )
    found = [_after_moving(still, other, along, field, picture) for along in product(down, right)]
    return min(found, key=lambda change: (change.share, sum(map(abs, change.along))))


def _after_moving(still: Array, other: Array, along: Pair, field: ReceptiveField, picture: Pair) -> Change:
    """As `moved_along`, for a move by so many whole cells."""
    own, there = [], []
    for axis, cells in enumerate(along):
        size, step, offset = field.size[axis], field.step[axis], field.offset[axis]
        first = max(0, ceil(-offset / step))
        last = min(still.shape[axis + 1] - 1, (picture[axis] - size - offset) // step)
        low, high = max(first, first - cells), min(last, last - cells) + 1
        own.append(slice(low, max(low, high)))
        there.append(slice(low + cells, max(low, high) + cells))
    one, two = still[:, own[0], own[1]], other[:, there[0], there[1]]
    return Change(int((np.abs(two - one) > TOLERANCE).sum()), one.size, along)
