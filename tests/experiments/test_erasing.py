"""Erasing by rank and at random, against erasing by hand; and: is a trained network told from an untrained one?"""

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnviz import models
from cnnviz.assets import asset
from cnnviz.errors import DataError
from cnnviz.experiments import erasing, trust
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.evidence import Method
from cnnviz.experiments.plane import Plane
from cnnviz.experiments.untrained import untrained


def test_the_highest_rated_ink_goes_first_and_paper_is_left_alone() -> None:
    picture, values = np.zeros((28, 28), np.float32), np.zeros((28, 28), np.float32)
    picture[0, :4] = (0.5, 1.0, 0.25, 1.0)
    values[0, :6] = (1, 3, -2, 1, 9, 9)  # the last two lie on paper
    assert erasing.by_rank(values, picture).tolist() == [1, 3, 0, 2]  # of equals, the darkest first
    orders = erasing.at_random(picture, draws=6)
    assert sorted(map(tuple, np.sort(orders, axis=1).tolist())) == [(0, 1, 2, 3)] * 6
    assert len({tuple(order) for order in orders.tolist()}) > 1
    assert (orders == erasing.at_random(picture, draws=6)).all()


@pytest.mark.parametrize("name", ["two-block", "dense"])
def test_the_curves_are_those_of_erasing_by_hand(name: str) -> None:
    model = models.load_model(name)
    for picture in trust.chosen(3):
        rated = np.random.default_rng(1).normal(size=(28, 28)).astype(np.float32)
        found = erasing.check(model, picture, {"rated": rated}, draws=3)
        assert found.digit == int(model(torch.tensor(picture)[None, None]).argmax())
        inked = int((picture > 0).sum())
        for place, share in enumerate(erasing.SHARES):
            left = picture.copy()
            worst = sorted(np.argwhere(picture > 0).tolist(), key=lambda at: -rated[tuple(at)])
            for row, column in worst[: round(share * inked)]:
                left[row, column] = 0
            shares = model(torch.tensor(left)[None, None])[0]
            assert found.ranked["rated"][place] == pytest.approx(shares[found.digit].item(), abs=1e-5)
            assert found.became["rated"][place] == int(shares.argmax())
            drawn = []
            for order in erasing.at_random(picture, 3):
                left = picture.copy().ravel()
                left[order[: round(share * inked)]] = 0
                drawn.append(model(torch.tensor(left.reshape(1, 1, 28, 28)))[0])
            wanted = torch.stack(drawn)
            assert found.random[place] == pytest.approx(wanted[:, found.digit].mean().item(), abs=1e-5)
            assert found.spread[:, place] == pytest.approx(
                [wanted[:, found.digit].min().item(), wanted[:, found.digit].max().item()], abs=1e-5
            )
            assert found.changed[place] == int((wanted.argmax(dim=1) != found.digit).sum())


def test_agreement_is_the_rank_correlation_over_the_ink() -> None:
    picture = np.zeros((28, 28), np.float32)
    picture[3, :5] = 1
    one, other = np.zeros((28, 28), np.float32), np.zeros((28, 28), np.float32)
    one[3, :5] = (1, 2, 3, 4, 5)
    other[3, :5] = (10, 20, 25, 40, 1000)
    other[9, 9] = -7  # on paper: not compared
    assert erasing.agreement(one, other, picture) == pytest.approx(1)
    assert erasing.agreement(one, -other, picture) == pytest.approx(-1)
    other[3, :5] = (2, 1, 4, 3, 5)
    # 1 - 6 * (1 + 1 + 1 + 1) / (5 * 24), by Spearman's formula
    assert erasing.agreement(one, other, picture) == pytest.approx(0.8)
    other[3, :5] = (1, 1, 2, 2, 2)
    # With ties, Pearson's correlation of the mean ranks (1, 2, 3, 4, 5) and (1.5, 1.5, 4, 4, 4).
    wanted = np.corrcoef([1, 2, 3, 4, 5], [1.5, 1.5, 4, 4, 4])[0, 1]
    assert erasing.agreement(one, other, picture) == pytest.approx(wanted)
    assert erasing.agreement(one, np.zeros((28, 28), np.float32), picture) == 0


def test_areas_are_drawn_at_random_as_large_as_the_maps_own() -> None:
    picture = trust.chosen(1)[0]
    plane = Plane(7, 7, (0.0, 0.0), (4, 4))
    seen = set()
    for order in erasing.at_random(picture, draws=8, plane=plane):
        areas = [(int(pixel) // 28 // 4, int(pixel) % 28 // 4) for pixel in order]
        runs = [area for area, _ in itertools.groupby(areas)]
        assert len(runs) == len(set(runs)) == len(set(areas))  # one area's ink all together
        assert sorted(order.tolist()) == np.flatnonzero(picture.ravel() > 0).tolist()
        seen.add(tuple(runs))
    assert len(seen) == 8
    model = models.load_model("two-block")
    rated = np.zeros((28, 28), np.float32)
    found = erasing.check(model, picture, {"rated": rated}, draws=6, plane=plane)
    drawn = erasing.erase(model, picture, erasing.at_random(picture, 6, plane=plane)).shares(found.claim)
    assert found.random == pytest.approx(drawn.mean(axis=0), abs=1e-6)
    alone = erasing.check(model, picture, {"rated": rated}, draws=6)
    assert np.abs(found.random - alone.random).max() > 1e-3  # ink that goes in areas is another loss


@pytest.mark.parametrize("claim", [Claim(3), Claim(3, 8), Claim(7, 1)])
def test_what_the_map_explains_is_what_is_followed(claim: Claim) -> None:
    model = models.load_model("two-block")
    picture = trust.chosen(1)[0]
    rated = np.random.default_rng(2).normal(size=(28, 28)).astype(np.float32)
    found = erasing.check(model, picture, {"rated": rated}, draws=2, claim=claim)
    counts = [round(each * (picture > 0).sum()) for each in erasing.SHARES]
    for count, share in zip(counts, found.ranked["rated"], strict=True):
        left = picture.copy().ravel()
        left[erasing.by_rank(rated, picture)[:count]] = 0
        shares = model(torch.tensor(left.reshape(1, 1, 28, 28)))[0].double()
        own = shares[claim.digit]
        wanted = own if claim.against is None else own / (own + shares[claim.against])
        assert share == pytest.approx(wanted.item(), abs=1e-5)


# What a map must do to deserve trust at all. Grad-CAM and the contributions speak of cells as large as several pixels:
# of which pixels matter they know less, as the page says.
@pytest.mark.parametrize("method", [Method.OCCLUSION, Method.SALIENCY, Method.INTEGRATED])
@pytest.mark.parametrize("name", ["two-block", "textbook", "dense"])
def test_the_checks_tell_a_trained_network_from_an_untrained_one_on_100_digits(name: str, method: Method) -> None:
    found = trust.measure(name, method, trust.chosen(100))
    assert found.digits == 100
    assert found.beats_random >= 85
    assert found.beats_untrained >= 80
    assert found.likeness < found.chance + 0.1


def test_in_place_of_a_trained_networks_maps_those_of_an_untrained_one_pass_for_nothing() -> None:
    reader, blanks = models.load_model("textbook"), (untrained("textbook", 1), untrained("textbook", 2))
    found = trust.compare(reader, untrained("textbook", 3), blanks, Method.SALIENCY, trust.chosen(100))
    assert 35 <= found.beats_untrained <= 65
    assert found.beats_random < 75
    assert found.likeness == pytest.approx(found.chance, abs=0.05)


def test_where_nothing_is_bent_the_contributions_find_the_ink_and_grad_cam_still_forgets_places() -> None:
    """So what they miss in other networks is ReLU's and max pooling's doing, and what Grad-CAM misses is its own.

    Behind the maps comes flatten, not a mean: Draelos and Carin, "Use HiResCAM instead of Grad-CAM" (2020).
    """
    exact, mean = (trust.measured("textbook-linear", method) for method in (Method.CONTRIBUTIONS, Method.GRAD_CAM))
    bent = trust.measured("textbook", Method.CONTRIBUTIONS)
    assert exact
    assert mean
    assert bent
    assert min(exact.beats_random, exact.beats_untrained) >= 95
    assert max(mean.beats_random, bent.beats_random) <= 60


@pytest.mark.parametrize("name", models.NAMES)
def test_every_methods_map_depends_on_what_was_learned(name: str) -> None:
    """Adebayo and others (2018). A map that follows the ink alone would be as like an untrained network's as can be."""
    for method in trust.methods(name):
        told = trust.measured(name, method)
        assert told
        assert told.likeness < told.chance + 0.1, method


@pytest.mark.parametrize("name", models.NAMES)
def test_what_ships_is_what_is_measured(name: str) -> None:
    for method in Method:
        told = trust.measured(name, method)
        if method not in trust.methods(name):
            assert told is None
            continue
        assert told is not None
        assert told.digits == trust.DIGITS
        assert 0 <= min(told.beats_random, told.beats_untrained) <= max(told.beats_random, told.beats_untrained) <= 100
    again = trust.measure(name, Method.SALIENCY, trust.chosen())
    kept = trust.measured(name, Method.SALIENCY)
    assert kept
    # Another processor adds up in another order: a digit at the border may fall to the other side.
    assert again.beats_random == pytest.approx(kept.beats_random, abs=2)
    assert again.beats_untrained == pytest.approx(kept.beats_untrained, abs=2)
    assert again.likeness == pytest.approx(kept.likeness, abs=0.01)
    assert again.chance == pytest.approx(kept.chance, abs=0.01)


def test_measurements_of_other_weights_and_broken_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "trust.json"
    with pytest.raises(DataError, match="cannot be read .* python -m cnnviz.experiments.trust"):
        trust.measured("dense", Method.SALIENCY, path)
    shutil.copy(asset("evidence") / "trust.json", path)
    found = json.loads(path.read_text())
    found["networks"]["dense"]["weights_sha256"] = "0" * 64
    other = tmp_path / "other.json"
    other.write_text(json.dumps(found))
    with pytest.raises(DataError, match="measured with other weights"):
        trust.measured("dense", Method.SALIENCY, other)
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(DataError, match="is damaged"):
        trust.measured("dense", Method.SALIENCY, broken)
    del found["networks"]["dense"]["methods"]["saliency"]["chance"]  # as a file of another version has it
    older = tmp_path / "older.json"
    older.write_text(json.dumps(found))
    with pytest.raises(DataError, match="is damaged"):
        trust.measured("dense", Method.SALIENCY, older)
