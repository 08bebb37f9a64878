"""Handwritten digits to start from: MNIST test digits, easy ones and hard ones."""

import base64
from functools import cache
from typing import Any

import numpy as np

from cnnviz import mnist
from cnnviz.ink import Ink

# Positions in the MNIST test set: two of each digit, the second of each a hard one
# (slanted, open, or one that plain networks take for another digit).
SAMPLES = (10, 717, 5, 3073, 35, 5127, 32, 18, 56, 4575, 15, 9729, 21, 3762, 17, 3808, 84, 1878, 12, 1901)
# What lies on the desk when the page opens: a plain 3.
FIRST = 6


@cache
def ink(sample: int) -> Ink:
    """Sample number `sample` (0 to 19) as (28, 28) ink, 0 to 1."""
    picture: Ink = mnist.load("test").images[SAMPLES[sample]].astype(np.float32) / 255
    picture.setflags(write=False)
    return picture


@cache
def labels() -> tuple[int, ...]:
    """What the twenty samples are, as their writers meant them."""
    return tuple(int(mnist.load("test").labels[index]) for index in SAMPLES)


@cache
def thumbnails() -> dict[str, Any]:
    """All samples for the page: their labels, and their pixels, (20, 28, 28) bytes in base64."""
    pixels = mnist.load("test").images[list(SAMPLES)].tobytes()
    return {"labels": labels(), "pixels": base64.b64encode(pixels).decode("ascii")}
