"""One picture, read by the same network three times: whole, trained without ReLU, and without max pooling too."""

from dataclasses import dataclass

import numpy as np

from cnnviz import models
from cnnviz.stage import Array
from cnnviz.trace import Kind, trace

NETWORKS = ("textbook", "textbook-no-relu", "textbook-linear")


@dataclass(frozen=True, eq=False)
class Answer:
    """What one of the networks made of the picture. Arrays are read-only float32."""

    model: str
    kinds: tuple[Kind, ...]  # of its layers, in order
    maps: Array  # (32, 13, 13): what goes into its dense layer
    logits: Array  # (10,)
    probabilities: Array  # (10,)


def compare(picture: Array) -> tuple[Answer, ...]:
    """The answers of `NETWORKS` to a picture (28, 28), 0 to 1."""
    return tuple(_answer(name, picture) for name in NETWORKS)


def _answer(name: str, picture: Array) -> Answer:
    found = trace(models.load_model(name), np.asarray(picture, np.float32)[None, None])
    flatten = next(stage for stage in found if stage.kind is Kind.FLATTEN)
    return Answer(
        name,
        tuple(stage.kind for stage in found if stage.kind is not Kind.INPUT),
        found[flatten.inputs[0]].values,
        found["dense"].values,
        found.probabilities,
    )
