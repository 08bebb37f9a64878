import numpy as np
import pytest
import torch
from torch import Tensor, nn

from cnnviz.training.drawing_test import PENS, SIZES, drawing_accuracy, drawings


@pytest.mark.parametrize(("size", "pen"), [(60, 34), (160, 8), (250, 34)])
def test_drawings_have_the_size_and_pen_and_lie_on_the_canvas(size: int, pen: int) -> None:
    corners = []
    for _, drawing in drawings(size, pen):
        points = np.concatenate([stroke.points for stroke in drawing.strokes])
        assert np.ptp(points, axis=0).max() == pytest.approx(size)
        assert points.min() >= 0
        assert points.max() <= 280
        assert {stroke.width for stroke in drawing.strokes} == {pen}
        corners.append(points.min(axis=0))
    if size < 200:
        assert np.ptp(corners, axis=0).min() > 0.6 * (280 - size - pen), "they lie all over the canvas"


def test_every_digit_is_drawn_as_often_and_the_same_each_time() -> None:
    drawn = drawings(100, 14)
    assert len(set(np.bincount([digit for digit, _ in drawn]))) == 1
    assert drawings(100, 14) == drawn


class AlwaysThree(nn.Module):
    def forward(self, pictures: Tensor) -> Tensor:
        return torch.eye(10)[3].expand(len(pictures), 10)


def test_one_answer_to_everything_is_right_for_a_tenth() -> None:
    scores = drawing_accuracy(AlwaysThree())
    assert scores.count > 2_000
    assert scores.raster == scores.strokes == pytest.approx(0.1)
    assert set(scores.by_size_and_pen) == {(size, pen) for size in SIZES for pen in PENS}
    assert all(pair == pytest.approx((0.1, 0.1)) for pair in scores.by_size_and_pen.values())
