"""Pictures that are made to excite: they climb, only the picture changes, and what is told is true."""

import numpy as np
import pytest
import torch

from cnnviz import models, patches
from cnnviz.errors import ModelError
from cnnviz.experiments.imagined import STEPS, OfClass, OfMap, imagine


@pytest.mark.parametrize("name", models.NAMES)
def test_a_picture_made_for_a_class_is_read_as_it_more_surely_than_it_began(name: str) -> None:
    model = models.load_model(name)
    for digit in (1, 8):
        found = list(imagine(model, OfClass(digit)))
        assert [each.step for each in found] == list(range(STEPS + 1))
        first, last = found[0], found[-1]
        assert last.value > first.value + 3
        assert int(last.probabilities.argmax()) == digit
        for each in (first, found[STEPS // 2], last):
            assert each.picture.min() >= 0
            assert each.picture.max() <= 1
            given = torch.tensor(each.picture)[None, None]
            assert each.value == pytest.approx(model[:-1](given)[0, digit].item(), abs=1e-3)
            np.testing.assert_allclose(each.probabilities, model(given)[0], atol=1e-5)


@pytest.mark.parametrize("name", patches.NETWORKS)
def test_a_patch_made_for_a_map_excites_its_middle_cell_about_as_much_as_any_digit_does(name: str) -> None:
    model = models.load_model(name)
    names = list(dict(model.named_children()))
    for stage, kept in patches.load(name).items():
        for channel in range(0, len(kept.values), 5):
            last = list(imagine(model, OfMap(stage, channel)))[-1]
            out = torch.tensor(last.picture)[None, None]
            for layer in model[: names.index(stage) + 1]:
                out = layer(out)
            middle = out.shape[2] // 2, out.shape[3] // 2
            assert last.value == pytest.approx(out[0, channel, *middle].item(), abs=1e-4)
            assert last.value > 0.9 * kept.values[channel, 0]


def test_the_same_seed_makes_the_same_and_the_shared_network_is_left_alone() -> None:
    model = models.load_model("two-block")
    before = {key: value.clone() for key, value in model.state_dict().items()}
    one, same, other = ([each.picture for each in imagine(model, OfClass(4), 20, seed)][-1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    assert all(torch.equal(before[key], value) for key, value in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        (OfMap("relu9", 0), "no maps 'relu9'. It has: conv1, relu1, pool1"),
        (OfMap("dense", 0), "no maps 'dense'"),
        (OfMap("relu1", 32), "the maps 0 to 31; there is no map 32"),
    ],
)
def test_a_map_that_is_not_there_is_named(goal: OfMap, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        next(imagine(models.load_model("textbook"), goal))
