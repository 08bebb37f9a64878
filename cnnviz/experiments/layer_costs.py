"""A real dense layer and a real convolution on pictures of growing size, on this machine: how long, and how large."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import torch
from torch import Tensor
from torch.nn import functional as F

SIDES = (28, 40, 56, 80, 112, 160, 224, 320, 448, 640, 1024)  # px, about half an octave apart
MAPS = 8  # as many as the first layer of two-block
KERNEL = 3
LARGEST = 350_000_000  # bytes of one layer: a class shares the machine
REPEATS = 5
_SLICE = 30_000_000  # bytes that are filled at once: about 10 ms
_WEIGHT = 0.01  # the time does not depend on what the weights are


@dataclass(frozen=True)
class Cost:
    """What one layer took."""

    kind: str  # "dense" or "convolution"
    side: int  # px
    channels: int
    milliseconds: float  # median of REPEATS passes of one picture
    bytes: int  # its parameters and what it gives out, as PyTorch holds them


def fits(kind: str, side: int, channels: int) -> bool:
    """Whether a layer is small enough to be measured here."""
    return _parameters(kind, side, channels) * 4 <= LARGEST


def layer_costs(channels: int) -> Iterator[Cost | None]:
    """The costs of the layers that fit, the smaller picture first; None after each slice of work without a result.

    A slice takes some 10 to 50 ms. A dense layer of `MAPS` x side x side outputs, a 3x3 convolution with `MAPS` maps.
    """
    for side in SIDES:
        for kind in ("convolution", "dense"):
            if fits(kind, side, channels):
                yield from _measured(kind, side, channels)


def slices(channels: int) -> int:
    """How many times `layer_costs` yields."""
    return sum(
        _fillings(kind, side, channels) + REPEATS + 1
        for side in SIDES
        for kind in ("convolution", "dense")
        if fits(kind, side, channels)
    )


def _measured(kind: str, side: int, channels: int) -> Iterator[Cost | None]:
    outputs, inputs = MAPS * side * side, channels * side * side
    shape = (outputs, inputs) if kind == "dense" else (MAPS, channels, KERNEL, KERNEL)
    weight = torch.empty(shape)
    rows = weight.view(-1)
    for start in range(0, rows.numel(), _SLICE // 4):
        rows[start : start + _SLICE // 4] = _WEIGHT  # written, so that it is there and not only promised
        yield None
    bias = torch.zeros(outputs if kind == "dense" else MAPS)
    picture = torch.full((1, inputs) if kind == "dense" else (1, channels, side, side), 0.5)
    took = []
    made: Tensor = picture
    for _ in range(REPEATS + 1):  # the first one is not counted: memory is fetched in it
        with torch.inference_mode():  # never across a yield: a mode is a thread's, and the next step may run in another
            start_time = time.perf_counter()
            made = F.linear(picture, weight, bias) if kind == "dense" else F.conv2d(picture, weight, bias, padding=1)
            took.append(1000 * (time.perf_counter() - start_time))
        if len(took) <= REPEATS:
            yield None
    held = sum(each.untyped_storage().nbytes() for each in (weight, bias, made))
    yield Cost(kind, side, channels, median(took[1:]), held)


def _fillings(kind: str, side: int, channels: int) -> int:
    outputs, inputs = MAPS * side * side, channels * side * side
    count = outputs * inputs if kind == "dense" else MAPS * channels * KERNEL * KERNEL
    return -(-count // (_SLICE // 4))


def _parameters(kind: str, side: int, channels: int) -> int:
    if kind == "convolution":
        return (channels * KERNEL * KERNEL + 1) * MAPS
    return (channels * side * side + 1) * MAPS * side * side
