"""What moves along when the digit moves, and what does not: a convolution's map against the row that is weighed.

A convolution is equivariant: to move the digit and then convolve is to convolve and then move the map, wherever the
window sees the digit alone. The dense layer behind flatten has a weight for each cell, not for each thing that it
may hold, so the same numbers at other cells give other sums.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cnnviz.errors import ModelError
from cnnviz.experiments.shift import TOLERANCE, moved
from cnnviz.ink import Ink
from cnnviz.stage import Array, frozen


@dataclass(frozen=True, eq=False)
class Equivariance:
    """One filter's map of the moved digit, made both ways; and what comes to the dense layer. Arrays are read-only."""

    convolution: str  # the layer's name
    still: Array  # (H, W): the filter's map of the digit where it was
    moved_first: Array  # (H, W): the map of the moved digit
    moved_after: Array  # (H, W): the map of the digit, moved then
    inside: tuple[int, int, int, int]  # top, bottom, left, right: the cells that see nothing but the picture both times
    row_before: Array  # (N,): the row that the dense layer weighs
    row_after: Array  # (N,): the same of the moved digit
    logits_before: Array  # (10,)
    logits_after: Array  # (10,)
    maxima_before: Array  # (C,): the largest number of each map before it is flattened
    maxima_after: Array  # (C,)

    @property
    def difference(self) -> float:
        """The largest difference of the two maps inside; 0 where no cell is inside."""
        top, bottom, left, right = self.inside
        cells = np.abs(self.moved_first - self.moved_after)[top:bottom, left:right]
        return float(cells.max(initial=0))

    @property
    def changed(self) -> int:
        """How many numbers of the row are others after the move, by more than `TOLERANCE`."""
        return int((np.abs(self.row_after - self.row_before) > TOLERANCE).sum())


def equivariance(model: nn.Sequential, digit: Ink, down: int, right: int, channel: int = 0) -> Equivariance:
    """The model's first convolution and its flattened row for `digit`, (28, 28), and for the digit moved (px).

    ModelError when the model has no convolution, no flatten, or no such filter.
    """
    convolutions = [(name, layer) for name, layer in model.named_children() if isinstance(layer, nn.Conv2d)]
    if not convolutions or not any(isinstance(layer, nn.Flatten) for layer in model.children()):
        raise ModelError(f"The network {type(model).__name__} has no convolution and flatten: no map moves along.")
    name, layer = convolutions[0]
    if not 0 <= channel < layer.out_channels:
        raise ModelError(f"The layer {name} has no filter {channel}: its filters are 0 to {layer.out_channels - 1}.")
    pictures = np.stack([np.asarray(digit, np.float32), moved(np.asarray(digit, np.float32), down, right)])
    values = torch.from_numpy(pictures)[:, None]  # (2, 1, 28, 28)
    found: dict[str, torch.Tensor] = {}
    with torch.inference_mode():
        for stage, one in model.named_children():
            if isinstance(one, nn.Softmax):
                break
            if isinstance(one, nn.Flatten):
                found["maps"] = values
                found["row"] = values.flatten(1)
            values = one(values)
            if stage == name:
                found["map"] = values[:, channel]
    still, moved_first = (frozen(each) for each in found["map"].numpy())
    maxima = found["maps"].amax(dim=(2, 3)).numpy()  # (2, C)
    row, logits = found["row"].numpy(), values.numpy()
    return Equivariance(
        name, still, moved_first, frozen(moved(still, down, right)), _inside(layer, still.shape, down, right),
        frozen(row[0]), frozen(row[1]), frozen(logits[0]), frozen(logits[1]), frozen(maxima[0]), frozen(maxima[1]),
    )  # fmt: skip


def _inside(layer: nn.Conv2d, shape: tuple[int, ...], down: int, right: int) -> tuple[int, int, int, int]:
    """The cells of the moved map whose windows lie in the picture, before the move and after it."""
    assert not isinstance(layer.padding, str)
    rows, columns = (
        (ring + max(0, pixels), max(ring + max(0, pixels), side - ring + min(0, pixels)))
        for side, pixels, ring in zip(shape, (down, right), layer.padding, strict=True)
    )
    return *rows, *columns
