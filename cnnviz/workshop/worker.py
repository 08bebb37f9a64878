"""A worker: a process that trains one run after the other, `python -m cnnviz.workshop.worker`.

Commands come by standard input, reports go by standard output. When the input ends, the server is gone, however it
went, and so is the worker.
"""

import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import torch

from cnnviz import mnist
from cnnviz.errors import CnnvizError
from cnnviz.workshop.bench import Bench
from cnnviz.workshop.courtesy import Courtesy
from cnnviz.workshop.messages import Begin, Command, Failed, Ready, Report, receive, send

# How PyTorch, which has no error of its own for it, says that memory ran out: on Linux, on Windows, and from below.
_NO_MEMORY = ("t allocate memory", "not enough memory", "bad_alloc", "Cannot allocate memory")
_POLITE = 10  # added to the process' niceness: those who draw come first (see also courtesy.py)
_FIRST_TO_GO = 1000  # for Linux, when memory runs out: this process, not the server


def main() -> None:
    """Train what is asked for, until there is nobody left to ask."""
    commands, reports = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not get among the reports
    _step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the server, and ends this one with it
    torch.set_num_threads(1)
    mnist.load("train"), mnist.load("test")
    try:
        Worker(commands, reports).work()
    except BaseException:  # an end by itself would wait for the thread that reads the commands, and crash
        traceback.print_exc()
        os._exit(1)


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
        self._courtesy = Courtesy()

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
            bench = Bench(begin, self._say, self._courtesy.do)
            while not bench.over:
                self._obey(bench)
                if not bench.over and not bench.paused:
                    bench.step()
            bench.end()
        except CnnvizError as error:
            self._say(Failed(begin.run, str(error), hopeless=True))
        except (MemoryError, RuntimeError) as error:
            self._say(Failed(begin.run, _in_words(error)))

    def _obey(self, bench: Bench) -> None:
        """All commands that have come; a paused run waits for the next one."""
        while not bench.over and (bench.paused or not self._commands.empty()):
            bench.obey(self._commands.get())


def _in_words(error: Exception) -> str:
    if isinstance(error, MemoryError) or any(words in str(error) for words in _NO_MEMORY):
        return (
            "The training needs more memory than this machine has left. Take a smaller batch, or fewer maps and units."
        )
    return f"The training ended with an error of PyTorch: {str(error).splitlines()[0]:.200}"


if __name__ == "__main__":
    main()
