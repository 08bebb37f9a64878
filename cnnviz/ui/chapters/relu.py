"""The chapter `relu`."""

from functools import cache, partial

from cnnviz import models, texts
from cnnviz.experiments.folding import Folded, fold
from cnnviz.experiments.without_relu import NETWORKS, Answer, compare
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.trace import Kind
from cnnviz.ui import lesson, telling
from cnnviz.views.relu_chart import wrong_of_hundred

WHOLE, WITHOUT, LINEAR = NETWORKS


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """How much the first ReLU cuts; what the networks without it make of the digit; the linear one, folded."""
    stage = situation.stages(Kind.RELU)[0]
    before = situation.before(stage).values
    cut = int((before < 0).sum())
    answers = compare(situation.reading.picture)
    folded = _folded()
    return telling.Material(
        facts={
            "cut": f"{cut:,}",
            "count": f"{before.size:,}",
            "stage": stage.name,
            "share": percentage(cut / before.size),
            "whole": percentage(_accuracy(WHOLE)["mnist_test"]),
            "without": percentage(_accuracy(WITHOUT)["mnist_test"]),
            "linear": percentage(_accuracy(LINEAR)["mnist_test"]),
        },
        data={"networks": [_described(answer) for answer in answers], "linear": LINEAR},
        arrays={
            **{f"maps {answer.model}": answer.maps for answer in answers},
            **{f"probabilities {answer.model}": answer.probabilities for answer in answers},
            "logits": answers[-1].logits,
            "weights": folded.weights,
            "bias": folded.bias,
        },
        charts=_charts(),
    )


def _described(answer: Answer) -> dict[str, object]:
    measured = _accuracy(answer.model)
    told = {"mnist": percentage(measured["mnist_test"]), "drawings": percentage(measured["drawings_strokes"])}
    return {"model": answer.model, "kinds": [kind.value for kind in answer.kinds], "told": told}


def _accuracy(model: str) -> dict[str, float]:
    measured: dict[str, float] = models.card(model)["accuracy"]
    return measured


@cache
def _folded() -> Folded:
    return fold(models.load_model(LINEAR))


@cache
def _charts() -> tuple[telling.Chart, ...]:
    words = texts.chapter("relu")["charts"]
    made = []
    for name, measured in (("mnist", "mnist_test"), ("drawings", "drawings_strokes")):
        shares = [_accuracy(each)[measured] for each in NETWORKS]
        chart = partial(wrong_of_hundred, NETWORKS, shares, words["axis"], words["right"])
        made.append(telling.Chart(words[name], chart))
    return tuple(made)


LESSON = telling.Lesson("relu", material, (Kind.RELU, Kind.CONVOLUTION))
