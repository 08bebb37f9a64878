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
