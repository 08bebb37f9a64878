"""Questions of the chapter `relu`, answered once more with PyTorch."""

import re
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnnviz.questions import asking, relu
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook")


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def numbers_in(text: str) -> list[float]:
    return [plain(found) for found in re.findall(r"[-+\N{MINUS SIGN}]?\d+(?:\.\d+)?", text)]


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, relu.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_picture_is_what_relu_leaves_of_the_map(situations: Any, model: str) -> None:
    for situation in situations(model):
        question = asking.predict("relu", situation)
        (shown,) = question.figures
        assert isinstance(shown, MapFigure)
        after = F.relu(torch.tensor(situation.reading.trace[shown.stage].values[shown.channel])).double()
        for choice in question.choices:
            assert isinstance(choice.figure, NumberFigure)
            off = (torch.tensor(choice.figure.rows, dtype=torch.float64) - after).abs().max().item()
            assert (off < 0.0051) == choice.right, (choice, off)


@pytest.mark.parametrize("model", MODELS)
def test_a_number_becomes_what_relu_makes_of_it(situations: Any, model: str) -> None:
    for _, question in of_kind("after", situations, model):
        value = plain(re.search(r"holds (\S+)\.", question.text)[1])  # type: ignore[index]
        wanted = F.relu(torch.tensor(value, dtype=torch.float64)).item()
        assert plain(question.choices[question.right].text) == pytest.approx(wanted)


@pytest.mark.parametrize("model", MODELS)
def test_the_cell_that_loses_most_is_where_relu_changes_the_map_most(situations: Any, model: str) -> None:
    for situation, question in of_kind("loses", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        cells = torch.tensor(situation.reading.trace[figure.stage].values[figure.channel])
        lost = (F.relu(cells) - cells).abs()
        assert question.cell == divmod(int(lost.argmax()), cells.shape[1])
        assert int((lost == lost.max()).sum()) == 1


@pytest.mark.parametrize("model", MODELS)
def test_the_cells_that_are_cut_are_counted_after_the_bias_is_added(situations: Any, model: str) -> None:
    for _, question in of_kind("threshold", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        bias = numbers_in(question.text)[0]
        before = torch.tensor(figure.rows, dtype=torch.float64) + bias
        assert question.value == int((F.relu(before) != before).sum())
        assert question.value not in dict(question.traps)
        assert before.abs().min().item() > 0.005  # as printed: none of them at the border


@pytest.mark.parametrize("model", MODELS)
def test_the_turned_filter_leaves_the_other_side(situations: Any, model: str) -> None:
    for situation, question in of_kind("sides", situations, model):
        value = plain(re.search(r"answers (\S+) at", question.text)[1])  # type: ignore[index]
        picture = torch.tensor(situation.reading.picture)[None, None]
        stage = next(stage for stage in situation.reading.trace if stage.kind == "convolution")
        turned = F.relu(F.conv2d(picture, -torch.tensor(stage.weight))).ravel()
        right = plain(question.choices[question.right].text)
        assert right == pytest.approx(F.relu(torch.tensor(-value)).item(), abs=1e-6)
        if right > 0:
            assert (turned - right).abs().min().item() < 0.0051, "no filter of this network leaves that"
        assert [plain(choice.text) for choice in question.choices].count(right) == 1


@pytest.mark.parametrize("model", MODELS)
def test_two_multiplications_fold_into_one(situations: Any, model: str) -> None:
    for _, question in of_kind("fold", situations, model):
        first, second = numbers_in(question.text)
        layers = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)).double()
        for layer, weight in zip(layers, (first, second), strict=True):
            layer.weight.data.fill_(weight)
        folded = layers(torch.ones(1, 1, dtype=torch.float64)).item()
        assert plain(question.choices[question.right].text) == pytest.approx(folded, abs=6e-5)


LAYERS: dict[str, nn.Module] = {
    "max pooling": nn.MaxPool2d(2),
    "average pooling": nn.AvgPool2d(2),
    "the convolution": nn.Conv2d(1, 3, 3),
    "the dense layer": nn.Linear(8, 4),
    "flattening": nn.Flatten(),
}


@pytest.mark.parametrize("model", MODELS)
def test_one_of_the_layers_is_not_linear(situations: Any, model: str) -> None:
    torch.manual_seed(1)
    one, other = torch.randn(2, 1, 1, 8, 8, dtype=torch.float64)
    off = {}
    for name, layer in LAYERS.items():
        f = layer.double()
        off[name] = (f(one) + f(other) - f(one + other) - f(torch.zeros_like(one))).abs().max().item()
    for _, question in of_kind("linear", situations, model):
        for choice in question.choices:
            assert (off[choice.text] > 0.01) == choice.right
        one_, other_, largest = numbers_in(question.reason)[:3]
        pooled = F.max_pool2d(torch.tensor([[[one_, other_]]]), (1, 2)).item()
        assert largest == pytest.approx(pooled)


def test_what_is_told_of_a_wrong_number_fits_that_number(situations: Any) -> None:
    for _, question in of_kind("threshold", situations, "two-block"):
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        patch = np.array(figure.rows)
        for value, why in question.traps:
            if "before" in why:
                assert value == (patch < 0).sum()
