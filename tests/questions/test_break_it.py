"""Questions of the chapter `break_it`, answered once more with PyTorch."""

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import models
from cnnviz.questions import asking, break_it
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook")


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def of_kind(kind: str, situations: Any, model: str, wanted: int = 90) -> list[tuple[Any, Question]]:
    found = [(one, break_it.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > wanted
    return [(one, question) for one, question in found if question is not None]


def turned(picture: np.ndarray, degrees: float) -> torch.Tensor:
    """Turned to the right about its middle: each pixel is fetched from where it was."""
    angle = math.radians(degrees)
    theta = torch.tensor([[[math.cos(angle), math.sin(angle), 0], [-math.sin(angle), math.cos(angle), 0]]])
    image = torch.tensor(picture)[None, None]
    return F.grid_sample(image, F.affine_grid(theta, [1, 1, 28, 28], align_corners=False), align_corners=False)


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_angle_is_the_first_at_which_the_turned_digit_is_another(situations: Any, model: str) -> None:
    network, seen = models.load_model(model), set()
    for situation in situations(model):
        question = asking.predict("break_it", situation)
        digit = int(network(torch.tensor(situation.reading.picture)[None, None]).argmax())
        angle = next(
            (a for a in range(0, 180, 10) if int(network(turned(situation.reading.picture, a)).argmax()) != digit), None
        )
        text = question.choices[question.right].text
        borders = [int(number) for number in re.findall(r"(\d+)°", text)]
        if angle is None:
            assert "never" in text
        else:
            assert borders[0] <= angle <= (borders[1] if len(borders) > 1 else 180), (angle, text)
            assert f"At {angle}°" in question.reason
        seen.add(text)
    assert len(seen) >= 4


@pytest.mark.parametrize("model", MODELS)
def test_the_map_that_matters_most_is_the_one_without_which_the_share_is_lowest(situations: Any, model: str) -> None:
    for situation, question in of_kind("off", situations, model, 80):
        shares = {}
        for choice in question.choices:
            figure = choice.figure
            assert isinstance(figure, MapFigure)
            shares[choice.text] = without(models.load_model(model), situation.reading, figure)
        assert min(shares, key=shares.__getitem__) == question.choices[question.right].text
        told = re.search(r"it is (\d+\.\d{3})", question.reason)
        assert told
        assert float(told[1]) == pytest.approx(100 * min(shares.values()), abs=0.0006)


def without(network: Any, reading: Any, figure: MapFigure) -> float:
    """The share of the answer when the map is multiplied by 0 on its way."""
    x = torch.tensor(reading.picture)[None, None]
    for name, layer in network.named_children():
        x = layer(x)
        if name == figure.stage:
            mask = torch.ones(1, x.shape[1], 1, 1)
            mask[0, figure.channel] = 0
            x = x * mask
    return float(x[0, reading.digit])


@pytest.mark.parametrize("model", MODELS)
def test_a_filter_without_weights_answers_its_bias(situations: Any, model: str) -> None:
    for situation, question in of_kind("weights", situations, model):
        told = re.search(r"filter (\d+) of (\S+) are", question.text)
        assert told
        stage = situation.reading.trace[told[2]]
        source = torch.tensor(situation.before(stage).values)[None]
        filters = torch.zeros(1, *stage.weight.shape[1:])
        answer = F.conv2d(source, filters, torch.tensor(stage.bias[int(told[1])])[None])
        assert float(answer.max() - answer.min()) == 0
        assert plain(question.choices[question.right].text) == pytest.approx(float(answer.mean()), abs=5.1e-4)


@pytest.mark.parametrize("model", [*MODELS, "textbook-linear"])
def test_the_average_is_pytorchs_average_pooling(situations: Any, model: str) -> None:
    for _, question in of_kind("average", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        window = torch.tensor(figure.rows, dtype=torch.float64)[None, None]
        average, largest = float(F.avg_pool2d(window, 2)), float(F.max_pool2d(window, 2))
        wanted, trap = (largest, average) if "keeps the largest" in question.text else (average, largest)
        assert question.value == pytest.approx(wanted, abs=1e-9)
        assert question.traps[0][0] == pytest.approx(trap)
        assert all(abs(value - float(question.value or 0)) > question.tolerance for value, _ in question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_cell_is_where_the_moved_digits_map_is_strongest(situations: Any, model: str) -> None:
    for situation, question in of_kind("move", situations, model, 60):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        found = re.findall(r"(\d+) (?:pixels|to the) (down|up|right|left)", question.text)
        steps = {word: int(count) for count, word in found}
        down = steps.get("down", 0) - steps.get("up", 0)
        right = steps.get("right", 0) - steps.get("left", 0)
        assert down
        assert right
        moved = np.roll(situation.reading.picture, (down, right), axis=(0, 1))
        answer = models.load_model(model)[0](torch.tensor(moved)[None, None])[0, figure.channel]
        assert question.cell == divmod(int(answer.argmax()), answer.shape[1])


@pytest.mark.parametrize("model", MODELS)
def test_one_of_the_changed_digits_is_still_read_as_before(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for situation, question in of_kind("survives", situations, model):
        for choice in question.choices:
            assert isinstance(choice.figure, NumberFigure)
            named = int(network(torch.tensor(choice.figure.rows)[None, None]).argmax())
            assert (named == situation.reading.digit) == choice.right
            assert choice.right or f"as {named}" in choice.why
