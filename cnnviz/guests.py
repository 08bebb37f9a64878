"""Networks that visitors trained or brought along: known by a name that nobody can guess, as long as the server runs.

A guest is used like a network that ships with cnnviz: whatever takes a network's name takes a guest's. Nothing is
written to disk.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

PREFIX = "own-"
MOST = 100  # a class of thirty with three each; the one that was used longest ago goes first

_guests: "OrderedDict[str, Guest]" = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class Guest:
    """A visitor's network."""

    name: str
    model: "nn.Sequential"  # in eval mode, frozen: never changed
    card: Mapping[str, Any]  # as a model card: label, parameters, accuracy, weights, checkpoints


def welcome(model: "nn.Sequential", card: Mapping[str, Any]) -> str:
    """Take in a network and its card; the name by which it is known from now on."""
    name = PREFIX + secrets.token_urlsafe(12)
    with _lock:
        _guests[name] = Guest(name, model.eval().requires_grad_(False), card)
        while len(_guests) > MOST:
            _guests.popitem(last=False)
    return name


def find(name: object) -> Guest | None:
    """The guest of that name; None where there is none, or none any more."""
    if not isinstance(name, str) or not name.startswith(PREFIX):
        return None
    with _lock:
        if name in _guests:
            _guests.move_to_end(name)
        return _guests.get(name)
