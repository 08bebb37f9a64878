"""A worker process, as the server holds it."""

import os
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
        paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz.workshop.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1"},
        )
        self._heard, self._ended = heard, ended
        self._sending = threading.Lock()
        threading.Thread(target=self._listen, name="worker", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Tell it something; a worker that has gone is not told, and `ended` hears of it."""
        assert self._process.stdin is not None
        with self._sending, suppress(OSError, ValueError):
            send(self._process.stdin, command)  # type: ignore[arg-type]

    def end(self) -> None:
        """End it now, whatever it is at."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until it has gone."""
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(OSError):
            while (report := receive(self._process.stdout)) is not None:  # type: ignore[arg-type]
                self._heard(self, report)  # type: ignore[arg-type]
        status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._ended(self, status)
