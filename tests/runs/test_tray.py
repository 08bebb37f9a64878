import base64
import json
from typing import Any

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.errors import DataError
from cnnviz.runs.tray import EMPTY, MOST, Tray


def pixels(count: int = 784) -> str:
    return base64.b64encode(bytes([7]) * count).decode()


def drawn(count: int) -> Tray:
    digits, tray = mnist.load("test"), EMPTY
    for image, label in zip(digits.images[:count], digits.labels[:count], strict=True):
        tray = tray.with_digit(image / 255, int(label))
    return tray


def test_a_tray_comes_back_from_its_file_as_it_was() -> None:
    tray = drawn(5)
    back = Tray.from_file(tray.to_file())
    assert np.array_equal(back.digits.images, mnist.load("test").images[:5])
    assert np.array_equal(back.digits.labels, mnist.load("test").labels[:5])
    assert not back.digits.images.flags.writeable
    assert len(Tray.from_file(EMPTY.to_file())) == 0


def test_a_digit_can_be_taken_off_the_tray() -> None:
    digits = drawn(3).without(1).digits
    assert digits.labels.tolist() == mnist.load("test").labels[[0, 2]].tolist()
    assert np.array_equal(digits.images, mnist.load("test").images[[0, 2]])
    with pytest.raises(DataError, match="no digit at place 4; it has 3"):
        drawn(3).without(3)


@pytest.mark.parametrize(
    ("picture", "label", "message"),
    [
        (np.zeros((28, 28)), 3, "no ink"),
        (np.ones((27, 28)), 3, "28×28 numbers"),
        (np.full((28, 28), np.nan), 3, "28×28 numbers"),
        (np.ones((28, 28)), 10, "Digit 1 of the tray is labelled 10; a label is a digit from 0 to 9"),
        (np.ones((28, 28)), True, "labelled True"),
    ],
)
def test_what_is_no_labelled_digit_is_not_put_on_the_tray(picture: Any, label: int, message: str) -> None:
    with pytest.raises(DataError, match=message):
        EMPTY.with_digit(picture, label)


def file(**digit: Any) -> bytes:
    return json.dumps({"cnnviz_tray": 1, "digits": [{"label": 3, "pixels": pixels()}, digit]}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is no JSON"),
        (b"\x80\x04\x95", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", "no tray of digits"),
        (b'{"cnnviz_tray": 2, "digits": []}', r"no tray of digits \(version 1\)"),
        (b'{"cnnviz_tray": 1, "digits": {}}', "no tray of digits"),
        (b" " * 700_000, "too large for a tray, which holds 500"),
        (file(label=3), "Digit 2 of the tray is no picture of 28×28 bytes"),
        (file(label=3, pixels=pixels(783)), "Digit 2 of the tray is no picture"),
        (file(label=3, pixels="&" * 1048), "Digit 2 of the tray is no picture"),
        (file(label=3, pixels=base64.b64encode(bytes(784)).decode()), "Digit 2 of the tray is no picture"),
        (file(label="3", pixels=pixels()), "Digit 2 of the tray is labelled '3'"),
        (file(label=-1, pixels=pixels()), "Digit 2 of the tray is labelled -1"),
        (json.dumps({"cnnviz_tray": 1, "digits": ["3"]}).encode(), "Digit 1 of the tray is no picture"),
    ],
)
def test_hostile_files_are_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        Tray.from_file(content)
    assert len(str(caught.value)) < 250


def test_a_tray_has_an_end() -> None:
    full = [{"label": 1, "pixels": pixels()}] * (MOST + 1)
    content = json.dumps({"cnnviz_tray": 1, "digits": full}, separators=(",", ":")).encode()
    with pytest.raises(DataError, match="500 digits at most; this would be 501"):
        Tray.from_file(content)
