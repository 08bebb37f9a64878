"""A run as the server knows it: what was asked for, where it is, and what has come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cnnviz.runs.history import History, Kept, Look, Outcome, Point
from cnnviz.stacks.stack import plan
from cnnviz.workshop.messages import Order
from cnnviz.workshop.state import State


class Phase(StrEnum):
    """Where a run is."""

    WAITING = "waiting"
    """In the queue for a place."""
    STARTING = "starting"
    """It has a place, whose worker is not ready yet."""
    RUNNING = "running"
    PAUSED = "paused"
    MEASURING = "measuring"
    """Everything is learned; the network reads the test digits."""
    FINISHED = "finished"
    STOPPED = "stopped"
    """Ended before its end; it can be resumed."""
    FAILED = "failed"
    """Ended by a mishap, which `message` tells."""


@dataclass(frozen=True, eq=False)
class Status:
    """A run as it is shown."""

    phase: Phase
    message: str  # what went wrong, or why it was stopped; empty where nothing is to be said
    place: int | None  # in the queue, 1 for the next; None when it does not wait
    wait: float | None  # seconds until its turn, about
    left: float | None  # seconds of training still to come, about, without waiting
    look: Look | None  # the last one
    points: int  # how many points and kept moments its history has: whether to ask for it again
    kept: int
    resumable: bool


@dataclass(eq=False)
class Ticket:
    """A run in the workshop's books. Only the workshop writes here, under its lock."""

    id: str
    visitor: str | None
    order: Order
    asked: float  # seconds of the workshop's clock
    watched: float  # when somebody last looked
    phase: Phase = Phase.WAITING
    message: str = ""
    generation: int = 0  # raised when what is on its way from a worker no longer counts
    points: list[Point] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    look: Look | None = None
    state: State | None = None
    saved: Look | None = None  # the look at that state
    digit: int = 0  # number of the watched digit: so many were watched before
    outcome: Outcome | None = None
    paused: bool = False  # whether it is to stay where it is, as its visitor said last
    steps: int = 0  # single batches that it was asked for while no worker was at it
    after: Phase | None = None  # being taken off its worker, and what it is then
    since: float = 0.0  # when it was paused
    unlucky: bool = False  # its last worker died before it did anything

    @property
    def name(self) -> str:
        """What reports on it are called."""
        return f"{self.id}/{self.generation}"

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it by itself."""
        return self.phase in (Phase.FINISHED, Phase.STOPPED, Phase.FAILED)

    @property
    def resumable(self) -> bool:
        """Whether it can go on from where it is. One that has learned everything may still have to be measured."""
        done = self.look is not None and self.look.step >= self.look.total and self.outcome is not None
        return self.phase is Phase.PAUSED or (self.over and self.state is not None and not done)

    def note(self, points: Sequence[Point], kept: Sequence[Kept], digit: int) -> None:
        """Write down what a worker tells, of the digit of that number."""
        if digit != self.digit:
            points = [replace(each, own=None) for each in points]
        if points:
            self.points = [each for each in self.points if each.step < points[0].step] + list(points)
        if kept:
            self.kept = [each for each in self.kept if each.step < kept[0].step] + list(kept)

    def save(self, state: State) -> None:
        """From here it can go on; the last look is of the same moment."""
        self.state, self.saved = state, self.look

    def fail(self, message: str) -> None:
        """It has ended by a mishap: what it learned after its last state is lost, and shown no more."""
        self.phase, self.message, self.after = Phase.FAILED, message, None
        if self.state is None:
            return
        step = self.state.step
        self.look = self.saved
        self.points = [each for each in self.points if each.step <= step]
        self.kept = [each for each in self.kept if each.step <= step]

    def forget(self) -> None:
        """As if nothing had been learned."""
        self.generation += 1
        self.points, self.kept, self.look, self.state, self.saved, self.outcome = [], [], None, None, None, None
        self.message, self.paused, self.steps, self.after, self.unlucky = "", False, 0, None, False

    def watch(self, order: Order) -> None:
        """Another digit is watched: what the curves said of the old one no longer counts."""
        self.order, self.digit = order, self.digit + 1
        self.points = [replace(each, own=None) for each in self.points]

    def history(self) -> History:
        """What has come of it so far."""
        order = self.order
        return History(
            order.stack, order.settings, tuple(self.points), tuple(self.kept), self.outcome, order.label
        )

    def left(self) -> float:
        """Seconds of training still to come, about."""
        look, settings = self.look, self.order.settings
        images = settings.digits * settings.epochs if look is None else (look.total - look.step) * settings.batch
        speed = look.images_a_second if look is not None and look.images_a_second else _expected_speed(self.order)
        return images / speed


# Measured on one core of two: 0.2 ms a picture and 0.1 ms for each million multiplications, about.
_SECONDS_A_PICTURE = 0.0002
_SECONDS_A_MULTIPLICATION = 1e-10


def _expected_speed(order: Order) -> float:
    """Pictures a second, before it has been measured."""
    multiplications = sum(each.multiplications for each in plan(order.stack))
    return 1 / (_SECONDS_A_PICTURE + _SECONDS_A_MULTIPLICATION * multiplications)
