"""Machines and workers that fail in ways of their own: real processes, and what is told of them."""

import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.runs.settings import Settings
from cnnviz.stacks.layers import Dense, Flatten
from cnnviz.workshop.messages import Order, Report
from cnnviz.workshop.obituary import obituary
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.ticket import Phase, Ticket
from cnnviz.workshop.workshop import Workshop

LONG = Order((Flatten(), Dense()), Settings(epochs=50, batch=64))
THREE = mnist.load("test").images[18].astype(np.float32) / 255


def until(what: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def steps(workshop: Workshop, run: str) -> int:
    look = workshop.status(run).look
    return look.step if look else 0


@pytest.fixture(scope="module")
def one() -> Iterator[Workshop]:
    """A workshop with one place, and one visitor: each run that is begun stops the one before."""
    workshop = Workshop(places=1)
    yield workshop
    workshop.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be held here")
def test_a_worker_that_stands_still_holds_nobody_up(one: Workshop) -> None:
    run = one.ask(LONG, "me")
    until(lambda: steps(one, run) > 5)
    (worker,) = one.workers

    def ask_for_more_than_a_pipe_holds() -> None:
        for _ in range(100):
            one.watch(run, THREE, 3)
        one.status(run)

    asking = threading.Thread(target=ask_for_more_than_a_pipe_holds, daemon=True)
    os.kill(worker, signal.SIGSTOP)
    try:
        asking.start()
        asking.join(20)
        assert not asking.is_alive()
    finally:
        os.kill(worker, signal.SIGCONT)
    at = steps(one, run)
    until(lambda: steps(one, run) > at)
    seen = one.status(run).look.trace
    np.testing.assert_array_equal(seen["input"].values[0], THREE)


@pytest.mark.skipif(os.name != "posix", reason="only there a terminal's Ctrl+C is a signal to each process")
def test_a_terminals_interruption_is_not_for_the_worker(one: Workshop) -> None:
    run = one.ask(LONG, "me")
    until(lambda: steps(one, run) > 5)
    for worker in one.workers:
        os.kill(worker, signal.SIGINT)
    at = steps(one, run)
    until(lambda: steps(one, run) > at + 100)


def test_a_machine_that_starts_no_process_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = Workshop(places=1)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/no/python/here")
        run = workshop.ask(LONG)
        status = workshop.status(run)
        assert status.phase is Phase.FAILED
        assert status.message == (
            f"This machine can start no process to train in ({os.strerror(errno.ENOENT)}). Try again in a few minutes."
        )
    workshop.restart(run)
    assert workshop.status(run).phase is Phase.STARTING
    workshop.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process that was killed has an ordinary exit status")
@pytest.mark.parametrize(
    ("status", "told"),
    [
        (-9, "ended from outside, by hand or because the machine ran out of memory (SIGKILL)"),
        (-15, "ended from outside, by hand or because the machine ran out of memory (SIGTERM)"),
        (-11, "ended by an error (SIGSEGV)"),
        (1, "ended by an error (exit status 1)"),
    ],
)
def test_how_a_worker_ended_is_told(status: int, told: str) -> None:
    ticket = Ticket("run", None, LONG, asked=0.0, watched=0.0)
    assert obituary(status, ticket) == (
        f"The process that trained this network was {told}. Start it again; the same seed gives the same run."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_memory_that_runs_out_in_a_later_turn_takes_nothing_that_was_learned(one: Workshop) -> None:
    import resource

    run = one.ask(LONG, "me")
    until(lambda: steps(one, run) > 5)
    other = one.ask(LONG, "me")
    until(lambda: one.status(run).phase is Phase.STOPPED)
    one.stop(other)
    until(lambda: one.status(other).phase in (Phase.FINISHED, Phase.STOPPED))
    saved_at = steps(one, run)
    (worker,) = one.workers
    pages = int(Path(f"/proc/{worker}/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() // 2  # it gets no more: the training digits alone are 43 MB
    resource.prlimit(worker, resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    one.resume(run)
    until(lambda: one.status(run).phase is Phase.FAILED)
    status = one.status(run)
    assert "needs more memory than this machine has left" in status.message
    assert status.message.endswith(f"Nothing that it learned up to batch {saved_at:,} is lost: resume it.")
    resource.prlimit(worker, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    one.resume(run)
    until(lambda: steps(one, run) > saved_at)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_whose_report_cannot_be_taken_is_ended_and_its_end_is_heard() -> None:
    ended: list[int] = []

    def full(_process: WorkerProcess, _report: Report) -> None:
        raise MemoryError

    process = WorkerProcess(full, lambda _process, status: ended.append(status))
    try:
        until(lambda: ended)
    finally:
        process.end()
        process.wait()
    assert ended == [-9 if os.name == "posix" else 1]
