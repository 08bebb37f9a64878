"""A question about a reading: its text, how it is answered, the one right answer, and why the others are wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

_NOISE = 1e-6  # of sums that are added up in another order


class Form(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    """One of several answers is chosen."""
    NUMBER = "number"
    """A number is typed; it may be off by the tolerance."""
    CELL = "cell"
    """A cell of the figure is pointed at."""


@dataclass(frozen=True)
class MapFigure:
    """A recorded map, painted in the view's colours; `window` (top, left, height, width) frames a part of it."""

    stage: str
    channel: int = 0
    window: tuple[int, int, int, int] | None = None

    def wire(self) -> dict[str, Any]:
        """The JSON form for the page."""
        return {"kind": "map", "stage": self.stage, "channel": self.channel, "window": self.window}


@dataclass(frozen=True)
class NumberFigure:
    """A grid of numbers on their colours, (rows, columns); `printed` says whether the numbers are written on them."""

    rows: tuple[tuple[float, ...], ...]
    printed: bool = True
    grey: bool = False  # painted as the drawing is, black to white, not orange and blue
    caption: str = ""

    @classmethod
    def of(
        cls, values: npt.ArrayLike, *, printed: bool = True, grey: bool = False, caption: str = ""
    ) -> "NumberFigure":
        """The figure of an array (rows, columns)."""
        rows = tuple(tuple(float(value) for value in row) for row in np.asarray(values))
        return cls(rows, printed, grey, caption)

    def wire(self) -> dict[str, Any]:
        """The JSON form for the page."""
        return {
            "kind": "numbers",
            "rows": self.rows,
            "printed": self.printed,
            "grey": self.grey,
            "caption": self.caption,
        }


Figure = MapFigure | NumberFigure


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from; a wrong one says what one would have to believe to choose it."""

    text: str
    right: bool = False
    why: str = ""
    figure: Figure | None = None

    def wire(self) -> dict[str, Any]:
        """The JSON form for the page."""
        figure = self.figure and self.figure.wire()
        return {"text": self.text, "right": self.right, "why": self.why, "figure": figure}


@dataclass(frozen=True)
class Question:
    """A question with exactly one right answer: a choice, a number to a tolerance, or a cell (row, column).

    ValueError when it has none, or more than one.
    """

    kind: str
    text: str
    reason: str
    form: Form = Form.CHOICE
    choices: tuple[Choice, ...] = ()
    value: float | None = None
    tolerance: float = 0.0
    cell: tuple[int, int] | None = None
    figures: tuple[Figure, ...] = ()
    # For a number: answers that come from a misconception, with what it is.
    traps: tuple[tuple[float, str], ...] = ()

    def __post_init__(self) -> None:
        answers = {
            Form.CHOICE: sum(choice.right for choice in self.choices),
            Form.NUMBER: int(self.value is not None and np.isfinite(self.value)),
            Form.CELL: int(self.cell is not None and len(self.figures) == 1),
        }
        if answers[self.form] != 1:
            raise ValueError(f"The question {self.kind!r} has {answers[self.form]} right answers; one is wanted.")
        texts = [(choice.text, choice.figure) for choice in self.choices]
        if len(set(texts)) != len(texts):
            raise ValueError(f"The question {self.kind!r} offers the same answer twice: {texts}.")

    @property
    def right(self) -> int:
        """The place of the right choice."""
        return next(place for place, choice in enumerate(self.choices) if choice.right)

    def wire(self) -> dict[str, Any]:
        """The JSON form for the page."""
        return {
            "kind": self.kind,
            "text": self.text,
            "reason": self.reason,
            "form": self.form.value,
            "choices": [choice.wire() for choice in self.choices],
            "value": self.value,
            "tolerance": self.tolerance,
            "cell": self.cell,
            "figures": [figure.wire() for figure in self.figures],
            "traps": [{"value": value, "why": why} for value, why in self.traps],
        }


def traps(
    words: Mapping[str, str], wrong: Mapping[str, float], right: float, tolerance: float = 0.0, /, **told: Any
) -> tuple[tuple[float, str], ...]:
    """Numbers that come from a misconception, each with what `words` say of it; `told` fills in their braces.

    One that lies so near to the right number that both would be taken for right is left out; of those that come to the
    same number, the first counts.
    """
    found: dict[float, str] = {}
    for name, value in wrong.items():
        if abs(value - right) > 2 * tolerance + _NOISE:
            found.setdefault(value, words[name].format(**told))
    return tuple(found.items())


def choices(
    words: Mapping[str, Any], random: np.random.Generator, right: str, wrong: Mapping[str, str], **numbers: Any
) -> tuple[Choice, ...]:
    """Choices in random order: the right text, and for each misconception its text.

    `words["wrong"]` tells by the misconception's name why it is wrong; `numbers` fill in its braces. A wrong text that
    happens to be the right one, or to be there already, is left out.
    """
    made = [Choice(right, right=True)]
    for name, text in wrong.items():
        if all(text != choice.text for choice in made):
            made.append(Choice(text, why=words["wrong"][name].format(**numbers)))
    return shuffled(made, random)


def shuffled(made: Sequence[Choice], random: np.random.Generator) -> tuple[Choice, ...]:
    """The choices in random order."""
    return tuple(made[place] for place in random.permutation(len(made)))
