"""The moved digit: what PyTorch gives for it, and what is counted as changed."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments.shift import TOLERANCE, at_the_same_place, moved, moved_along, shift
from cnnviz.receptive_field import PIXEL
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage, Trace, trace

POOLED = ("two-block", "textbook", "textbook-no-relu")
NEAR = tuple((down, right) for down in range(-2, 3) for right in range(-2, 3))
PICTURE = (28, 28)


def digits(count: int, seed: int = 3) -> Array:
    images = mnist.load("test").images
    return images[np.random.default_rng(seed).choice(len(images), count, replace=False)].astype(np.float32) / 255


def around_pooling(recorded: Trace) -> tuple[Stage, Stage]:
    pooling = next(stage for stage in recorded if stage.kind is Kind.MAX_POOLING)
    return recorded[pooling.inputs[0]], pooling


def test_a_picture_is_moved_and_what_leaves_it_is_gone() -> None:
    picture = np.arange(1, 10, dtype=np.float32).reshape(3, 3)
    assert moved(picture, 0, 1).tolist() == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert moved(picture, -1, 0).tolist() == [[4, 5, 6], [7, 8, 9], [0, 0, 0]]
    assert moved(picture, 1, -2).tolist() == [[0, 0, 0], [3, 0, 0], [6, 0, 0]]
    assert moved(picture, 0, 0).tolist() == picture.tolist()


@pytest.mark.parametrize("name", POOLED)
def test_the_maps_are_those_of_a_trace_of_the_moved_digit(name: str) -> None:
    model, (digit,) = models.load_model(name), digits(1)
    found = shift(model, digit, NEAR)
    for place, move in enumerate(NEAR):
        before, after = around_pooling(trace(model, moved(digit, *move)))
        np.testing.assert_allclose(found.before[place], before.values, atol=1e-5)
        np.testing.assert_allclose(found.after[place], after.values, atol=1e-5)


@pytest.mark.parametrize("name", POOLED)
def test_unpooled_maps_move_with_the_digit_and_pooled_ones_with_even_moves_only(name: str) -> None:
    model = models.load_model(name)
    odd = []
    for digit in digits(40):
        before, after = around_pooling(trace(model, digit))
        found = shift(model, digit, NEAR)
        still = found.place((0, 0))
        for place, move in enumerate(NEAR):
            unpooled = moved_along(found.before[still], found.before[place], move, before, PICTURE)
            assert unpooled.changed == 0, move
            assert unpooled.compared > 0.6 * before.values.size
            assert unpooled.along == move
            pooled = moved_along(found.after[still], found.after[place], move, after, PICTURE)
            assert pooled.compared > 0.5 * after.values.size
            if all(pixels % 2 == 0 for pixels in move):
                assert pooled.changed == 0, move
                assert pooled.along == (move[0] // 2, move[1] // 2)
            else:
                odd.append(pooled.share)
    assert min(odd) > 0.02
    assert np.mean(odd) > 0.1


def test_cells_are_counted_one_by_one() -> None:
    still = np.zeros((1, 6, 6), np.float32)
    still[0, 2, 2] = 1
    other = np.zeros((1, 6, 6), np.float32)
    other[0, 2, 3] = 1
    other[0, 5, 5] = TOLERANCE / 2
    same = at_the_same_place(still, other)
    assert (same.changed, same.compared) == (2, 36)
    pixels = Stage("picture", Kind.INPUT, still, receptive_field=PIXEL)
    back = moved_along(still, other, (0, 1), pixels, (6, 6))
    assert (back.changed, back.compared, back.along) == (0, 30, (0, 1))
    # Cells that see 2 x 2 pixels, every 2: a move by one pixel is half a cell, and the better neighbour counts.
    halves = Stage("pooled", Kind.MAX_POOLING, still, receptive_field=PIXEL.through((2, 2), (2, 2)))
    found = moved_along(still[:, ::2, ::2], F.max_pool2d(torch.tensor(other), 2).numpy(), (0, 1), halves, (6, 6))
    assert (found.changed, found.compared, found.along) == (0, 9, (0, 0))


def test_a_network_without_max_pooling_is_refused() -> None:
    with pytest.raises(ModelError, match="has no max pooling"):
        shift(models.load_model("dense"), digits(1)[0], NEAR)
