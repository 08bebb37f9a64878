"""Runs in worker processes: real ones, ended by real signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnviz import mnist
from cnnviz.errors import StackError, TrainingError
from cnnviz.runs.settings import Optimizer, Settings
from cnnviz.stacks.layers import Convolution, Dense, Flatten
from cnnviz.stacks.presets import PRESETS
from cnnviz.workshop.messages import Order
from cnnviz.workshop.run import Run
from cnnviz.workshop.ticket import Phase
from cnnviz.workshop.turns import Rules
from cnnviz.workshop.workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]
LINE: tuple[Flatten, Dense] = (Flatten(), Dense())  # learns fast: what is tested is the workshop
SHORT = Order(LINE, Settings(digits=640, epochs=2, batch=64))
LONG = Order(LINE, Settings(epochs=50, batch=64))
THREE = mnist.load("test").images[18].astype(np.float32) / 255


def until(what: Callable[[], object], seconds: float = 60, told: Callable[[], object] = str) -> None:
    """Wait for something that a worker does."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"it did not happen {told()}"
        time.sleep(0.02)


def reaches(workshop: Workshop, run: str, *phases: Phase, seconds: float = 60) -> None:
    until(lambda: workshop.status(run).phase in phases, seconds, lambda: workshop.status(run))


@pytest.fixture(scope="module")
def one() -> Iterator[Workshop]:
    """A workshop with one place and turns of a second."""
    workshop = Workshop(places=1, rules=Rules(turn=1.0, pause=1.0))
    workshop.warm()
    yield workshop
    workshop.close()


def steps(workshop: Workshop, run: str) -> int:
    look = workshop.status(run).look
    return look.step if look else 0


def test_a_run_in_a_worker_leaves_the_weights_of_the_same_run_here(one: Workshop) -> None:
    order = replace(SHORT, watched=THREE, label=3)
    run = one.ask(order)
    reaches(one, run, Phase.FINISHED)
    found = one.history(run)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    here = Run(order.stack, order.settings, watched=THREE)
    while not here.done:
        here.step()
    torch.set_num_threads(threads)
    assert [point.loss for point in found.points] == [point.loss for point in here.points]
    assert [each.step for each in found.kept] == [each.step for each in here.kept]
    assert all(
        np.array_equal(one_.weights[name], other.weights[name])
        for one_, other in zip(found.kept, here.kept, strict=True)
        for name in other.weights
    )
    assert found.label == 3
    assert found.outcome is not None
    assert found.outcome.test.accuracy > 0.6
    look = one.status(run).look
    assert look is not None
    assert look.trace is not None
    assert np.array_equal(look.trace["dense"].weight, here.kept[-1].weights["dense.weight"])


def test_pause_step_resume_and_stop(one: Workshop) -> None:
    run = one.ask(LONG)
    until(lambda: steps(one, run) > 20)
    one.pause(run)
    reaches(one, run, Phase.PAUSED)
    stopped_at = steps(one, run)
    one.step(run)
    one.step(run)
    until(lambda: steps(one, run) == stopped_at + 2)
    time.sleep(0.4)
    assert steps(one, run) == stopped_at + 2
    one.resume(run)
    until(lambda: steps(one, run) > stopped_at + 20)
    one.stop(run)
    reaches(one, run, Phase.FINISHED)
    status, history = one.status(run), one.history(run)
    assert status.look is not None
    assert history.outcome is not None
    assert history.kept[-1].step == status.look.step < status.look.total
    assert status.resumable
    one.resume(run)
    until(lambda: steps(one, run) > history.kept[-1].step)
    one.stop(run)
    reaches(one, run, Phase.FINISHED)


def test_a_restart_begins_from_the_same_weights(one: Workshop) -> None:
    run = one.ask(LONG)
    until(lambda: steps(one, run) > 20)
    before = one.history(run)
    one.restart(run)
    until(lambda: steps(one, run) > 5)
    again = one.history(run)
    assert np.array_equal(before.kept[0].weights["dense.weight"], again.kept[0].weights["dense.weight"])
    assert again.points[1].loss == before.points[1].loss
    one.stop(run)
    reaches(one, run, Phase.FINISHED)


def test_another_digit_can_be_watched_on_the_way(one: Workshop) -> None:
    run = one.ask(LONG)
    until(lambda: steps(one, run) > 5)
    assert one.status(run).look.trace is None  # type: ignore[union-attr]
    one.watch(run, THREE, 3)
    until(lambda: one.status(run).look.trace is not None)  # type: ignore[union-attr]
    assert np.array_equal(one.status(run).look.trace["input"].values[0], THREE)  # type: ignore[union-attr, index]
    one.stop(run)
    reaches(one, run, Phase.FINISHED)
    assert one.history(run).label == 3


def test_eight_who_ask_at_once_take_turns_and_all_finish(one: Workshop) -> None:
    order = Order(LINE, Settings(epochs=1, batch=64, digits=32_000))
    runs = [one.ask(order, visitor=f"visitor {number}") for number in range(8)]
    waiting = [one.status(run) for run in runs]
    assert [status.place for status in waiting[1:]] == [1, 2, 3, 4, 5, 6, 7]
    waits = [status.wait or 0.0 for status in waiting[1:]]
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    one.pause(runs[2])  # one pauses before its turn, and does not hold the others up
    seen: dict[str, int] = {}
    until(lambda: [seen.setdefault(run, len(seen)) for run in runs if steps(one, run)] and len(seen) == 7)
    assert list(seen) == [run for run in runs if run != runs[2]], "each came to its first turn in order"
    one.resume(runs[2])
    for run in runs:
        reaches(one, run, Phase.FINISHED, seconds=120)
    assert [one.status(run).look.step for run in runs] == [500] * 8  # type: ignore[union-attr]
    first, *others = (one.history(run) for run in runs)
    for other in others:
        assert [point.loss for point in other.points] == [point.loss for point in first.points]


def test_a_visitor_has_one_run_at_a_time(one: Workshop) -> None:
    first = one.ask(LONG, visitor="me")
    until(lambda: steps(one, first) > 5)
    second = one.ask(SHORT, visitor="me")
    reaches(one, second, Phase.FINISHED)
    assert one.status(first).phase is Phase.STOPPED
    assert "you started another one" in one.status(first).message


def test_a_killed_worker_is_told_as_such_and_the_run_goes_on_from_its_last_state(one: Workshop) -> None:
    run = one.ask(LONG)
    until(lambda: steps(one, run) > 5)
    one.pause(run)  # a state is saved
    reaches(one, run, Phase.PAUSED)
    saved_at = steps(one, run)
    until(lambda: one.status(run).resumable)
    (worker,) = one.workers
    other = one.ask(SHORT)
    os.kill(worker, signal.SIGKILL)
    reaches(one, run, Phase.FAILED)
    status = one.status(run)
    assert "was ended from outside, by hand or because the machine ran out of memory (SIGKILL)" in status.message
    assert f"up to batch {saved_at:,} is lost: resume it" in status.message
    reaches(one, other, Phase.FINISHED)
    assert one.workers != (worker,)
    one.resume(run)
    until(lambda: steps(one, run) > saved_at)
    points = [point.step for point in one.history(run).points]
    assert points == sorted(set(points))
    one.stop(run)
    reaches(one, run, Phase.FINISHED)


def test_a_loss_that_is_no_number_is_told_with_its_reason_and_the_worker_works_on(one: Workshop) -> None:
    wild = Settings(digits=640, epochs=50, optimizer=Optimizer.SGD, learning_rate=100.0)
    run = one.ask(Order(PRESETS["textbook-linear"], wild))
    reaches(one, run, Phase.FAILED)
    status = one.status(run)
    assert "with a learning rate of 100 each step of SGD overshoots" in status.message
    assert not status.resumable
    assert len(one.history(run).points) > 1
    after = one.ask(SHORT)
    reaches(one, after, Phase.FINISHED)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_a_machine_without_memory_is_told_as_such_and_the_next_run_is_not_harmed(one: Workshop) -> None:
    import resource

    first = one.ask(SHORT)
    reaches(one, first, Phase.FINISHED)
    (worker,) = one.workers
    pages = int(Path(f"/proc/{worker}/statm").read_text().split()[0])
    limit = pages * resource.getpagesize()  # it may grow no more: the training digits alone are 43 MB
    resource.prlimit(worker, resource.RLIMIT_AS, (limit, limit))
    large = one.ask(Order((Convolution(64, stride=2), Flatten(), Dense()), Settings(batch=512)))
    reaches(one, large, Phase.FAILED)
    assert "needs more memory than this machine has left. Take a smaller batch" in one.status(large).message
    os.kill(worker, signal.SIGKILL)  # with its limit
    after = one.ask(SHORT)
    reaches(one, after, Phase.FINISHED)


def test_what_cannot_be_is_refused_at_once(one: Workshop) -> None:
    with pytest.raises(StackError, match="dense does not fit"):
        one.ask(Order((Dense(),), Settings()))
    with pytest.raises(TrainingError, match="not here any more"):
        one.status("guessed")
    run = one.ask(SHORT)
    assert len(run) >= 20
    reaches(one, run, Phase.FINISHED)
    one.pause(run)
    one.step(run)
    one.resume(run)
    assert one.status(run).phase is Phase.FINISHED


def test_a_run_that_nobody_watches_ends_and_is_forgotten_later(one: Workshop) -> None:
    run = one.ask(LONG)
    until(lambda: steps(one, run) > 5)
    one._tidy(time.monotonic() + 170)
    assert one.status(run).phase is Phase.RUNNING
    one._tidy(time.monotonic() + 190)
    reaches(one, run, Phase.STOPPED)
    status = one.status(run)
    assert "nobody looked at it for 3 minutes" in status.message
    assert status.resumable
    one._tidy(time.monotonic() + 3590)
    assert one.status(run).phase is Phase.STOPPED
    one._tidy(time.monotonic() + 3610)
    with pytest.raises(TrainingError, match="not here any more"):
        one.status(run)


def test_no_worker_outlives_its_server() -> None:
    code = """if True:
        import time
        from cnnviz.runs.settings import Settings
        from cnnviz.stacks.layers import Dense, Flatten
        from cnnviz.workshop.messages import Order
        from cnnviz.workshop.workshop import Workshop
        workshop = Workshop(places=1)
        run = workshop.ask(Order((Flatten(), Dense()), Settings(epochs=50)))
        while workshop.status(run).look is None:
            time.sleep(0.02)
        print(*workshop.workers, flush=True)
        time.sleep(60)
    """
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    os.kill(worker, 0)  # it is there
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: not alive(worker), seconds=10)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
