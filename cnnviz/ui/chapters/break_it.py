"""The chapter `break_it`: what it shows at first, and the experiments that its page asks for."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from cnnviz import models, texts
from cnnviz.errors import ModelError
from cnnviz.experiments.ablation import ablate
from cnnviz.experiments.eraser_game import play
from cnnviz.experiments.input_changes import RANGES, Change, changed
from cnnviz.experiments.kept_sweeps import swept
from cnnviz.experiments.quick import quick
from cnnviz.experiments.sweeps import read
from cnnviz.experiments.variant_accuracy import COUNT, measure
from cnnviz.experiments.variants import Variant, built, trained_layers
from cnnviz.ink import Ink
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import MINUS, percentage
from cnnviz.trace import Kind, trace
from cnnviz.ui import lesson, samples, telling
from cnnviz.ui.laboratory import Answer, Asked, Step
from cnnviz.views.network import Encoding, describe, encode

EIGHT, THREE = 8, 3  # the eraser game: what there is, and what it is to become
FILM = 9  # pictures below a curve


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """How far this digit can be turned, and which map of the first layer it needs most."""
    reading = situation.reading
    network = models.load_model(reading.model)
    layer = trained_layers(reading.model)[0]
    ablation = ablate(network, reading.picture, layer)
    most = int(np.abs(ablation.changes).argmax())
    return telling.Material(
        facts={
            "turned": _told(reading.model, reading.picture),
            "count": str(len(ablation.without)),
            "layer": layer,
            "map": str(most),
            "digit": str(ablation.digit),
            "whole": percentage(float(ablation.whole[ablation.digit])),
            "without": percentage(float(ablation.without[most, ablation.digit])),
        },
        data={
            "ranges": {name: [one.low, one.high, one.neutral] for name, one in RANGES.items()},
            "networks": list(models.NAMES),
            "own_eight": _is_own(reading.picture, reading.model),
        },
        arrays={"eight": _eight(reading.picture, reading.model)},
    )


def _told(model: str, picture: Ink) -> str:
    words = texts.chapter("break_it")["facts"]
    found, (below, above) = swept(model, picture, "turn")
    side = {
        "digit": str(found.digit),
        "left": "" if below is None else f"{-below.value:g}",
        "right": "" if above is None else f"{above.value:g}",
    }
    which = {(True, True): "never", (True, False): "right", (False, True): "left", (False, False): "both"}
    text: str = words[which[below is None, above is None]].format(**side)
    return text.replace("-", MINUS)


def change_input(asked: Asked) -> Answer:
    """The changed digit, read by two networks; and the sweep along one change, where one is asked for."""
    names = (asked.model, _network(asked.wants.get("other")))
    networks = [quick(name) for name in names]
    in_game = asked.wants.get("game") is True
    drawn = _eight(asked.picture, asked.model) if in_game else asked.picture
    change = Change.from_wire(asked.wants.get("change", {}))
    picture = changed(drawn, [change])
    data: dict[str, Any] = {
        "named": [int(read(network, drawn[None])[0].argmax()) for network in networks],
        "inked": int((changed(drawn, [replace(change, erased=())]) > 0).sum()),
    }
    arrays = {
        "picture": picture[0],
        "probabilities": np.concatenate([read(network, picture) for network in networks]),
    }
    along = asked.wants.get("along")
    if along is not None:
        found = [swept(name, drawn, str(along), change) for name in names]
        sweeps = [one for one, _ in found]
        film = np.linspace(0, len(sweeps[0].values) - 1, FILM).round().astype(int)
        data |= {
            "values": sweeps[0].values,
            "breaks": [[point and asdict(point) for point in points] for _, points in found],
            "film": film.tolist(),
            "digits": [one.probabilities.argmax(axis=1).tolist() for one in sweeps],
        }
        arrays["curves"] = np.stack([one.probabilities[:, one.digit] for one in sweeps])
        arrays["film"] = sweeps[0].pictures[film]
    return Answer(data, arrays)


def change_network(asked: Asked) -> Answer:
    """Every stage of the changed network on this digit, and what each map of the looked-at layer is to the answer."""
    network = built(Variant.from_wire(asked.model, asked.wants.get("steps", [])))
    found = trace(network, asked.picture[None, None])
    layer, layers = str(asked.wants.get("layer")), trained_layers(asked.model)
    if layer not in layers:
        raise ModelError(f"Maps are switched off in {', '.join(layers)}; not in {layer[:30]!r}.")
    ablation = ablate(network, asked.picture, layer)
    stage = found[layer]
    assert stage.weight is not None
    values = np.frombuffer(encode(found, Encoding.FLOAT32), "<f4")
    arrays = {"values": values, "without": ablation.without, "weight": stage.weight}
    if stage.bias is not None:
        arrays["bias"] = stage.bias
    return Answer({"stages": describe(found), "layer": layer}, arrays)


def score(asked: Asked) -> Iterator[Step]:
    """How often the changed network and the whole one are right, on 1,000 test digits."""
    network = built(Variant.from_wire(asked.model, asked.wants.get("steps", [])))
    for found in measure(models.load_model(asked.model), network):
        told = {"seen": found.seen, "whole": found.whole, "changed": found.changed}
        yield Step(found.seen, COUNT, Answer(told))


def greedy(asked: Asked) -> Iterator[Step]:
    """The eraser game as a greedy player plays it, a pixel a step."""
    picture = _eight(asked.picture, asked.model)
    inked = int((picture > 0).sum())
    for found in play(models.load_model(asked.model), picture, THREE):
        data = {"erased": found.erased, "won": found.won}
        yield Step(len(found.erased), inked, Answer(data, {"probabilities": found.probabilities}))


LESSON = telling.Lesson("break_it", material, (Kind.CONVOLUTION,))
ANSWERS = {"input": change_input, "network": change_network}
WORKS = {"score": score, "greedy": greedy}


def _network(name: Any) -> str:
    if name not in models.NAMES:
        raise ModelError(f"There is no network {str(name)[:30]!r}. There are: {', '.join(models.NAMES)}.")
    return str(name)


def _is_own(picture: Ink, model: str) -> bool:
    return int(read(models.load_model(model), picture[None])[0].argmax()) == EIGHT


def _eight(picture: Ink, model: str) -> Ink:
    """The eight of the game: the visitor's own digit where the network takes it for one, else a sample."""
    return picture if _is_own(picture, model) else samples.ink(samples.labels().index(EIGHT))
