"""The receptive field in the network view, both ways, against derivatives.

With positive random weights a number has a non-zero derivative by exactly those numbers that it depends on.
"""

import random
from pathlib import Path
from typing import Any

import pytest
import torch
from chains import chain, shown
from recordings import run_node, with_random_weights, write
from torch import Tensor, nn
from torch.nn.functional import unfold

from cnnviz import models
from cnnviz.trace import trace


class MeanPooling(nn.Module):
    """The mean of what a max pooling compares: its derivative is non-zero for all of it, not for the winner alone."""

    def __init__(self, pooling: nn.MaxPool2d) -> None:
        super().__init__()
        self.pooling = pooling

    def forward(self, maps: Tensor) -> Tensor:
        to, pooling = self.pooling(maps).shape, self.pooling
        windows = unfold(
            maps, pooling.kernel_size, dilation=pooling.dilation, padding=pooling.padding, stride=pooling.stride
        )
        return windows.unflatten(1, (to[1], -1)).mean(2).reshape(to)


def passes(model: nn.Sequential) -> Any:
    """A function from the input to every stage's output, input first, in float64."""
    layers = [MeanPooling(layer) if isinstance(layer, nn.MaxPool2d) else layer for layer in model.double()]

    def run(values: Tensor) -> tuple[Tensor, ...]:
        found = [values]
        for layer in layers:
            found.append(layer(found[-1]))
        return tuple(found)

    return run


def slope_by(values: Tensor, picture: Tensor, push: Tensor) -> Tensor:
    """The derivative of each of `values` when `picture` moves along `push`.

    The gradient is linear in what it is weighted with, and the derivative of that is asked for.
    """
    weighting = torch.zeros_like(values, requires_grad=True)
    (gradient,) = torch.autograd.grad(values, picture, weighting, create_graph=True)
    (slope,) = torch.autograd.grad(gradient, weighting, push, retain_graph=True)
    return slope


def bits(values: Tensor) -> str:
    """A digit for each value: 1 where it is not zero."""
    return "".join("1" if value else "0" for value in (values != 0).flatten().tolist())


def some_cells(shape: tuple[int, ...], rng: random.Random) -> list[tuple[int, int, int]]:
    """Two opposite corners and two random cells."""
    channels, rows, columns = shape if len(shape) == 3 else (1, 1, shape[0])
    cells = [(0, 0, 0), (channels - 1, rows - 1, columns - 1)]
    return cells + [(rng.randrange(channels), rng.randrange(rows), rng.randrange(columns)) for _ in range(2)]


def oracle(model: nn.Sequential, picture: Tensor, rng: random.Random) -> dict[str, Any]:
    picture = picture.double().requires_grad_()
    outputs = passes(model)(picture)
    seen = []
    for stage in range(1, len(outputs)):
        values = outputs[stage][0]
        for cell in some_cells(tuple(values.shape), rng):
            value = values[cell] if values.ndim == 3 else values[cell[2]]
            slopes = torch.autograd.grad(value, outputs[:stage], retain_graph=True)
            seen.append({"cell": [stage, *cell], "stages": [bits(slope) for slope in slopes]})
    reached = []
    for _, row, column in some_cells((1, *picture.shape[-2:]), rng):
        push = torch.zeros_like(picture)
        push[..., row, column] = 1
        slopes = [slope_by(values, picture, push) for values in outputs[1:]]
        reached.append({"pixel": [row, column], "stages": [bits(slope) for slope in slopes]})
    return {"seen": seen, "reached": reached}


def check(path: Path, model: nn.Sequential, picture: Tensor, rng: random.Random) -> Any:
    model = with_random_weights(model, rng.randrange(1000), positive=True)
    recorded = trace(model, picture)
    return run_node("check-field.mjs", write(path / "recording", [recorded], **oracle(model, picture, rng)))


@pytest.mark.parametrize("name", ["two-block", "textbook", "dense"])
def test_the_field_of_a_shipped_network_is_where_derivatives_are(tmp_path: Path, name: str) -> None:
    model = models.build(name)
    found = check(tmp_path, model, torch.rand(1, 1, 28, 28), random.Random(name))
    assert found == {"seen": 4 * len(model), "reached": 4}


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("seed", range(24))
def test_the_field_of_a_random_chain_is_where_derivatives_are(tmp_path: Path, seed: int) -> None:
    model = chain(seed)
    found = check(tmp_path, model, shown(seed), random.Random(seed))
    assert found == {"seen": 4 * len(model), "reached": 4}
