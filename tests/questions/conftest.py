"""Readings of many digits, for questions to be made of."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cnnviz import mnist, pipeline
from cnnviz.questions.situation import Situation
from cnnviz.runs.history import History
from cnnviz.runs.settings import Settings
from cnnviz.stacks.presets import PRESETS
from cnnviz.workshop.outcome import outcome
from cnnviz.workshop.replay import with_readings
from cnnviz.workshop.run import Run

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


@pytest.fixture(scope="session")
def learned() -> History:
    """A short run that has ended, and watched a 3: what the chapter `train` asks about."""
    run = Run(PRESETS["dense"], Settings(digits=1050, batch=100, epochs=3))
    while not run.done:
        run.step()
    three = mnist.load("test").images[18].astype(np.float32) / 255
    return with_readings(replace(run.history(), outcome=outcome(run)), three, label=3)
