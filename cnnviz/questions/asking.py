"""Which questions a chapter asks."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import numpy as np

from cnnviz.questions.question import Question
from cnnviz.questions.situation import Situation

# None where this digit, or this network, gives no such question.
Maker = Callable[[Situation, np.random.Generator], Question | None]

CHAPTERS = (
    "convolution",
    "relu",
    "pooling",
    "classify",
    "whole_network",
    "why_cnn",
    "break_it",
    "evidence",
    "train",
)
PREDICTION = "predict"


def kinds(chapter: str) -> Mapping[str, Maker]:
    """The kinds of questions of a chapter, by name: its module's `KINDS`."""
    made: Mapping[str, Maker] = _module(chapter).KINDS
    return made


def predict(chapter: str, situation: Situation) -> Question:
    """The question that comes before the picture is shown."""
    made: Question = _module(chapter).predict(situation, situation.random(PREDICTION))
    return made


def ask(chapter: str, situation: Situation) -> list[Question]:
    """A question of each kind, in an order of its own for each seed."""
    made = [maker(situation, situation.random(kind)) for kind, maker in kinds(chapter).items()]
    found = [question for question in made if question is not None]
    return [found[place] for place in situation.random("order").permutation(len(found))]


def _module(chapter: str) -> Any:
    return import_module(f"cnnviz.questions.{chapter}")
