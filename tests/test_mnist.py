import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.assets import asset
from cnnviz.errors import DataError

HEADER = bytes.fromhex("00000801 00000003")  # labels, three of them


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a copy of the test files, from which `mnist.load.__wrapped__` reads."""
    for file in asset("mnist").glob("t10k*"):
        shutil.copyfile(file, tmp_path / file.name)
    monkeypatch.setattr(mnist, "asset", lambda _, name: tmp_path / name)
    return tmp_path


def test_training_pixels_have_the_published_mean_and_deviation() -> None:
    images = mnist.load("train").images
    assert images.shape == (60_000, 28, 28)
    assert images.mean() / 255 == pytest.approx(0.130660, abs=1e-6)
    assert images.std() / 255 == pytest.approx(0.308108, abs=1e-6)


def test_the_test_part_has_the_published_number_of_each_digit() -> None:
    labels = mnist.load("test").labels
    assert np.bincount(labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_digits_are_shared_and_cannot_be_written_to() -> None:
    digits = mnist.load("test")
    assert mnist.load("test") is digits
    for array in (digits.images, digits.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_an_unknown_part_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DataError, match="no part 'validation'. It has: train, test"):
        mnist.load("validation")  # type: ignore[arg-type]


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte.gz cannot be read.*Reinstall|reinstall"):
        mnist.load.__wrapped__("test")


def test_one_changed_byte_is_noticed(copied: Path) -> None:
    file = copied / "t10k-images-idx3-ubyte.gz"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    with pytest.raises(DataError, match="is damaged: its SHA-256 is"):
        mnist.load.__wrapped__("test")


def test_labels_come_out_of_an_idx_file_as_written() -> None:
    labels = mnist.parse(gzip.compress(HEADER + bytes([7, 2, 1])), 0x0801, (3,), "labels")
    assert labels.tolist() == [7, 2, 1]


def packed(content: bytes) -> bytes:
    """Without the time in it: such a file stands in the name of its test."""
    return gzip.compress(content, mtime=0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"7, 2, 1", "not a whole gzip file"),
        (packed(HEADER + bytes([7, 2, 1]))[:-9], "not a whole gzip file"),
        (packed(HEADER[:6]), "ends within its header"),
        (packed(b"\0\0\x08\x03" + HEADER[4:] + bytes(3)), "magic number 0x0803; 0x0801 was expected"),
        (packed(HEADER[:7] + b"\4" + bytes(4)), r"announces \(4,\) and holds 4 bytes; \(3,\) was expected"),
        (packed(HEADER[:7] + b"\4" + bytes(3)), r"announces \(4,\) and holds 3 bytes"),
        (packed(HEADER + bytes(2)), r"announces \(3,\) and holds 2 bytes"),
    ],
)
def test_a_wrong_idx_file_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        mnist.parse(content, 0x0801, (3,), "labels")
