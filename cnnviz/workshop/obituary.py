"""What is told of a run whose worker is gone."""

import signal
from contextlib import suppress

from cnnviz.workshop.ticket import Ticket


def obituary(status: int, ticket: Ticket) -> str:
    """How the worker ended, by its exit status, and what of the run is left."""
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
