"""A worker: a process that trains one run after the other, `python -m cnnviz.workshop.worker`.

Commands come by standard input, reports go by standard output. When the input ends, the server is gone, however it
went, and so is the worker.
"""

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import torch

from cnnviz import mnist
from cnnviz.errors import CnnvizError
from cnnviz.runs.history import Look
from cnnviz.workshop.messages import (
    Begin,
    Command,
    Failed,
    Finish,
    Finished,
    Leave,
    Left,
    Looked,
    Measuring,
    Noted,
    Pause,
    Ready,
    Report,
    Resume,
    Saved,
    Step,
    Watch,
    receive,
    send,
)
from cnnviz.workshop.run import Run

_LOOK_EVERY = 0.25  # seconds between two looks at the network
_SAVE_EVERY = 5.0  # seconds between two states that the server keeps
# How PyTorch, which has no error of its own for it, says that memory ran out: on Linux, on Windows, and from below.
_NO_MEMORY = ("t allocate memory", "not enough memory", "bad_alloc", "Cannot allocate memory")
_POLITE = 10  # added to the process' niceness: those who draw come first
_FIRST_TO_GO = 1000  # for Linux, when memory runs out: this process, not the server


def main() -> None:
    """Train what is asked for, until there is nobody left to ask."""
    commands, reports = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not get among the reports
    _step_back()
    torch.set_num_threads(1)
    mnist.load("train"), mnist.load("test")
    Worker(commands, reports).work()


def _step_back() -> None:
    with suppress(AttributeError, OSError):  # Windows has no niceness
        os.nice(_POLITE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO))


class Worker:
    """Reads commands in a thread of its own, so that a batch is never waited for by the pipe."""

    def __init__(self, commands: BinaryIO, reports: BinaryIO) -> None:
        self._pipe, self._reports = commands, reports
        self._commands: queue.Queue[Command] = queue.Queue()

    def work(self) -> None:
        """Never ends by itself."""
        threading.Thread(target=self._listen, name="commands", daemon=True).start()
        self._say(Ready())
        while True:
            command = self._commands.get()
            if isinstance(command, Begin):
                self._train(command)

    def _listen(self) -> None:
        try:
            while (command := receive(self._pipe)) is not None:
                self._commands.put(command)  # type: ignore[arg-type]
        except BaseException:  # without memory, say: a worker that hears nothing is of no use
            os._exit(1)
        os._exit(0)  # the server is gone; whatever the main thread is at, nobody will see it

    def _say(self, report: Report) -> None:
        try:
            send(self._reports, report)
        except OSError:
            os._exit(0)

    def _train(self, begin: Begin) -> None:
        try:
            bench = Bench(begin, self._say)
            while not bench.over:
                self._obey(bench)
                if not bench.over and not bench.paused:
                    bench.step()
            bench.end()
        except CnnvizError as error:
            self._say(Failed(begin.run, str(error)))
        except (MemoryError, RuntimeError) as error:
            self._say(Failed(begin.run, _in_words(error)))

    def _obey(self, bench: "Bench") -> None:
        """All commands that have come; a paused run waits for the next one."""
        while not bench.over and (bench.paused or not self._commands.empty()):
            bench.obey(self._commands.get())


class Bench:
    """One run at work, and what is to be told of it."""

    def __init__(self, begin: Begin, say: Callable[[Report], None]) -> None:
        order = begin.order
        self.id, self._say = begin.run, say
        self.run = Run(
            order.stack,
            order.settings,
            tray=order.tray,
            learn_tray=order.learn_tray,
            watched=order.watched,
            state=begin.state,
        )
        self.paused, self.left, self.finishing = begin.paused, False, False
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
                self._tell()
                self._save()
            case Resume():
                self.paused = False
            case Step():
                if self.paused and not self.run.done:
                    self.step()
                    self._tell()
            case Watch(picture):
                self.run.watched = picture
                self._tell()
            case Finish():
                self.finishing = True
            case Leave():
                self._tell()
                self._save()
                self.left = True

    def step(self) -> None:
        """A batch, and a look when it is time for one."""
        began = time.monotonic()
        try:
            self.run.step()
        except CnnvizError:
            self._note()
            raise
        now = time.monotonic()
        self._images += self.run.settings.batch
        self._seconds += now - began
        if now - self._looked >= _LOOK_EVERY:
            self._tell()
        if now - self._saved >= _SAVE_EVERY:
            self._save()

    def end(self) -> None:
        """Measure what has come out, unless it was left before its end."""
        if self.left:
            self._say(Left(self.id))
            return
        self.run.keep()
        self._tell()
        self._save()
        self._say(Measuring(self.id))
        self._say(Finished(self.id, self.run.outcome()))

    def _note(self) -> None:
        run, (points, kept) = self.run, self._told
        if len(run.points) > points or len(run.kept) > kept:
            self._say(Noted(self.id, tuple(run.points[points:]), tuple(run.kept[kept:])))
            self._told = (len(run.points), len(run.kept))

    def _tell(self) -> None:
        run = self.run
        self._note()
        loss, accuracy = run.recent()
        speed = self._images / self._seconds if self._seconds else 0.0
        look = Look(run.number, run.total, run.epoch, loss, accuracy, run.held_back, speed, run.look())
        self._say(Looked(self.id, look, self.paused))
        self._images, self._seconds = 0, 0.0
        self._looked = time.monotonic()

    def _save(self) -> None:
        self._say(Saved(self.id, self.run.state()))
        self._saved = time.monotonic()


def _in_words(error: Exception) -> str:
    if isinstance(error, MemoryError) or any(words in str(error) for words in _NO_MEMORY):
        return (
            "The training needs more memory than this machine has left. Take a smaller batch, or fewer maps and units."
        )
    return f"The training ended with an error of PyTorch: {str(error).splitlines()[0]:.200}"


if __name__ == "__main__":
    main()
