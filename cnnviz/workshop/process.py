"""A worker process, as the server holds it."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cnnviz.workshop.messages import Command, Report, receive, send

_PACKAGE = Path(__file__).resolve().parents[2]  # where `cnnviz` is imported from


class WorkerProcess:
    """Starts a worker; what it says goes to `heard`, and when it ends, `ended` hears its exit status.

    A Python of its own, not one of multiprocessing's: those run the main module again, and in a Streamlit server the
    page's script stands in its place. The pipes tie it to this process: it ends with it, even if that is killed.
    """

    def __init__(
        self, heard: "Callable[[WorkerProcess, Report], None]", ended: "Callable[[WorkerProcess, int], None]"
    ) -> None:
        """OSError when the system starts no process."""
        paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz.workshop.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"},
        )
        self._heard, self._ended = heard, ended
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()  # None: there will be no more
        threading.Thread(target=self._speak, name="to a worker", daemon=True).start()
        threading.Thread(target=self._listen, name="from a worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Tell it something, and wait for nothing; a worker that has gone is not told, and `ended` hears of it."""
        self._commands.put(command)

    def end(self) -> None:
        """End it now, whatever it is at."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until it has gone."""
        self._process.wait()

    def _speak(self) -> None:
        """In a thread of its own: a pipe that the worker does not empty holds nobody up but this."""
        assert self._process.stdin is not None
        with suppress(OSError):
            while (command := self._commands.get()) is not None:
                send(self._process.stdin, command)  # type: ignore[arg-type]
        with suppress(OSError):
            self._process.stdin.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while (report := receive(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._heard(self, report)  # type: ignore[arg-type]
        except BaseException:  # without memory, say: a worker that is not heard must not keep its place
            self._process.kill()
            raise
        finally:
            self._commands.put(None)
            status = self._process.wait()
            self._process.stdout.close()
            self._ended(self, status)
