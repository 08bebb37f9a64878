"""Each map of a layer switched off, one at a time: what that does to the answer for one digit."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cnnviz.errors import ModelError
from cnnviz.stage import Array, frozen


@dataclass(frozen=True, eq=False)
class Ablation:
    """The probabilities of a digit without each of a layer's maps. Arrays are read-only float32."""

    layer: str
    whole: Array  # (10,): with all maps
    without: Array  # (maps, 10): the row of a map is without that map alone

    @property
    def digit(self) -> int:
        """What is named with all maps."""
        return int(self.whole.argmax())

    @property
    def changes(self) -> Array:
        """(maps,): by how much the probability of that digit changes, -1 to 1."""
        return np.asarray(self.without[:, self.digit] - self.whole[self.digit])


def ablate(model: nn.Sequential, picture: Array, layer: str) -> Ablation:
    """The answers to `picture`, (28, 28), without each map (or unit) of `layer`.

    The picture goes to the layer once; from there on all maps are a batch. A map that is switched off is 0 everywhere,
    as if its filter and its bias were 0: for what comes after it is not there. ModelError where there is no such layer.
    """
    names = [name for name, _ in model.named_children()]
    if layer not in names:
        raise ModelError(f"The network has no layer {layer[:30]!r}. It has: {', '.join(names)}.")
    place = names.index(layer) + 1
    with torch.no_grad():
        maps = model[:place](torch.tensor(np.asarray(picture, np.float32))[None, None])  # (1, C, H, W) or (1, N)
        count = maps.shape[1]
        tries = maps.repeat(count + 1, *[1] * (maps.ndim - 1))  # the last one is whole
        tries[range(count), range(count)] = 0
        answers = model[place:](tries).numpy()
    return Ablation(layer, frozen(answers[-1]), frozen(answers[:-1]))
