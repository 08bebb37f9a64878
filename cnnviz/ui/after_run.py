"""What is seen of a training afterwards: its kept moments, which digits it takes for which, and two runs compared."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from torch import nn

from cnnviz import mnist, models
from cnnviz.digit_code import encoded
from cnnviz.errors import TrainingError
from cnnviz.mnist import CLASSES
from cnnviz.runs.comparison import compare
from cnnviz.runs.confusion import confusion
from cnnviz.runs.history import Answers, History
from cnnviz.stacks.stack import survey
from cnnviz.stacks.wire import to_wire
from cnnviz.stage import Array, Kind
from cnnviz.trace import trace
from cnnviz.ui.glance import glance
from cnnviz.ui.laboratory import Answer, Asked
from cnnviz.ui.trainings import learned, workshop
from cnnviz.workshop.replay import at_moment

SHIPPED = ("textbook", "two-block")  # the networks that come with moments of their training
MOST_DIGITS = 24  # of a cell, and of the worst mistakes
MOST_RUNS = 8  # that a page may ask about at once


@dataclass(frozen=True, eq=False)
class _Moments:
    """A training as it can be gone through."""

    told: tuple[dict[str, Any], ...]  # step, epoch and heldBack of each
    network: Callable[[int], nn.Sequential]  # as it was at one of them


def moments(asked: Asked) -> Answer:
    """Every kept moment, and what the network made of the digit then: `shares` (moments, 10)."""
    found = _moments(asked.wants)
    traces = [trace(found.network(place), asked.picture[None, None]) for place in range(len(found.told))]
    shares = np.array([each.stages[-1].values for each in traces], np.float32).reshape(-1, CLASSES)
    layers = [each.name for each in traces[-1] if each.kind not in (Kind.INPUT, Kind.FLATTEN)] if traces else []
    return Answer({"moments": list(found.told), "layers": layers}, {"shares": shares})


def moment(asked: Asked) -> Answer:
    """The network at the moment `place`: one of its layers whole, as in `look`."""
    found, shown = _moments(asked.wants), asked.wants.get("shown")
    place = _whole(asked.wants, "place", len(found.told))
    seen, arrays = glance(
        trace(found.network(place), asked.picture[None, None]), shown if isinstance(shown, str) else None
    )
    return Answer({"seen": seen, "place": place}, arrays)


def mistakes(asked: Asked) -> Answer:
    """`counts` of the confusion matrix, by label and answer, and the digits that were read wrongly most surely."""
    answers = _answers(_history(asked.wants, "run"))
    found = confusion(answers)
    places = [each.place for each in found.worst(MOST_DIGITS)]
    return _digits(answers, places, counts=found.counts.tolist(), total=len(answers.labels))


def cell(asked: Asked) -> Answer:
    """The digits behind one count: those of a label that got an answer, the surest first."""
    answers = _answers(_history(asked.wants, "run"))
    places = confusion(answers).cell(_whole(asked.wants, "label", CLASSES), _whole(asked.wants, "answer", CLASSES))
    return _digits(answers, places[:MOST_DIGITS].tolist(), count=len(places))


def runs(asked: Asked) -> Answer:
    """What is still known of some runs, by their names; those that are gone are left out."""
    wanted = asked.wants.get("runs")
    if not isinstance(wanted, Sequence) or isinstance(wanted, str) or len(wanted) > MOST_RUNS:
        raise TrainingError(f"Ask about 0 to {MOST_RUNS} trainings, by their names.")
    found = []
    for run in wanted:
        with suppress(TrainingError):
            found.append({"run": run, **_summary(workshop().history(str(run)))})
    return Answer({"runs": found})


def versus(asked: Asked) -> Answer:
    """A run and an`other`: what differs, both curves, and the digits that one of them alone reads rightly."""
    first, second = _history(asked.wants, "other"), _history(asked.wants, "run")
    found = compare(first, second)
    told = {
        "settings": {name: list(pair) for name, pair in found.settings.items()},
        "stacks": list(found.stacks) if found.stacks else None,
        "parameters": list(found.parameters),
        "multiplications": list(found.multiplications),
        "learned": [learned(workshop().order(asked.wants[name])) for name in ("other", "run")],
        "curves": [[list(point) for point in curve] for curve in found.accuracies],
        "reached": [{"goal": goal, "epochs": list(pair)} for goal, pair in found.reached.items()],
        "test": list(found.test),
        "counts": {"gained": len(found.gained), "lost": len(found.lost)},
    }
    if first.outcome is None or second.outcome is None:
        return Answer(told)
    gained = _digits(first.outcome.test, found.gained[: MOST_DIGITS // 2].tolist())
    lost = _digits(second.outcome.test, found.lost[: MOST_DIGITS // 2].tolist())
    return Answer(
        told | {"gained": gained.data["digits"], "lost": lost.data["digits"]},
        {"gained": gained.arrays["pictures"], "lost": lost.arrays["pictures"]},
    )


def _moments(wants: Mapping[str, Any]) -> _Moments:
    network = wants.get("network")
    if network is not None:
        if network not in SHIPPED:
            raise TrainingError(
                f"Of {network!r:.40} no moments were kept. There are some of: {', '.join(SHIPPED)}."
            )
        kept = models.checkpoints(network)
        return _Moments(
            tuple({"step": each.step, "epoch": each.epoch, "heldBack": each.held_back} for each in kept),
            lambda place: models.load_checkpoint(network, kept[place]),
        )
    history = _history(wants, "run")
    measured = {point.step: point.held_back for point in history.points}
    return _Moments(
        tuple({"step": each.step, "epoch": each.epoch, "heldBack": measured.get(each.step)} for each in history.kept),
        partial(at_moment, history),
    )


def _history(wants: Mapping[str, Any], name: str) -> History:
    run = wants.get(name)
    if not isinstance(run, str):
        raise TrainingError("The question names no training. Reload the page and try again.")
    return workshop().history(run)


def _answers(history: History) -> Answers:
    if history.outcome is None:
        raise TrainingError("This network is not measured yet. Let the training end, or stop it.")
    return history.outcome.test


def _summary(history: History) -> dict[str, Any]:
    test = None if history.outcome is None else history.outcome.test.accuracy
    return {
        "stack": to_wire(history.stack),
        "settings": history.settings.to_wire(),
        "parameters": survey(history.stack).parameters,
        "test": test,
    }


def _whole(wants: Mapping[str, Any], name: str, count: int) -> int:
    value = wants.get(name)
    if type(value) is not int or not 0 <= value < count:
        raise TrainingError(f"{name} is {value!r:.40}; it may be a whole number from 0 to {count - 1}.")
    return value


def _digits(answers: Answers, places: Iterable[int], **more: Any) -> Answer:
    """Test digits at these places, with what was answered, and `pictures` (N, 28, 28)."""
    pictures, told = [], []
    for place in places:
        ink: Array = mnist.load("test").images[place].astype(np.float32) / 255
        pictures.append(ink)
        told.append(
            {
                "place": place,
                "label": int(answers.labels[place]),
                "answer": int(answers.digits[place]),
                "sureness": float(answers.sureness[place]),
                "code": encoded(ink),
            }
        )
    stacked = np.array(pictures, np.float32).reshape(-1, mnist.SIZE, mnist.SIZE)
    return Answer({"digits": told, **more}, {"pictures": stacked})


ANSWERS = {
    "moments": moments,
    "moment": moment,
    "mistakes": mistakes,
    "cell": cell,
    "runs": runs,
    "versus": versus,
}
