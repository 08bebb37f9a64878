"""MNIST's test digits as they are, moved and thickened: how dense and convolutional networks read each of them."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnnviz.experiments.shift import moved
from cnnviz.mnist import Bytes

MOVED = 3  # px
_WAYS = ((0, MOVED), (MOVED, 0), (0, -MOVED), (-MOVED, 0))  # (down, right): each digit goes another way than the last


def as_they_are(images: Bytes, places: Sequence[int]) -> Bytes:
    """(N, 28, 28): the digits at these places."""
    chosen: Bytes = images[np.asarray(places, int)]
    return chosen


def moved_ones(images: Bytes, places: Sequence[int]) -> Bytes:
    """(N, 28, 28): moved by 3 px, to the right, down, to the left or up, by the digit's place in the set."""
    return np.stack([moved(images[place], *_WAYS[place % len(_WAYS)]) for place in places])


def thickened(images: Bytes, places: Sequence[int]) -> Bytes:
    """(N, 28, 28): each pixel as bright as the brightest of the nine around it: lines grow by a pixel on both sides."""
    chosen = torch.from_numpy(images[np.asarray(places, int)]).float()
    return F.max_pool2d(chosen[:, None], 3, stride=1, padding=1)[:, 0].byte().numpy()


MADE: dict[str, Callable[[Bytes, Sequence[int]], Bytes]] = {
    "mnist": as_they_are,
    "moved": moved_ones,
    "thick": thickened,
}
"""What is done to the test digits, by the name of the set that comes out."""


def readings(model: nn.Module, images: Bytes, at_once: int = 500) -> Bytes:
    """(N,): the digit that the model reads in each picture."""
    with torch.inference_mode():
        parts = [
            model(torch.from_numpy(images[start : start + at_once].astype(np.float32) / 255)[:, None]).argmax(dim=1)
            for start in range(0, len(images), at_once)
        ]
    return torch.cat(parts).byte().numpy()


def confusion(labels: Bytes, read: Bytes) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """(10, 10): how many digits of each class (row) are read as each class (column)."""
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, read), 1)
    return counts
