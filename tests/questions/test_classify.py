"""Questions of the chapter `classify`, answered once more with PyTorch."""

import re
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from cnnviz import models
from cnnviz.questions import asking, classify
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook", "dense")
NUMBER = r"[-\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?"


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-").replace(",", ""))


def numbers_in(text: str) -> list[float]:
    return [plain(found) for found in re.findall(NUMBER, text)]


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, classify.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


def layers_of(situation: Any) -> tuple[torch.Tensor, torch.Tensor]:
    """The logits and what was flattened, by running the network's own modules."""
    model = models.load_model(situation.reading.model)
    picture = torch.tensor(situation.reading.picture)[None, None]
    names = list(dict(model.named_children()))
    return model[:-1](picture)[0], model[: names.index("flatten")](picture)[0]


@pytest.mark.parametrize("model", models.NAMES)
def test_every_shipped_network_gets_a_prediction_and_at_least_four_questions(situations: Any, model: str) -> None:
    for situation in situations(model, 30):
        assert asking.predict("classify", situation).choices
        assert len(asking.ask("classify", situation)) >= 4


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_class_is_the_second_of_the_logits(situations: Any, model: str) -> None:
    for situation in situations(model):
        question = asking.predict("classify", situation)
        first, second = layers_of(situation)[0].topk(2).indices.tolist()
        assert question.choices[question.right].text == str(second)
        assert str(first) not in [choice.text for choice in question.choices]
        assert len(question.choices) == 4


@pytest.mark.parametrize("model", MODELS)
def test_an_entry_is_where_torch_puts_the_cell(situations: Any, model: str) -> None:
    for situation, question in of_kind("entry", situations, model):
        _, maps = layers_of(situation)
        place = re.search(r"does (?:map (\d+), )?row (\d+), column (\d+) become", question.text)
        assert place
        channel, row, column = (int(found or 0) for found in place.groups())
        marked = torch.zeros_like(maps)
        marked[channel, row, column] = 1
        assert question.value == int(marked.flatten().argmax())
        values = [value for value, _ in question.traps]
        assert question.value not in values
        assert question.value + 1 in values
        assert (row * maps.shape[2] + column in values) == (len(maps) > 1)
        turned = int(marked.transpose(1, 2).flatten().argmax())
        assert turned in (*values, question.value)


@pytest.mark.parametrize("model", MODELS)
def test_the_cell_of_an_entry_flattens_to_it(situations: Any, model: str) -> None:
    for situation, question in of_kind("back", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        _, maps = layers_of(situation)
        index = int(re.search(r"Entry (\d+)", question.text)[1])  # type: ignore[index]
        marked = torch.zeros(maps.numel())
        marked[index] = 1
        assert [figure.channel, *question.cell] == marked.reshape(maps.shape).nonzero()[0].tolist()  # type: ignore[misc]


@pytest.mark.parametrize("model", MODELS)
def test_a_ratio_grows_as_softmax_says(situations: Any, model: str) -> None:
    for situation, question in of_kind("ratio", situations, model):
        one, rise, other, _ = numbers_in(question.text)
        logits = layers_of(situation)[0].double()
        before = F.softmax(logits, dim=0)
        logits[int(one)] += rise
        after = F.softmax(logits, dim=0)
        grown = (after[int(one)] / after[int(other)]) / (before[int(one)] / before[int(other)])
        assert plain(question.choices[question.right].text.split()[0]) == pytest.approx(grown.item(), rel=1e-3)
        others = [place for place in range(10) if place != int(one)]
        assert torch.allclose(after[others] / after[others[0]], before[others] / before[others[0]], rtol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_are_those_of_the_module(situations: Any, model: str) -> None:
    asked = set()
    for situation, question in of_kind("weights", situations, model):
        name = re.search(r"layer (\w+) makes", question.text)[1]  # type: ignore[index]
        layer = models.load_model(situation.reading.model).get_submodule(name)
        assert plain(question.choices[question.right].text) == layer.weight.numel()
        asked.add(name)
    assert asked == ({"hidden", "dense"} if model == "dense" else {"dense"})


@pytest.mark.parametrize("model", MODELS)
def test_a_share_of_two_logits_is_that_of_softmax(situations: Any, model: str) -> None:
    for situation, question in of_kind("share", situations, model):
        told = re.search(rf"(\d) with a logit of ({NUMBER}) and (\d) with ({NUMBER})\.", question.text)
        assert told
        one, high, other, low = (plain(found) for found in told.groups())
        logits = layers_of(situation)[0]
        assert torch.allclose(logits[[int(one), int(other)]], torch.tensor([high, low]), atol=0.0501)
        share = F.softmax(torch.tensor([high, low], dtype=torch.float64), dim=0)[0].item()
        assert question.value == pytest.approx(share, abs=0.00501)
        assert question.tolerance < 0.02
        assert all(abs(value - share) > question.tolerance for value, _ in question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_a_scribble_of_the_digits_own_pixels_has_shares_that_add_up_to_one(situations: Any, model: str) -> None:
    for situation, question in of_kind("scribble", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        mixed = torch.tensor(figure.rows)
        own = torch.tensor(situation.reading.picture)
        assert torch.equal(mixed.flatten().sort().values, own.flatten().sort().values)
        assert not torch.equal(mixed, own)
        shares = models.load_model(model)(mixed[None, None])[0]
        assert shares.sum().item() == pytest.approx(1, abs=1e-5)
        assert question.choices[question.right].text.startswith("1,")
        assert f"of {int(shares.argmax())};" in question.reason


@pytest.mark.parametrize("model", MODELS[:2])
def test_the_map_that_speaks_most_adds_most_to_the_logit(situations: Any, model: str) -> None:
    for situation, question in of_kind("speaks", situations, model):
        digit = int(re.search(r"most for (\d)", question.text)[1])  # type: ignore[index]
        logits, maps = layers_of(situation)
        assert digit == int(logits.argmax())
        layer = models.load_model(model).dense
        # What a map adds is what the logit loses without it.
        without = maps.repeat(len(maps), 1, 1, 1)
        without[range(len(maps)), range(len(maps))] = 0
        lost = logits[digit] - F.linear(without.flatten(1), layer.weight, layer.bias)[:, digit]  # type: ignore[arg-type]
        figures = [choice.figure for choice in question.choices]
        assert len({figure.channel for figure in figures}) == 4  # type: ignore[union-attr]
        assert figures[question.right].channel == int(lost.argmax())  # type: ignore[union-attr]


def test_a_network_without_maps_is_not_asked_which_map_speaks(situations: Any) -> None:
    assert all(classify.speaks(one, one.random("speaks")) is None for one in situations("dense"))
