"""The shift map against a network that reads one moved digit after the other."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments.shift import moved
from cnnviz.experiments.shift_map import NETWORKS, moved_everywhere, shift_map
from cnnviz.preprocessing import picture
from cnnviz.stage import Array

RANDOM = np.random.default_rng(5)


def digit(place: int = 18) -> Array:
    image: Array = mnist.load("test").images[place].astype(np.float32) / 255
    return image


def by_padding(image: Array, down: int, right: int) -> torch.Tensor:
    """(1, 1, 28, 28): moved by PyTorch, which crops where a padding is negative."""
    return F.pad(torch.from_numpy(image)[None, None], (right, -right, down, -down))


@pytest.mark.parametrize("place", [18, 151])
def test_each_place_holds_what_the_network_reads_in_the_moved_digit(place: int) -> None:
    image = digit(place)
    found = shift_map(image)
    assert found.probabilities.shape == (3, 17, 17, 10)
    for name in NETWORKS:
        model = models.load_model(name)
        for down in range(-8, 9):
            for right in range(-8, 9):
                alone = model(by_padding(image, down, right))[0].numpy()
                np.testing.assert_allclose(found.of(name, down, right), alone, atol=1e-5)


def test_a_centred_place_holds_what_the_network_reads_after_preprocessing() -> None:
    image = digit()
    found = shift_map(image, 6, centred=True)
    as_mnist_was_made = np.stack([picture(moved(image, *move)) for move in ((0, 0), (2, -1), (-6, 6))])
    for name in NETWORKS:
        for one, move in zip(as_mnist_was_made, ((0, 0), (2, -1), (-6, 6)), strict=True):
            if move != (-6, 6):  # there ink is lost, and what is left would be scaled too
                alone = models.load_model(name)(torch.from_numpy(one)[None, None])[0].numpy()
                np.testing.assert_allclose(found.of(name, *move), alone, atol=1e-5)


def test_centring_undoes_every_move_that_loses_no_ink() -> None:
    image = digit()
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    found = shift_map(image, centred=True)
    still = found.probabilities[:, 8, 8]
    undone = 0
    for down in range(-rows[0], 28 - rows[-1]):
        for right in range(-columns[0], 28 - columns[-1]):
            if max(abs(down), abs(right)) <= 8:
                undone += 1
                np.testing.assert_allclose(found.probabilities[:, down + 8, right + 8], still, atol=1e-5)
    assert undone > 60


def test_all_moves_at_once_are_the_moves_one_by_one() -> None:
    image = RANDOM.integers(1, 255, (28, 28), dtype=np.uint8)
    everywhere = moved_everywhere(image, 3)
    assert everywhere.dtype == np.uint8
    one_by_one = [moved(image, down, right) for down in range(-3, 4) for right in range(-3, 4)]
    assert (everywhere == np.stack(one_by_one)).all()


def test_the_shared_networks_stay_as_they_are() -> None:
    before = {name: models.load_model(name).state_dict() for name in NETWORKS}
    kept = {name: {key: (each.clone(), each.stride()) for key, each in found.items()} for name, found in before.items()}
    shift_map(digit(), 1)
    for name, found in kept.items():
        for key, each in models.load_model(name).state_dict().items():
            assert torch.equal(each, found[key][0])
            assert each.stride() == found[key][1]


def test_an_empty_picture_and_an_unknown_network_are_met() -> None:
    assert np.isfinite(shift_map(np.zeros((28, 28), np.float32), 2, centred=True).probabilities).all()
    with pytest.raises(ModelError, match="There is no network 'lenet'"):
        shift_map(digit(), 1, networks=["lenet"])
