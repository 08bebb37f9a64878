"""From a stack to a PyTorch network, untrained."""

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

    With a seed, always the same weights; the random numbers of others are left alone.
    StackError when the stack cannot be built.
    """
    planned = plan(stack)
    if seed is None:
        return _built(planned)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return _built(planned)


def _built(planned: tuple[Planned, ...]) -> nn.Sequential:
    made: list[tuple[str, nn.Module]] = [
        (each.name, module(each.layer, each.came)) for each in planned if each.layer is not None
    ]
    return nn.Sequential(OrderedDict([*made, (SOFTMAX, nn.Softmax(dim=1))]))


def module(layer: Layer, came: Shape) -> nn.Module:
    """The PyTorch module of a layer that gets a shape."""
    match layer:
        case Convolution(maps, kernel, stride, padding):
            return nn.Conv2d(came[0], maps, kernel, stride, padding)
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
            return nn.Linear(came[0], units)
    raise TypeError(f"There is no module for {layer!r}.")
