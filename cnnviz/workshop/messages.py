"""What the server and a worker say to each other, and how it travels: a length, then a pickle, over a pipe.

Both ends are this program, in processes of its own making: nothing that came from outside is unpickled.
"""

import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

from cnnviz.runs.history import Kept, Look, Outcome, Point
from cnnviz.runs.settings import Settings
from cnnviz.runs.tray import EMPTY, Tray
from cnnviz.stacks.stack import Stack
from cnnviz.stage import Array
from cnnviz.workshop.state import State

_LENGTH = struct.Struct("<Q")

# To the worker


@dataclass(frozen=True, eq=False)
class Order:
    """A training that is asked for."""

    stack: Stack
    settings: Settings
    watched: Array | None = None  # the learner's digit (28, 28), 0 to 1
    label: int | None = None  # which digit that is, says the learner
    tray: Tray = EMPTY
    learn_tray: bool = False


@dataclass(frozen=True, eq=False)
class Begin:
    """Train, from the start or from a state on."""

    run: str  # every report names it: those of the run before may still be on their way
    order: Order
    state: State | None = None
    paused: bool = False
    digit: int = 0  # number of the watched digit


@dataclass(frozen=True)
class Pause:
    """Stop after this batch, and stay."""


@dataclass(frozen=True)
class Step:
    """Learn from one batch, and stay: a run at work is paused by it."""


@dataclass(frozen=True)
class Resume:
    """Go on."""


@dataclass(frozen=True)
class Finish:
    """Learn no more, and be measured as at the end."""


@dataclass(frozen=True)
class Leave:
    """Stop, hand the state over, and be free for another run."""


@dataclass(frozen=True, eq=False)
class Watch:
    """Another digit is looked at from now on."""

    picture: Array
    digit: int  # its number: points of the curves that are on their way may be of the one before


Command = Begin | Pause | Step | Resume | Finish | Leave | Watch

# From the worker


@dataclass(frozen=True)
class Ready:
    """Torch and MNIST are loaded."""


@dataclass(frozen=True, eq=False)
class Looked:
    """The run as it is now; a paused one has stopped there."""

    run: str
    look: Look
    paused: bool = False


@dataclass(frozen=True, eq=False)
class Noted:
    """What was written down since the last time."""

    run: str
    points: tuple[Point, ...]
    kept: tuple[Kept, ...]
    digit: int = 0  # number of the watched digit that `own` is of


@dataclass(frozen=True, eq=False)
class Saved:
    """From here the run can go on, whatever becomes of the worker. What it has come to up to here has been told."""

    run: str
    state: State


@dataclass(frozen=True)
class Measuring:
    """Everything has been learned; the network is being measured."""

    run: str


@dataclass(frozen=True, eq=False)
class Finished:
    """The run has ended as it should, and the worker is free."""

    run: str
    outcome: Outcome


@dataclass(frozen=True, eq=False)
class Left:
    """The run was left on command, and the worker is free."""

    run: str


@dataclass(frozen=True)
class Failed:
    """The run has ended otherwise, and the worker is free; the message is for the learner."""

    run: str
    message: str
    hopeless: bool = False  # going on from its last state would come to the same end


Report = Ready | Looked | Noted | Saved | Measuring | Finished | Left | Failed


def send(pipe: BinaryIO, message: Command | Report) -> None:
    """Write one message."""
    raw = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(raw)) + raw)
    pipe.flush()


def receive(pipe: BinaryIO) -> Command | Report | None:
    """The next message; None when the other end is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    raw = pipe.read(length)
    if len(raw) < length:
        return None
    message: Command | Report = pickle.loads(raw)
    return message
