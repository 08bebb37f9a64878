"""Where a worker computes its batches: behind everybody else, as long as that leaves it anything.

With niceness alone a thread that wakes up on the worker's core still waits for the end of the worker's slice, and what
a page does when a knob is turned goes through a dozen threads of server and browser. A thread under Linux' SCHED_IDLE
(sched(7)) gives way at once. But it also gets next to nothing where all cores are busy for long; so a batch that was
starved is followed by a while in the worker's own thread, which is nice and no more.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import torch

_LITTLE = 0.1  # of a core
_LONG = 0.5  # seconds: a batch that was over sooner was held up, not starved
_TRIAL, _LONG_TRIAL = 0.004, 0.25  # seconds of work, longer than a slice, and until it is over where there is room
_WHILE = 15.0  # seconds before it is tried again

_T = TypeVar("_T")


class Courtesy:
    """Does work in a thread that gives way to all others; where there is no such thread, or no room, as it comes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._behind = ThreadPoolExecutor(1, "behind", _give_way) if hasattr(os, "SCHED_IDLE") else None
        self._room = False
        self._tried = -_WHILE

    def do(self, work: Callable[[], _T]) -> _T:
        """The work's result; its error is raised."""
        if self._behind is None:
            return work()
        if not self._room and self._now() - self._tried >= _WHILE:
            self._do(self._behind, _trial, _LONG_TRIAL)  # else the first batch could take a minute
        return self._do(self._behind, work, _LONG) if self._room else work()

    def _do(self, behind: ThreadPoolExecutor, work: Callable[[], _T], long: float) -> _T:
        """Work behind the others; and see whether there was room, which is in doubt after `long` seconds."""
        began = self._now()
        result, busy = behind.submit(_timed, work).result()
        self._tried = self._now()
        took = self._tried - began
        self._room = took < long or busy >= _LITTLE * took
        return result


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """The result, and for how many seconds a core was busy with it."""
    began = time.thread_time()
    return work(), time.thread_time() - began


def _trial() -> None:
    began = time.thread_time()
    while time.thread_time() - began < _TRIAL:
        pass


def _give_way() -> None:
    torch.set_num_threads(1)  # each thread has a number of its own
    with suppress(OSError):  # a system that does not let us
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
