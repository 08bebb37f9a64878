"""Questions of the chapter `why_cnn`, answered once more with PyTorch."""

import re
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnviz import models
from cnnviz.preprocessing import preprocess
from cnnviz.questions import asking, why_cnn
from cnnviz.questions.question import MapFigure, Question

MODELS = ("two-block", "textbook", "textbook-linear")
MINUS = "\N{MINUS SIGN}"


def plain(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(",", ""))


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, why_cnn.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


def move_in(text: str) -> tuple[int, int]:
    """(down, right) as the question tells it."""
    found = {way: int(count) for count, way in re.findall(r"(\d+) pixels? (?:to the )?(right|left|up|down)", text)}
    return found.get("down", 0) - found.get("up", 0), found.get("right", 0) - found.get("left", 0)


def moved(situation: Any, down: int, right: int) -> Tensor:
    return F.pad(torch.tensor(situation.reading.picture)[None, None], (right, -right, down, -down))


def stages_of(model: str, picture: Tensor) -> dict[str, Tensor]:
    out, found = picture, {}
    for name, layer in models.load_model(model).named_children():
        out = layer(out)
        found[name] = out[0]
    return found


@pytest.mark.parametrize("model", MODELS)
def test_as_many_networks_hold_on_as_is_told(situations: Any, model: str) -> None:
    counts = set()
    for situation in situations(model):
        question = asking.predict("why_cnn", situation)
        down, right = move_in(question.text)
        assert {abs(down), abs(right)} & {4, 5, 6}
        picture = moved(situation, down, right)
        answers = {name: models.load_model(name)(picture)[0] for name in ("dense", "textbook", "two-block")}
        holding = sum(int(shares.argmax()) == situation.reading.digit for shares in answers.values())
        assert question.right == holding
        assert len(question.choices) == 4
        counts.add(holding)
        for name, shares in answers.items():
            assert f"`{name}` reads {int(shares.argmax())}" in question.reason
    assert len(counts) > 2


@pytest.mark.parametrize("model", MODELS)
def test_a_convolution_does_not_grow_with_the_picture(situations: Any, model: str) -> None:
    for situation, question in of_kind("grows", situations, model):
        layer = next(layer for layer in models.load_model(model) if isinstance(layer, nn.Conv2d))
        side = int(re.search(r"pictures of (\d+) × \1\?", question.text)[1])  # type: ignore[index]
        larger = nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size, padding=layer.padding)
        assert larger(torch.zeros(1, 1, side, side)).shape[-1] > 28
        count = sum(each.numel() for each in larger.parameters())
        assert [plain(choice.text) == count for choice in question.choices] == [
            choice.right for choice in question.choices
        ]
        assert situation.stages("convolution")[0].name in question.text


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_of_the_dense_layer_are_those_of_one_that_is_built(situations: Any, model: str) -> None:
    for _, question in of_kind("dense", situations, model):
        units = int(re.search(r"with (\d+) outputs", question.text)[1])  # type: ignore[index]
        side = int(re.search(r"of (\d+) × \1", question.text)[1])  # type: ignore[index]
        channels = 3 if "colour" in question.text else 1
        layer = nn.Linear(channels * side * side, units)
        assert question.value == layer.weight.numel()
        for value, why in question.traps:
            if "biases" in why:
                assert value == layer.weight.numel() + layer.bias.numel()
            if "red, green" in why:
                assert value == nn.Linear(side * side, units).weight.numel()


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_cell_is_where_the_moved_digit_has_it(situations: Any, model: str) -> None:
    for situation, question in of_kind("moves", situations, model):
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        down, right = move_in(question.text)
        before = stages_of(model, moved(situation, 0, 0))[figure.stage][figure.channel]
        after = stages_of(model, moved(situation, down, right))[figure.stage][figure.channel]
        assert question.cell == divmod(int(after.argmax()), after.shape[1])
        assert int((after == after.max()).sum()) == 1
        row, column = (int(text) for text in re.search(r"row (\d+), column (\d+)", question.text).groups())  # type: ignore[union-attr]
        assert (row, column) == divmod(int(before.argmax()), before.shape[1])
        assert question.cell == (row + down, column + right)


@pytest.mark.parametrize("model", MODELS)
def test_the_number_is_found_at_the_entry_that_is_told(situations: Any, model: str) -> None:
    for situation, question in of_kind("flat", situations, model):
        index = int(re.search(r"Entry (\d+)", question.text)[1])  # type: ignore[index]
        row = stages_of(model, moved(situation, 0, 0))["flatten"]
        then = stages_of(model, moved(situation, *move_in(question.text)))["flatten"]
        assert question.value is not None
        assert then[int(question.value)].item() == pytest.approx(row[index].item(), abs=1e-4)
        assert row[index].item() == pytest.approx(plain(re.search(r"holds (\S+);", question.text)[1]), rel=1e-3)  # type: ignore[index]
        assert question.value not in dict(question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_of_what_is_offered_the_largest_number_alone_stays(situations: Any, model: str) -> None:
    for situation, question in of_kind("holds", situations, model):
        before = stages_of(model, moved(situation, 0, 0))
        after = stages_of(model, moved(situation, *move_in(question.text)))
        source, logits = list(before)[list(before).index("flatten") - 1], list(before)[-2]
        channel = int(re.search(r"number of map (\d+)", question.choices[question.right].text)[1])  # type: ignore[index]
        digit = situation.reading.digit
        off = {
            "largest": (before[source][channel].max() - after[source][channel].max()).abs().item(),
            "each cell": (before[source][channel] - after[source][channel]).abs().max().item(),
            "flattened": (before["flatten"] - after["flatten"]).abs().max().item(),
            "logit": (before[logits][digit] - after[logits][digit]).abs().item(),
        }
        for choice in question.choices:
            name = next(name for name in off if name in choice.text)
            assert (off[name] < 1e-4) == choice.right, (name, off)


@pytest.mark.parametrize("model", MODELS)
def test_the_centred_digit_is_read_as_before(situations: Any, model: str) -> None:
    network = models.load_model(model)
    for situation, question in of_kind("centred", situations, model):
        picture = moved(situation, *move_in(question.text))
        assert picture.sum().item() == pytest.approx(float(situation.reading.picture.sum()), rel=1e-5)
        centred = network(preprocess(picture[0, 0].numpy()))[0]
        still = network(moved(situation, 0, 0))[0]
        # The whole of preprocessing, not its last step alone, gives back what was read at first.
        if (preprocess(situation.reading.picture)[0, 0].numpy() == situation.reading.picture).all():
            torch.testing.assert_close(centred, still, atol=1e-5, rtol=0)
        right = question.choices[question.right].text
        assert right.startswith(f"{int(still.argmax())} with ")
        alone = network(picture)[0]
        assert f"reads {int(alone.argmax())} with" in question.reason
