"""How long a run may stay at its place while others wait, and how long they wait for it, about."""

from dataclasses import dataclass

from cnnviz.workshop.place import Place
from cnnviz.workshop.seating import Seating
from cnnviz.workshop.ticket import Phase, Ticket


@dataclass(frozen=True)
class Rules:
    """How long is waited for whom, in seconds."""

    turn: float = 30.0  # at a place while others wait; then the next one's turn
    pause: float = 60.0  # paused at a place while others wait
    unwatched: float = 180.0  # a run that nobody looks at ends
    remembered: float = 3600.0  # an ended run that nobody looks at is forgotten


def until(place: Place, rules: Rules) -> float:
    """When the turn of the run at this place is over."""
    assert place.ticket is not None
    if place.ticket.phase is Phase.PAUSED:
        return place.ticket.since + rules.pause
    return place.began + rules.turn


def over(seating: Seating, rules: Rules, now: float) -> list[Ticket]:
    """Those who have been at their places long enough while others wait, the longest first; no more than have to go."""
    going = [place for place in seating.places if place.ticket is None or place.ticket.after is not None]
    found: list[tuple[float, Ticket]] = []
    for place in seating.places:
        ticket = place.ticket
        if ticket is None or place in going or ticket.phase not in (Phase.RUNNING, Phase.PAUSED):
            continue
        if now > (end := until(place, rules)):
            found.append((end, ticket))
    found.sort(key=lambda each: each[0])
    return [ticket for _, ticket in found[: max(0, len(seating.queue) - len(going))]]


def wait(seating: Seating, rules: Rules, number: int, now: float) -> float:
    """Seconds until the `number`-th of the queue gets a place, about: each of those before it takes its turn."""
    free = [0.0] * (seating.most - len(seating.places))
    for place in seating.places:
        if place.ticket is None:
            free.append(0.0)
            continue
        left = max(0.0, until(place, rules) - now)
        free.append(left if place.ticket.phase is Phase.PAUSED else min(left, place.ticket.left()))
    for ticket in seating.queue[: number - 1]:
        free.sort()
        free[0] += min(rules.turn, ticket.left())
    return min(free)
