"""Two runs side by side."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz.runs.history import History
from cnnviz.stacks.stack import survey
from cnnviz.stacks.wire import to_wire

GOALS = (0.9, 0.95, 0.98)
Pair = tuple[Any, Any]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What differs between two runs; pairs are (first, second)."""

    settings: dict[str, Pair]  # those that differ, by name
    stacks: Pair | None  # as JSON has them, None when they are the same
    parameters: tuple[int, int]
    multiplications: tuple[int, int]
    accuracies: tuple[tuple[tuple[float, float], ...], ...]  # (epoch, accuracy on held-back digits) of each
    reached: dict[float, tuple[float | None, float | None]]  # by goal: after how many passes it was first measured
    test: tuple[float | None, float | None]  # accuracy on the test digits, of a run that has ended
    gained: npt.NDArray[np.int64]  # places of test digits that the second alone reads rightly
    lost: npt.NDArray[np.int64]  # and that the first alone does


def compare(first: History, second: History) -> Comparison:
    """The two runs, as far as they have come."""
    both = (first, second)
    wires = tuple(each.settings.to_wire() for each in both)
    surveys = tuple(survey(each.stack) for each in both)
    curves = tuple(each.accuracies for each in both)
    gained, lost = _only_one(first, second)
    return Comparison(
        settings={name: (wires[0][name], wires[1][name]) for name in wires[0] if wires[0][name] != wires[1][name]},
        stacks=None if first.stack == second.stack else (to_wire(first.stack), to_wire(second.stack)),
        parameters=(surveys[0].parameters, surveys[1].parameters),
        multiplications=(surveys[0].multiplications, surveys[1].multiplications),
        accuracies=curves,
        reached={goal: (_reached(curves[0], goal), _reached(curves[1], goal)) for goal in GOALS},
        test=(_test(first), _test(second)),
        gained=gained,
        lost=lost,
    )


def _reached(curve: tuple[tuple[float, float], ...], goal: float) -> float | None:
    return next((epoch for epoch, accuracy in curve if accuracy >= goal), None)


def _test(history: History) -> float | None:
    return history.outcome.test.accuracy if history.outcome else None


def _only_one(first: History, second: History) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    if first.outcome is None or second.outcome is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    one, other = (each.digits == each.labels for each in (first.outcome.test, second.outcome.test))
    return np.flatnonzero(~one & other), np.flatnonzero(one & ~other)
