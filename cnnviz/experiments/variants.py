"""A network with something broken in it: described in a few words, built as a copy of its own.

The description is a list of steps, each a line of words:

    off conv1_1 3                  map 3 is switched off: its filter's weights and its bias are 0
    bias conv1_1 3                 the bias of filter 3 is 0
    kernel conv1_1 3 0 0,1,0,…     the kernel of filter 3 on input map 0 holds these numbers, row after row
    swap conv1_1 3 5               filters 3 and 5 change places, each with its bias
    random conv1_1 7               the layer's weights are drawn anew, as before training, with seed 7
    linear relu1_1                 the ReLU is left out
    average pool1                  the pooling takes the average in place of the largest

What is drawn anew is drawn first, and what is off stays off: the order of the steps counts for kernels and swaps alone.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from torch import nn

from cnnviz import models
from cnnviz.errors import ModelError
from cnnviz.shared_hooks import copy_of

MOST_STEPS = 200
_KEPT = 64  # variants; a two-block network takes 50 kB, textbook 220 kB
_LARGEST = 1000.0  # a typed weight, to either side of 0
_SEEDS = 10**6

Weighted = nn.Conv2d | nn.Linear


@dataclass(frozen=True)
class Variant:
    """A network by name, and what is changed in it, step after step."""

    model: str
    steps: tuple[str, ...] = ()

    @classmethod
    def from_wire(cls, model: str, steps: Any) -> "Variant":
        """The variant that JSON describes. ModelError for nonsense; a step that fits no layer is told by `built`."""
        if not isinstance(steps, list | tuple) or not all(isinstance(step, str) for step in steps):
            raise ModelError('A changed network is described by a list of steps such as "off conv1_1 3".')
        if len(steps) > MOST_STEPS:
            raise ModelError(f"A changed network has at most {MOST_STEPS} steps; {len(steps)} came.")
        return cls(model, tuple(steps))


@lru_cache(maxsize=_KEPT)
def built(variant: Variant) -> nn.Sequential:
    """The changed network: a frozen copy in eval mode, kept by its description, the same for whoever asks for that.

    The shared network is left as it is. ModelError for a step that does not fit the network.
    """
    made = copy_of(models.load_model(variant.model))
    assert isinstance(made, nn.Sequential)
    layers = dict(made.named_children())
    with torch.no_grad():
        for step in sorted(variant.steps, key=_turn):
            _apply(made, layers, step)
    return made.requires_grad_(False).eval()


def _turn(step: str) -> int:
    """What comes first; steps of the same turn keep their order."""
    return {"random": 0, "kernel": 1, "swap": 1}.get(step.split(" ")[0], 2)


def _apply(made: nn.Sequential, layers: dict[str, nn.Module], step: str) -> None:
    name, *words = step.split()[:8] or [""]
    if name not in _STEPS:
        raise ModelError(f"There is no step {step[:40]!r}. The steps are: {', '.join(_STEPS)}.")
    wanted, change = _STEPS[name]
    if len(words) != len(wanted.split()):
        raise ModelError(f"The step {step[:40]!r} is not whole. It is written so: {name} {wanted}")
    if words[0] not in layers:
        raise ModelError(f"The network has no layer {words[0][:30]!r}. It has: {', '.join(layers)}.")
    change(made, words[0], *words[1:])


def _off(made: nn.Sequential, name: str, channel: str) -> None:
    layer = _weighted(made, name)
    row = _whole(channel, len(layer.weight), f"map of {name}")
    layer.weight[row] = 0
    _bias(made, name, channel)


def _bias(made: nn.Sequential, name: str, channel: str) -> None:
    layer = _weighted(made, name)
    if layer.bias is not None:
        layer.bias[_whole(channel, len(layer.weight), f"map of {name}")] = 0


def _kernel(made: nn.Sequential, name: str, channel: str, source: str, numbers: str) -> None:
    layer = _weighted(made, name)
    if not isinstance(layer, nn.Conv2d):
        raise ModelError(f"{name} is no convolution, so it has no kernels to edit.")
    kernel = layer.weight[
        _whole(channel, layer.weight.shape[0], f"map of {name}"), _whole(source, layer.weight.shape[1], "input map")
    ]
    given = [_number(word) for word in numbers.split(",")]
    if len(given) != kernel.numel():
        raise ModelError(f"A kernel of {name} has {kernel.numel()} numbers; {len(given)} came.")
    kernel.copy_(torch.tensor(given).view_as(kernel))


def _swap(made: nn.Sequential, name: str, one: str, other: str) -> None:
    layer = _weighted(made, name)
    places = [_whole(word, len(layer.weight), f"map of {name}") for word in (one, other)]
    for parameter in layer.parameters():
        parameter[places] = parameter[places[::-1]].clone()


def _random(made: nn.Sequential, name: str, seed: str) -> None:
    """As PyTorch draws the weights and biases of a new layer: evenly from -b to b, b = 1 / sqrt(inputs of a sum)."""
    layer = _weighted(made, name)
    generator = torch.Generator().manual_seed(_whole(seed, _SEEDS, "seed"))
    bound = 1 / math.sqrt(layer.weight[0].numel())
    for parameter in layer.parameters():
        parameter.uniform_(-bound, bound, generator=generator)


def _linear(made: nn.Sequential, name: str) -> None:
    if not isinstance(made.get_submodule(name), nn.ReLU | nn.Identity):
        raise ModelError(f"{name} is no ReLU, so it cannot be left out.")
    made.set_submodule(name, nn.Identity())


def _average(made: nn.Sequential, name: str) -> None:
    layer = made.get_submodule(name)
    if not isinstance(layer, nn.MaxPool2d | nn.AvgPool2d):
        raise ModelError(f"{name} is no pooling, so there is no maximum to replace.")
    made.set_submodule(name, nn.AvgPool2d(layer.kernel_size, layer.stride, layer.padding))


_STEPS: dict[str, tuple[str, Callable[..., None]]] = {
    "off": ("LAYER MAP", _off),
    "bias": ("LAYER MAP", _bias),
    "kernel": ("LAYER MAP INPUT NUMBERS", _kernel),
    "swap": ("LAYER MAP MAP", _swap),
    "random": ("LAYER SEED", _random),
    "linear": ("RELU", _linear),
    "average": ("POOLING", _average),
}


def _weighted(made: nn.Sequential, name: str) -> Weighted:
    layer = made.get_submodule(name)
    if not isinstance(layer, nn.Conv2d | nn.Linear):
        raise ModelError(f"{name} has learned nothing: it has no weights to change.")
    return layer


def _whole(word: str, count: int, what: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 8 and int(word) < count):
        raise ModelError(f"There is no {what} {word[:20]!r}: they go from 0 to {count - 1}.")
    return int(word)


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not abs(value) <= _LARGEST:
        raise ModelError(f"{word[:20]!r} is no weight: a number from {-_LARGEST:g} to {_LARGEST:g}.")
    return value


def trained_layers(model: str) -> Sequence[str]:
    """The layers of a network that have weights, but for the last: what has maps (or units) to switch off."""
    named = [name for name, layer in models.load_model(model).named_children() if isinstance(layer, Weighted)]
    return named[:-1]
