"""How often a changed network is right on test digits, beside the whole one: counted slice by slice."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz import mnist

COUNT = 1000  # test digits: every tenth of MNIST's 10,000
SLICE = 50  # digits at a time: below 20 ms on one thread


@dataclass(frozen=True)
class Score:
    """How many of the first `seen` digits were named rightly."""

    seen: int
    whole: int  # by the network as it was trained
    changed: int  # by the changed one


def measure(whole: nn.Module, changed: nn.Module) -> Iterator[Score]:
    """The score after each slice of the 1,000 digits; the last one is about all of them."""
    images, labels = _digits()
    right = [0, 0]
    for start in range(0, COUNT, SLICE):
        part = slice(start, start + SLICE)
        with torch.no_grad():
            for place, model in enumerate((whole, changed)):
                right[place] += int((model(images[part]).argmax(dim=1) == labels[part]).sum())
        yield Score(start + SLICE, *right)


@cache
def _digits() -> tuple[Tensor, Tensor]:
    """(1000, 1, 28, 28), 0 to 1, and their labels (1000,)."""
    found = mnist.load("test")
    step = len(found.images) // COUNT
    images = found.images[::step].astype(np.float32)[:, None] / 255
    return torch.from_numpy(images), torch.from_numpy(found.labels[::step].astype(np.int64))
