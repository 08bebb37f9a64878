"""The five networks, and their trained weights.

Every operation is a named module that is used once, so that a hook can tell what each of them gave out. Input
is (N, 1, 28, 28) float32, 0 (paper) to 1 (ink), not normalised. The last module is `softmax`: the logits are
`model[:-1](x)`.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from cnnviz import guests
from cnnviz.assets import asset
from cnnviz.errors import ModelError

Layers = list[tuple[str, nn.Module]]


def _textbook() -> Layers:
    return [
        ("conv1", nn.Conv2d(1, 32, 3)),  # (N, 32, 26, 26)
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),  # (N, 32, 13, 13)
        ("flatten", nn.Flatten()),  # (N, 5408)
        ("dense", nn.Linear(32 * 13 * 13, 10)),  # (N, 10)
        ("softmax", nn.Softmax(dim=1)),
    ]


def _textbook_no_relu() -> Layers:
    return [(name, layer) for name, layer in _textbook() if name != "relu1"]


def _textbook_linear() -> Layers:
    # Convolution, averaging and the dense layer are linear, so the three together are one linear classifier.
    return [(name, nn.AvgPool2d(2) if name == "pool1" else layer) for name, layer in _textbook_no_relu()]


def _two_block(first: int = 8, second: int = 16) -> Layers:
    return [
        ("conv1_1", nn.Conv2d(1, first, 3, padding=1)),  # (N, 8, 28, 28)
        ("relu1_1", nn.ReLU()),
        ("conv1_2", nn.Conv2d(first, first, 3, padding=1)),
        ("relu1_2", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),  # (N, 8, 14, 14)
        ("conv2_1", nn.Conv2d(first, second, 3, padding=1)),  # (N, 16, 14, 14)
        ("relu2_1", nn.ReLU()),
        ("conv2_2", nn.Conv2d(second, second, 3, padding=1)),
        ("relu2_2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),  # (N, 16, 7, 7)
        ("flatten", nn.Flatten()),  # (N, 784)
        ("dense", nn.Linear(second * 7 * 7, 10)),  # (N, 10)
        ("softmax", nn.Softmax(dim=1)),
    ]


def _teacher() -> Layers:
    return _two_block(16, 32)


def _dense() -> Layers:
    return [
        ("flatten", nn.Flatten()),  # (N, 784)
        ("hidden", nn.Linear(28 * 28, 68)),  # 54,070 parameters: as near as whole units come to 54,410
        ("relu", nn.ReLU()),
        ("dense", nn.Linear(68, 10)),  # (N, 10)
        ("softmax", nn.Softmax(dim=1)),
    ]


_BUILDERS: dict[str, Callable[[], Layers]] = {
    "two-block": _two_block,
    "textbook": _textbook,
    "dense": _dense,
    "textbook-no-relu": _textbook_no_relu,
    "textbook-linear": _textbook_linear,
    "teacher": _teacher,
}
TEACHER = "teacher"  # a wider two-block that the others learn from; it is not shown to anyone
NAMES = tuple(name for name in _BUILDERS if name != TEACHER)


def is_known(name: object) -> bool:
    """Whether `load_model` takes the name: of a network that ships with cnnviz, or of a guest."""
    return (isinstance(name, str) and name in NAMES) or guests.find(name) is not None


def build(name: str) -> nn.Sequential:
    """The named network with PyTorch's random initial weights, in training mode."""
    _check_name(name)
    return nn.Sequential(OrderedDict(_BUILDERS[name]()))


def count_parameters(model: nn.Module) -> int:
    """How many numbers the training of `model` sets."""
    return sum(parameter.numel() for parameter in model.parameters())


def unknown(name: object) -> ModelError:
    """What to say of a name for which `is_known` is false."""
    try:
        _check_name(name)
    except ModelError as error:
        return error
    return ModelError(f"There is no network {name!r}. There are: {', '.join(NAMES)}.")  # one that is not shown


def folder_of_models() -> Path:
    """Where the trained weights and their cards lie: `NAME.safetensors` and `NAME.json`."""
    return asset("models")


def load_model(name: str, folder: Path | None = None) -> nn.Sequential:
    """The trained network, in eval mode, frozen, one for all callers: never change it.

    `folder` is where `cnnviz train` wrote another one; without it, the network that ships with cnnviz, or a guest.
    ModelError when the name is unknown, or the file is missing, differs from its card's SHA-256, or does not fit.
    """
    if folder is None and (guest := guests.find(name)):
        return guest.model
    _check_name(name)  # here: the cache takes what can be hashed alone
    return _load_model(name, folder)


@cache
def _load_model(name: str, folder: Path | None) -> nn.Sequential:
    entry = card(name, folder)["weights"]
    path = (folder or folder_of_models()) / entry["file"]
    return _frozen(name, _read_tensors(path, entry["sha256"]), path)


def card(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The model card: architecture, recipe, seed, parameters, measured accuracies, date, SHA-256."""
    if folder is None and (guest := guests.find(name)):
        return dict(guest.card)
    _check_name(name)
    path = (folder or folder_of_models()) / f"{name}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["weights"]["file"], found["weights"]["sha256"], found["checkpoints"]  # what loading relies on
    except OSError as error:
        raise ModelError(f"The model card {path} cannot be read ({error.strerror}). {_remedy(name)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The model card {path} is damaged ({error!r}). {_remedy(name)}") from error
    return dict(found)


@dataclass(frozen=True)
class Moment:
    """One moment of a training: how many steps and passes over the data it had, and how good it was then."""

    step: int
    epoch: float
    held_back: float  # accuracy, 0 to 1, on the 5,000 training images held back for choosing


def checkpoints(name: str, folder: Path | None = None) -> list[Moment]:
    """The kept moments of the network's training, first to last; empty for networks that keep none.

    The first is before training; the last is the network that `load_model` gives.
    """
    kept = card(name, folder)["checkpoints"]
    return [Moment(**moment) for moment in kept["moments"]] if kept else []


def load_checkpoint(name: str, moment: Moment, folder: Path | None = None) -> nn.Sequential:
    """The network as it was at one of its `checkpoints`: in eval mode, frozen, shared."""
    _check_name(name)
    return _load_checkpoint(name, moment, folder)


@cache
def _load_checkpoint(name: str, moment: Moment, folder: Path | None) -> nn.Sequential:
    kept = card(name, folder)["checkpoints"]
    known = checkpoints(name, folder)
    if moment not in known:
        steps = ", ".join(str(each.step) for each in known) or "none"
        raise ModelError(f"The network {name!r} keeps no checkpoint of step {moment.step}. It keeps: {steps}.")
    path = (folder or folder_of_models()) / kept["file"]
    prefix = f"{moment.step}/"
    tensors = _read_tensors(path, kept["sha256"])
    weights = {key.removeprefix(prefix): each for key, each in tensors.items() if key.startswith(prefix)}
    return _frozen(name, weights, path)


def _check_name(name: object) -> None:
    if isinstance(name, str) and name.startswith(guests.PREFIX):
        raise ModelError(
            "This network of one's own is no longer here: the server was started anew, or many others came since. "
            "Train it again, or load the file in which you kept it."
        )
    if not isinstance(name, str) or name not in _BUILDERS:
        raise ModelError(f"There is no network {name!r}. There are: {', '.join(NAMES)}.")


def _remedy(name: str) -> str:
    return f"Reinstall cnnviz, or train the network again: cnnviz train --model {name}"


def _read_tensors(path: Path, sha256: str) -> dict[str, Tensor]:
    name = path.name.split(".")[0]
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The weights {path} cannot be read ({error.strerror}). {_remedy(name)}") from error
    found = hashlib.sha256(raw).hexdigest()
    if found != sha256:
        raise ModelError(
            f"The weights {path} are damaged: their SHA-256 is {found}, that of the model card is {sha256}. "
            f"{_remedy(name)}"
        )
    try:
        return safetensors.torch.load(raw)
    except safetensors.SafetensorError as error:
        raise ModelError(f"The weights {path} are not a safetensors file ({error}). {_remedy(name)}") from error


@torch.inference_mode(False)  # kept for callers who want gradients, whoever was the first to ask
def _frozen(name: str, tensors: dict[str, Tensor], path: Path) -> nn.Sequential:
    model = build(name)
    wanted = {key: tuple(tensor.shape) for key, tensor in model.state_dict().items()}
    found = {key: tuple(tensor.shape) for key, tensor in tensors.items()}
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            raise ModelError(
                f"The weights {path} do not fit the network {name!r}: {key} is {found.get(key, 'missing')}, "
                f"{wanted.get(key, 'nothing of that name')} was expected. {_remedy(name)}"
            )
    model.load_state_dict(tensors)
    return model.eval().requires_grad_(False)
