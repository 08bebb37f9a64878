"""The workshop: few places to train at, a fair queue before them, and every run found again by its id.

    workshop = Workshop()
    run = workshop.ask(Order(PRESETS["textbook"], Settings()))
    workshop.status(run).phase          # waiting, starting, running, ...
    workshop.history(run).points        # the curves so far

Lives in the server's process, one for all visitors; every method may be called from any thread and returns at once.
"""

import os
import secrets
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace

from cnnviz.errors import TrainingError
from cnnviz.runs.history import History
from cnnviz.stacks.stack import plan
from cnnviz.stage import Array
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
    Order,
    Pause,
    Ready,
    Report,
    Resume,
    Saved,
    Step,
    Watch,
)
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.ticket import Phase, Status, Ticket

MOST_WAITING = 60  # runs in the queue
MOST_REMEMBERED = 60  # runs that have ended
_TICK = 0.25  # seconds between two rounds of the housekeeping


@dataclass(frozen=True)
class Rules:
    """How long is waited for whom, in seconds."""

    turn: float = 30.0  # at a place while others wait; then the next one's turn
    pause: float = 60.0  # paused at a place while others wait
    unwatched: float = 180.0  # a run that nobody looks at ends
    remembered: float = 3600.0  # an ended run that nobody looks at is forgotten


@dataclass(eq=False)
class _Place:
    """A worker and the run it is at."""

    process: WorkerProcess | None = None
    ready: bool = False
    ticket: Ticket | None = None
    name: str = ""  # of the run that it was told to begin; empty when it is free
    began: float = 0.0  # when it was told

    @property
    def free(self) -> bool:
        return self.ticket is None and not self.name


class Workshop:
    """Runs in the order in which they were asked for, in turns while there are more of them than places."""

    def __init__(self, places: int | None = None, rules: Rules | None = None) -> None:
        """`places`: how many train at once; one for each two cores of the machine unless told otherwise."""
        self._rules = rules or Rules()
        self._most = places or max(1, (os.cpu_count() or 2) // 2)
        self._lock = threading.RLock()
        self._places: list[_Place] = []
        self._queue: list[Ticket] = []
        self._tickets: dict[str, Ticket] = {}
        self._closing = threading.Event()
        self._housekeeper: threading.Thread | None = None

    # What a visitor does

    def warm(self) -> None:
        """Start a worker before it is needed: it takes seconds to load PyTorch."""
        with self._lock:
            if not self._places:
                self._places.append(self._hired())

    def ask(self, order: Order, visitor: str | None = None) -> str:
        """Queue a run; its id, which nobody can guess.

        A visitor has one run at a time: an unfinished one of the same name is stopped.
        TrainingError when the queue is full, StackError when the stack cannot be built.
        """
        plan(order.stack)
        with self._lock:
            for ticket in self._tickets.values():
                if visitor is not None and ticket.visitor == visitor and not ticket.over:
                    self._stop(ticket, "It was stopped: you started another one.")
            if len(self._queue) >= MOST_WAITING:
                raise TrainingError(f"{len(self._queue)} trainings are waiting already. Try again in a few minutes.")
            now = time.monotonic()
            ticket = Ticket(secrets.token_urlsafe(16), visitor, order, asked=now, watched=now)
            self._tickets[ticket.id] = ticket
            self._enqueue(ticket)
            return ticket.id

    def status(self, run: str) -> Status:
        """Where the run is. Whoever asks is watching it."""
        with self._lock:
            ticket = self._watched(run)
            place = self._queue.index(ticket) + 1 if ticket in self._queue else None
            return Status(
                phase=ticket.phase,
                message=ticket.message,
                place=place,
                wait=None if place is None else self._wait(place),
                left=None if ticket.over else ticket.left(),
                look=ticket.look,
                points=len(ticket.points),
                kept=len(ticket.kept),
                resumable=ticket.resumable,
            )

    def history(self, run: str) -> History:
        """The run from its start to here. Whoever asks is watching it."""
        with self._lock:
            return self._watched(run).history()

    def order(self, run: str) -> Order:
        """What was asked for."""
        with self._lock:
            return self._watched(run).order

    def pause(self, run: str) -> None:
        """Stop after this batch; a run that waits for its turn waits no longer."""
        with self._lock:
            ticket = self._watched(run)
            if ticket.phase is Phase.WAITING and ticket in self._queue:
                self._queue.remove(ticket)
                ticket.phase = Phase.PAUSED
            elif ticket.after is Phase.WAITING:
                ticket.after = Phase.PAUSED
            elif ticket.phase in (Phase.STARTING, Phase.RUNNING):
                ticket.paused = True
                self._tell(ticket, Pause())

    def resume(self, run: str) -> None:
        """Go on: from a pause, or after a stop or a mishap from the last state that was saved."""
        with self._lock:
            self._go_on(self._watched(run), paused=False)

    def step(self, run: str) -> None:
        """One batch of a paused run."""
        with self._lock:
            ticket = self._watched(run)
            if ticket.phase is Phase.PAUSED and self._place_of(ticket) and ticket.after is None:
                ticket.since = time.monotonic()
                self._tell(ticket, Step())
            elif ticket.resumable:
                ticket.steps += 1
                self._go_on(ticket, paused=True)

    def stop(self, run: str) -> None:
        """End it here, and measure what it has learned so far."""
        with self._lock:
            ticket = self._watched(run)
            if ticket.phase in (Phase.RUNNING, Phase.PAUSED) and self._place_of(ticket) and ticket.after is None:
                self._tell(ticket, Finish())
            else:
                self._stop(ticket, "")

    def restart(self, run: str) -> None:
        """From the same random weights once more, at the end of the queue."""
        with self._lock:
            ticket = self._watched(run)
            self._take_off(ticket)
            ticket.forget()
            self._enqueue(ticket)

    def watch(self, run: str, picture: Array, label: int | None = None) -> None:
        """Look at another digit (28, 28) from now on."""
        with self._lock:
            ticket = self._watched(run)
            ticket.watch(replace(ticket.order, watched=picture, label=label))
            self._tell(ticket, Watch(picture))

    def close(self) -> None:
        """End every worker."""
        self._closing.set()
        with self._lock:
            processes = [place.process for place in self._places if place.process is not None]
            self._places.clear()
        for process in processes:
            process.end()
            process.wait()

    @property
    def workers(self) -> tuple[int, ...]:
        """The numbers of the worker processes in the system."""
        with self._lock:
            return tuple(place.process.pid for place in self._places if place.process is not None)

    # Inside: every method below is called under the lock

    def _watched(self, run: str) -> Ticket:
        ticket = self._tickets.get(run)
        if ticket is None:
            raise TrainingError(
                "This training is not here any more: the server was started anew, or nobody looked at it for an hour. "
                "Start it again; the same seed gives the same run."
            )
        ticket.watched = time.monotonic()
        return ticket

    def _enqueue(self, ticket: Ticket) -> None:
        ticket.phase, ticket.message, ticket.after = Phase.WAITING, "", None
        self._queue.append(ticket)
        if self._housekeeper is None:
            self._housekeeper = threading.Thread(target=self._keep_house, name="workshop", daemon=True)
            self._housekeeper.start()
        self._seat()

    def _go_on(self, ticket: Ticket, *, paused: bool) -> None:
        ticket.paused = paused
        if ticket.after is not None:  # it is just being taken off its place
            ticket.after = Phase.WAITING
        elif self._place_of(ticket) and ticket.phase is Phase.PAUSED:
            ticket.phase = Phase.RUNNING
            self._tell(ticket, Resume())
        elif ticket.phase in (Phase.STARTING, Phase.RUNNING) and not paused:
            self._tell(ticket, Resume())  # a pause may be on its way
        elif ticket.resumable:
            ticket.outcome = None
            self._enqueue(ticket)

    def _stop(self, ticket: Ticket, message: str) -> None:
        if ticket.over:
            return
        if ticket in self._queue:
            self._queue.remove(ticket)
        ticket.message = message
        if self._place_of(ticket) and ticket.phase is not Phase.STARTING:
            ticket.after = Phase.STOPPED  # its last state is still to come
            self._tell(ticket, Leave())
            return
        self._take_off(ticket)
        ticket.phase, ticket.generation = Phase.STOPPED, ticket.generation + 1

    def _take_off(self, ticket: Ticket) -> None:
        """At once, without its state."""
        if ticket in self._queue:
            self._queue.remove(ticket)
        if place := self._place_of(ticket):
            place.ticket = None
            if place.name and place.process:
                place.process.send(Leave())

    def _seat(self) -> None:
        """Give free places to those who wait longest."""
        while self._queue:
            place = next((each for each in self._places if each.free), None)
            if place is None:
                if len(self._places) >= self._most:
                    return
                place = self._hired()
                self._places.append(place)
            ticket = self._queue.pop(0)
            place.ticket, place.began, ticket.phase = ticket, time.monotonic(), Phase.STARTING
            if place.ready:
                self._begin(place, ticket)

    def _begin(self, place: _Place, ticket: Ticket) -> None:
        assert place.process is not None
        place.name, place.began = ticket.name, time.monotonic()
        place.process.send(Begin(ticket.name, ticket.order, ticket.state, ticket.paused))
        for _ in range(ticket.steps):
            place.process.send(Step())
        ticket.steps = 0

    def _hired(self) -> _Place:
        place = _Place()
        place.process = WorkerProcess(self._heard, self._ended)
        return place

    def _place_of(self, ticket: Ticket) -> _Place | None:
        return next((place for place in self._places if place.ticket is ticket), None)

    def _tell(self, ticket: Ticket, command: Command) -> None:
        place = self._place_of(ticket)
        if place is not None and place.name == ticket.name and place.process is not None:
            place.process.send(command)

    def _wait(self, number: int) -> float:
        """Seconds until the `number`-th of the queue gets a place, about: each of those before it takes its turn."""
        now = time.monotonic()
        free = [0.0] * (self._most - len(self._places))
        for place in self._places:
            if place.ticket is None:
                free.append(0.0)
                continue
            left = max(0.0, self._until(place) - now)
            free.append(left if place.ticket.phase is Phase.PAUSED else min(left, place.ticket.left()))
        for ticket in self._queue[: number - 1]:
            free.sort()
            free[0] += min(self._rules.turn, ticket.left())
        return min(free)

    def _until(self, place: _Place) -> float:
        """When the turn of the run at this place is over."""
        assert place.ticket is not None
        if place.ticket.phase is Phase.PAUSED:
            return place.ticket.since + self._rules.pause
        return place.began + self._rules.turn

    # What workers tell, in threads of their own

    def _heard(self, process: WorkerProcess, report: Report) -> None:
        with self._lock:
            place = next((each for each in self._places if each.process is process), None)
            if place is None:
                return
            if isinstance(report, Ready):
                place.ready = True
                if place.ticket is not None:
                    self._begin(place, place.ticket)
                return
            ticket = place.ticket if place.ticket is not None and report.run == place.ticket.name else None
            if ticket is not None:
                self._written_down(ticket, report)
            if isinstance(report, Finished | Left | Failed):
                self._freed(place, ticket)

    def _written_down(self, ticket: Ticket, report: Report) -> None:
        match report:
            case Looked(look=look, paused=paused):
                ticket.look = look
                if ticket.after is None and ticket.phase is not Phase.MEASURING:
                    phase = Phase.PAUSED if paused else Phase.RUNNING
                    if phase is not ticket.phase:
                        ticket.phase, ticket.paused = phase, paused
                        if paused:
                            ticket.since = time.monotonic()
            case Noted(points=points, kept=kept):
                ticket.note(points, kept)
            case Saved(state=state):
                ticket.state = state
            case Measuring():
                ticket.phase = Phase.MEASURING
            case Finished(outcome=outcome):
                ticket.phase, ticket.outcome, ticket.after = Phase.FINISHED, outcome, None
            case Failed(message=message):
                ticket.phase, ticket.message, ticket.state, ticket.after = Phase.FAILED, message, None, None

    def _freed(self, place: _Place, ticket: Ticket | None) -> None:
        place.name = ""
        if ticket is not None:
            place.ticket = None
            if ticket.after is Phase.WAITING:
                self._enqueue(ticket)
            elif ticket.after is not None:
                ticket.phase, ticket.after = ticket.after, None
        self._seat()

    def _ended(self, process: WorkerProcess, status: int) -> None:
        with self._lock:
            place = next((each for each in self._places if each.process is process), None)
            if place is None:
                return
            self._places.remove(place)
            ticket = place.ticket
            if ticket is not None and place.ready and ticket.phase is Phase.STARTING and not ticket.unlucky:
                ticket.unlucky = True  # it got a worker that was dying: it is given another one, once
                ticket.phase = Phase.WAITING
                self._queue.insert(0, ticket)
            elif ticket is not None:
                ticket.phase, ticket.after = Phase.FAILED, None
                ticket.message = _obituary(status, ticket)
            if not self._closing.is_set():
                self._seat()

    # Housekeeping

    def _keep_house(self) -> None:
        while not self._closing.wait(_TICK):
            with self._lock:
                self._tidy(time.monotonic())

    def _tidy(self, now: float) -> None:
        rules = self._rules
        for ticket in list(self._tickets.values()):
            if not ticket.over and ticket.after is None and now - ticket.watched > rules.unwatched:
                minutes = max(1, round(rules.unwatched / 60))
                self._stop(ticket, f"It was stopped: nobody looked at it for {minutes} minutes. It can be resumed.")
            elif ticket.over and now - ticket.watched > rules.remembered:
                del self._tickets[ticket.id]
        ended = sorted((each for each in self._tickets.values() if each.over), key=lambda each: each.watched)
        for ticket in ended[: max(0, len(ended) - MOST_REMEMBERED)]:
            del self._tickets[ticket.id]
        if not self._queue:
            return
        for place in self._places:
            seated = place.ticket
            if seated is None or seated.after is not None or seated.phase not in (Phase.RUNNING, Phase.PAUSED):
                continue
            if now > self._until(place):
                seated.after = Phase.PAUSED if seated.phase is Phase.PAUSED else Phase.WAITING
                self._tell(seated, Leave())


def _obituary(status: int, ticket: Ticket) -> str:
    """What is told of a run whose worker is gone."""
    how = f"exit status {status}"
    if status < 0:
        with suppress(ValueError):
            how = signal.Signals(-status).name
    why = (
        "ended from outside, by hand or because the machine ran out of memory"
        if status == -getattr(signal, "SIGKILL", 9)
        else "ended by an error"
    )
    again = "Start it again; the same seed gives the same run."
    if ticket.state is not None:
        again = f"Nothing that it learned up to batch {ticket.state.step:,} is lost: resume it."
    return f"The process that trained this network was {why} ({how}). {again}"
