"""The server's one workshop, and a run as the page is told of it."""

import atexit
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from torch import nn

from cnnviz import guests, texts
from cnnviz.models import count_parameters
from cnnviz.questions.wording import percentage
from cnnviz.runs.history import History, Point
from cnnviz.stacks.wire import to_wire
from cnnviz.stage import Array
from cnnviz.ui.glance import finite
from cnnviz.workshop.messages import Order
from cnnviz.workshop.replay import at_moment
from cnnviz.workshop.ticket import Status
from cnnviz.workshop.workshop import Workshop

_opening = threading.Lock()
_opened: list[Workshop] = []


def workshop() -> Workshop:
    """Where all visitors' networks are trained; opened when it is first needed, closed with the server."""
    with _opening:
        if not _opened:
            _opened.append(Workshop())
            atexit.register(_opened[0].close)
        return _opened[0]


def told(status: Status, history: History) -> dict[str, Any]:
    """A run in JSON: where it is, and how far."""
    look, outcome = status.look, history.outcome
    numbers = {} if look is None else finite(
        {
            "step": look.step,
            "total": look.total,
            "epoch": look.epoch,
            "loss": look.loss,
            "accuracy": look.accuracy,
            "heldBack": look.held_back,
            "speed": look.images_a_second,
        }
    )
    return {
        "phase": status.phase.value,
        "message": status.message,
        "place": status.place,
        "wait": status.wait,
        "left": status.left,
        "resumable": status.resumable,
        "points": status.points,
        "kept": status.kept,
        "test": None if outcome is None else outcome.test.accuracy,
        "now": numbers or None,
    }


def ordered(order: Order) -> dict[str, Any]:
    """What was asked for, in JSON."""
    return {"stack": to_wire(order.stack), "settings": order.settings.to_wire(), "label": order.label} | {
        "tray": len(order.tray),
        "learned": learned(order),
    }


def learned(order: Order) -> int:
    """How many digits of the learner's own a run learns from."""
    return len(order.tray) if order.learn_tray else 0


def guest(history: History) -> str:
    """The network at the end of a measured run, taken in as a guest; its name."""
    assert history.outcome is not None
    return welcomed(at_moment(history, -1), history.outcome.test.accuracy)


def welcomed(model: nn.Sequential, accuracy: float) -> str:
    """A network that reads such a share of the test digits rightly, taken in as a guest; its name."""
    label = texts.chapter("train")["words"]["status"]["own"].format(share=percentage(accuracy))
    parameters = count_parameters(model)
    return guests.welcome(
        model,
        {
            "label": label,
            "parameters": parameters,
            "accuracy": {"mnist_test": accuracy},
            "checkpoints": None,
            "code": f'cnnviz.load_network("{file_name(parameters, accuracy)}")',
        },
    )


def file_name(parameters: int, accuracy: float) -> str:
    """What a trained network's file is called."""
    return f"network-{parameters}-{100 * accuracy:.1f}.zip"


def curves(points: Sequence[Point]) -> dict[str, Array]:
    """`points` (N, 7) and `own` (N, 10), the shares of the watched digit.

    A point is step, epoch, loss, accuracy, the last two on held-back digits, and accuracy on the tray.

    NaN where something was not measured.
    """
    rows = [
        (each.step, each.epoch, each.loss, each.accuracy, each.held_back_loss, each.held_back, each.tray)
        for each in points
    ]
    own = [np.full(10, np.nan) if each.own is None else each.own for each in points]
    return {
        "points": np.array(rows, np.float32).reshape(-1, 7),  # None becomes NaN
        "own": np.array(own, np.float32).reshape(-1, 10),
    }
