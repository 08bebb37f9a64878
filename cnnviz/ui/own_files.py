"""Files of a visitor's own: a trained network saved and loaded again, and the tray of drawn digits."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np
from torch import nn

from cnnviz import mnist, models, texts
from cnnviz.digit_code import encoded
from cnnviz.drawing import Drawing, Stroke
from cnnviz.errors import CnnvizError, DataError, DrawingError, ModelError, TrainingError
from cnnviz.mnist import SIZE, Digits
from cnnviz.preprocessing import picture
from cnnviz.runs import tray as trays
from cnnviz.runs.tray import EMPTY, Tray
from cnnviz.stacks.stack import MOST_PARAMETERS, plan
from cnnviz.stacks.wire import to_wire
from cnnviz.ui.desk import Desk
from cnnviz.ui.laboratory import Answer, Asked, Step
from cnnviz.ui.trainings import file_name, welcomed, workshop
from cnnviz.workshop import saving
from cnnviz.workshop.measuring import answers
from cnnviz.workshop.replay import at_moment

LIMITS = {
    "network": 4 * MOST_PARAMETERS + 200_000,  # bytes of a file: the weights, and card and code beside them
    "tray": trays.MOST,  # digits
}
# Between two steps of a long work, so that a step takes some 50 ms at most.
_DIGITS, _MULTIPLICATIONS = 80, 200_000_000


def save(asked: Asked) -> Answer:
    """The trained network as a file in base64, and the name that it should have."""
    history = workshop().history(_text(asked.wants, "run"))
    if history.outcome is None or not history.kept:
        raise TrainingError(texts.chapter("train")["words"]["status"]["unmeasured"])
    parameters = sum(each.parameters for each in plan(history.stack))
    name = file_name(parameters, history.outcome.test.accuracy)
    return Answer({"name": name, "file": base64.b64encode(saving.save(history)).decode()})


def load(asked: Asked) -> Iterator[Step]:
    """A network of a file, measured on the test digits and taken in as a guest; or why it is refused."""
    try:
        saved = saving.load(_bytes(_text(asked.wants, "file")))
    except ModelError as error:
        yield Step(1, 1, Answer({"refused": str(error)}))
        return
    planned, digits = plan(saved.stack), mnist.load("test")
    at_once = max(1, min(_DIGITS, _MULTIPLICATIONS // sum(each.multiplications for each in planned)))
    right = 0
    for start in range(0, len(digits), at_once):
        yield Step(start, len(digits))
        some = Digits(digits.images[start : start + at_once], digits.labels[start : start + at_once])
        found = answers(saved.model, some)
        right += int((found.digits == found.labels).sum())
    accuracy = right / len(digits)
    told = {
        "model": welcomed(saved.model, accuracy),
        "stack": to_wire(saved.stack),
        "settings": saved.settings.to_wire(),
        "parameters": sum(each.parameters for each in planned),
        "test": accuracy,
    }
    yield Step(len(digits), len(digits), Answer(told))


def drawn(asked: Asked) -> Answer:
    """Of each drawing its `pixels`, made like those that a network reads, as the tray keeps them; or `refused`, why."""
    drawings = asked.wants.get("drawings")
    if not isinstance(drawings, list) or len(drawings) > trays.MOST:
        raise DrawingError("The drawings did not arrive whole. Draw the digit again.")
    return Answer({"drawn": [_drawn(strokes) for strokes in drawings]})


def _drawn(strokes: object) -> dict[str, str]:
    try:
        return {"pixels": _pixels_of(Desk.from_wire({"strokes": strokes}).strokes)}
    except DrawingError as error:
        return {"refused": str(error)}


def add(asked: Asked) -> Answer:
    """The tray with the digits of a file that are not on it yet; or why the file is refused."""
    try:
        tray, more = (Tray.from_file(_text(asked.wants, name).encode()) for name in ("tray", "file"))
        here = _counted(tray)
        for image, label in zip(more.digits.images, more.digits.labels, strict=True):
            if (image.tobytes(), int(label)) not in here:
                tray = tray.with_digit(image / np.float32(255), int(label))
    except DataError as error:
        return Answer({"refused": str(error)})
    return Answer({"tray": tray.to_file().decode()})


def read_tray(asked: Asked) -> Answer:
    """How networks read the digits of the tray: the one of the strip, and the run's before, in the end and earlier.

    `rows`: who reads, after how many batches, its answers, how many are right, and how many it learned from.
    """
    tray = Tray.from_file(_text(asked.wants, "tray").encode())
    rows = [_row("strip", models.load_model(asked.model), tray)]
    earlier = asked.wants.get("earlier")
    for who, run in (("earlier", earlier), ("run", asked.wants.get("run"))):
        if not isinstance(run, str):
            continue
        with suppress(TrainingError):
            history, order = workshop().history(run), workshop().order(run)
            if not history.kept:
                continue
            learned = order.tray if order.learn_tray else EMPTY
            if who == "run":
                rows.append(_row("before", at_moment(history, 0), tray))
            last = history.kept[-1]
            if last.step:
                rows.append(_row(who, at_moment(history, -1), tray, learned=learned, step=last.step))
    return Answer({"rows": rows})


def coded(asked: Asked) -> Answer:
    """The code of a digit of the tray, by which the page can be asked to show it."""
    raw = _bytes(_text(asked.wants, "pixels"))
    if len(raw) != SIZE * SIZE:
        raise DataError(f"A digit of the tray is a picture of {SIZE}×{SIZE} numbers from 0 to 1.")
    ink = np.frombuffer(raw, np.uint8).astype(np.float32) / np.float32(255)
    return Answer({"code": encoded(ink.reshape(SIZE, SIZE))})


def _row(who: str, model: nn.Sequential, tray: Tray, *, learned: Tray = EMPTY, step: int = 0) -> dict[str, Any]:
    found = answers(model, tray.digits)
    known = _counted(learned)
    pairs = zip(tray.digits.images, tray.digits.labels, strict=True)
    return {
        "who": who,
        "step": step,
        "answers": found.digits.tolist(),
        "right": int((found.digits == found.labels).sum()),
        "learned": sum((image.tobytes(), int(each)) in known for image, each in pairs),
    }


def _counted(tray: Tray) -> set[tuple[bytes, int]]:
    pairs = zip(tray.digits.images, tray.digits.labels, strict=True)
    return {(image.tobytes(), int(label)) for image, label in pairs}


def _pixels_of(strokes: tuple[Stroke, ...]) -> str:
    seen = picture(Drawing(strokes))
    return base64.b64encode(np.rint(seen * 255).astype(np.uint8).tobytes()).decode()


def _text(wants: Mapping[str, Any], name: str) -> str:
    text = wants.get(name)
    if not isinstance(text, str):
        raise CnnvizError(f"The question has no {name}. Reload the page and try again.")
    return text


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise DrawingError("The file did not arrive whole. Choose it again.") from error


ANSWERS = {"save": save, "drawn": drawn, "add": add, "read-tray": read_tray, "coded": coded}
WORKS = {"load": load}
