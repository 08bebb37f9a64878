"""Moved and convolved, or convolved and moved: the same numbers; what is weighed behind flatten is not the same."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments.equivariance import equivariance
from cnnviz.stage import Array

CONVOLUTIONAL = ("two-block", "textbook", "textbook-no-relu", "textbook-linear")


def digits(count: int) -> Array:
    images = mnist.load("test").images
    return images[np.random.default_rng(3).choice(len(images), count, replace=False)].astype(np.float32) / 255


@pytest.mark.parametrize("name", CONVOLUTIONAL)
def test_both_ways_give_the_same_map_inside(name: str) -> None:
    model = models.load_model(name)
    layer = model[0]
    random = np.random.default_rng(8)
    for digit in digits(20):
        down, right = (int(pixels) for pixels in random.integers(-8, 9, 2))
        channel = int(random.integers(layer.out_channels))
        found = equivariance(model, digit, down, right, channel)
        still = torch.from_numpy(digit)[None, None]
        weight, bias = layer.weight[channel : channel + 1], layer.bias[channel : channel + 1]
        first = F.conv2d(F.pad(still, (right, -right, down, -down)), weight, bias, padding=layer.padding)[0, 0]
        then = F.pad(F.conv2d(still, weight, bias, padding=layer.padding), (right, -right, down, -down))[0, 0]
        np.testing.assert_allclose(found.moved_first, first.numpy(), atol=1e-5)
        np.testing.assert_allclose(found.moved_after, then.numpy(), atol=1e-5)
        top, bottom, left, to = found.inside
        ring = layer.padding[0]
        side = 28 + 2 * ring - 2
        assert (bottom - top, to - left) == (side - 2 * ring - abs(down), side - 2 * ring - abs(right))
        assert found.difference <= 1e-5
        # A window that sees what came in at the edge is not compared; that there are such is why "inside" is said.
        if down or right:
            assert np.abs(found.moved_first - found.moved_after).max() > 1e-5


@pytest.mark.parametrize("name", CONVOLUTIONAL)
def test_the_row_and_the_logits_are_those_of_the_network(name: str) -> None:
    model = models.load_model(name)
    digit = digits(1)[0]
    found = equivariance(model, digit, 2, -3, 1)
    place = next(place for place, (stage, _) in enumerate(model.named_children()) if stage == "flatten")
    still = torch.from_numpy(digit)[None, None]
    for picture, row, logits, maxima in (
        (still, found.row_before, found.logits_before, found.maxima_before),
        (F.pad(still, (-3, 3, 2, -2)), found.row_after, found.logits_after, found.maxima_after),
    ):
        maps = model[:place](picture)
        np.testing.assert_allclose(row, maps.flatten().numpy(), atol=1e-5)
        np.testing.assert_allclose(logits, model[:-1](picture)[0].numpy(), atol=1e-4)
        np.testing.assert_allclose(maxima, maps.amax(dim=(2, 3))[0].numpy(), atol=1e-5)
    assert found.changed == int((np.abs(found.row_before - found.row_after) > 1e-5).sum()) > 0


def test_the_flattened_head_is_not_invariant_and_the_largest_of_each_map_is() -> None:
    model = models.load_model("textbook")
    # Away from the edge, where windows would be missing: by two pixels, pooling's windows hold the same cells again.
    inner = [digit for digit in digits(60) if not (digit[:, :3].any() or digit[:, -5:].any())]
    assert len(inner) > 20
    for digit in inner:
        found = equivariance(model, digit, 0, 2)
        assert np.abs(found.logits_after - found.logits_before).max() > 0.5
        assert np.abs(found.maxima_after - found.maxima_before).max() < 1e-5
        assert equivariance(model, digit, 0, 0).changed == 0


def test_what_has_no_maps_or_no_such_filter_is_refused() -> None:
    with pytest.raises(ModelError, match="no convolution and flatten"):
        equivariance(models.load_model("dense"), digits(1)[0], 0, 1)
    with pytest.raises(ModelError, match="its filters are 0 to 7"):
        equivariance(models.load_model("two-block"), digits(1)[0], 0, 1, 8)
