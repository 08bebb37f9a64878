"""Questions of the chapter `convolution`, answered once more with PyTorch."""

import re
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz.questions import asking, convolution
from cnnviz.questions.question import MapFigure, NumberFigure, Question

MODELS = ("two-block", "textbook")


def of_kind(kind: str, situations: Any, model: str) -> list[tuple[Any, Question]]:
    found = [(one, convolution.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) > 90
    return [(one, question) for one, question in found if question is not None]


def tensor(figure: Any) -> torch.Tensor:
    assert isinstance(figure, NumberFigure)
    return torch.tensor(figure.rows, dtype=torch.float64)


def digit(situation: Any) -> torch.Tensor:
    return torch.tensor(situation.reading.trace["input"].values[0], dtype=torch.float64)


def convolved(picture: torch.Tensor, kernel: torch.Tensor, **options: int) -> torch.Tensor:
    return F.conv2d(picture[None, None], kernel[None, None], **options)[0, 0]


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_filter_answers_most_in_the_marked_window(situations: Any, model: str) -> None:
    for situation in situations(model):
        question = asking.predict("convolution", situation)
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        assert figure.window is not None
        row, column = figure.window[:2]
        sums = [convolved(digit(situation), tensor(choice.figure))[row, column].item() for choice in question.choices]
        assert len(sums) == 4
        assert np.argmax(sums) == question.right
        assert max(sums) - sorted(sums)[-2] > 0.05, "too near to be told apart"


@pytest.mark.parametrize("model", MODELS)
def test_the_size_is_that_of_pytorchs_map(situations: Any, model: str) -> None:
    for _, question in of_kind("size", situations, model):
        side, kernel = (int(found) for found in re.findall(r"(\d+) × \d+", question.text))
        options = {
            name: int(re.search(rf"{name} (\d)", question.text)[1])  # type: ignore[index]
            for name in ("stride", "padding", "dilation")
        }
        answer = convolved(torch.zeros(side, side), torch.zeros(kernel, kernel), **options)
        assert question.value == len(answer)
        assert all(value != question.value for value, _ in question.traps)


@pytest.mark.parametrize("model", MODELS)
def test_a_window_times_a_kernel_is_added_up(situations: Any, model: str) -> None:
    for situation, question in of_kind("answer", situations, model):
        window, kernel = (tensor(figure) for figure in question.figures)
        assert question.value == pytest.approx(convolved(window, kernel).item())
        seen = digit(situation).numpy().round(1)
        assert (np.lib.stride_tricks.sliding_window_view(seen, (3, 3)) == window.numpy()).all((2, 3)).any()
        for value, _ in question.traps:
            assert abs(value - question.value) > 2 * question.tolerance  # type: ignore[operator]


@pytest.mark.parametrize("model", MODELS)
def test_the_weights_are_those_of_the_layer(situations: Any, model: str) -> None:
    for situation, question in of_kind("weights", situations, model):
        stage = situation.reading.trace[question.text.split()[0]]
        layer = torch.nn.Conv2d(stage.weight.shape[1], stage.weight.shape[0], stage.weight.shape[2])
        count = sum(parameter.numel() for parameter in layer.parameters())
        assert question.choices[question.right].text == f"{count:,}"
        assert count == stage.parameters


@pytest.mark.parametrize("model", MODELS)
def test_the_kernels_map_is_the_one_that_it_makes(situations: Any, model: str) -> None:
    for situation, question in of_kind("whose", situations, model):
        kernel = tensor(question.figures[0])
        looks = []
        for choice in question.choices:
            assert isinstance(choice.figure, MapFigure)
            stage = situation.reading.trace[choice.figure.stage]
            made = convolved(digit(situation), kernel, padding=stage.padding[0])
            recorded = torch.tensor(stage.values[choice.figure.channel], dtype=torch.float64)
            looks.append(torch.corrcoef(torch.stack([made.flatten(), recorded.flatten()]))[0, 1].item())
        assert np.argmax(looks) == question.right
        assert max(looks) > 0.99
        assert sorted(looks)[-2] < 0.98


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_window_is_the_one_pointed_at(situations: Any, model: str) -> None:
    kernels = {
        "left column": torch.tensor([[-1.0, 0, 1]] * 3),
        "top row": torch.tensor([[-1.0, 0, 1]] * 3).T,
        "nine ones": torch.ones(3, 3),
    }
    for _, question in of_kind("strongest", situations, model):
        kernel = next(kernel for words, kernel in kernels.items() if words in question.text)
        sums = convolved(tensor(question.figures[0]), kernel.double())
        row, column = divmod(int(sums.argmax()), sums.shape[1])
        assert question.cell == (row + 1, column + 1)
        assert int((sums > sums.max() - 0.2).sum()) == 1


@pytest.mark.parametrize("model", MODELS)
def test_a_single_one_moves_the_picture_as_told(situations: Any, model: str) -> None:
    moves = {"stays as it is": (0, 0), "to the left": (0, -1), "to the right": (0, 1), "up": (-1, 0), "down": (1, 0)}
    for situation, question in of_kind("onehot", situations, model):
        picture = F.pad(digit(situation), (2, 2, 2, 2))
        made = convolved(picture, tensor(question.figures[0]), padding=1)
        right = question.choices[question.right].text
        shift = next(shift for words, shift in moves.items() if words in right)
        assert torch.equal(made, torch.roll(picture, shift, (0, 1)))
        others = [choice.text for choice in question.choices if not choice.right]
        for words, other in moves.items():
            if any(words in text for text in others):
                assert not torch.equal(made, torch.roll(picture, other, (0, 1)))
