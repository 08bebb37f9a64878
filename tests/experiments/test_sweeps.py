"""Sweeps and the eraser, computed once more picture by picture."""

import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import DrawingError
from cnnviz.experiments.eraser_game import play
from cnnviz.experiments.input_changes import RANGES, Change, changed
from cnnviz.experiments.sweeps import Sweep, read, sweep


def digit(place: int) -> np.ndarray:
    return mnist.load("test").images[place].astype(np.float32) / 255


@pytest.mark.parametrize("name", RANGES)
@pytest.mark.parametrize("model", ["two-block", "dense"])
def test_a_sweep_is_what_the_network_says_picture_by_picture(model: str, name: str) -> None:
    network = models.load_model(model)
    base = Change(right=1, noise=0.1)
    found = sweep(network, digit(56), name, base)
    assert found.digit == int(network(torch.tensor(digit(56))[None, None]).argmax())
    for value, picture, shares in zip(found.values, found.pictures, found.probabilities, strict=True):
        alone = changed(digit(56), [Change(**{"right": 1, "noise": 0.1, name: value})])[0]
        assert np.abs(picture - alone).max() < 1e-6
        wanted = F.softmax(network[:-1](torch.tensor(alone)[None, None]), dim=1)[0]
        assert shares == pytest.approx(wanted.numpy(), abs=1e-5)


def test_the_breaking_points_are_the_nearest_values_at_which_another_digit_is_named() -> None:
    network = models.load_model("two-block")
    seen = set()
    for place, name in itertools.product(range(12), RANGES):
        found = sweep(network, digit(place), name)
        named = [int(shares.argmax()) for shares in found.probabilities]
        start = found.values.index(RANGES[name].neutral)
        below = next((found.values[i] for i in range(start, -1, -1) if named[i] != found.digit), None)
        above = next((found.values[i] for i in range(start, len(named)) if named[i] != found.digit), None)
        assert found.breaks == (below, above)
        seen.add((below is None, above is None))
    assert len(seen) == 4  # digits that break on both sides, on one, and on none were among them


def test_a_digit_that_is_broken_already_breaks_at_no_change() -> None:
    shares = np.eye(10, dtype=np.float32)[[3] * len(RANGES["lean"].values())]
    made = Sweep("lean", RANGES["lean"].values(), np.zeros((41, 28, 28), np.float32), shares, digit=5)
    assert made.breaks == (0, 0)


def test_a_sweep_along_nothing_is_refused() -> None:
    with pytest.raises(DrawingError, match="no sweep along 'colour'. There are: right"):
        sweep(models.load_model("dense"), digit(0), "colour")


def test_the_eraser_takes_the_cell_that_brute_force_finds_best() -> None:
    network = models.load_model("dense")
    states = list(play(network, digit(84), 3))
    assert [state.won for state in (states[0], states[-1])] == [False, True]
    assert states[-1].over
    left = torch.tensor(digit(84))
    for before, after in itertools.pairwise(states):
        margins = {}
        for cell in left.flatten().nonzero().flatten().tolist():
            tried = left.clone().flatten()
            tried[cell] = 0
            logits = network[:-1](tried.view(1, 1, 28, 28))[0]
            margins[cell] = (logits[3] - logits[[d for d in range(10) if d != 3]].max()).item()
        assert after.erased[:-1] == before.erased
        assert margins[after.erased[-1]] == pytest.approx(max(margins.values()), abs=1e-4)
        left.view(-1)[after.erased[-1]] = 0
        assert after.probabilities == pytest.approx(network(left[None, None])[0].numpy(), abs=1e-5)


@pytest.mark.parametrize("model", models.NAMES)
def test_every_network_lets_an_eight_become_a_three(model: str) -> None:
    *_, last = play(models.load_model(model), digit(84), 3)
    assert last.won
    picture = digit(84).reshape(-1)
    assert (picture[list(last.erased)] > 0).all()
    assert len(set(last.erased)) == len(last.erased)
    picture[list(last.erased)] = 0
    assert read(models.load_model(model), picture.reshape(1, 28, 28))[0].argmax() == 3


def test_without_ink_the_game_is_over() -> None:
    network = models.load_model("two-block")
    named = int(read(network, np.zeros((1, 28, 28), np.float32))[0].argmax())
    states = list(play(network, np.zeros((28, 28), np.float32), (named + 1) % 10))
    assert [(state.over, state.won) for state in states] == [(True, False)]
