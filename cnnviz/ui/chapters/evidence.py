"""The chapter `evidence`."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache, lru_cache, partial
from typing import Any

import numpy as np

from cnnviz import models, patches, texts
from cnnviz.digit_code import encoded
from cnnviz.errors import CnnvizError, DataError, ModelError
from cnnviz.experiments import gradients, trust
from cnnviz.experiments.claim import CLASSES, Claim
from cnnviz.experiments.erasing import DRAWS, SHARES, TENTH, agreement, check
from cnnviz.experiments.evidence import Evidence, Method, evidence
from cnnviz.experiments.imagined import STEPS, OfClass, OfMap, imagine
from cnnviz.experiments.occlusion import SIDES, USUAL
from cnnviz.experiments.trust import Trust
from cnnviz.experiments.untrained import SEEDS, untrained
from cnnviz.questions.situation import Situation
from cnnviz.stage import Array
from cnnviz.trace import Trace, trace
from cnnviz.ui import lesson, telling
from cnnviz.ui.laboratory import Answer, Asked, Step
from cnnviz.views.evidence_chart import trust_chart

NAME = "evidence"
_EVERY = 4  # steps of an imagined picture between two that are shown: some 10 ms of work
TRAINED = 0  # in the place of an untrained network's seed


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """What can be asked of the network, and how much its maps were worth on many digits."""
    _prepared()
    found = situation.reading.trace
    model = situation.reading.model
    worth = _worth(model)
    try:
        kept = {stage: len(each.values) for stage, each in patches.load(model).items()}
        problem = None
    except DataError as error:
        kept, problem = {}, str(error)
    return telling.Material(
        facts={
            "digit": str(situation.reading.digit),
            "worth": _sentence(model, worth),
        },
        data={
            "layers": [stage.name for stage in gradients.layers(found)],
            "usual": gradients.usual_layer(found),
            "filters": kept,
            "sums": texts.chapter("classify")["words"]["weigh"],  # the sum is shown as there
            "problem": problem,
            "logits": situation.before(found.stages[-1]).values.round(2).tolist(),
        },
        charts=_charts(worth) if worth else (),
    )


def _charts(worth: Mapping[Method, Trust]) -> tuple[telling.Chart, ...]:
    words = texts.chapter(NAME)
    named = {words["methods"][method.value]: each for method, each in worth.items()}
    caption = words["chart"]["caption"].format(digits=trust.DIGITS)
    return (telling.Chart(caption, partial(trust_chart, named, words)),)


def _sentence(model: str, worth: Mapping[Method, Trust]) -> str:
    """What was measured; of a visitor's own network nothing was."""
    words = texts.chapter(NAME)
    if not worth:
        return ""
    counts = [
        words["facts"]["trust"].format(method=words["methods"][method.value], count=each.beats_random)
        for method, each in worth.items()
    ]
    told: str = words["facts"]["worth"].format(digits=trust.DIGITS, model=model, trust=", ".join(counts))
    return told


def _worth(model: str) -> dict[Method, Trust]:
    found = {method: trust.measured(model, method) for method in Method}
    return {method: each for method, each in found.items() if each}


@cache
def _prepared() -> None:
    gradients.prepare()


def own_map(asked: Asked) -> Answer:
    """The map of the network on screen; in a comparison, the maps of both classes too: it is their difference."""
    wanted = _Wanted(asked)
    found = wanted.map(TRAINED)
    claim = wanted.claim
    data: dict[str, Any] = {
        "method": wanted.method.value,
        "class": claim.digit,
        "against": claim.against,
        "side": wanted.side,
        "layer": wanted.layer,
        "plane": asdict(found.plane),
        "number": wanted.number(),
        "blank": wanted.blank() if wanted.method is Method.INTEGRATED else None,
    }
    arrays = {"areas": found.areas}
    if claim.against is not None:
        arrays |= {"for": wanted.of(claim.digit).areas, "con": wanted.of(claim.against).areas}
    return Answer(data, arrays)


def checks(asked: Asked) -> Answer:
    """The map of an untrained network, and what erasing by both maps and at random does."""
    wanted = _Wanted(asked)
    seed = _whole(asked, "seed", 1, 1, SEEDS)
    own, other = wanted.map(TRAINED), wanted.map(seed)
    maps = {"own": own.on_pixels, "untrained": other.on_pixels}
    found = check(wanted.network(TRAINED), asked.picture, maps, claim=wanted.claim, plane=own.plane)
    worth = trust.measured(asked.model, wanted.method)
    inked = int((asked.picture > 0).sum())
    return Answer(
        {
            "digit": found.digit,
            "class": wanted.claim.digit,
            "against": wanted.claim.against,
            "area": own.plane.side,
            "shares": SHARES,
            "tenth": TENTH,
            "pixels": round(SHARES[TENTH] * inked),
            "became": int(found.became["own"][TENTH]),
            "changed": found.changed[TENTH],
            "draws": DRAWS,
            "drop": found.drop("own"),
            "agreement": agreement(own.on_pixels, other.on_pixels, asked.picture),
            "trust": worth and {
                "digits": worth.digits,
                "random": worth.beats_random,
                "untrained": worth.beats_untrained,
                "likeness": worth.likeness,
                "chance": worth.chance,
            },
            "seed": seed,
            "plane": asdict(other.plane),
        },
        {
            "areas": other.areas,
            "own": found.ranked["own"],
            "untrained": found.ranked["untrained"],
            "random": found.random,
            "low": found.spread[0],
            "high": found.spread[1],
        },
    )


def exciting(asked: Asked) -> Answer:
    """The patches of training digits that excite a map most, and the digits they are from."""
    stage, channel = _map_of(asked)
    kept = patches.load(asked.model)[stage]
    pictures = np.stack([kept.picture(channel, place) for place in range(patches.KEPT)])
    return Answer(
        {
            "stage": stage,
            "map": channel,
            "values": kept.values[channel].tolist(),
            "labels": kept.labels[channel].tolist(),
            "cells": kept.cells[channel].tolist(),
            "codes": [encoded(picture) for picture in pictures],
        },
        {"pixels": kept.pixels[channel].astype(np.float32) / 255, "pictures": pictures},
    )


def imagined(asked: Asked) -> Iterator[Step]:
    """A picture that excites a class, or the middle cell of a map, as it forms."""
    goal: OfClass | OfMap
    if asked.wants.get("goal") == "map":
        goal = OfMap(*_map_of(asked))
    else:
        goal = OfClass(_whole(asked, "class", None, 0, CLASSES - 1))
    for each in imagine(models.load_model(asked.model), goal):
        if each.step % _EVERY:
            continue
        digit = int(each.probabilities.argmax())
        told: dict[str, Any] = {"value": each.value, "digit": digit, "share": float(each.probabilities[digit])}
        if each.step == STEPS:
            told["code"] = encoded(each.picture)
        yield Step(each.step, STEPS, Answer(told, {"picture": each.picture}))


LESSON = telling.Lesson(NAME, material)
ANSWERS = {"map": own_map, "check": checks, "exciting": exciting}
WORKS = {"imagine": imagined}


class _Wanted:
    """What a map is asked for: checked."""

    def __init__(self, asked: Asked) -> None:
        wants = asked.wants
        self.asked = asked
        known = [method.value for method in Method]
        if wants.get("method") not in known:
            raise CnnvizError(f"There is no map of evidence {wants.get('method')!r}. There are: {', '.join(known)}.")
        self.method = Method(wants["method"])
        against = None if wants.get("against") is None else _whole(asked, "against", None, 0, CLASSES - 1)
        self.claim = Claim(_whole(asked, "class", None, 0, CLASSES - 1), against)
        if self.claim.digit == self.claim.against:
            raise CnnvizError(f"The class {against} is compared with itself. Choose another one, or none.")
        self.side = _whole(asked, "side", USUAL, 1, SIDES[-1])
        if self.side not in SIDES:
            sides = ", ".join(map(str, SIDES))
            raise CnnvizError(f"The square has a middle pixel: its side is one of {sides}, not {self.side}.")
        self.layer = None
        if self.method is Method.GRAD_CAM:
            layer = wants.get("layer")
            self.layer = layer if isinstance(layer, str) and layer else gradients.usual_layer(_blank(asked.model))

    def network(self, seed: int) -> Any:
        return models.load_model(self.asked.model) if seed == TRAINED else untrained(self.asked.model, seed)

    def map(self, seed: int) -> Evidence:
        return self._made(seed, self.claim)

    def of(self, digit: int) -> Evidence:
        """The map of one class alone."""
        return self._made(TRAINED, Claim(digit))

    def _made(self, seed: int, claim: Claim) -> Evidence:
        picture = np.ascontiguousarray(self.asked.picture, np.float32).tobytes()
        return _made(self.method, self.asked.model, seed, picture, claim, self.side, self.layer)

    def number(self) -> float:
        """The logit, or the difference of two."""
        return self._number(self.asked.picture)

    def blank(self) -> float:
        """The same for bare paper."""
        return self._number(np.zeros_like(self.asked.picture))

    def _number(self, picture: Array) -> float:
        found = trace(self.network(TRAINED), picture[None])
        return float(self.claim.of(found[found.stages[-1].inputs[0]].values))


# A check asks for the map that has just been shown; nothing of a visitor is kept but these last few maps.
@lru_cache(maxsize=64)
def _made(
    method: Method, model: str, seed: int, picture: bytes, claim: Claim, side: int, layer: str | None
) -> Evidence:
    network = models.load_model(model) if seed == TRAINED else untrained(model, seed)
    seen = np.frombuffer(picture, np.float32).reshape(28, 28)
    return evidence(method, network, seen, claim, side=side, layer=layer)


@lru_cache(maxsize=32)
def _blank(model: str) -> Trace:
    return trace(models.load_model(model), np.zeros((1, 28, 28), np.float32))


def _map_of(asked: Asked) -> tuple[str, int]:
    stage = asked.wants.get("stage")
    kept = patches.load(asked.model)
    if not isinstance(stage, str) or stage not in kept:
        known = ", ".join(kept) or "none"
        raise ModelError(f"No patches are kept for maps {stage!r} of {asked.model}. There are: {known}.")
    return stage, _whole(asked, "map", None, 0, len(kept[stage].values) - 1)


def _whole(asked: Asked, name: str, usual: int | None, low: int, high: int) -> int:
    """A whole number of the question. CnnvizError for anything else."""
    value = asked.wants.get(name, usual)
    if type(value) is not int or not low <= value <= high:
        raise CnnvizError(f"“{name}” was asked for as {value!r}; it is a whole number from {low} to {high}.")
    return value
