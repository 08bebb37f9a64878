"""What is written down of a run while it learns: the curves, and the weights at some moments."""

import math
from collections import deque
from collections.abc import Callable, Iterable

from cnnviz.runs.history import Answers, Kept, Point, Weights
from cnnviz.stage import Array
from cnnviz.workshop.schedule import Schedule

_SMOOTHED = 20  # batches that the shown loss and accuracy are means of


class Record:
    """Written by the run, batch by batch, when its schedule says so."""

    def __init__(self, schedule: Schedule, a_pass: int) -> None:
        """`a_pass`: the batches of one pass."""
        self.schedule = schedule
        self.points: list[Point] = []
        self.kept: list[Kept] = []
        self.since = (0.0, 0, 0)  # since the last point: sum of losses, right answers, pictures
        self.held_back: float | None = None  # accuracy on held-back digits, as last measured
        self._a_pass = a_pass
        self._recent: deque[tuple[float, float]] = deque(maxlen=_SMOOTHED)

    def learned(self, loss: float, right: int, count: int) -> None:
        """A batch of so many pictures was learned from; its loss is their mean."""
        losses, rights, pictures = self.since
        self.since = (losses + loss * count, rights + right, pictures + count)
        self._recent.append((loss, right / count))

    def go_on(
        self, since: tuple[float, int, int], recent: Iterable[tuple[float, float]], held_back: float | None
    ) -> None:
        """Where another record of the same run ended."""
        self.since, self.held_back = since, held_back
        self._recent.extend(recent)

    @property
    def recent_batches(self) -> tuple[tuple[float, float], ...]:
        """Loss and accuracy of each of the last batches."""
        return tuple(self._recent)

    @property
    def last(self) -> tuple[float, float]:
        """Loss and accuracy of the last batch."""
        return self._recent[-1]

    def recent(self) -> tuple[float, float]:
        """Loss and accuracy, means over the last batches."""
        if not self._recent:
            return (self.points[-1].loss, self.points[-1].accuracy) if self.points else (math.nan, math.nan)
        losses, accuracies = zip(*self._recent, strict=True)
        return sum(losses) / len(losses), sum(accuracies) / len(accuracies)

    def keep(self, step: int, weights: Callable[[], Weights]) -> None:
        """Keep the weights after so many batches, if they are not kept yet."""
        if not self.kept or self.kept[-1].step != step:
            self.kept.append(Kept(step, step / self._a_pass, weights()))

    def mark(self, step: int, own: Array | None, measured: Answers | None, tray: Answers | None) -> None:
        """A point of the curves: the means since the last one, and what was measured just now, if anything was.

        `own`: probabilities (10,) of the watched digit.
        """
        losses, rights, count = self.since
        self.since = (0.0, 0, 0)
        loss, accuracy = (losses / count, rights / count) if count else (math.nan, math.nan)
        if measured is not None:
            self.held_back = measured.accuracy
            if step == 0:
                loss, accuracy = measured.loss, measured.accuracy
        self.points.append(
            Point(
                step,
                step / self._a_pass,
                loss,
                accuracy,
                measured.loss if measured else None,
                measured.accuracy if measured else None,
                tray.accuracy if tray else None,
                own,
            )
        )
