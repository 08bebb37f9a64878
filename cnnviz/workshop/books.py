"""Every run by its id, as long as somebody looks at it."""

import secrets
import time

from cnnviz.errors import TrainingError
from cnnviz.workshop.messages import Order
from cnnviz.workshop.ticket import Ticket
from cnnviz.workshop.turns import Rules

MOST_REMEMBERED = 60  # runs that have ended


class Books:
    """Written to by one thread at a time: the workshop's lock sees to that."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._tickets: dict[str, Ticket] = {}

    def enter(self, order: Order, visitor: str | None) -> Ticket:
        """A new run, under an id that nobody can guess."""
        now = time.monotonic()
        ticket = Ticket(secrets.token_urlsafe(16), visitor, order, asked=now, watched=now)
        self._tickets[ticket.id] = ticket
        return ticket

    def watched(self, run: str) -> Ticket:
        """The run of that id. Whoever asks is watching it. TrainingError when it is not here any more."""
        ticket = self._tickets.get(run)
        if ticket is None:
            raise TrainingError(
                "This training is not here any more: the server was started anew, or nobody looked at it for an hour. "
                "Start it again; the same seed gives the same run."
            )
        ticket.watched = time.monotonic()
        return ticket

    def unfinished(self) -> list[Ticket]:
        """Runs that have not ended."""
        return [each for each in self._tickets.values() if not each.over]

    def unfinished_of(self, visitor: str | None) -> list[Ticket]:
        """What a visitor has going on; of one without a name that is not known."""
        return [] if visitor is None else [each for each in self.unfinished() if each.visitor == visitor]

    def unwatched(self, now: float) -> list[Ticket]:
        """Runs that go on although nobody has looked at them for long."""
        longest = self._rules.unwatched
        return [each for each in self.unfinished() if each.after is None and now - each.watched > longest]

    def forget(self, now: float) -> None:
        """Ended runs that nobody looks at, and the longest unseen of more than can be remembered."""
        ended = sorted((each for each in self._tickets.values() if each.over), key=lambda each: each.watched)
        too_many = len(ended) - MOST_REMEMBERED
        for place, ticket in enumerate(ended):
            if place < too_many or now - ticket.watched > self._rules.remembered:
                del self._tickets[ticket.id]
