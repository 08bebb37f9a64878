"""Breaking points between the steps of a sweep, against looking at every value there is."""

import itertools

import numpy as np
import pytest
import torch

from cnnviz import mnist, models
from cnnviz.experiments.breaking_points import breaking_points
from cnnviz.experiments.input_changes import RANGES, Change, changed, varied
from cnnviz.experiments.sweeps import sweep

BASE = Change(down=1, lean=0.1)


def digit(place: int) -> np.ndarray:
    return mnist.load("test").images[place].astype(np.float32) / 255


def scanned(model: str, place: int, name: str, change: Change, held: float, broken: float) -> list[tuple[float, int]]:
    """Every value from the last step that holds to the first that does not, with what is named there."""
    finest = RANGES[name].finest * (1 if broken > held else -1)
    values = [round(held + step * finest, 6) for step in range(round((broken - held) / finest) + 1)]
    pictures = torch.tensor(changed(digit(place), varied(change, name, values)))[:, None]
    return list(zip(values, models.load_model(model)(pictures).argmax(dim=1).tolist(), strict=True))


@pytest.mark.parametrize("name", RANGES)
def test_a_breaking_point_is_where_a_scan_of_every_value_finds_it(name: str) -> None:
    compared = once = 0
    for model, place in itertools.product(("two-block", "dense"), range(10)):
        found = sweep(models.load_model(model), digit(place), name, BASE)
        points = breaking_points(models.load_model(model), digit(place), found, BASE)
        neutral = RANGES[name].neutral
        for coarse, point, step in zip(found.breaks, points, (1, -1), strict=True):
            assert (coarse is None) == (point is None)
            if coarse is None or point is None or coarse == neutral:
                continue
            held = found.values[found.values.index(coarse) + step]
            named = scanned(model, place, name, BASE, held, coarse)
            at = [value for value, _ in named].index(point.value)
            assert named[at][1] == point.digit != found.digit
            assert named[at - 1] == (point.held, found.digit)
            holds = [one == found.digit for _, one in named]
            if holds == sorted(holds, reverse=True):  # it breaks once on the way, so there is one such place
                assert at == holds.index(False)
                once += 1
            left = changed(digit(place), varied(BASE, name, [point.value]))
            share = models.load_model(model)(torch.tensor(left)[:, None])[0, found.digit].item()
            assert point.share == pytest.approx(share, abs=1e-5)
            compared += 1
    assert compared >= 5
    assert once >= 0.8 * compared


def test_what_is_broken_by_other_changes_breaks_at_no_change() -> None:
    network, change = models.load_model("two-block"), Change(turn=170)
    found = sweep(network, digit(0), "lean", change)
    assert found.breaks == (0, 0)
    for point in breaking_points(network, digit(0), found, change):
        assert point
        assert (point.value, point.held) == (0, None)
        assert point.digit != found.digit


def test_a_step_of_every_sweep_is_a_whole_number_of_the_finest_ones() -> None:
    for name, allowed in RANGES.items():
        count = allowed.step / allowed.finest
        assert count == pytest.approx(round(count), abs=1e-9), name
