"""A place to train at: a worker, and the run it is at."""

import time
from dataclasses import dataclass

from cnnviz.workshop.messages import Begin, Command, Leave
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.ticket import Phase, Ticket


@dataclass(eq=False)
class Place:
    """Only the seating and the foreman write here."""

    process: WorkerProcess
    ready: bool = False  # the worker has loaded what it needs
    ticket: Ticket | None = None
    name: str = ""  # of the run that the worker was told to begin; empty when it is free
    began: float = 0.0  # when it was told

    @property
    def free(self) -> bool:
        """Whether another run can come."""
        return self.ticket is None and not self.name

    def take(self, ticket: Ticket) -> None:
        """The run is at this place from now on; it begins as soon as the worker is ready."""
        self.ticket, self.began, ticket.phase = ticket, time.monotonic(), Phase.STARTING
        if self.ready:
            self.begin()

    def begin(self) -> None:
        """The worker is told of the run."""
        ticket = self.ticket
        assert ticket is not None
        self.name, self.began = ticket.name, time.monotonic()
        self.process.send(Begin(ticket.name, ticket.order, ticket.state, ticket.paused, ticket.digit))

    def tell(self, command: Command) -> None:
        """Told to the worker, if it is at the run of this place."""
        if self.ticket is not None and self.name == self.ticket.name:
            self.process.send(command)

    def clear(self) -> None:
        """The run is here no more, at once and without its state; the place is free when the worker has left it."""
        self.ticket = None
        if self.name:
            self.process.send(Leave())
