"""Sweeps that are asked for again and again: while one moves along a change, its curve stays as it is."""

from functools import lru_cache

import numpy as np

from cnnviz.experiments.breaking_points import BreakingPoint, breaking_points
from cnnviz.experiments.input_changes import RANGES, Change, varied
from cnnviz.experiments.quick import quick
from cnnviz.experiments.sweeps import Sweep, sweep
from cnnviz.stage import Array

Breaks = tuple[BreakingPoint | None, BreakingPoint | None]  # below and above no change


def swept(model: str, picture: Array, along: str, change: Change | None = None) -> tuple[Sweep, Breaks]:
    """`picture`, (28, 28), swept along a change by a network, and where it breaks.

    `change` is what else is done to it; its own value along the sweep does not matter. DrawingError for a change that
    has no range, ModelError for an unknown network.
    """
    others = change or Change()
    if along in RANGES:
        (others,) = varied(others, along, [RANGES[along].neutral])
    return _swept(model, np.asarray(picture, np.float32).tobytes(), along, others)


@lru_cache(64)
def _swept(model: str, picture: bytes, along: str, change: Change) -> tuple[Sweep, Breaks]:
    network, drawn = quick(model), np.frombuffer(picture, np.float32).reshape(28, 28)
    found = sweep(network, drawn, along, change)
    return found, breaking_points(network, drawn, found, change)
