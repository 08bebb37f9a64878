"""The sums by hand: on paper, and against what PyTorch computed."""

from itertools import product

import numpy as np
import pytest
import torch
from torch import nn

from cnnviz import models
from cnnviz.arithmetic import convolution_cell, dense_sum, pooling_cell, softmax_terms
from cnnviz.errors import TraceError
from cnnviz.stage import Kind, Stage
from cnnviz.trace import Trace, trace


def recorded(network: nn.Module, *shape: int) -> Trace:
    torch.manual_seed(0)
    return trace(network.eval(), torch.randn(shape))


def stage(kind: Kind, shape: tuple[int, ...], **facts: object) -> Stage:
    window = {"kernel_size": (2, 2), "stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
    return Stage(kind.value, kind, np.zeros(shape, np.float32), **{**window, **facts})  # type: ignore[arg-type]


PICTURE = Stage("input", Kind.INPUT, np.array([[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], np.float32))


def test_a_convolution_on_paper() -> None:
    kernel = np.array([[[[1, 0], [0, -1]]]], np.float32)
    conv = stage(Kind.CONVOLUTION, (1, 2, 2), weight=kernel, bias=np.array([10], np.float32))
    cell = convolution_cell(conv, PICTURE, channel=0, row=1, column=0)
    assert cell.patch.tolist() == [[[4, 5], [7, 8]]]
    assert cell.products.tolist() == [[[4, 0], [0, -8]]]
    assert cell.bias == 10
    assert cell.result == 4 - 8 + 10


def test_a_pooling_on_paper() -> None:
    cell = pooling_cell(stage(Kind.MAX_POOLING, (1, 2, 2)), PICTURE, channel=0, row=0, column=1)
    assert cell.window.tolist() == [[2, 3], [5, 6]]
    assert (cell.row, cell.column, cell.result) == (1, 1, 6)
    cell = pooling_cell(stage(Kind.AVERAGE_POOLING, (1, 2, 2)), PICTURE, channel=0, row=0, column=1)
    assert (cell.row, cell.column, cell.result) == (None, None, 4)


def test_a_padding_is_zeros_for_a_convolution_and_nothing_for_a_maximum() -> None:
    kernel = np.ones((1, 1, 2, 2), np.float32)
    conv = stage(Kind.CONVOLUTION, (1, 4, 4), weight=kernel, padding=(1, 1))
    corner = convolution_cell(conv, PICTURE, 0, 0, 0)
    assert corner.patch.tolist() == [[[0, 0], [0, 1]]]
    assert (corner.bias, corner.result) == (0, 1)
    below_zero = Stage("input", Kind.INPUT, -PICTURE.values)
    cell = pooling_cell(stage(Kind.MAX_POOLING, (1, 4, 4), padding=(1, 1)), below_zero, 0, 0, 0)
    assert np.isnan(cell.window).tolist() == [[True, True], [True, False]]
    assert (cell.row, cell.column, cell.result) == (1, 1, -1)


def test_a_dense_layer_on_paper() -> None:
    weight, bias = np.array([[1, 2], [3, -1]], np.float32), np.array([0.5, 0.25], np.float32)
    dense = Stage("dense", Kind.DENSE, np.zeros(2, np.float32), weight=weight, bias=bias)
    before = Stage("flatten", Kind.FLATTEN, np.array([10, 20], np.float32))
    total = dense_sum(dense, before, 1)
    assert total.contributions.tolist() == [30, -20]
    assert (total.bias, total.result) == (0.25, 10.25)


def test_a_softmax_on_paper_and_its_temperature() -> None:
    logits = np.log(np.array([1, 2, 5], np.float32))
    terms = softmax_terms(logits)
    np.testing.assert_allclose(terms.result, [1 / 8, 2 / 8, 5 / 8], rtol=1e-6)
    np.testing.assert_allclose(terms.exponentials, [1 / 5, 2 / 5, 1], rtol=1e-6)
    assert terms.total == pytest.approx(8 / 5)
    np.testing.assert_allclose(softmax_terms(logits, temperature=0.5).result, np.array([1, 4, 25]) / 30, rtol=1e-6)
    np.testing.assert_allclose(softmax_terms(np.array([1e4, 0], np.float32)).result, [1, 0])


NETWORKS = {
    "plain": nn.Sequential(nn.Conv2d(2, 3, 3)),
    "rows and columns differ": nn.Sequential(
        nn.Conv2d(2, 3, (2, 5), stride=(3, 1), padding=(1, 2), dilation=(2, 1), bias=False)
    ),
    "grouped": nn.Sequential(nn.Conv2d(4, 6, 3, padding=1, groups=2)),
    "largest": nn.Sequential(nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2))),
    "largest, ceil": nn.Sequential(nn.MaxPool2d(3, stride=2, ceil_mode=True)),
    "mean": nn.Sequential(nn.AvgPool2d(3, stride=2, padding=1)),
    "mean, ceil": nn.Sequential(nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True)),
    "adaptive mean": nn.Sequential(nn.AdaptiveAvgPool2d((4, 2))),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_every_cell_comes_to_what_torch_computed(name: str) -> None:
    channels = 4 if name == "grouped" else 2
    before, after = recorded(NETWORKS[name], channels, 8, 10)
    cell = convolution_cell if after.kind is Kind.CONVOLUTION else pooling_cell
    by_hand = [cell(after, before, *at).result for at in product(*map(range, after.shape))]
    np.testing.assert_allclose(np.reshape(by_hand, after.shape), after.values, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", models.NAMES)
def test_the_answer_of_every_network_adds_up(name: str) -> None:
    last = recorded(models.build(name), 28, 28)
    before, dense, softmax = last.stages[-3:]
    logits = [dense_sum(dense, before, digit).result for digit in range(10)]
    np.testing.assert_allclose(logits, dense.values, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(softmax_terms(dense.values).result, softmax.values, rtol=1e-5)


def test_what_is_not_there_is_refused_in_words() -> None:
    before, conv, relu = recorded(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU()), 8, 8)
    with pytest.raises(TraceError, match=r"0 has no cell \(0, 6, 0\): its shape is \(2, 6, 6\)"):
        convolution_cell(conv, before, 0, 6, 0)
    with pytest.raises(TraceError, match=r"0 has no cell \(-1, 0, 0\)"):
        convolution_cell(conv, before, -1, 0, 0)
    with pytest.raises(TraceError, match="1 is of kind 'relu'; this sum is that of a convolution"):
        convolution_cell(relu, conv, 0, 0, 0)
    with pytest.raises(TraceError, match="this sum is that of a max pooling or average pooling"):
        pooling_cell(relu, conv, 0, 0, 0)
    flat, dense = recorded(nn.Sequential(nn.Linear(3, 2)), 3)
    with pytest.raises(TraceError, match="0 has the numbers 0 to 1; got 2"):
        dense_sum(dense, flat, 2)
    with pytest.raises(TraceError, match="A temperature is greater than 0; got 0"):
        softmax_terms(dense.values, temperature=0)
