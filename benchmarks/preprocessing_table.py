"""What each step of preprocessing is worth: how well the networks read digits with it and without it.

python benchmarks/preprocessing_table.py [NAME ...]

Two tables a network, in percent of digits read rightly:

* MNIST test digits, moved right and down by 0, 2, 4 and 6 px (at 6 px a part of some is cut off), and made smaller.
* The drawing test: pen strokes of 60 to 250 px, drawn anywhere on the canvas with pens of 8 to 34 px.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import torch
from torch import nn

from cnnviz import mnist
from cnnviz.drawing import Drawing, ink_from_strokes
from cnnviz.ink import Ink, laid, scaled
from cnnviz.mnist import Digits
from cnnviz.models import NAMES, load_model
from cnnviz.preprocessing import PICTURE, Steps, picture
from cnnviz.training.drawing_test import PENS, SIZES, drawings
from cnnviz.training.measuring import accuracy

DIGITS = 2_000  # of MNIST's test digits, the first ones
SHIFTS = (0, 2, 4, 6)  # px, both to the right and down
WAYS = {
    "no step": Steps(redraw=False, crop=False, center=False),
    "centre of mass only": Steps(redraw=False, crop=False),
    "20x20 box only": Steps(redraw=False, center=False),
    "box and centre": Steps(redraw=False),
    "all steps": Steps(),
}


def shifted(by: int) -> Callable[[Ink], Ink]:
    """Move a 28x28 digit towards the lower right corner."""
    return lambda ink: laid(ink, PICTURE, by, by)


def small(ink: Ink) -> Ink:
    """Make a 28x28 digit as large as 60 %, in the upper left corner."""
    return laid(scaled(ink, 17), PICTURE, 0, 0)


def moved_digits() -> dict[str, dict[str, Digits]]:
    """MNIST's digits by way of preprocessing and by what was done to them before."""
    digits = mnist.load("test")
    inks = [image.astype(np.float32) / np.float32(255) for image in digits.images[:DIGITS]]
    places: dict[str, Callable[[Ink], Ink]] = {f"{by} px": shifted(by) for by in SHIFTS}
    places["60 %"] = small
    return {
        way: {
            place: _digits([picture(move(ink), steps) for ink in inks], digits.labels[:DIGITS].tolist())
            for place, move in places.items()
        }
        for way, steps in WAYS.items()
    }


def drawn_digits() -> dict[str, dict[str, Digits]]:
    """The drawing test by way of preprocessing and by size, as pictures; "as strokes" has no picture in between."""
    by_size = {f"{size} px": [drawn for pen in PENS for drawn in drawings(size, pen)] for size in SIZES}
    ways: dict[str, Callable[[Drawing], Ink]] = {way: partial(_as_picture, steps) for way, steps in WAYS.items()}
    ways["all steps, as strokes"] = picture
    return {
        way: {
            size: _digits([read(drawing) for _, drawing in drawn], [digit for digit, _ in drawn])
            for size, drawn in by_size.items()
        }
        for way, read in ways.items()
    }


def table(model: nn.Module, title: str, digits: dict[str, dict[str, Digits]]) -> str:
    """One line a way of preprocessing, one column a place or size."""
    columns = list(next(iter(digits.values())))
    lines = [f"{title:<24}" + "".join(f"{column:>8}" for column in columns)]
    for way, by_column in digits.items():
        lines.append(f"{way:<24}" + "".join(f"{accuracy(model, by_column[c]) * 100:>8.1f}" for c in columns))
    return "\n".join(lines)


def _as_picture(steps: Steps, drawing: Drawing) -> Ink:
    return picture(ink_from_strokes(drawing.strokes), steps)


def _digits(pictures: Sequence[Ink], labels: Sequence[int]) -> Digits:
    return Digits(np.round(np.stack(pictures) * 255).astype(np.uint8), np.array(labels, np.uint8))


if __name__ == "__main__":
    torch.set_num_threads(1)
    moved, drawn = moved_digits(), drawn_digits()
    for name in sys.argv[1:] or NAMES:
        model = load_model(name)
        print(f"== {name}\n{table(model, 'MNIST, moved by', moved)}\n\n{table(model, 'drawings of', drawn)}\n")
