"""A picture that nobody drew: made, step by step, so that it excites a class or one cell of a map as much as it can."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz.errors import ModelError
from cnnviz.experiments.claim import logits_of
from cnnviz.receptive_field import PIXEL
from cnnviz.stage import Array, frozen
from cnnviz.trace import trace

STEPS = 120
_SPEED = 0.25  # Adam's, of numbers whose sigmoid is the ink
_PALE = -2.0  # what they begin with: 12 % of full ink
_NOISE = 0.1
# For a class alone, whose picture would be a carpet of dots: what a unit of ink, and of difference between two
# neighbours, costs, in logits.
_INK, _ROUGH = 0.02, 0.05


@dataclass(frozen=True)
class OfClass:
    """The logit of a class."""

    digit: int


@dataclass(frozen=True)
class OfMap:
    """The middle cell of a map; a ReLU's cell before it is cut, as what is 0 tells no direction."""

    stage: str
    channel: int


@dataclass(frozen=True, eq=False)
class Imagined:
    """The picture after some steps. Arrays are read-only."""

    step: int
    picture: Array  # (28, 28), 0 to 1
    value: float  # the logit, or the cell; 0 where a ReLU cuts it
    probabilities: Array  # (10,): what the whole network makes of the picture


def imagine(model: nn.Module, goal: OfClass | OfMap, steps: int = STEPS, seed: int = 0) -> Iterator[Imagined]:
    """The picture before each step and after the last: `steps` + 1 of them, the same for the same seed.

    Only the picture changes, by gradient ascent; the weights are frozen and take no gradient, so the shared network
    will do. ModelError when the network has no such map.
    """
    network = logits_of(model)
    aim = _Aim(network, goal)
    raw = torch.randn(1, 1, 28, 28, generator=torch.Generator().manual_seed(seed)) * _NOISE + _PALE
    raw.requires_grad_()
    ascent = torch.optim.Adam([raw], lr=_SPEED)
    for step in range(steps + 1):
        picture = torch.sigmoid(raw)
        wanted = aim.of(picture)
        with torch.no_grad():
            shares = network(picture)[0].softmax(dim=0).numpy()
        shown = picture.detach() * aim.seen
        yield Imagined(step, frozen(shown[0, 0].numpy()), aim.shown(float(wanted.detach())), frozen(shares))
        if step < steps:
            (raw.grad,) = torch.autograd.grad(-(wanted - aim.cost(picture)), raw)
            ascent.step()


class _Aim:
    """What is to grow, of a picture (1, 1, 28, 28)."""

    def __init__(self, network: nn.Sequential, goal: OfClass | OfMap) -> None:
        self.goal = goal
        self.seen: Any = 1.0  # 1 where the cell looks
        self.cut = False
        self.layers = list(network.children())
        if isinstance(goal, OfClass):
            return
        names = [name for name, _ in network.named_children()]
        found = trace(network, np.zeros((1, 28, 28), np.float32))
        if goal.stage not in names or not found[goal.stage].is_maps:
            known = ", ".join(stage.name for stage in found.stages[1:] if stage.is_maps) or "none"
            raise ModelError(f"The network has no maps {goal.stage!r}. It has: {known}.")
        stage = found[goal.stage]
        if not 0 <= goal.channel < stage.shape[0]:
            raise ModelError(
                f"{goal.stage} has the maps 0 to {stage.shape[0] - 1}; there is no map {goal.channel}."
            )
        place = names.index(goal.stage)
        self.cut = isinstance(self.layers[place], nn.ReLU)
        self.layers = self.layers[: place if self.cut else place + 1]
        self.cell = (stage.shape[1] // 2, stage.shape[2] // 2)
        self.window = (stage.receptive_field or PIXEL).window(*self.cell)
        rows, columns = self.window
        self.seen = torch.zeros(28, 28)
        self.seen[max(0, rows.start) : rows.stop, max(0, columns.start) : columns.stop] = 1

    def of(self, picture: Tensor) -> Tensor:
        for layer in self.layers:
            picture = layer(picture)
        if isinstance(self.goal, OfClass):
            return picture[0, self.goal.digit]
        return picture[0, self.goal.channel, self.cell[0], self.cell[1]]

    def cost(self, picture: Tensor) -> Tensor:
        if isinstance(self.goal, OfMap):
            return picture.new_zeros(())
        rough = picture.diff(dim=2).abs().sum() + picture.diff(dim=3).abs().sum()
        return _INK * picture.sum() + _ROUGH * rough

    def shown(self, value: float) -> float:
        return max(0.0, value) if self.cut else value
