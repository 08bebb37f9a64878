"""Readings of many digits, for questions to be made of."""

from collections.abc import Callable

import numpy as np
import pytest

from cnnviz import mnist, pipeline
from cnnviz.questions.situation import Situation

Situations = Callable[..., list[Situation]]


@pytest.fixture(scope="session")
def situations() -> Situations:
    """`situations("two-block")`: 100 random test digits as the network reads them, each with a seed of its own."""
    kept: dict[str, list[Situation]] = {}

    def of(model: str, count: int = 100) -> list[Situation]:
        if model not in kept:
            images = mnist.load("test").images
            chosen = np.random.default_rng(11).choice(len(images), 100, replace=False)
            kept[model] = [
                Situation(pipeline.read(images[index].astype(np.float32) / 255, model), seed)
                for seed, index in enumerate(chosen, start=1)
            ]
        return kept[model][:count]

    return of
