"""The patches of training digits that excite each map most: made by `python -m cnnviz.training.exciting`.

They lie in `assets/patches/`, for each network a file and its card, and are checked before they are believed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

from cnnviz import models
from cnnviz.assets import asset
from cnnviz.digit_code import unpacked
from cnnviz.errors import DataError
from cnnviz.ink import Ink

NETWORKS = ("two-block", "textbook")  # those with maps behind a ReLU
KEPT = 9  # patches a map


@dataclass(frozen=True, eq=False)
class Patches:
    """For each map of a stage the patches that excite it most, the most exciting first, each of another digit.

    A value of 0 says that no digit excites the map (so strongly, or at all). All arrays are read-only.
    """

    pixels: npt.NDArray[np.uint8]  # (maps, KEPT, rows, columns): what the cell sees, black beyond the picture
    values: npt.NDArray[np.float32]  # (maps, KEPT): what the cell holds
    digits: npt.NDArray[np.int32]  # (maps, KEPT): which of the 60,000 training digits
    labels: npt.NDArray[np.uint8]  # (maps, KEPT): what it is
    cells: npt.NDArray[np.uint8]  # (maps, KEPT, 2): row and column of the cell
    shades: npt.NDArray[np.uint8]  # (maps, KEPT, 28 * 28 / 2): the whole digit in 16 shades, two pixels a byte

    def picture(self, channel: int, place: int) -> Ink:
        """(28, 28), 0 to 1, read-only: the whole digit of a patch, each pixel rounded to a fifteenth."""
        return unpacked(self.shades[channel, place].tobytes())


def folder_of_patches() -> Path:
    """Where the patches and their cards lie: `NAME.safetensors` and `NAME.json`."""
    return asset("patches")


def load(model: str, folder: Path | None = None) -> Mapping[str, Patches]:
    """The patches by stage, first to last; empty for a network that has no maps behind a ReLU.

    DataError when a file is missing or damaged, or was made with other weights than the network's.
    """
    return _load(model, folder or folder_of_patches()) if model in NETWORKS else {}


@cache
def _load(model: str, folder: Path) -> Mapping[str, Patches]:
    card = _card(model, folder)
    path = folder / card["file"]
    weights = models.card(model)["weights"]["sha256"]
    if card["weights_sha256"] != weights:
        raise DataError(
            f"The patches {path} were made with other weights of {model!r}: SHA-256 {card['weights_sha256']}, "
            f"now it is {weights}. {_remedy(model)}"
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"The patches {path} cannot be read ({error.strerror}). {_remedy(model)}") from error
    found = hashlib.sha256(raw).hexdigest()
    if found != card["sha256"]:
        raise DataError(
            f"The patches {path} are damaged: their SHA-256 is {found}, that of the card is {card['sha256']}. "
            f"{_remedy(model)}"
        )
    try:
        arrays = safetensors.numpy.load(raw)
        made = {stage: _patches(arrays, stage) for stage in card["stages"]}
    except (safetensors.SafetensorError, KeyError) as error:
        raise DataError(f"The patches {path} are not what their card says ({error!r}). {_remedy(model)}") from error
    return MappingProxyType(made)


def _patches(arrays: Mapping[str, npt.NDArray[Any]], stage: str) -> Patches:
    found = {field.name: arrays[f"{stage}/{field.name}"] for field in fields(Patches)}
    for array in found.values():
        array.setflags(write=False)
    return Patches(**found)


def _card(model: str, folder: Path) -> dict[str, Any]:
    path = folder / f"{model}.json"
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        card["file"], card["sha256"], card["weights_sha256"], list(card["stages"])  # what loading relies on
    except OSError as error:
        raise DataError(f"The card {path} cannot be read ({error.strerror}). {_remedy(model)}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"The card {path} is damaged ({error!r}). {_remedy(model)}") from error
    return dict(card)


def _remedy(model: str) -> str:
    return f"Reinstall cnnviz, or make them again: python -m cnnviz.training.exciting --model {model}"
