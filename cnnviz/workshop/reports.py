"""What a worker tells of a run, written down on its ticket."""

import time

from cnnviz.workshop.messages import Failed, Finished, Looked, Measuring, Noted, Report, Saved
from cnnviz.workshop.obituary import left_of
from cnnviz.workshop.ticket import Phase, Ticket


def write_down(ticket: Ticket, report: Report) -> None:
    """Let the ticket say it too. A run that is being taken off its place keeps its phase until it has left."""
    match report:
        case Looked(look=look, paused=paused):
            ticket.look = look
            if ticket.after is None and ticket.phase is not Phase.MEASURING:
                # A worker pauses when it is told to, and no pause counts that is not wished for any more.
                phase = Phase.PAUSED if paused and ticket.paused else Phase.RUNNING
                if phase is Phase.PAUSED and ticket.phase is not phase:
                    ticket.since = time.monotonic()
                ticket.phase = phase
        case Noted(points=points, kept=kept, digit=digit):
            ticket.note(points, kept, digit)
        case Saved(state=state):
            ticket.save(state)
        case Measuring():
            ticket.phase = Phase.MEASURING
        case Finished(outcome=outcome):
            # Whoever stopped it while it was measured came too late.
            ticket.phase, ticket.message, ticket.outcome, ticket.after = Phase.FINISHED, "", outcome, None
        case Failed(message=message, hopeless=hopeless):
            if hopeless:
                ticket.state = None
            ticket.fail(f"{message} {left_of(ticket)}".rstrip())
