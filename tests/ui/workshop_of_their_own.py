"""A workshop that tests have to themselves, whatever the server of other tests has opened."""

from collections.abc import Iterator
from contextlib import contextmanager

from cnnviz.ui import trainings
from cnnviz.workshop.workshop import Workshop


@contextmanager
def own_workshop() -> Iterator[Workshop]:
    """Inside, `trainings.workshop()` is this one, with one place; it is closed in the end."""
    before = trainings._opened[:]
    trainings._opened[:] = [Workshop(places=1)]
    yield trainings._opened[0]
    trainings._opened.pop().close()
    trainings._opened[:] = before
