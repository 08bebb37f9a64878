"""Questions of the chapter `pooling`, answered once more with PyTorch."""

import re
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnviz import models
from cnnviz.questions import asking, pooling
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook", "textbook-no-relu")
CORNERS = ("upper left", "upper right", "lower left", "lower right")


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))



def figure_of(question: Question) -> Tensor:
    (figure,) = question.figures
    assert isinstance(figure, NumberFigure)
    return torch.tensor(figure.rows, dtype=torch.float64)


def chosen(question: Question) -> str:
    return question.choices[question.right].text


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, pooling.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


@pytest.mark.parametrize("model", MODELS)
def test_the_pooled_map_is_among_the_four_once(situations: Any, model: str) -> None:
    for situation in situations(model):
        question = asking.predict("pooling", situation)
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        cells = torch.tensor(situation.reading.trace[figure.stage].values[figure.channel])
        wanted = F.max_pool2d(cells[None], 2)[0]
        assert len(question.choices) == 4
        for choice in question.choices:
            assert isinstance(choice.figure, NumberFigure)
            offered = torch.tensor(choice.figure.rows)
            assert offered.shape == wanted.shape
            assert torch.allclose(offered, wanted, atol=1e-6) == choice.right


@pytest.mark.parametrize("model", MODELS)
def test_the_winner_is_the_largest_of_its_window_and_no_other(situations: Any, model: str) -> None:
    for _, question in of_kind("winner", situations, model):
        patch = figure_of(question)
        values, places = F.max_pool2d(patch[None], 2, return_indices=True)
        where = next(index for index, name in enumerate(CORNERS) if f"the {name} window" in question.text)
        assert question.cell == divmod(int(places.ravel()[where]), 4)
        top, left = 2 * (where // 2), 2 * (where % 2)
        assert int((patch[top : top + 2, left : left + 2] == values.ravel()[where]).sum()) == 1


@pytest.mark.parametrize("model", MODELS)
def test_the_average_is_that_of_the_numbers_shown(situations: Any, model: str) -> None:
    for _, question in of_kind("average", situations, model):
        wanted = F.avg_pool2d(figure_of(question)[None], 2).item()
        assert question.value == pytest.approx(wanted, abs=1e-6)
        assert abs(round(wanted, 2) - wanted) <= question.tolerance
        assert all(abs(value - wanted) > question.tolerance for value, _ in question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_the_width_is_that_of_the_pooled_map(situations: Any, model: str) -> None:
    for _, question in of_kind("size", situations, model):
        found = re.search(r"is (\d+) cells wide.* a (\d) × \d window and stride (\d)", question.text)
        assert found
        side, window, stride = map(int, found.groups())
        assert question.value == F.max_pool2d(torch.zeros(1, side, side), window, stride).shape[-1]
        assert question.value not in [value for value, _ in question.traps]


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_are_those_of_the_module(situations: Any, model: str) -> None:
    for _, question in of_kind("weights", situations, model):
        name = re.search(r"does (\w+) learn", question.text)[1]  # type: ignore[index]
        layer = dict(models.load_model(model).named_children())[name]
        assert isinstance(layer, nn.MaxPool2d)
        assert chosen(question) == str(models.count_parameters(layer))


@pytest.mark.parametrize("model", MODELS)
def test_the_cells_that_remain_are_counted(situations: Any, model: str) -> None:
    for _, question in of_kind("remain", situations, model):
        name = re.search(r"after (\w+) \(", question.text)[1]  # type: ignore[index]
        maps, rows, columns = map(int, re.search(r"has (\d+) maps of (\d+) × (\d+)", question.text).groups())  # type: ignore[union-attr]
        layer = dict(models.load_model(model).named_children())[name]
        assert plain(chosen(question)) == layer(torch.zeros(1, maps, rows, columns)).numel()


@pytest.mark.parametrize("model", MODELS)
def test_the_largest_survives_a_move_inside_its_window(situations: Any, model: str) -> None:
    for _, question in of_kind("survives", situations, model):
        window = figure_of(question).ravel()
        corner = next(index for index, name in enumerate(CORNERS) if f"in the {name}" in question.text)
        place = int(window.argmax())
        swapped = window.clone()
        swapped[place], swapped[corner] = window[corner], window[place]
        assert corner != place
        assert plain(chosen(question)) == pytest.approx(F.max_pool2d(swapped.reshape(1, 2, 2), 2).item())


@pytest.mark.parametrize("model", MODELS)
def test_a_move_by_half_a_window_brings_the_middle_columns(situations: Any, model: str) -> None:
    for _, question in of_kind("leaves", situations, model):
        moved = torch.roll(figure_of(question), 1, dims=1)
        right = F.max_pool2d(moved[None], 2)[0, 0, 1].item()
        assert plain(chosen(question)) == pytest.approx(right)
