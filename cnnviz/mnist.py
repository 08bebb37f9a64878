"""MNIST, checked before it is believed.

The four files are the originals, gzipped, in `assets/mnist/` (its README tells their source and licence).
The format: four bytes of magic number, a 32-bit count per axis (all big-endian), then one byte a pixel or label.
"""

import gzip
import hashlib
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from cnnviz.assets import asset
from cnnviz.errors import DataError

CLASSES = 10
SIZE = 28  # pixels a side

Split = Literal["train", "test"]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class _IdxFile:
    name: str
    sha256: str
    magic: int  # 0x08 (unsigned bytes), then the number of axes
    shape: tuple[int, ...]


_FILES: dict[Split, tuple[_IdxFile, _IdxFile]] = {
    "train": (
        _IdxFile(
            "train-images-idx3-ubyte.gz",
            "d2cebd02927d553943b2679536bf602ec0cdcb6555ad87dda5d640e1d425faaf",
            0x0803,
            (60_000, SIZE, SIZE),
        ),
        _IdxFile(
            "train-labels-idx1-ubyte.gz",
            "2a107763ddf1eef92815bfbb1b855b662a7228add9dfab29de697c644d666cda",
            0x0801,
            (60_000,),
        ),
    ),
    "test": (
        _IdxFile(
            "t10k-images-idx3-ubyte.gz",
            "4e612d6003de73386763f2c35c044ab376e830da80adb2347651a1f182f103a1",
            0x0803,
            (10_000, SIZE, SIZE),
        ),
        _IdxFile(
            "t10k-labels-idx1-ubyte.gz",
            "909a5aeb9fcec3f171b427c45622a55f69dc15dd80bd0624413cbfbe12553c1c",
            0x0801,
            (10_000,),
        ),
    ),
}


@dataclass(frozen=True)
class Digits:
    """Handwritten digits: white ink on black, 0 to 255, and which digit each one is.

    `images` is (N, 28, 28) uint8 and `labels` (N,) uint8; both are read-only.
    """

    images: Bytes
    labels: Bytes

    def __len__(self) -> int:
        return len(self.labels)


@cache
def load(split: Split) -> Digits:
    """The 60,000 digits of "train" or the 10,000 of "test", read once and shared.

    DataError when a file is missing or is not, byte for byte, the published one.
    """
    if split not in _FILES:
        raise DataError(f"MNIST has no part {split!r}. It has: train, test.")
    images, labels = (_read(asset("mnist", file.name), file) for file in _FILES[split])
    return Digits(images, labels)


def _read(path: Path, expected: _IdxFile) -> Bytes:
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise DataError(
            f"The MNIST file {path} cannot be read ({error.strerror}). "
            f"It ships with cnnviz: reinstall the package or check out assets/mnist again."
        ) from error
    found = hashlib.sha256(packed).hexdigest()
    if found != expected.sha256:
        raise DataError(
            f"The MNIST file {path} is damaged: its SHA-256 is {found}, that of the published file is "
            f"{expected.sha256}. Reinstall the package or check out assets/mnist again."
        )
    return parse(packed, expected.magic, expected.shape, path.name)


def parse(packed: bytes, magic: int, shape: tuple[int, ...], name: str) -> Bytes:
    """The pixels or labels of a gzipped IDX file, uint8 of the given shape, read-only.

    DataError when the bytes do not unpack, or announce another magic number or other counts than expected.
    """
    remedy = "Reinstall the package or check out assets/mnist again."
    try:
        raw = gzip.decompress(packed)
    except (OSError, EOFError) as error:  # BadGzipFile is an OSError
        raise DataError(f"The MNIST file {name} is not a whole gzip file ({error}). {remedy}") from error
    header = np.frombuffer(raw[: 4 * (1 + len(shape))], dtype=np.uint8)
    if len(header) < 4 * (1 + len(shape)):
        raise DataError(f"The MNIST file {name} ends within its header. {remedy}")
    found_magic, *counts = header.view(">u4").tolist()
    if found_magic != magic:
        raise DataError(
            f"The MNIST file {name} starts with the magic number {found_magic:#06x}; "
            f"{magic:#06x} was expected. {remedy}"
        )
    if tuple(counts) != shape or len(raw) - len(header) != math.prod(shape):
        raise DataError(
            f"The MNIST file {name} announces {tuple(counts)} and holds {len(raw) - len(header)} bytes; "
            f"{shape} was expected. {remedy}"
        )
    return np.frombuffer(raw, dtype=np.uint8, offset=len(header)).reshape(shape)
