"""A network that has learned nothing: the layers of a given one with random weights, as PyTorch begins with."""

import math
from functools import lru_cache

import torch
from torch import nn

from cnnviz import models
from cnnviz.shared_hooks import copy_of

SEEDS = 9  # so many are offered: 1 to SEEDS


@lru_cache(maxsize=64)
def untrained(name: str, seed: int = 1) -> nn.Module:
    """The network `name` as if never trained: frozen, one for all callers, the same for the same seed.

    Drawn as PyTorch does for convolutions and dense layers, weights and biases evenly from -1/sqrt(n) to 1/sqrt(n)
    for n inputs of a cell; from a generator of its own, as PyTorch's is shared by all threads.
    """
    model = copy_of(models.load_model(name))
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                edge = 1 / math.sqrt(layer.weight[0].numel())
                for parameter in layer.parameters():
                    parameter.uniform_(-edge, edge, generator=random)
    return model.eval().requires_grad_(False)
