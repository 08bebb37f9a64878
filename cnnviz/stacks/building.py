"""From a stack to a PyTorch network, untrained."""

import math
from collections import OrderedDict

import torch
from torch import nn

from cnnviz.stacks.layers import (
    AveragePooling,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling,
    Relu,
    Shape,
    Tanh,
)
from cnnviz.stacks.naming import SOFTMAX
from cnnviz.stacks.stack import Planned, Stack, plan


def build(stack: Stack, seed: int | None = None) -> nn.Sequential:
    """The network with random initial weights, in training mode, ending in a softmax as the shipped ones do.

    With a seed always the same weights, those after `torch.manual_seed`, whatever other threads draw meanwhile; the
    random numbers of others are left alone. StackError when the stack cannot be built.
    """
    planned = plan(stack)
    if seed is None:
        return _built(planned)
    # PyTorch's own random numbers are one sequence for all threads: here none of them is drawn.
    network = _built(planned, device="meta").to_empty(device="cpu")
    random = torch.Generator().manual_seed(seed)
    for layer in network:
        if isinstance(layer, nn.Conv2d | nn.Linear):
            _fill(layer, random)
    return network


def _fill(layer: nn.Conv2d | nn.Linear, random: torch.Generator) -> None:
    """As PyTorch begins a layer, in the same order (`reset_parameters` of both)."""
    nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=random)
    if layer.bias is not None:
        bound = 1 / math.sqrt(layer.weight[0].numel())
        nn.init.uniform_(layer.bias, -bound, bound, generator=random)


def _built(planned: tuple[Planned, ...], device: str = "cpu") -> nn.Sequential:
    made: list[tuple[str, nn.Module]] = [
        (each.name, module(each.layer, each.came, device)) for each in planned if each.layer is not None
    ]
    return nn.Sequential(OrderedDict([*made, (SOFTMAX, nn.Softmax(dim=1))]))


def module(layer: Layer, came: Shape, device: str = "cpu") -> nn.Module:
    """The PyTorch module of a layer that gets a shape."""
    match layer:
        case Convolution(maps, kernel, stride, padding):
            return nn.Conv2d(came[0], maps, kernel, stride, padding, device=device)
        case MaxPooling(size, stride):
            return nn.MaxPool2d(size, stride)
        case AveragePooling(size, stride):
            return nn.AvgPool2d(size, stride)
        case Relu():
            return nn.ReLU()
        case Tanh():
            return nn.Tanh()
        case Dropout(share):
            return nn.Dropout(share)
        case Flatten():
            return nn.Flatten()
        case Dense(units):
            return nn.Linear(came[0], units, device=device)
    raise TypeError(f"There is no module for {layer!r}.")
