"""Questions of the chapter `whole_network`, answered once more with PyTorch."""

import re
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from cnnviz import models, pipeline
from cnnviz.questions import asking, whole_network
from cnnviz.questions.question import MapFigure, NumberFigure, Question
from cnnviz.questions.situation import Situation

MODELS = ("two-block", "textbook")


def number_in(text: str) -> int:
    return int(text.replace(",", ""))


def sides_in(text: str) -> list[int]:
    return [number_in(found) for found in re.findall(r"\d[\d,]*", text)]


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, whole_network.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


def chosen(question: Question) -> str:
    return question.choices[question.right].text


def outputs(model: nn.Sequential, picture: Any) -> dict[str, torch.Tensor]:
    """What each layer gives out, without the batch axis."""
    out, found = torch.tensor(np.array(picture, np.float32))[None, None], {}
    for name, layer in model.named_children():
        out = layer(out)
        found[name] = out[0]
    return found


def products(model: nn.Sequential) -> dict[str, int]:
    """Multiplications of each layer, as PyTorch's own counter of operations has them: a product and a sum each."""
    out, found = torch.zeros(1, 1, 28, 28), {}
    for name, layer in model.named_children():
        with FlopCounterMode(display=False) as counter:
            out = layer(out)
        found[name] = counter.get_total_flops() // 2
    return found


def sight(model: nn.Sequential, stage: str, cell: tuple[int, int] | None) -> torch.Tensor:
    """Which pixels a cell depends on, (28, 28), found by gradients through layers of the same form, all weights 1."""
    picture = torch.ones(1, 1, 28, 28, requires_grad=True)
    out = picture
    for name, layer in model.named_children():
        if isinstance(layer, nn.Conv2d):
            out = F.conv2d(out, torch.ones_like(layer.weight), stride=layer.stride, padding=layer.padding)
        elif isinstance(layer, nn.MaxPool2d | nn.AvgPool2d):
            out = F.avg_pool2d(out, layer.kernel_size, layer.stride)  # a maximum would hide what it did not choose
        elif isinstance(layer, nn.Linear):
            out = F.linear(out, torch.ones_like(layer.weight))
        elif isinstance(layer, nn.Flatten):
            out = layer(out)
        if name == stage:
            break
    (out[0, 0][cell] if cell is not None else out[0, 0]).backward()
    assert picture.grad is not None
    return picture.grad[0, 0] > 0


def extent(seen: torch.Tensor) -> tuple[int, int]:
    rows, columns = seen.any(dim=1).nonzero(), seen.any(dim=0).nonzero()
    return int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_share_of_ink_lies_where_the_last_strongest_cell_looks(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for situation in situations(model):
        question = asking.predict("whole_network", situation)
        maps = {name: out for name, out in outputs(network, situation.reading.picture).items() if out.ndim == 3}
        stage, last = list(maps.items())[-1]
        assert stage in question.text
        _, row, column = np.unravel_index(int(last.argmax()), last.shape)
        seen = sight(network, stage, (int(row), int(column)))
        picture = torch.tensor(situation.reading.picture)
        share = 100 * (picture[seen].sum() / picture.sum()).item()
        low, high = sides_in(chosen(question))
        assert low <= share + 1e-3
        assert share - 1e-3 <= high
        assert "{} × {}".format(*extent(seen)) in question.reason


@pytest.mark.parametrize("model", MODELS)
def test_a_stage_gives_out_the_shape_that_pytorch_gives(situations: Any, model: str) -> None:
    shapes = {name: list(out.shape) for name, out in outputs(models.load_model(model), np.zeros((28, 28))).items()}
    for _, question in of_kind("shape", situations, model):
        assert sides_in(chosen(question)) == shapes[question.text.split()[0]]


@pytest.mark.parametrize("model", MODELS)
def test_parameters_are_as_many_as_pytorch_holds(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for _, question in of_kind("parameters", situations, model):
        layer = network.get_submodule(question.text.split()[0])
        assert question.value == sum(each.numel() for each in layer.parameters())
        assert all(value != question.value for value, _ in question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_a_cell_sees_as_far_as_gradients_reach(situations: Any, model: str) -> None:
    network = models.load_model(model)
    shapes = {name: out.shape for name, out in outputs(network, np.zeros((28, 28))).items()}
    for _, question in of_kind("field", situations, model):
        stage = re.search(r"one cell of (\w+) see", question.text)[1]  # type: ignore[index]
        _, rows, columns = shapes[stage]
        assert extent(sight(network, stage, (rows // 2, columns // 2))) == (question.value, question.value)


@pytest.mark.parametrize("model", MODELS)
def test_the_busiest_stage_is_busiest_by_pytorch_s_own_count(situations: Any, model: str) -> None:
    counted = products(models.load_model(model))
    for _, question in of_kind("costly", situations, model):
        offered = {choice.text: counted[choice.text] for choice in question.choices}
        most = max(offered.values())
        assert [name for name, count in offered.items() if count == most] == [chosen(question)]
        assert f"{most:,}" in question.reason


@pytest.mark.parametrize("model", MODELS)
def test_the_right_patch_excites_the_map_more_than_the_others(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for _, question in of_kind("excites", situations, model):
        _, figure = question.figures
        assert isinstance(figure, MapFigure)
        answers = []
        for choice in question.choices:
            assert isinstance(choice.figure, NumberFigure)
            answers.append(answer(network, figure.stage, figure.channel, torch.tensor(choice.figure.rows)))
        assert int(np.argmax(answers)) == question.right
        assert sorted(answers)[-1] > 1.2 * sorted(answers)[-2]


def answer(network: nn.Sequential, stage: str, channel: int, patch: torch.Tensor) -> float:
    """What the map answers where its cell's whole sight is the patch: the middle of a blank picture, layer by layer."""
    shape = outputs(network, np.zeros((28, 28)))[stage].shape
    middle = (shape[1] // 2, shape[2] // 2)
    seen = sight(network, stage, middle)
    rows, columns = seen.any(dim=1).nonzero()[:, 0], seen.any(dim=0).nonzero()[:, 0]
    assert patch.shape == (len(rows), len(columns))
    picture = torch.zeros(28, 28)
    picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] = patch
    return float(outputs(network, picture.numpy())[stage][channel][middle])


@pytest.mark.parametrize("model", MODELS)
def test_the_shrinking_stage_is_the_only_one_that_gives_out_fewer_numbers(situations: Any, model: str) -> None:
    found = outputs(models.load_model(model), np.zeros((28, 28)))
    sizes = [784, *(out.numel() for out in found.values())]
    fewer = {name for name, before, after in zip(found, sizes, sizes[1:], strict=False) if after < before}
    for _, question in of_kind("shrinks", situations, model):
        assert [choice.text for choice in question.choices if choice.text in fewer] == [chosen(question)]


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_cell_is_pooled_where_the_question_says(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for situation, question in of_kind("lands", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        before = re.search(r"of map \d+ of (\w+)", question.text)[1]  # type: ignore[index]
        maps = outputs(network, situation.reading.picture)[before][figure.channel]
        pooled, places = F.max_pool2d(maps[None, None], 2, return_indices=True)
        assert question.cell is not None
        assert int(places[0, 0][question.cell]) == int(maps.argmax())
        assert float(pooled[0, 0][question.cell]) == float(maps.max())


@pytest.mark.parametrize("model", models.NAMES)
def test_every_network_is_asked_about(model: str) -> None:
    picture = np.zeros((28, 28), np.float32)
    picture[6:22, 12:16] = 1
    situation = Situation(pipeline.read(picture, model), 4)
    kinds = [question.kind for question in asking.ask("whole_network", situation)]
    assert len(kinds) >= 5
    assert ("excites" in kinds) == (model in MODELS)
    asking.predict("whole_network", situation)
