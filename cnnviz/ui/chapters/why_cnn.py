"""The chapter `why_cnn`."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

import numpy as np

from cnnviz import models, texts
from cnnviz.errors import DataError
from cnnviz.experiments import measured
from cnnviz.experiments.equivariance import equivariance
from cnnviz.experiments.layer_costs import LARGEST, MAPS, SIDES, Cost, layer_costs, slices
from cnnviz.experiments.measured import COMPARED, SETS
from cnnviz.experiments.parameter_growth import parameter_growth
from cnnviz.experiments.shift_map import NETWORKS, REACH, shift_map
from cnnviz.experiments.test_sets import MOVED, confusion
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.trace import Kind
from cnnviz.ui import lesson, telling
from cnnviz.ui.laboratory import Answer, Asked, Step
from cnnviz.views.why_cnn_chart import sets_chart, shift_accuracy_chart

_SHIFT = 4  # px: of the sentence


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """What was counted and measured beforehand; all that is about this digit is asked for by the page."""
    found = measured.shift_accuracy()
    accuracy = {name: {each: measured.measured_set(name).accuracy(each) for each in COMPARED} for name in SETS}
    moved = {name: percentage(found.straight("plain", name)[_SHIFT]) for name in NETWORKS}
    return telling.Material(
        facts={
            "pixels": str(_SHIFT),
            "count": f"{found.count:,}",
            "dense": moved["dense"],
            "textbook": moved["textbook"],
            "deep": moved["two-block"],
            "centred": percentage(found.straight("centred", "dense")[_SHIFT]),
            "mnist": percentage(accuracy["mnist"]["textbook"]),
            "mnistDense": percentage(accuracy["mnist"]["dense"]),
            "drawings": percentage(accuracy["drawings"]["textbook"]),
            "drawingsDense": percentage(accuracy["drawings"]["dense"]),
        },
        data={
            "networks": NETWORKS,
            "compared": COMPARED,
            "parameters": {name: models.count_parameters(models.load_model(name)) for name in COMPARED},
            "reach": REACH,
            "count": found.count,
            "moved": MOVED,
            "sets": {name: _told(name) for name in SETS},
            "growth": {"maps": MAPS, "sides": SIDES, "limit": LARGEST, "grey": _growth(1), "colour": _growth(3)},
        },
        arrays={way: _shares(way) for way in found.right},
        charts=_charts(),
    )


def _told(name: str) -> dict[str, Any]:
    """Both confusion matrices of a set, row by row."""
    of = measured.measured_set(name)
    return {each: confusion(of.labels, of.read[each]).ravel().tolist() for each in COMPARED}


def _growth(channels: int) -> dict[str, list[int]]:
    growth = parameter_growth(MAPS, sides=SIDES, channels=channels)
    return {
        "dense": list(growth.dense),
        "convolution": list(growth.convolution),
        "denseConnections": list(growth.dense_connections),
        "convolutionConnections": list(growth.convolution_connections),
    }


@cache
def _shares(way: str) -> Any:
    """(networks, 17, 17): shares of test digits that are read rightly at each place."""
    found = measured.shift_accuracy()
    return np.stack([found.right[way][name] / np.float32(found.count) for name in NETWORKS]).astype(np.float32)


@cache
def _charts() -> tuple[telling.Chart, ...]:
    words = texts.chapter("why_cnn")["charts"]
    names = texts.chapter("why_cnn")["sets"]
    found = measured.shift_accuracy()
    plain, centred = ({name: found.straight(way, name) for name in NETWORKS} for way in ("plain", "centred"))
    wrong = {each: [1 - measured.measured_set(name).accuracy(each) for name in SETS] for each in COMPARED}
    counts: Mapping[str, Any] = {
        "count": f"{found.count:,}",
        "drawings": f"{len(measured.measured_set('drawings').labels):,}",
        **{name: f"{models.count_parameters(models.load_model(name)):,}" for name in COMPARED},
    }
    return (
        telling.Chart(words["shift"].format(**counts), partial(shift_accuracy_chart, plain, centred, words)),
        telling.Chart(
            words["sets"].format(**counts), partial(sets_chart, wrong, [names[name] for name in SETS], words["setsY"])
        ),
    )


def ask_shift_map(asked: Asked) -> Answer:
    """What the three networks read at all places. Wants `centred`."""
    found = shift_map(asked.picture, centred=bool(asked.wants.get("centred")))
    return Answer(arrays={"probabilities": found.probabilities})


def ask_equivariance(asked: Asked) -> Answer:
    """One filter's map both ways, and what comes to the dense layer. Wants `down`, `right` (px) and `filter`."""
    down, right = (_whole(asked.wants, name, -REACH, REACH) for name in ("down", "right"))
    model = models.load_model(asked.model)
    found = equivariance(model, asked.picture, down, right, _whole(asked.wants, "filter", 0, 1_000))
    return Answer(
        data={
            "stage": found.convolution,
            "inside": found.inside,
            "difference": found.difference,
            "changed": found.changed,
        },
        arrays={
            "first": found.moved_first,
            "after": found.moved_after,
            "rowBefore": found.row_before,
            "rowAfter": found.row_after,
            "logitsBefore": found.logits_before,
            "logitsAfter": found.logits_after,
            "maximaBefore": found.maxima_before,
            "maximaAfter": found.maxima_after,
        },
    )


def ask_failures(asked: Asked) -> Answer:
    """Digits that a network reads wrongly. Wants `set`, `network`, and, or neither, `label` and `read` (0 to 9)."""
    name, network = asked.wants.get("set"), asked.wants.get("network")
    if name not in SETS or network not in COMPARED:
        known = f"the sets {', '.join(SETS)}, read by {' and '.join(COMPARED)}"
        raise DataError(f"There are {known}; asked was for others.")
    one = asked.wants.get("label") is not None
    label, read = (_whole(asked.wants, which, 0, 9) if one else None for which in ("label", "read"))
    found = measured.failures(measured.measured_set(name), network, label, read)
    pictures = np.stack([each.picture for each in found]) if found else np.zeros((0, 28, 28), np.float32)
    told = [{"code": each.code, "label": each.label, "read": each.read} for each in found]
    return Answer(data={"failures": told}, arrays={"pictures": pictures})


def measure_layers(asked: Asked) -> Iterator[Step]:
    """Both layers on pictures of growing size. Wants `channels`: 1 or 3."""
    channels = asked.wants.get("channels")
    if channels not in (1, 3):
        raise DataError("A picture has 1 channel, if it is grey, or 3, for colours; asked was for another number.")
    total = slices(channels)
    for done, cost in enumerate(layer_costs(channels), start=1):
        yield Step(done, total, Answer(data=_described(cost)) if cost else None)


def _described(cost: Cost) -> dict[str, Any]:
    return {"kind": cost.kind, "side": cost.side, "milliseconds": cost.milliseconds, "bytes": cost.bytes}


def _whole(wants: Mapping[str, Any], name: str, low: int, high: int) -> int:
    """The whole number of that name; DataError for anything else."""
    value = wants.get(name)
    if type(value) is not int or not low <= value <= high:
        raise DataError(f"“{name}” is a whole number from {low} to {high}; asked was for {str(value)[:20]!r}.")
    return value


LESSON = telling.Lesson("why_cnn", material, (Kind.CONVOLUTION, Kind.FLATTEN))
ANSWERS = {"shift-map": ask_shift_map, "equivariance": ask_equivariance, "failures": ask_failures}
WORKS = {"measure-layers": measure_layers}
