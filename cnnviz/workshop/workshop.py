"""The workshop: few places to train at, a fair queue before them, and every run found again by its id.

    workshop = Workshop()
    run = workshop.ask(Order(PRESETS["textbook"], Settings()))
    workshop.status(run).phase          # waiting, starting, running, ...
    workshop.history(run).points        # the curves so far

Lives in the server's process, one for all visitors; every method may be called from any thread and returns at once.
"""

import os
import threading
import time
from dataclasses import replace

from cnnviz.errors import TrainingError
from cnnviz.runs.history import History
from cnnviz.stacks.stack import plan
from cnnviz.stage import Array
from cnnviz.trace import trace
from cnnviz.workshop import turns
from cnnviz.workshop.books import Books
from cnnviz.workshop.foreman import Foreman
from cnnviz.workshop.messages import Order, Report
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.replay import network
from cnnviz.workshop.seating import Seating
from cnnviz.workshop.ticket import Status, Ticket
from cnnviz.workshop.turns import Rules

MOST_WAITING = 60  # runs in the queue, or paused without a place
_TICK = 0.25  # seconds between two rounds of the housekeeping


class Workshop:
    """Runs in the order in which they were asked for, in turns while there are more of them than places."""

    def __init__(self, places: int | None = None, rules: Rules | None = None) -> None:
        """`places`: how many train at once; one for each two cores of the machine unless told otherwise."""
        self._rules = rules or Rules()
        self._lock = threading.RLock()  # whoever holds it may write to what follows; nobody waits for a worker with it
        self._books = Books(self._rules)
        self._seating = Seating(
            places or max(1, (os.cpu_count() or 2) // 2), lambda: WorkerProcess(self._heard, self._ended)
        )
        self._foreman = Foreman(self._seating)
        self._closing = threading.Event()
        self._housekeeper: threading.Thread | None = None

    def warm(self) -> None:
        """Start a worker before it is needed: it takes seconds to load PyTorch."""
        with self._lock:
            self._seating.warm()

    def ask(self, order: Order, visitor: str | None = None) -> str:
        """Queue a run; its id, which nobody can guess.

        A visitor has one run at a time: an unfinished one of the same name is stopped.
        TrainingError when the queue is full, StackError when the stack cannot be built.
        """
        plan(order.stack)
        with self._lock:
            self._stop_others(visitor)
            waiting = sum(self._seating.place_of(ticket) is None for ticket in self._books.unfinished())
            if waiting >= MOST_WAITING:
                raise TrainingError(f"{waiting} trainings are waiting or paused already. Try again in a few minutes.")
            if self._housekeeper is None:
                self._housekeeper = threading.Thread(target=self._keep_house, name="workshop", daemon=True)
                self._housekeeper.start()
            ticket = self._books.enter(order, visitor)
            self._foreman.queue(ticket)
            return ticket.id

    def status(self, run: str) -> Status:
        """Where the run is. Whoever asks is watching it."""
        with self._lock:
            ticket = self._books.watched(run)
            place = self._seating.number_of(ticket)
            return Status(
                phase=ticket.phase,
                message=ticket.message,
                place=place,
                wait=None if place is None else turns.wait(self._seating, self._rules, place, time.monotonic()),
                left=None if ticket.over else ticket.left(),
                look=ticket.look,
                points=len(ticket.points),
                kept=len(ticket.kept),
                resumable=ticket.resumable,
            )

    def history(self, run: str) -> History:
        """The run from its start to here. Whoever asks is watching it."""
        with self._lock:
            return self._books.watched(run).history()

    def order(self, run: str) -> Order:
        """What was asked for."""
        with self._lock:
            return self._books.watched(run).order

    def pause(self, run: str) -> None:
        """Stop after this batch; a run that waits for its turn waits no longer."""
        with self._lock:
            self._foreman.pause(self._books.watched(run))

    def resume(self, run: str) -> None:
        """Go on: from a pause, or after a stop or a mishap from the last state that was saved."""
        with self._lock:
            self._foreman.resume(self._alone(run))

    def step(self, run: str) -> None:
        """One batch, and it stays there: a run at work pauses after it, one that waits makes it when it has a place."""
        with self._lock:
            self._foreman.step(self._alone(run))

    def stop(self, run: str) -> None:
        """End it here, and measure what it has learned so far."""
        with self._lock:
            self._foreman.finish(self._books.watched(run))

    def restart(self, run: str) -> None:
        """From the same random weights once more, at the end of the queue."""
        with self._lock:
            ticket = self._books.watched(run)
            self._stop_others(ticket.visitor, ticket)
            self._foreman.restart(ticket)

    def watch(self, run: str, picture: Array, label: int | None = None) -> None:
        """Look at another digit (28, 28) from now on; in the last state of a run that no worker is at, too."""
        with self._lock:
            ticket = self._books.watched(run)
            self._foreman.watch(ticket, picture, label)
            state = None if self._seating.place_of(ticket) else ticket.state
        if state is None:
            return
        seen = trace(network(ticket.order.stack, state.weights), picture[None, None])
        with self._lock:
            look = ticket.look
            if look is not None and look.step == state.step and ticket.order.watched is picture:
                ticket.look = replace(look, trace=seen)

    def close(self) -> None:
        """End every worker."""
        self._closing.set()
        with self._lock:
            processes = [place.process for place in self._seating.places]
            self._seating.places.clear()
        for process in processes:
            process.end()
            process.wait()

    @property
    def workers(self) -> tuple[int, ...]:
        """The numbers of the worker processes in the system."""
        with self._lock:
            return tuple(place.process.pid for place in self._seating.places)

    # Inside: called under the lock

    def _alone(self, run: str) -> Ticket:
        """A run that is to go on; if it can, it is the only one of its visitor."""
        ticket = self._books.watched(run)
        if ticket.resumable or not ticket.over:
            self._stop_others(ticket.visitor, ticket)
        return ticket

    def _stop_others(self, visitor: str | None, but: Ticket | None = None) -> None:
        for ticket in self._books.unfinished_of(visitor):
            if ticket is not but:
                self._foreman.stop(ticket, "It was stopped: you started another one.")

    # What workers tell, in threads of their own

    def _heard(self, process: WorkerProcess, report: Report) -> None:
        with self._lock:
            self._foreman.heard(process, report)

    def _ended(self, process: WorkerProcess, status: int) -> None:
        with self._lock:
            self._foreman.ended(process, status)

    # Housekeeping, in a thread of its own

    def _keep_house(self) -> None:
        while not self._closing.wait(_TICK):
            with self._lock:
                self._tidy(time.monotonic())

    def _tidy(self, now: float) -> None:
        minutes = max(1, round(self._rules.unwatched / 60))
        for ticket in self._books.unwatched(now):
            begun = ticket.look is not None  # then there is a state of it, or it comes when its worker leaves it
            again = "It can be resumed." if begun else "Start it again; the same seed gives the same run."
            self._foreman.stop(ticket, f"It was stopped: nobody looked at it for {minutes} minutes. {again}")
        self._books.forget(now)
        for ticket in turns.over(self._seating, self._rules, now):
            self._foreman.end_turn(ticket)
