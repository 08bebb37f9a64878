"""The tray: digits that the learner drew and labelled, to learn from or to be tested on, and the file they are kept in.

The file is JSON: `{"cnnviz_tray": 1, "digits": [{"label": 3, "pixels": "..."}, ...]}`, the pixels 28 rows of 28 bytes,
0 (paper) to 255 (ink), in base64.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz.errors import DataError
from cnnviz.mnist import CLASSES, SIZE, Bytes, Digits

MOST = 500  # digits: a class of thirty has sixteen each
_VERSION = 1
_BYTES_A_DIGIT = 1_200  # of the file: 784 pixels are 1,048 characters in base64
_REMEDY = "Save a tray from this page and load that file."


@dataclass(frozen=True, eq=False)
class Tray:
    """Drawn digits (N, 28, 28) uint8 and their labels (N,) uint8, read-only."""

    digits: Digits

    def __len__(self) -> int:
        return len(self.digits)

    def with_digit(self, picture: npt.ArrayLike, label: int) -> "Tray":
        """The tray with one more: a picture (28, 28), 0 to 1, as `preprocessing.picture` makes it, and its digit."""
        drawn = np.asarray(picture, np.float32).reshape(-1)
        if drawn.size != SIZE * SIZE or not np.isfinite(drawn).all():
            raise DataError(f"A digit of the tray is a picture of {SIZE}×{SIZE} numbers from 0 to 1.")
        if not drawn.any():
            raise DataError("There is no ink in the picture. Draw a digit before you put it on the tray.")
        pixels = np.rint(np.clip(drawn, 0, 1) * 255).astype(np.uint8).reshape(1, SIZE, SIZE)
        return _tray(
            np.concatenate([self.digits.images, pixels]), [*self.digits.labels.tolist(), _label(label, len(self))]
        )

    def without(self, place: int) -> "Tray":
        """The tray without the digit at that place, counted from 0."""
        if not 0 <= place < len(self):
            raise DataError(f"The tray has no digit at place {place + 1}; it has {len(self)}.")
        kept = [at for at in range(len(self)) if at != place]
        return _tray(self.digits.images[kept], self.digits.labels[kept].tolist())

    def to_file(self) -> bytes:
        """The tray as a file."""
        digits = [
            {"label": int(label), "pixels": base64.b64encode(image.tobytes()).decode()}
            for image, label in zip(self.digits.images, self.digits.labels, strict=True)
        ]
        return json.dumps({"cnnviz_tray": _VERSION, "digits": digits}, separators=(",", ":")).encode()

    @staticmethod
    def from_file(content: bytes) -> "Tray":
        """The tray of a file. DataError for anything that is not one, with what is wrong."""
        if len(content) > MOST * _BYTES_A_DIGIT:
            raise DataError(f"The file is too large for a tray, which holds {MOST} digits at most. {_REMEDY}")
        try:
            wire = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise DataError(f"The file is no tray of digits: it is no JSON. {_REMEDY}") from error
        digits = wire.get("digits") if isinstance(wire, dict) else None
        if not isinstance(digits, list) or wire.get("cnnviz_tray") != _VERSION:
            raise DataError(f"The file is no tray of digits (version {_VERSION}). {_REMEDY}")
        images = [_pixels(each, place) for place, each in enumerate(digits)]
        labels = [_label(each.get("label"), place) for place, each in enumerate(digits)]
        return _tray(np.array(images, np.uint8).reshape(-1, SIZE, SIZE), labels)


def _pixels(wire: Any, place: int) -> Bytes:
    text = wire.get("pixels") if isinstance(wire, dict) else None
    try:
        raw = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (ValueError, binascii.Error):
        raw = b""
    if len(raw) != SIZE * SIZE or not any(raw):
        raise DataError(f"Digit {place + 1} of the tray is no picture of {SIZE}×{SIZE} bytes with ink. {_REMEDY}")
    return np.frombuffer(raw, np.uint8).reshape(SIZE, SIZE)


def _label(label: object, place: int) -> int:
    if type(label) is not int or not 0 <= label < CLASSES:
        raise DataError(f"Digit {place + 1} of the tray is labelled {label!r:.20}; a label is a digit from 0 to 9.")
    return label


def _tray(images: Bytes, labels: list[int]) -> Tray:
    if len(labels) > MOST:
        raise DataError(f"The tray holds {MOST} digits at most; this would be {len(labels)}. Take some out.")
    kept, told = np.array(images, np.uint8), np.array(labels, np.uint8)
    kept.setflags(write=False)
    told.setflags(write=False)
    return Tray(Digits(kept, told))


EMPTY = _tray(np.zeros((0, SIZE, SIZE), np.uint8), [])
