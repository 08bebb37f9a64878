"""What a worker tells of a run, written down on its ticket."""

import time

from cnnviz.workshop.messages import Failed, Finished, Looked, Measuring, Noted, Report, Saved
from cnnviz.workshop.ticket import Phase, Ticket


def write_down(ticket: Ticket, report: Report) -> None:
    """Let the ticket say it too. A run that is being taken off its place keeps its phase until it has left."""
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
