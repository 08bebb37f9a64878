"""What a chapter's page is told of a reading: the picture's message and the questions', as bytes."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

from cnnviz import texts
from cnnviz.pipeline import Reading
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.stage import Array
from cnnviz.trace import Kind
from cnnviz.ui import arrival, reading
from cnnviz.ui.desk import Desk
from cnnviz.ui.payload import packed
from cnnviz.views.network import Encoding, encode

_KEPT = 32  # materials, of 1 MB at most


@dataclass(frozen=True)
class Chart:
    """A Plotly figure, made when it is to be drawn, and the sentence above it."""

    caption: str
    figure: Callable[[], Any]


@dataclass(frozen=True, eq=False)
class Material:
    """What a chapter shows of a reading, beyond the reading itself."""

    facts: Mapping[str, str] = field(default_factory=dict)  # fill the braces in the chapter's `say`
    data: Mapping[str, Any] = field(default_factory=dict)  # JSON for the picture
    arrays: Mapping[str, Array] = field(default_factory=dict)  # float32 for the picture, by name
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """A chapter: what it shows of a reading, and what it must know for that.

    `material` is made of the reading alone: it is remembered, whoever asks for it.
    `needs`: kinds of stages that the network must have; where the chosen one lacks one, the usual one is shown.
    `within` adds to the situation what the page has told under the name "found", None while it has not.
    """

    name: str
    material: Callable[[Situation], Material]
    needs: tuple[Kind, ...] = ()
    within: Callable[[Situation, Any], Situation] = lambda situation, _told: situation


@dataclass(frozen=True)
class _About:
    """A reading, the same as another of the same network and picture."""

    name: str
    reading: Reading = field(compare=False)


def material(lesson: Lesson, read: Reading) -> Material:
    """What a chapter shows of a reading.

    The last ones are remembered: a picture is asked for before the page's script runs, which asks again, and at each
    answer once more.
    """
    return _made(lesson, _About(name_of(read), read))


@lru_cache(_KEPT)
def _made(lesson: Lesson, about: _About) -> Material:
    return lesson.material(Situation(about.reading))


def header(lesson: Lesson, desk: Desk, situation: Situation, shown: Material) -> dict[str, Any]:
    """All of the picture's message that is about the reading."""
    words = texts.chapter(lesson.name)
    return {
        "reading": name_of(situation.reading),
        "words": {**words, "say": [sentence.format(**shown.facts) for sentence in words["say"]]},
        "network": reading.description(desk.model),
        "sample": desk.base.sample if desk.base and not desk.strokes else None,
        "steps": asdict(desk.steps),
        "address": arrival.address_of(desk, situation.reading.picture),
        # The same, whatever is asked later.
        "predict": asking.predict(lesson.name, replace(situation, seed=1)).wire(),
        "data": dict(shown.data),
    }


def with_numbers(header: dict[str, Any], read: Reading, shown: Material) -> bytes:
    """The header; behind it the values, what the network learned, and the chapter's arrays."""
    values = encode(read.trace, Encoding.FLOAT32)
    header["values"] = len(values) // 4
    header["weights"], weights = reading.weights(read.model)
    header["arrays"] = [{"name": name, "shape": list(each.shape)} for name, each in shown.arrays.items()]
    own = b"".join(each.astype("<f4").tobytes() for each in shown.arrays.values())
    return packed(header, values + weights + own)


def asked(chapter: str, situation: Situation) -> dict[str, Any]:
    """The questions of a round."""
    return {
        "reading": name_of(situation.reading),
        "round": situation.seed,
        "questions": [question.wire() for question in asking.ask(chapter, situation)],
    }


def name_of(read: Reading) -> str:
    """By which the page's parts know a reading, which travels with one of them alone."""
    return hashlib.sha256(read.model.encode() + read.picture.tobytes()).hexdigest()[:16]
