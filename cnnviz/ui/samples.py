"""Handwritten digits to start from: MNIST test digits, easy ones and hard ones."""

from functools import cache

import numpy as np
import numpy.typing as npt

from cnnviz import mnist

# Positions in the MNIST test set: two of each digit, the second of each a hard one
# (slanted, open, or one that plain networks take for another digit).
SAMPLES = (10, 717, 5, 3073, 35, 5127, 32, 18, 56, 4575, 15, 9729, 21, 3762, 17, 3808, 84, 1878, 12, 1901)
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
