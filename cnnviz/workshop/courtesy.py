"""Where a worker learns from its batches: behind all others, as long as that leaves it anything.

With niceness alone a thread that wakes up on the worker's core still waits for the end of the worker's slice, and what
a page does when a knob is turned goes through a dozen threads of server and browser. A thread under Linux' SCHED_IDLE
(sched(7)) gives way at once, to all that the system weighs together with it. But where all cores are busy for long it
gets next to nothing: then it is followed by a while in the worker's own thread, which is nice and no more. A batch that
is under way when the others come is held up for seconds: nothing lets it out without privileges.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

_LITTLE = 0.1  # of a core
_LONG = 1.0  # seconds of batches after which it is seen whether they were starved
_TRIAL, _LONG_TRIAL = 0.004, 0.25  # seconds of work, longer than a slice, and until it is over where there is room
_WHILE = 15.0  # seconds before it is tried again

_T = TypeVar("_T")


class Courtesy:
    """Does work in a thread that gives way to all others; where there is no such thread, or no room, as it comes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._behind = ThreadPoolExecutor(1, "behind", _give_way) if hasattr(os, "SCHED_IDLE") else None
        self._room = False
        self._last = -_WHILE  # when work was done behind the others
        self._took = self._busy = 0.0  # seconds, since it was seen whether there is room

    def do(self, work: Callable[[], _T]) -> _T:
        """The work's result; its error is raised."""
        if self._behind is None:
            return work()
        if self._now() - self._last >= _WHILE:  # it was starved, or at rest: a first batch untried could take a minute
            self._took = self._busy = 0.0
            self._do(self._behind, _trial, _LONG_TRIAL)
        return self._do(self._behind, work, _LONG) if self._room else work()

    def _do(self, behind: ThreadPoolExecutor, work: Callable[[], _T], long: float) -> _T:
        """Work behind the others; after `long` seconds of it see whether there was room."""
        began = self._now()
        result, busy = behind.submit(_timed, work).result()
        self._last = self._now()
        self._took += self._last - began
        self._busy += busy
        self._room = self._took < long or self._busy >= _LITTLE * self._took
        if self._took >= long:
            self._took = self._busy = 0.0
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
    with suppress(OSError):  # a system that does not let us
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
