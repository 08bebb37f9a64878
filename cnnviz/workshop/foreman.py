"""The foreman: what becomes of a run when its visitor, its worker or the clock says something."""

import time
from dataclasses import replace

from cnnviz.stage import Array
from cnnviz.workshop.messages import Failed, Finish, Finished, Leave, Left, Pause, Ready, Report, Resume, Step, Watch
from cnnviz.workshop.obituary import obituary
from cnnviz.workshop.place import Place
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.reports import write_down
from cnnviz.workshop.seating import Seating
from cnnviz.workshop.ticket import Phase, Ticket


class Foreman:
    """Sends runs to their places and off them. Spoken to by one thread at a time: the workshop's lock sees to that."""

    def __init__(self, seating: Seating) -> None:
        self._seating = seating

    # What a visitor says

    def queue(self, ticket: Ticket) -> None:
        """To the end of the queue."""
        ticket.message, ticket.after = "", None
        self._seating.join(ticket)

    def pause(self, ticket: Ticket) -> None:
        """It stays where it is after this batch; one that waits for its turn waits no longer."""
        if self._seating.number_of(ticket):
            self._seating.leave_queue(ticket)
            ticket.phase, ticket.steps = Phase.PAUSED, 0
        elif ticket.after is Phase.WAITING:
            ticket.after, ticket.steps = Phase.PAUSED, 0
        elif ticket.phase in (Phase.STARTING, Phase.RUNNING):
            self._seating.tell(ticket, Pause())
        else:
            return
        ticket.paused = True

    def resume(self, ticket: Ticket) -> None:
        """It goes on: from a pause, or after its end from the last state that was saved."""
        ticket.paused, ticket.steps = False, 0
        if self._at_work(ticket):
            ticket.phase = Phase.RUNNING
            self._seating.tell(ticket, Resume())
        elif ticket.phase is Phase.STARTING:
            self._seating.tell(ticket, Resume())  # it may have begun paused
        else:
            self._come_back(ticket)

    def step(self, ticket: Ticket) -> None:
        """One batch, and it stays there: a run at work is paused by it.

        One that no worker is at makes the batches that it was asked for as soon as it has a place.
        """
        if ticket.phase is Phase.MEASURING or (ticket.over and not ticket.resumable):
            return
        ticket.paused = True
        if self._at_work(ticket):
            ticket.since = time.monotonic()
            self._seating.tell(ticket, Step())
        else:
            ticket.steps += 1
            self._come_back(ticket)

    def finish(self, ticket: Ticket) -> None:
        """It ends here and is measured, if a worker is at it."""
        if self._at_work(ticket):
            self._seating.tell(ticket, Finish())
        else:
            self.stop(ticket, "")

    def stop(self, ticket: Ticket, message: str) -> None:
        """It ends here, unmeasured; with a message that says why."""
        if ticket.over:
            return
        self._seating.leave_queue(ticket)
        ticket.message, ticket.steps = message, 0
        if self._seating.place_of(ticket) and ticket.phase is not Phase.STARTING:
            ticket.after = Phase.STOPPED  # its last state is still to come
            self._seating.tell(ticket, Leave())
            return
        self._seating.take_off(ticket)
        ticket.phase, ticket.generation = Phase.STOPPED, ticket.generation + 1
        self._seating.fill()  # its place may be free at once

    def restart(self, ticket: Ticket) -> None:
        """From the same random weights once more, at the end of the queue."""
        self._seating.take_off(ticket)
        ticket.forget()
        self.queue(ticket)

    def watch(self, ticket: Ticket, picture: Array, label: int | None) -> None:
        """Another digit (28, 28) is looked at from now on."""
        ticket.watch(replace(ticket.order, watched=picture, label=label))
        self._seating.tell(ticket, Watch(picture, ticket.digit))

    # What the clock says

    def end_turn(self, ticket: Ticket) -> None:
        """Others wait, and it has been at its place long enough."""
        ticket.after = Phase.PAUSED if ticket.paused else Phase.WAITING
        self._seating.tell(ticket, Leave())

    # What a worker says

    def heard(self, process: WorkerProcess, report: Report) -> None:
        """A report: of the run at its place, or of one that is there no more."""
        place = self._seating.place_with(process)
        if place is None:
            return
        if isinstance(report, Ready):
            place.ready = True
            if place.ticket is not None:
                place.begin()
            return
        if place.ticket is not None and report.run == place.ticket.name:
            write_down(place.ticket, report)
            self._catch_up(place.ticket)
        if isinstance(report, Finished | Left | Failed):
            self._freed(place)

    def ended(self, process: WorkerProcess, status: int) -> None:
        """The worker is gone, and its place with it: a new one is made when it is needed."""
        place = self._seating.place_with(process)
        if place is None:
            return
        self._seating.places.remove(place)
        ticket = place.ticket
        if ticket is not None and ticket.phase is Phase.STARTING and not ticket.unlucky:
            ticket.unlucky = True  # it got a worker that was dying: it is given another one, once
            self._seating.join(ticket, first=True)
        elif ticket is not None:
            ticket.fail(obituary(status, ticket))
        self._seating.fill()

    def _at_work(self, ticket: Ticket) -> bool:
        """Whether a worker is at it, and does what it is told."""
        at_work = ticket.phase in (Phase.RUNNING, Phase.PAUSED) and ticket.after is None
        return at_work and self._seating.place_of(ticket) is not None

    def _come_back(self, ticket: Ticket) -> None:
        """A run that no worker is at gets into the queue, if it is not there."""
        if ticket.after is not None:  # it is just being taken off its place
            ticket.after, ticket.message = Phase.WAITING, ""
        elif ticket.resumable:
            ticket.outcome = None
            self.queue(ticket)

    def _catch_up(self, ticket: Ticket) -> None:
        """The batches that it was asked for before a worker was at it."""
        if not self._at_work(ticket):
            return
        ticket.unlucky = False
        for _ in range(ticket.steps):
            self.step(ticket)
        ticket.steps = 0

    def _freed(self, place: Place) -> None:
        ticket = place.ticket
        place.ticket, place.name = None, ""
        if ticket is not None and ticket.after is Phase.WAITING:
            self.queue(ticket)
        elif ticket is not None and ticket.after is not None:
            ticket.phase, ticket.after = ticket.after, None
        self._seating.fill()
