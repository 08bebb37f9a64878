"""Few places, and the queue before them: who waits longest comes first."""

from collections.abc import Callable

from cnnviz.workshop.messages import Command
from cnnviz.workshop.place import Place
from cnnviz.workshop.process import WorkerProcess
from cnnviz.workshop.ticket import Phase, Ticket


class Seating:
    """Who is at which place, and who waits. Written to by one thread at a time: the workshop's lock sees to that."""

    def __init__(self, most: int, hire: Callable[[], WorkerProcess]) -> None:
        """`most`: how many places there may be; each gets a worker of its own when it is first needed."""
        self.most, self._hire = most, hire
        self.places: list[Place] = []
        self.queue: list[Ticket] = []

    def warm(self) -> None:
        """Have a worker before there is a run for it."""
        if not self.places:
            self.places.append(Place(self._hire()))

    def place_of(self, ticket: Ticket) -> Place | None:
        """Where the run is; None when it waits, or has ended."""
        return next((place for place in self.places if place.ticket is ticket), None)

    def place_with(self, process: WorkerProcess) -> Place | None:
        """Where the worker is; None when it is not here any more."""
        return next((place for place in self.places if place.process is process), None)

    def number_of(self, ticket: Ticket) -> int | None:
        """Its number in the queue, 1 for the next; None when it does not wait."""
        return self.queue.index(ticket) + 1 if ticket in self.queue else None

    def join(self, ticket: Ticket, *, first: bool = False) -> None:
        """Queue, and come in if there is a place."""
        ticket.phase = Phase.WAITING
        self.queue.insert(0 if first else len(self.queue), ticket)
        self.fill()

    def leave_queue(self, ticket: Ticket) -> None:
        """Wait no longer, if it does."""
        if ticket in self.queue:
            self.queue.remove(ticket)

    def take_off(self, ticket: Ticket) -> None:
        """Out of the queue or off its place, at once and without its state."""
        self.leave_queue(ticket)
        if place := self.place_of(ticket):
            place.clear()

    def fill(self) -> None:
        """Give free places to those who wait longest."""
        while self.queue and (place := self._free()):
            place.take(self.queue.pop(0))

    def _free(self) -> Place | None:
        place = next((each for each in self.places if each.free), None)
        if place is not None or len(self.places) >= self.most:
            return place
        try:
            self.places.append(Place(self._hire()))
        except OSError as error:
            if not self.places:  # those who wait would do so for ever
                why = f"This machine can start no process to train in ({error.strerror})."
                for ticket in self.queue:
                    ticket.fail(f"{why} Try again in a few minutes.")
                self.queue.clear()
            return None
        return self.places[-1]

    def tell(self, ticket: Ticket, command: Command) -> None:
        """Told to the worker that is at the run; to nobody when it has none."""
        if place := self.place_of(ticket):
            place.tell(command)
