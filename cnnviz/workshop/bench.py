"""One run at work in a worker, and what is to be told of it."""

import time
from collections.abc import Callable

from cnnviz.errors import CnnvizError
from cnnviz.runs.history import Look
from cnnviz.workshop.messages import (
    Begin,
    Command,
    Finish,
    Finished,
    Leave,
    Left,
    Looked,
    Measuring,
    Noted,
    Pause,
    Report,
    Resume,
    Saved,
    Step,
    Watch,
)
from cnnviz.workshop.outcome import outcome
from cnnviz.workshop.run import Run

_LOOK_EVERY = 0.25  # seconds between two looks at the network
_SAVE_EVERY = 5.0  # seconds between two states that the server keeps

Work = Callable[[], float]


def at_once(work: Work) -> float:
    """Work done as it comes."""
    return work()


class Bench:
    """A run that is told what to do, and tells what it is at. `do` learns from a batch where the worker wants it."""

    def __init__(self, begin: Begin, say: Callable[[Report], None], do: Callable[[Work], float] = at_once) -> None:
        order = begin.order
        self.id, self._say, self._do = begin.run, say, do
        self.run = Run(
            order.stack,
            order.settings,
            tray=order.tray,
            learn_tray=order.learn_tray,
            watched=order.watched,
            state=begin.state,
        )
        self.paused, self.left, self.finishing = begin.paused, False, False
        self._digit = begin.digit
        self._told = (0, 0)  # points and kept weights that have been reported
        self._images, self._seconds = 0, 0.0
        self._looked = self._saved = time.monotonic()
        self._tell()

    @property
    def over(self) -> bool:
        """Whether there is nothing more to learn."""
        return self.left or self.finishing or self.run.done

    def obey(self, command: Command) -> None:
        """Do as told; a command that means nothing now is passed over."""
        match command:
            case Pause():
                self.paused = True
                self._save()
            case Resume():
                self.paused = False
            case Step():
                self.paused = True
                self.step()
                self._save()
            case Watch(picture, digit):
                self._note()  # the points up to here are of the digit before
                self.run.watched, self._digit = picture, digit
                self._tell()
            case Finish():
                self.finishing = True
            case Leave():
                self._save()
                self.left = True

    def step(self) -> None:
        """A batch, and a look when it is time for one."""
        began = time.monotonic()
        try:
            self._do(self.run.learn)
            self.run.write_down()
        except CnnvizError:
            self._note()
            raise
        now = time.monotonic()
        self._images += self.run.settings.batch
        self._seconds += now - began
        if now - self._saved >= _SAVE_EVERY:
            self._save()
        elif now - self._looked >= _LOOK_EVERY:
            self._tell()

    def end(self) -> None:
        """Measure what has come out, unless it was left before its end."""
        if self.left:
            self._say(Left(self.id))
            return
        self.run.keep()
        self._save()
        self._say(Measuring(self.id))
        self._say(Finished(self.id, outcome(self.run)))

    def _note(self) -> None:
        run, (points, kept) = self.run, self._told
        if len(run.points) > points or len(run.kept) > kept:
            self._say(Noted(self.id, tuple(run.points[points:]), tuple(run.kept[kept:]), self._digit))
            self._told = (len(run.points), len(run.kept))

    def _tell(self) -> None:
        run = self.run
        self._note()
        loss, accuracy = run.record.recent()
        speed = self._images / self._seconds if self._seconds else 0.0
        look = Look(run.number, run.total, run.epoch, loss, accuracy, run.record.held_back, speed, run.look())
        self._say(Looked(self.id, look, self.paused))
        self._images, self._seconds = 0, 0.0
        self._looked = time.monotonic()

    def _save(self) -> None:
        self._tell()  # whoever goes on from here tells of what comes after: nothing before it may be missing
        self._say(Saved(self.id, self.run.state()))
        self._saved = time.monotonic()
