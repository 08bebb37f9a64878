"""A changed digit, computed once more pixel by pixel."""

import math
from dataclasses import replace

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.errors import DrawingError
from cnnviz.experiments.input_changes import RANGES, Change, Range, changed, noise, varied

SIDE = 28
CHANGES = (
    Change(turn=30),
    Change(right=3, down=-2),
    Change(right=2.5, turn=-75, size=0.7),
    Change(size=1.4, lean=0.4),
    Change(thicker=1),
    Change(thicker=-1.5),
    Change(thicker=2.25, turn=170, size=0.5, lean=-0.6, right=1, down=4),
    Change(noise=0.4, seed=7),
    Change(erased=(0, 400, 401, 783)),
    Change(turn=12, noise=0.2, erased=tuple(range(300, 500))),
)


def digit(place: int = 0) -> np.ndarray:
    return mnist.load("test").images[place].astype(np.float32) / 255


def by_hand(picture: np.ndarray, change: Change) -> np.ndarray:
    """The definition, a pixel at a time."""
    lines = picture.astype(float)
    left = abs(change.thicker)
    while left > 0:
        share, before = min(1, left), lines
        lines = np.zeros_like(before)
        for row in range(SIDE):
            for column in range(SIDE):
                around = before[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
                target = around.max() if change.thicker > 0 else around.min()
                lines[row, column] = (1 - share) * before[row, column] + share * target
        left -= 1
    made = np.zeros((SIDE, SIDE))
    middle, angle = (SIDE - 1) / 2, math.radians(change.turn)
    for row in range(SIDE):
        for column in range(SIDE):
            # Back through each step: the move, the turn, the lean, the size.
            x, y = column - middle - change.right, row - middle - change.down
            x, y = x * math.cos(angle) + y * math.sin(angle), -x * math.sin(angle) + y * math.cos(angle)
            x += change.lean * y
            made[row, column] = between(lines, y / change.size + middle, x / change.size + middle)
    made = np.clip(made + change.noise * noise(change.seed), 0, 1)
    for cell in change.erased:
        made[cell // SIDE, cell % SIDE] = 0
    return made


def between(picture: np.ndarray, row: float, column: float) -> float:
    """The value between four pixels; paper lies around the picture."""
    top, left = math.floor(row), math.floor(column)
    found = 0.0
    for r in (top, top + 1):
        for c in (left, left + 1):
            if 0 <= r < SIDE and 0 <= c < SIDE:
                found += (1 - abs(row - r)) * (1 - abs(column - c)) * picture[r, c]
    return found


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_changed_digit_is_what_the_definition_gives(change: Change) -> None:
    assert np.abs(changed(digit(4), [change])[0] - by_hand(digit(4), change)).max() < 1e-5


def test_many_changes_in_a_batch_are_the_same_as_one_by_one() -> None:
    together = changed(digit(), CHANGES)
    assert together.shape == (len(CHANGES), SIDE, SIDE)
    assert not together.flags.writeable
    for change, made in zip(CHANGES, together, strict=True):
        assert np.abs(changed(digit(), [change])[0] - made).max() < 1e-6


def test_no_change_leaves_the_digit_and_whole_pixels_move_it_exactly() -> None:
    picture = digit(2)
    still, moved, turned = changed(picture, [Change(), Change(right=4, down=-3), Change(turn=90)])
    assert np.abs(still - picture).max() < 1e-6
    assert ((still > 0) == (picture > 0)).all()
    assert np.abs(moved[:-3, 4:] - picture[3:, :-4]).max() < 1e-6
    assert moved[-3:].max() == moved[:, :4].max() == 0
    assert np.abs(turned - np.rot90(picture, -1)).max() < 1e-5  # clockwise


def test_the_same_seed_gives_the_same_noise_and_another_one_other_noise() -> None:
    one, again, other = changed(digit(), [Change(noise=0.3), Change(noise=0.3), Change(noise=0.3, seed=2)])
    assert (one == again).all()
    assert np.abs(one - other).mean() > 0.05


def test_a_sweep_goes_from_end_to_end_and_passes_the_value_that_changes_nothing() -> None:
    assert len(RANGES["turn"].values()) == 36
    assert Range(0.3, 0.5, 0.1, 0.1).values() == (0.3, 0.4, 0.5)
    for name, range_ in RANGES.items():
        assert {range_.low, range_.high, range_.neutral} <= set(range_.values()), name
        assert [getattr(one, name) for one in varied(Change(lean=0.5), name, range_.values())] == list(range_.values())
    assert Change().size == RANGES["size"].neutral


@pytest.mark.parametrize(
    ("wire", "message"),
    [
        ([], "is an object"),
        ({"spin": 3}, "no change 'spin'"),
        ({"turn": 400}, "turn = 400"),
        ({"turn": "3"}, "goes from -180 to 170"),
        ({"turn": True}, "turn = True"),
        ({"noise": float("nan")}, "noise = nan"),
        ({"seed": 1.5}, "seed of the noise is a whole number"),
        ({"seed": -1}, "seed of the noise"),
        ({"erased": 3}, "come as a list"),
        ({"erased": [784]}, "from 0 to 783"),
        ({"erased": ["a"]}, "from 0 to 783"),
        ({"erased": [0] * 785}, "at most 784"),
    ],
)
def test_a_nonsensical_change_is_refused(wire: object, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        Change.from_wire(wire)


def test_a_change_comes_back_from_its_json() -> None:
    wire = {"turn": 12.5, "seed": 9, "noise": 0.1, "erased": [3, 4]}
    assert Change.from_wire(wire) == replace(Change(), turn=12.5, seed=9, noise=0.1, erased=(3, 4))
    assert Change.from_wire({}) == Change()
