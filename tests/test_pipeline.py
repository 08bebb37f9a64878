"""The whole route, with a network of known answers."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from cnnviz import mnist, models
from cnnviz.drawing import Drawing, Stroke
from cnnviz.errors import DrawingError, EmptyDrawingError, ModelError
from cnnviz.pipeline import read
from cnnviz.preprocessing import Steps, picture
from cnnviz.trace import trace


def untrained() -> torch.nn.Module:
    torch.manual_seed(0)
    return models.build("two-block").eval()


SEVEN = Drawing((Stroke(((90, 70), (190, 70), (130, 220)), 18),))


def test_a_reading_is_every_station_of_the_route() -> None:
    model = untrained()
    reading = read(SEVEN, model)
    np.testing.assert_array_equal(reading.picture, picture(SEVEN))
    expected = trace(model, picture(SEVEN))
    for stage, same in zip(reading.trace, expected, strict=True):
        np.testing.assert_array_equal(stage.values, same.values)
    assert reading.probabilities is reading.trace.probabilities
    assert reading.digit == int(np.argmax(expected.probabilities))
    assert reading.model == "Sequential"


def test_a_reading_cannot_be_changed() -> None:
    reading = read(SEVEN, untrained())
    with pytest.raises(FrozenInstanceError, match="cannot assign"):
        reading.digit = 3  # type: ignore[misc]
    for array in (reading.picture, reading.probabilities):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_steps_that_are_left_out_are_left_out() -> None:
    model, steps = untrained(), Steps(redraw=False, crop=False, center=False)
    np.testing.assert_array_equal(read(SEVEN, model, steps).picture, picture(SEVEN, steps))
    assert not np.array_equal(read(SEVEN, model, steps).picture, read(SEVEN, model).picture)


def test_a_file_and_its_array_read_the_same(tmp_path: Path) -> None:
    digit, model = mnist.load("test").images[0], untrained()
    Image.fromarray(digit).save(tmp_path / "seven.png")
    np.testing.assert_array_equal(
        read(tmp_path / "seven.png", model).probabilities, read(digit, model).probabilities
    )


@pytest.mark.parametrize("name", models.NAMES)
def test_shipped_networks_read_a_plain_seven(name: str) -> None:
    reading = read(SEVEN, name)
    assert reading.model == name
    assert reading.digit == 7
    assert reading.probabilities.shape == (10,)


def test_two_block_reads_nearly_all_of_a_hundred_test_digits() -> None:
    digits = mnist.load("test")
    right = sum(read(digits.images[n]).digit == digits.labels[n] for n in range(100))
    assert right >= 98


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(EmptyDrawingError, match=r"\w"):
        read(Drawing(), untrained())
    with pytest.raises(DrawingError, match=r"\w"):
        read(np.full((28, 28), np.nan), untrained())
    with pytest.raises(ModelError, match="lenet"):
        read(SEVEN, "lenet")
