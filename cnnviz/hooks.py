"""Hear what each layer of a model gives out while it runs."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from torch import Tensor, nn

from cnnviz.errors import TraceError
from cnnviz.shared_hooks import attach, detach, listening, lock

INPUT = "input"  # the name under which the model's own input appears among a call's inputs


@dataclass(frozen=True, eq=False)
class Call:
    """One run of one module: `output` is a copy, batch axis and all.

    `name` is the module's dotted name, with `#2`, `#3` behind it when the module runs again.
    `inputs` holds a name for each tensor that went in, `None` where no module gave that tensor out.
    `output` is `None` when the module gave out something else than one tensor: `gave` says what.
    `leaf` is false for a container, that is when another module ran inside.
    """

    name: str
    module: nn.Module
    inputs: tuple[str | None, ...]
    output: Tensor | None
    gave: str
    leaf: bool
    source: str | None = None  # which earlier call gave out this very tensor, when it is a container's


class ActivationRecorder:
    """Record layer outputs inside a `with` block; leave no hook behind.

    Three promises, each kept by a test:

    * A recorded tensor is a copy. An in-place ReLU further on cannot change it.
    * Hooks are gone after the block, also when the forward pass fails.
    * Only passes of the thread (and asyncio task) that opened the block are recorded: a hook
      on a shared model hears every visitor's pass.

        with ActivationRecorder(model) as recorder:
            model(digit)                            # (1, 1, 28, 28)
        recorder["conv1"]                           # (1, 32, 26, 26), a copy
        recorder.calls                              # every run of every module, in order of completion

    Recorders may be nested; one recorder may be used again, and then starts anew.
    """

    def __init__(self, model: nn.Module) -> None:
        if not isinstance(model, nn.Module):
            raise TraceError(f"A recorder listens to a torch.nn.Module; got {type(model).__name__}.")
        self._model = model
        self._thread: int | None = None  # the thread that opened the block; None: the block is closed
        self._forget()

    def _forget(self) -> None:
        self._calls: list[Call] = []
        self._running: list[_Running] = []
        self._counts = {INPUT: 1}
        self._givers: dict[int, _Given] = {}
        self._stopped_in: str | None = None

    # The block

    def __enter__(self) -> Self:
        with lock:
            if self._thread is not None:
                raise TraceError("This recorder is already open. Make one ActivationRecorder for each block.")
            self._forget()
            self._hooked = {id(module): (name, module) for name, module in self._model.named_modules()}
            attach(module for _, module in self._hooked.values())
            self._thread = threading.get_ident()
        listening.set((*listening.get(), self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        with lock:
            self._thread = None
            detach(module for _, module in self._hooked.values())
        listening.set(tuple(recorder for recorder in listening.get() if recorder is not self))
        self._stopped_in = self._running[-1].name if error is not None and self._running else None
        self._running.clear()
        self._givers.clear()  # the originals: only copies stay

    # What was heard

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every run of every module, in order of completion: a container comes after what is inside."""
        return tuple(self._calls)

    @property
    def stopped_in(self) -> str | None:
        """Name of the innermost module that was running when the block ended with an error."""
        return self._stopped_in

    def layer(self, name: str | None) -> nn.Module | None:
        """The module of that name."""
        return next((module for known, module in self._hooked.values() if known == name), None)

    def __getitem__(self, name: str) -> Tensor:
        """Output of the call `name` (the model itself is `""`), with its batch axis."""
        for call in self._calls:
            if call.name == name:
                if call.output is None:
                    raise TraceError(f"{name!r} gave out {call.gave}, not one tensor.")
                return call.output
        heard = ", ".join(self) or "nothing (no pass ran inside the block)"
        raise TraceError(f"No call {name!r} was recorded. Recorded: {heard}.")

    def __contains__(self, name: object) -> bool:
        return any(call.name == name for call in self._calls)

    def __iter__(self) -> Iterator[str]:
        return (call.name for call in self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    # Called by the hooks, in the thread of the pass

    def begins(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """A module starts; not for users."""
        if self._hears(module):
            self._begin(module, args, kwargs)

    def ends(self, module: nn.Module, output: object) -> None:
        """A module has given out `output`; not for users."""
        if self._hears(module):
            self._end(module, output)

    def _hears(self, module: nn.Module) -> bool:
        return self._thread == threading.get_ident() and id(module) in self._hooked

    def _begin(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        tensors = [*_tensors(args), *_tensors(kwargs)]
        if module is self._model or not self._givers:  # a pass begins
            self._running.clear()
            for tensor in tensors:
                self._givers[id(tensor)] = _Given(tensor, _version(tensor), INPUT)
        if self._running:
            self._running[-1].leaf = False
        inputs = tuple(self._giver(tensor) for tensor in tensors)
        self._running.append(_Running(module, self._hooked[id(module)][0], inputs))

    def _end(self, module: nn.Module, output: object) -> None:
        if all(running.module is not module for running in self._running):
            return  # it began before the block did
        # A forward that catches a failure of a layer inside it leaves that layer's entry on top.
        while self._running[-1].module is not module:
            self._running.pop()
        running = self._running.pop()
        count = self._counts[running.name] = self._counts.get(running.name, 0) + 1
        name = running.name if count == 1 else f"{running.name}#{count}"
        copy, source, gave = None, None, type(output).__name__
        if isinstance(output, Tensor):
            copy, source = output.detach().clone(), self._giver(output)
        self._calls.append(Call(name, module, running.inputs, copy, gave, running.leaf, source))
        if running.leaf:
            for tensor in _tensors(output):
                self._givers[id(tensor)] = _Given(tensor, _version(tensor), name)

    def _giver(self, tensor: Tensor) -> str | None:
        """Name of the call that gave out this very tensor, unless it was written to in place since."""
        given = self._givers.get(id(tensor))
        return given.name if given is not None and given.version == _version(tensor) else None


@dataclass
class _Running:
    """A module between its start and its end."""

    module: nn.Module
    name: str
    inputs: tuple[str | None, ...]
    leaf: bool = True


@dataclass(frozen=True, eq=False)
class _Given:
    """A tensor that a call gave out. Holding it keeps its id from being given to another tensor."""

    tensor: Tensor
    version: int
    name: str


def _version(tensor: Tensor) -> int:
    """How often the tensor was written to in place; inference tensors do not count."""
    return -1 if tensor.is_inference() else tensor._version


def _tensors(thing: object) -> list[Tensor]:
    """The tensors in nested tuples, lists and dicts, in order."""
    if isinstance(thing, Tensor):
        return [thing]
    if isinstance(thing, dict):
        return [tensor for part in thing.values() for tensor in _tensors(part)]
    if isinstance(thing, tuple | list):
        return [tensor for part in thing for tensor in _tensors(part)]
    return []
