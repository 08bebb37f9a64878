"""What is told of a run that ended by a mishap, and what is left of it."""

import signal
from contextlib import suppress

from cnnviz.workshop.ticket import Ticket

# How processes are ended by hand, and by systems that are short of memory: Linux kills, earlyoom asks first.
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP")


def obituary(status: int, ticket: Ticket) -> str:
    """Of a run whose worker is gone: how that ended, by its exit status, and what is to be done."""
    how = f"exit status {status}"
    if status < 0:
        with suppress(ValueError):
            how = signal.Signals(-status).name
    why = (
        "ended from outside, by hand or because the machine ran out of memory"
        if how in _FROM_OUTSIDE
        else "ended by an error"
    )
    again = left_of(ticket) or "Start it again; the same seed gives the same run."
    return f"The process that trained this network was {why} ({how}). {again}"


def left_of(ticket: Ticket) -> str:
    """From where it can go on; empty when nothing was saved."""
    if ticket.state is None:
        return ""
    return f"Nothing that it learned up to batch {ticket.state.step:,} is lost: resume it."
