"""What a run leaves: the curves, the weights at some moments, and what the network answered in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from cnnviz.mnist import Bytes
from cnnviz.runs.settings import Settings
from cnnviz.stacks.stack import Stack
from cnnviz.stage import Array
from cnnviz.trace import Trace

Weights = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Point:
    """A place on the curves. `loss` and `accuracy` are means over the batches since the point before.

    Step 0 is before training: its loss and accuracy are those of the held-back digits.
    """

    step: int  # batches learned from by then
    epoch: float  # passes by then
    loss: float
    accuracy: float  # 0 to 1
    held_back_loss: float | None = None  # on the first 1,000 digits held back, at some of the points
    held_back: float | None = None  # accuracy on them
    tray: float | None = None  # accuracy on the learner's own digits
    own: Array | None = None  # (10,): probabilities of the digit that was watched


@dataclass(frozen=True, eq=False)
class Kept:
    """The weights at one moment, by name: what the time slider goes through."""

    step: int
    epoch: float
    weights: Weights


@dataclass(frozen=True, eq=False)
class Look:
    """The run at this moment, as it is shown several times a second."""

    step: int
    total: int
    epoch: float
    loss: float  # means over the last batches
    accuracy: float
    held_back: float | None  # as last measured
    images_a_second: float
    trace: Trace | None  # of the watched digit, weights and all


@dataclass(frozen=True, eq=False)
class Answers:
    """What a network answered to digits in order: (N,) each, read-only."""

    digits: Bytes  # its answers, 0 to 9
    sureness: Array  # the probability of each
    labels: Bytes  # the right ones
    loss: float

    @property
    def accuracy(self) -> float:
        """0 to 1."""
        return float(np.mean(self.digits == self.labels)) if len(self.labels) else 0.0


@dataclass(frozen=True, eq=False)
class Outcome:
    """The network at the end of its run, measured."""

    test: Answers  # the 10,000 test digits
    training: Answers  # the first 5,000 digits that it learned from, unchanged
    tray: Answers | None  # the learner's own
    too_fast: tuple[Point, ...] = ()  # the first steps of the same run with a learning rate of 10


@dataclass(frozen=True, eq=False)
class History:
    """A run from its start to here."""

    stack: Stack
    settings: Settings
    points: tuple[Point, ...] = ()
    kept: tuple[Kept, ...] = ()
    outcome: Outcome | None = None
    label: int | None = None  # which digit the learner said that the watched one is
    readings: tuple[Array, ...] = field(default=())  # (10,) of the watched digit, for each kept moment

    @property
    def accuracies(self) -> tuple[tuple[float, float], ...]:
        """(epoch, accuracy on the held-back digits) wherever it was measured."""
        return tuple((each.epoch, each.held_back) for each in self.points if each.held_back is not None)

    def first_right(self) -> int | None:
        """The place among `kept` at which the watched digit was first read as its label; None if never."""
        right = [place for place, each in enumerate(self.readings) if int(each.argmax()) == self.label]
        return right[0] if right else None
