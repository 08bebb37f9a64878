"""Handwritten digits to start from: MNIST test digits, easy ones and hard ones."""

from functools import cache

import numpy as np
import numpy.typing as npt

from cnnviz import mnist

# Positions in the MNIST test set: two of each digit, the second of each a hard one
# (slanted, broken, or read wrongly by plain networks).
SAMPLES = (3, 6597, 2, 5, 1, 2462, 32, 2927, 4, 740, 8, 2597, 11, 2118, 0, 1039, 61, 582, 7, 1232)
# What lies on the desk when the page opens: a plain 3.
FIRST = 6


@cache
def ink(sample: int) -> npt.NDArray[np.float32]:
    """Sample number `sample` (0 to 19) as (28, 28) ink, 0 to 1."""
    picture: npt.NDArray[np.float32] = mnist.load("test").images[SAMPLES[sample]].astype(np.float32) / 255
    picture.setflags(write=False)
    return picture


@cache
def labels() -> tuple[int, ...]:
    """What the twenty samples are, as their writers meant them."""
    return tuple(int(mnist.load("test").labels[index]) for index in SAMPLES)


@cache
def pixels() -> bytes:
    """All samples' pixels, (20, 28, 28) uint8, for the thumbnails."""
    return mnist.load("test").images[list(SAMPLES)].tobytes()
