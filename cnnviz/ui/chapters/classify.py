"""The chapter `classify`."""

from functools import cache, partial

import numpy as np

from cnnviz import texts
from cnnviz.experiments.scribbles import Scribble, scribbles
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.trace import Kind
from cnnviz.ui import lesson, telling
from cnnviz.views.classify_chart import temperature_chart


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """The layer that decides, the scribbles as the same network reads them, and the shares at every temperature."""
    words = texts.chapter("classify")
    layer = situation.before(situation.stages(Kind.SOFTMAX)[-1])
    source = situation.before(situation.stages(Kind.FLATTEN)[0])
    assert layer.weight is not None
    biases = 0 if layer.bias is None else layer.bias.size
    shares = situation.reading.probabilities
    first, second = (int(digit) for digit in np.argsort(-layer.values)[:2])
    found = _scribbles(situation.reading.model)
    return telling.Material(
        facts={
            "cells": f"{source.values.size:,}",
            "source": source.name,
            "inputs": f"{layer.weight.shape[1]:,}",
            "weights": f"{layer.weight.size:,}",
            "biases": str(biases),
            "parameters": f"{layer.weight.size + biases:,}",
            "digit": str(first),
            "share": percentage(float(shares[first])),
            "second": str(second),
            "next": percentage(float(shares[second])),
        },
        data={"scribbles": [{"name": each.name, "label": words["scribbles"][each.name]} for each in found]},
        arrays={
            "pictures": np.stack([each.picture for each in found]),
            "logits": np.stack([each.logits for each in found]),
        },
        charts=(telling.Chart(words["chart"]["caption"], partial(temperature_chart, layer.values, words["chart"])),),
    )


@cache
def _scribbles(model: str) -> tuple[Scribble, ...]:
    return scribbles(model)


LESSON = telling.Lesson("classify", material, (Kind.FLATTEN,))
