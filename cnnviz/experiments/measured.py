"""What was measured on whole test sets beforehand, by `assets/why_cnn/make.py`: checked before it is believed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz import digit_code, mnist, models
from cnnviz.assets import asset
from cnnviz.errors import DataError
from cnnviz.experiments.test_sets import MADE, readings
from cnnviz.ink import Ink
from cnnviz.mnist import Bytes

COMPARED = ("dense", "textbook")  # with as many parameters, to three in four hundred
SETS = ("mnist", "drawings", "moved", "thick")
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ShiftAccuracy:
    """Test digits that are read rightly after each move: `right[way][network]` is (2 reach + 1, 2 reach + 1)."""

    count: int  # digits
    reach: int  # px
    right: Mapping[str, Mapping[str, Counts]]  # way: "plain", or "centred" after the move

    def straight(self, way: str, network: str) -> list[float]:
        """Shares read rightly after moves by 0, 1, ... reach px: the mean of right, left, down and up."""
        found, middle = self.right[way][network], self.reach
        shares = []
        for pixels in range(self.reach + 1):
            places = ((0, pixels), (0, -pixels), (pixels, 0), (-pixels, 0))
            shares.append(float(np.mean([found[middle + down, middle + right] for down, right in places]) / self.count))
        return shares


@dataclass(frozen=True, eq=False)
class MeasuredSet:
    """What the two networks read in the pictures of one set."""

    name: str
    labels: Bytes  # (N,)
    read: Mapping[str, Bytes]  # by network: (N,)
    codes: Mapping[int, str]  # of drawings: the digit codes of those that one of the networks reads wrongly

    def accuracy(self, network: str) -> float:
        """The share that is read rightly."""
        return float((self.read[network] == self.labels).mean())


@dataclass(frozen=True, eq=False)
class Failure:
    """A picture of a set that a network reads wrongly."""

    picture: Ink  # (28, 28), 0 to 1, as its code gives it back
    code: str
    label: int
    read: Mapping[str, int]  # by network


def folder_of_measured() -> Path:
    """Where the two files lie."""
    return asset("why_cnn")


def shift_accuracy(folder: Path | None = None) -> ShiftAccuracy:
    """How often the three networks are right after each move. DataError when the file is missing or damaged."""
    return _shift_accuracy(folder or folder_of_measured())


def measured_set(name: str, folder: Path | None = None) -> MeasuredSet:
    """One of the `SETS`. DataError for an unknown name, or when the file is missing or damaged."""
    if name not in SETS:
        raise DataError(f"There is no test set {name!r}. There are: {', '.join(SETS)}.")
    return _sets(folder or folder_of_measured())[name]


def failures(
    of: MeasuredSet, network: str, label: int | None = None, read: int | None = None, most: int = 24
) -> list[Failure]:
    """Pictures that the network reads wrongly: all, or those of one class that are read as one other.

    A picture is kept in its code in sixteen shades; one that is read otherwise in these is left out.
    """
    found = of.read[network]
    wanted = found != of.labels
    if label is not None:
        wanted &= of.labels == label
    if read is not None:
        wanted &= found == read
    places = np.flatnonzero(wanted)[: most + 8].tolist()
    if not places:
        return []
    codes = [of.codes[place] for place in places] if of.codes else _codes(of.name, places)
    pictures = [digit_code.decoded(code) for code in codes]
    shades = np.rint(np.stack(pictures) * 255).astype(np.uint8)
    again = {each: readings(models.load_model(each), shades) for each in COMPARED}
    return [
        Failure(picture, code, int(of.labels[place]), {each: int(again[each][number]) for each in COMPARED})
        for number, (place, code, picture) in enumerate(zip(places, codes, pictures, strict=True))
        if again[network][number] == found[place]
    ][:most]


def _codes(name: str, places: list[int]) -> list[str]:
    images = MADE[name](mnist.load("test").images, places)
    return [digit_code.encoded(image.astype(np.float32) / 255) for image in images]


@cache
def _shift_accuracy(folder: Path) -> ShiftAccuracy:
    path = folder / "shift_accuracy.json"
    found = _content(path)
    try:
        reach, count = int(found["reach"]), int(found["count"])
        right = {
            way: {name: np.array(rows, np.int64).reshape(2 * reach + 1, 2 * reach + 1) for name, rows in maps.items()}
            for way, maps in found["right"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(_damaged(path, error)) from error
    return ShiftAccuracy(count, reach, right)


@cache
def _sets(folder: Path) -> Mapping[str, MeasuredSet]:
    path = folder / "test_sets.json"
    found = _content(path)
    try:
        return {name: _set(name, found["sets"][name]) for name in SETS}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(_damaged(path, error)) from error


def _set(name: str, entry: Mapping[str, Any]) -> MeasuredSet:
    labels = _digits(entry["labels"]) if "labels" in entry else mnist.load("test").labels
    read = {network: _digits(entry["read"][network]) for network in COMPARED}
    if any(len(each) != len(labels) for each in read.values()):
        raise ValueError(f"{name} has another number of readings than of pictures")
    return MeasuredSet(name, labels, read, {int(place): code for place, code in entry.get("wrong", {}).items()})


def _digits(text: str) -> Bytes:
    found = np.frombuffer(text.encode("ascii"), np.uint8) - ord("0")
    if (found > 9).any():
        raise ValueError("a reading is no digit")
    return found


def _content(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        made_with = dict(found["weights_sha256"])
    except OSError as error:
        raise DataError(f"The file {path} cannot be read ({error.strerror}). {_REMEDY}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(_damaged(path, error)) from error
    for name, sha256 in made_with.items():
        if sha256 != models.card(name)["weights"]["sha256"]:
            raise DataError(f"The file {path} was made with other weights of {name!r} than are here. {_REMEDY}")
    return dict(found)


_REMEDY = "Reinstall cnnviz, or make it again: python assets/why_cnn/make.py"


def _damaged(path: Path, error: Exception) -> str:
    return f"The file {path} is damaged ({error!r}). {_REMEDY}"
