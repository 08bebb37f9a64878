"""A workshop whose workers have no process: each does what it is told when the test lets it."""

from collections import deque

from cnnviz.workshop.bench import Bench
from cnnviz.workshop.messages import Begin, Command, Ready, Report
from cnnviz.workshop.ticket import Ticket
from cnnviz.workshop.turns import Rules
from cnnviz.workshop.workshop import Workshop


class Hand:
    """A worker at a real bench, which hears a command when the test says so."""

    pid = 0

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._commands: deque[Command] = deque()
        self.bench: Bench | None = None

    def send(self, command: Command) -> None:
        self._commands.append(command)

    def report(self, report: Report) -> None:
        self._workshop._heard(self, report)  # type: ignore[arg-type]

    def ready(self) -> None:
        """It has loaded what it needs."""
        self.report(Ready())

    def obey(self) -> None:
        """All that it was told comes to its ears."""
        while self._commands:
            command = self._commands.popleft()
            if isinstance(command, Begin):
                self.bench = Bench(command, self.report)
            elif self.bench is not None:
                self.bench.obey(command)
            self._clear()

    def learn(self, batches: int) -> None:
        """So many batches, in which it hears nothing; a paused bench stands still."""
        for _ in range(batches):
            if self.bench is not None and not self.bench.paused:
                self.bench.step()
                self._clear()

    def die(self, status: int = -9) -> None:
        """It is gone, and what it had not told with it."""
        self._workshop._ended(self, status)  # type: ignore[arg-type]

    def end(self) -> None:
        self.bench = None

    def wait(self) -> None:
        pass

    def _clear(self) -> None:
        if self.bench is not None and self.bench.over:
            bench, self.bench = self.bench, None
            bench.end()


class Hands:
    """The workshop and those who were hired for it, in order."""

    def __init__(self, places: int = 1, rules: Rules | None = None) -> None:
        self.workshop = Workshop(places, rules)
        self.hired: list[Hand] = []
        self.workshop._seating._hire = self._hire  # type: ignore[assignment]

    def _hire(self) -> Hand:
        self.hired.append(Hand(self.workshop))
        return self.hired[-1]

    def ticket(self, run: str) -> Ticket:
        """What the workshop knows of a run."""
        return self.workshop._books._tickets[run]
