"""What can go wrong, in the user's words.

Each message says what is wrong, what would be right and what to do; pages and
the command line show it as it is.
"""


class CnnvizError(Exception):
    """Base of every error that a user can cause and can mend."""


class DrawingError(CnnvizError):
    """A picture or drawing that cannot be read."""


class EmptyDrawingError(DrawingError):
    """A drawing without ink: a network would still name a digit, so nothing is asked of it."""


class ModelError(CnnvizError):
    """An unknown network, or weights that do not fit or are damaged."""


class DataError(CnnvizError):
    """A data file (MNIST) that is missing or damaged."""


class TraceError(CnnvizError):
    """A model or an input that cannot be traced."""


class StackError(ModelError):
    """A stack of layers that cannot be built; `place` is where in the stack, counted from 0, if at one layer."""

    def __init__(self, message: str, place: int | None = None) -> None:
        super().__init__(message)
        self.place = place


class TrainingError(CnnvizError):
    """Settings that cannot be trained with, or a run that is not there."""
