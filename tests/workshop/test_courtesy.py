"""A worker's batches give way to all others, and are not starved."""

import os
import threading
import time

import pytest

from cnnviz.errors import TrainingError
from cnnviz.workshop.courtesy import Courtesy


def can_give_way() -> bool:
    """Whether the system has such threads, and lets us make one."""
    found = []

    def tried() -> None:
        try:
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
            found.append(True)
        except (AttributeError, OSError):
            pass

    thread = threading.Thread(target=tried)
    thread.start()
    thread.join()
    return bool(found)


pytestmark = pytest.mark.skipif(not can_give_way(), reason="the system has no threads that give way")


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def gives_way() -> bool:
    return os.sched_getscheduler(0) == os.SCHED_IDLE


def test_work_is_done_in_one_thread_that_gives_way_and_nothing_else_does() -> None:
    courtesy = Courtesy(Clock())
    assert courtesy.do(gives_way)
    assert courtesy.do(threading.get_ident) == courtesy.do(threading.get_ident) != threading.get_ident()
    assert not gives_way()


def test_work_that_is_starved_is_followed_by_a_while_in_the_callers_thread() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    courtesy.do(lambda: clock.wait(1.1))  # it waited, and computed nothing
    assert not courtesy.do(gives_way)
    clock.wait(14.9)
    assert not courtesy.do(gives_way)
    clock.wait(0.2)
    assert courtesy.do(gives_way)


def test_small_work_that_is_starved_little_by_little_is_noticed() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)

    def held_up() -> bool:
        clock.wait(0.15)
        return gives_way()

    assert [courtesy.do(held_up) for _ in range(10)] == [True] * 7 + [False] * 3


def test_short_waits_and_long_work_are_no_starving() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    courtesy.do(lambda: clock.wait(0.9))
    assert courtesy.do(gives_way)

    def long() -> bool:
        began = time.thread_time()
        while time.thread_time() - began < 0.15:
            pass
        clock.wait(0.3)
        return gives_way()

    assert all(courtesy.do(long) for _ in range(6))


def test_after_a_rest_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    assert courtesy.do(gives_way)
    clock.wait(20)
    monkeypatch.setattr("cnnviz.workshop.courtesy._trial", lambda: clock.wait(0.3))
    assert not courtesy.do(gives_way)


def test_where_there_is_no_room_no_work_is_begun_behind_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    monkeypatch.setattr("cnnviz.workshop.courtesy._trial", lambda: clock.wait(0.3))
    assert not courtesy.do(gives_way)
    clock.wait(15.1)
    monkeypatch.setattr("cnnviz.workshop.courtesy._trial", lambda: None)
    assert courtesy.do(gives_way)


def test_errors_come_through() -> None:
    def wrong() -> None:
        raise TrainingError("too far")

    with pytest.raises(TrainingError, match="too far"):
        Courtesy().do(wrong)
