"""The chapter `train`."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from cnnviz import texts
from cnnviz.errors import CnnvizError, TrainingError
from cnnviz.preprocessing import PICTURE
from cnnviz.questions.situation import Situation
from cnnviz.runs.history import History
from cnnviz.runs.settings import HELD_BACK, Settings
from cnnviz.runs.tray import Tray
from cnnviz.stacks.presets import PRESETS
from cnnviz.stacks.wire import from_wire, to_wire
from cnnviz.trace import trace
from cnnviz.ui import after_run, lesson, own_files, telling
from cnnviz.ui.blueprint import asked_for, described, untrained
from cnnviz.ui.glance import glance
from cnnviz.ui.laboratory import Answer, Asked
from cnnviz.ui.trainings import curves, guest, ordered, told, workshop
from cnnviz.workshop.messages import Order
from cnnviz.workshop.replay import at_moment, with_readings

MOST_STEPS = 100  # batches at one press of a button


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def with_run(situation: Situation, told: Any) -> Situation:
    """The situation with the run that the page has found: "RUN …". As it was where there is none, or it goes on."""
    run = told.partition(" ")[0] if isinstance(told, str) else ""
    with suppress(TrainingError):
        history = workshop().history(run)
        if history.outcome is not None:
            label = situation.reading.digit if history.label is None else history.label
            picture = situation.reading.picture.tobytes()
            return replace(situation, run=_read_again(run, history.kept[-1].step, picture, label))
    return situation


@lru_cache(16)
def _read_again(run: str, _step: int, picture: bytes, label: int) -> History:
    """The run up to the step, with what the network made of the picture at each moment that is kept."""
    ink = np.frombuffer(picture, np.float32).reshape(PICTURE, PICTURE)
    return with_readings(workshop().history(run), ink, label)


def material(situation: Situation) -> telling.Material:
    """The stacks to start from, and what every stack is told of at first sight."""
    usual = Settings()
    return telling.Material(
        facts={
            "count": f"{usual.digits:,}",
            "batches": f"{usual.digits // usual.batch:,}",
            "batch": str(usual.batch),
            "held": f"{HELD_BACK:,}",
        },
        data={
            "presets": {name: to_wire(stack) for name, stack in PRESETS.items()},
            "files": own_files.LIMITS,
        },
    )


def describe(asked: Asked) -> Answer:
    """What a stack comes to; and, if it can be built, what it makes of the digit before it has learned anything.

    The layer that is shown whole is asked for by its `place`, or by its name, `shown`.
    """
    stack, seed = asked_for(asked.wants)
    found = described(stack)
    if found["problem"] is not None:
        return Answer(found)
    place = asked.wants.get("place")
    shown = found["names"][place] if type(place) is int and 0 <= place < len(stack) else _name(asked.wants)
    seen, arrays = glance(trace(untrained(stack, seed), asked.picture[None, None]), shown)
    return Answer(found | {"seen": seen}, arrays)


def start(asked: Asked) -> Answer:
    """A run is asked for. Its id, and a name for the visitor, who has one run at a time."""
    wants = asked.wants
    tray = wants.get("tray")
    settings = Settings.from_wire(wants.get("settings"))
    order = Order(from_wire(wants.get("stack")), settings, asked.picture, _label(wants))
    if isinstance(tray, str):
        order = replace(order, tray=Tray.from_file(tray.encode()), learn_tray=wants.get("learn") is True)
    visitor = wants.get("visitor")
    if not isinstance(visitor, str) or not 0 < len(visitor) <= 100:
        visitor = secrets.token_urlsafe(16)
    run = workshop().ask(order, visitor)
    if wants.get("paused") is True:
        workshop().pause(run)
    return Answer({"run": run, "visitor": visitor})


def command(asked: Asked) -> Answer:
    """The run is paused, resumed, stopped, restarted, or made one or some steps."""
    run, wanted = _run(asked.wants), asked.wants.get("command")
    does: dict[str, Callable[[str], None]] = {
        "pause": workshop().pause,
        "resume": workshop().resume,
        "stop": workshop().stop,
        "restart": workshop().restart,
        "step": lambda run: _step(run, asked.wants),
    }
    if not isinstance(wanted, str) or wanted not in does:
        raise TrainingError(f"There is no command {wanted!r:.40}. There are: {', '.join(does)}.")
    does[wanted](run)
    return Answer()


def look(asked: Asked) -> Answer:
    """The run as it is now; of the curves, what the page does not have yet; `gone` when there is no such run."""
    run, wants = _run(asked.wants), asked.wants
    try:
        order = workshop().order(run)
        if order.watched is None or not np.array_equal(order.watched, asked.picture) or order.label != _label(wants):
            workshop().watch(run, asked.picture, _label(wants))
        status, history = workshop().status(run), workshop().history(run)
    except TrainingError as error:
        return Answer({"gone": str(error)})
    has = wants.get("points", 0)
    first = has if type(has) is int and 0 <= has <= len(history.points) else 0
    data: dict[str, Any] = told(status, history) | {"first": first, "seen": None}
    arrays = dict(curves(history.points[first:]))
    if wants.get("order"):
        data["order"] = ordered(order)
    found = None if status.look is None else status.look.trace
    if history.outcome is not None and history.kept:  # no worker is left to read another digit
        found = trace(at_moment(history, -1), asked.picture[None, None])
    if found is not None:
        data["seen"], seen = glance(found, _name(wants))
        arrays |= seen
    return Answer(data, arrays)


def use(asked: Asked) -> Answer:
    """The trained network, taken in as a guest: its name, which every page knows from now on."""
    run = _run(asked.wants)
    history = workshop().history(run)
    if history.outcome is None or not history.kept:
        raise TrainingError(texts.chapter("train")["words"]["status"]["unmeasured"])
    return Answer({"model": guest(history)})


def warm(_asked: Asked) -> Answer:
    """Somebody has opened the page: a worker loads what it needs, so that a start is a start."""
    with suppress(OSError):
        workshop().warm()
    return Answer()


def _run(wants: Mapping[str, Any]) -> str:
    run = wants.get("run")
    if not isinstance(run, str):
        raise TrainingError("The question names no training. Reload the page and try again.")
    return run


def _name(wants: Mapping[str, Any]) -> str | None:
    shown = wants.get("shown")
    return shown if isinstance(shown, str) else None


def _label(wants: Mapping[str, Any]) -> int | None:
    label = wants.get("label")
    return label if type(label) is int and 0 <= label <= 9 else None


def _step(run: str, wants: Mapping[str, Any]) -> None:
    steps = wants.get("steps", 1)
    if type(steps) is not int or not 0 < steps <= MOST_STEPS:
        raise CnnvizError(f"A press of the button is 1 to {MOST_STEPS} batches, not {steps!r:.40}.")
    for _ in range(steps):
        workshop().step(run)


LESSON = telling.Lesson("train", material, within=with_run)
ANSWERS = {"describe": describe, "start": start, "command": command, "look": look, "use": use, "warm": warm}
ANSWERS |= after_run.ANSWERS | own_files.ANSWERS
WORKS = {**own_files.WORKS}
