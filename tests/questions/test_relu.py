"""Questions of the chapter `relu`, answered once more with PyTorch."""

import re
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from cnnviz.questions import asking, relu
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook")


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def numbers_in(text: str) -> list[float]:
    return [plain(found) for found in re.findall(r"[-\N{MINUS SIGN}]?\d+(?:\.\d+)?", text)]


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, relu.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_share_is_that_of_the_negative_cells(situations: Any, model: str) -> None:
    for situation in situations(model):
        question = asking.predict("relu", situation)
        stage = next(stage for stage in situation.reading.trace if stage.kind == "relu")
        channel = int(re.search(r"Map (\d+)", question.text)[1])  # type: ignore[index]
        before = torch.tensor(situation.before(stage).values[channel])
        share = 100 * (F.relu(before) != before).float().mean().item()
        low, high = numbers_in(question.choices[question.right].text.replace("\N{EN DASH}", " "))
        assert low <= share <= high


@pytest.mark.parametrize("model", MODELS)
def test_a_number_becomes_what_relu_makes_of_it(situations: Any, model: str) -> None:
    for _, question in of_kind("after", situations, model):
        value = plain(re.search(r"holds (\S+)\.", question.text)[1])  # type: ignore[index]
        wanted = F.relu(torch.tensor(value, dtype=torch.float64)).item()
        assert plain(question.choices[question.right].text) == pytest.approx(wanted)


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_cell_is_the_largest_of_its_map(situations: Any, model: str) -> None:
    for situation, question in of_kind("strongest", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        cells = F.relu(torch.tensor(situation.before(situation.reading.trace[figure.stage]).values[figure.channel]))
        assert question.cell == divmod(int(cells.argmax()), cells.shape[1])
        assert int((cells == cells.max()).sum()) == 1


@pytest.mark.parametrize("model", MODELS)
def test_the_cells_that_are_cut_are_counted(situations: Any, model: str) -> None:
    for _, question in of_kind("count", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        before = torch.tensor(figure.rows)
        assert question.value == int((F.relu(before) != before).sum())


@pytest.mark.parametrize("model", MODELS)
def test_two_multiplications_fold_into_one(situations: Any, model: str) -> None:
    for _, question in of_kind("fold", situations, model):
        first, second = numbers_in(question.text)
        layers = torch.nn.Sequential(torch.nn.Linear(1, 1, bias=False), torch.nn.Linear(1, 1, bias=False)).double()
        for layer, weight in zip(layers, (first, second), strict=True):
            layer.weight.data.fill_(weight)
        folded = layers(torch.ones(1, 1, dtype=torch.float64)).item()
        assert plain(question.choices[question.right].text) == pytest.approx(folded, abs=6e-5)
