"""A trained network as one file, and back: a zip of weights (safetensors), card (JSON) and code.

The card holds the stack, the settings, what was measured, and the SHA-256 of the weights. What is loaded is checked
before it is believed; nothing in it is ever run or unpickled.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
import torch
from torch import nn

from cnnviz.errors import CnnvizError, ModelError
from cnnviz.runs.history import History, Weights
from cnnviz.runs.settings import Settings
from cnnviz.stacks import wire
from cnnviz.stacks.stack import MOST_PARAMETERS, Stack, plan
from cnnviz.workshop.code import keras_training, torch_training
from cnnviz.workshop.replay import network

WEIGHTS, CARD, TORCH, KERAS = "network.safetensors", "network.json", "network_torch.py", "network_keras.py"
_MOST = {WEIGHTS: 4 * MOST_PARAMETERS + 100_000, CARD: 100_000}  # bytes
# What a damaged or hostile archive makes the zip reader raise.
_NO_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_VERSION = 1
_REMEDY = "Load a network that was saved on this page."


@dataclass(frozen=True, eq=False)
class Saved:
    """A trained network that was loaded: in eval mode, frozen."""

    stack: Stack
    settings: Settings
    model: nn.Sequential
    weights: Weights
    card: Mapping[str, Any]


def save(history: History, weights: Weights | None = None) -> bytes:
    """The network at the end of a run, or with other weights of it, as a zip file."""
    given = history.kept[-1].weights if weights is None else weights
    raw = safetensors.numpy.save({name: np.ascontiguousarray(value) for name, value in given.items()})
    told = json.dumps(card(history, raw), indent=2, ensure_ascii=False) + "\n"
    files = {
        WEIGHTS: raw,
        CARD: told.encode(),
        TORCH: torch_training(history.stack, history.settings).encode(),
        KERAS: keras_training(history.stack, history.settings).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def card(history: History, raw: bytes) -> dict[str, Any]:
    """What vouches for the weights."""
    planned, outcome = plan(history.stack), history.outcome
    return {
        "cnnviz_network": _VERSION,
        "stack": wire.to_wire(history.stack),
        "layers": [{"name": each.name, "shape": list(each.shape), "parameters": each.parameters} for each in planned],
        "parameters": sum(each.parameters for each in planned),
        "settings": history.settings.to_wire(),
        "batches": history.kept[-1].step if history.kept else 0,
        "accuracy": {  # shares, 0 to 1
            "mnist_test": outcome.test.accuracy if outcome else None,
            "training": outcome.training.accuracy if outcome else None,
            "own_digits": outcome.tray.accuracy if outcome and outcome.tray else None,
        },
        "date": datetime.now(UTC).date().isoformat(),
        "torch": torch.__version__,
        "weights": {"file": WEIGHTS, "sha256": hashlib.sha256(raw).hexdigest()},
    }


def load(content: bytes) -> Saved:
    """The network of a file that `save` made; ModelError for anything else, with what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told, raw = _unpacked(archive, CARD), _unpacked(archive, WEIGHTS)
    except _NO_ZIP as error:
        raise ModelError(f"The file is no whole zip file of a network. {_REMEDY}") from error
    return checked(told, raw)


def load_network(path: str | Path) -> nn.Sequential:
    """The network of a file that was saved on the page, in eval mode. ModelError for anything else."""
    try:
        return load(Path(path).read_bytes()).model
    except OSError as error:
        raise ModelError(f"The file {path} cannot be read ({error.strerror}). Save a network on the page.") from error


def checked(told: bytes, raw: bytes) -> Saved:
    """The network of a card and the weights that it vouches for."""
    if len(told) > _MOST[CARD] or len(raw) > _MOST[WEIGHTS]:
        raise ModelError(f"The network is larger than any that this page makes. {_REMEDY}")
    try:
        found = json.loads(told)
        version, sha256 = found["cnnviz_network"], found["weights"]["sha256"]
        stack_wire, settings_wire = found["stack"], found["settings"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"The card of the network is damaged. {_REMEDY}") from error
    if version != _VERSION:
        raise ModelError(f"The card is of version {version!r:.20}; version {_VERSION} is read here. {_REMEDY}")
    here = hashlib.sha256(raw).hexdigest()
    if here != sha256:
        raise ModelError(
            f"The weights are not those of the card: their SHA-256 is {here}, that of the card is {sha256!r:.80}. "
            "One of the two was changed or damaged. Save the network again."
        )
    try:
        stack, settings = wire.from_wire(stack_wire), Settings.from_wire(settings_wire)
        plan(stack)
    except CnnvizError as error:
        raise ModelError(f"The card of the network does not hold: {error}") from error
    weights = _tensors(raw)
    return Saved(stack, settings, network(stack, weights), weights, found)


def _tensors(raw: bytes) -> dict[str, Any]:
    try:
        tensors = safetensors.numpy.load(raw)
    except Exception as error:  # whatever it is that safetensors stumbles on
        raise ModelError(
            f"The weights are no safetensors file: PyTorch's own format can run code when it is opened and is not "
            f"read here. {_REMEDY}"
        ) from error
    for name, value in tensors.items():
        if value.dtype != np.float32 or not np.isfinite(value).all():
            raise ModelError(f"The weights {name:.60} are not finite float32 numbers. {_REMEDY}")
        value.setflags(write=False)
    return tensors


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of the archive, and no more of it than it may have."""
    try:
        with archive.open(name) as file:
            content = file.read(_MOST[name] + 1)
    except KeyError as error:
        raise ModelError(f"The file has no {name} in it. {_REMEDY}") from error
    if len(content) > _MOST[name]:
        raise ModelError(f"{name} is larger than that of any network that this page makes. {_REMEDY}")
    return content
