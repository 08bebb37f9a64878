"""One pair of hooks a module, shared by all who listen, on a model that many threads use.

Each module carries one pair, however many listeners there are, and the pair comes and goes with
the first and the last of them, under one lock:

* torch numbers hooks with an unguarded counter, so two threads that register at once may get the
  same number and remove each other's hook;
* torch walks the live dict of hooks when a pass fails, so a hook that comes or goes meanwhile
  turns the pass's error into "OrderedDict mutated during iteration". As long as anybody listens,
  the dicts of the module do not change.
"""

import threading
from collections.abc import Iterable
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Protocol

from torch import nn
from torch.utils.hooks import RemovableHandle


class Listener(Protocol):
    """Who is told when a module begins and ends, in the thread of the pass."""

    def begins(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None: ...

    def ends(self, module: nn.Module, output: object) -> None: ...


# Those who listen in this thread or asyncio task.
listening: ContextVar[tuple[Listener, ...]] = ContextVar("cnnviz_listening", default=())
lock = threading.Lock()  # held while hooks come and go


@dataclass
class _Pair:
    """The two hooks of a module and how many listeners need them.

    Holding the module keeps its id from being given to another one.
    """

    module: nn.Module
    handles: tuple[RemovableHandle, RemovableHandle]
    listeners: int = 1


_pairs: dict[int, _Pair] = {}


def attach(modules: Iterable[nn.Module]) -> None:
    """Listen to the modules; the lock must be held."""
    for module in modules:
        pair = _pairs.get(id(module))
        if pair is None:
            _strip(module)
            before = module.register_forward_pre_hook(_before, with_kwargs=True)
            after = module.register_forward_hook(_after, with_kwargs=True)
            _pairs[id(module)] = _Pair(module, (before, after))
        else:
            pair.listeners += 1


def detach(modules: Iterable[nn.Module]) -> None:
    """Listen to them no longer; the lock must be held."""
    for module in modules:
        pair = _pairs[id(module)]
        pair.listeners -= 1
        if pair.listeners == 0:
            del _pairs[id(module)]
            for handle in pair.handles:
                handle.remove()


def _strip(module: nn.Module) -> None:
    """Take away hooks that came along when a model was copied while somebody listened."""
    for hooks in (module._forward_pre_hooks, module._forward_hooks):
        for number in [number for number, hook in hooks.items() if hook in (_before, _after)]:
            del hooks[number]


def copy_of(model: nn.Module) -> nn.Module:
    """A deep copy, made while no hook comes or goes (a walk over a changing dict fails)."""
    with lock:
        return deepcopy(model)


# `*rest`: when the hooks are removed while a neighbour's pass is about to call them, torch
# has already forgotten that they take keyword arguments and leaves those out.


def _before(module: nn.Module, args: tuple[Any, ...], *rest: Any) -> None:
    for listener in listening.get():
        listener.begins(module, args, rest[0] if rest else {})


def _after(module: nn.Module, args: tuple[Any, ...], *rest: Any) -> None:
    for listener in listening.get():
        listener.ends(module, rest[-1])
