"""The chapters' questions about networks that learners stack themselves: whatever is asked has the right answer."""

from typing import Any

import numpy as np
import pytest
import torch
from mixed_stack import MIXED

from cnnviz import guests, mnist, models, pipeline
from cnnviz.questions import asking, break_it, evidence
from cnnviz.questions.question import Form, MapFigure
from cnnviz.questions.situation import Situation
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import AveragePooling, Convolution, Dense, Flatten, MaxPooling, Relu, Tanh
from cnnviz.stacks.stack import Stack

STACKS: dict[str, Stack] = {
    "of every kind": MIXED,
    "without pooling": (Convolution(4, 7, 2), Relu(), Flatten(), Dense()),
    "of single weights": (Convolution(3, 1), MaxPooling(3, 1), Flatten(), Dense(20), Tanh(), Dense()),
    "of wide windows": (Convolution(2, 11, 1, 5), AveragePooling(2, 1), Convolution(3, 5), Flatten(), Dense()),
}


def situations(stack: str, count: int = 25) -> list[Situation]:
    own = guests.welcome(build(STACKS[stack], seed=3), {"label": "mine", "accuracy": {}, "parameters": 0})
    images = mnist.load("test").images
    return [Situation(pipeline.read(images[place].astype(np.float32) / 255, own), place) for place in range(count)]


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize("chapter", ["why_cnn", "break_it", "evidence"])
def test_a_chapter_asks_about_any_stack(stack: str, chapter: str) -> None:
    for situation in situations(stack):
        asking.predict(chapter, situation)
        assert len(asking.ask(chapter, situation)) >= 2


@pytest.mark.parametrize("stack", STACKS)
def test_the_parts_of_a_logit_add_up_through_hidden_layers(stack: str) -> None:
    for situation in situations(stack):
        question = evidence.adds(situation, situation.random("adds"))
        picture = torch.tensor(situation.reading.picture)[None, None]
        logits = models.load_model(situation.reading.model)[:-1](picture)[0]
        assert question.value is not None
        assert min(abs(logits - question.value)) < 0.02


def test_the_strongest_cell_moves_by_whole_cells_of_a_coarser_map() -> None:
    asked = 0
    for situation in situations("without pooling", 60):
        question = break_it.move(situation, situation.random("move"))
        if question is None:
            continue
        (figure,) = question.figures
        assert isinstance(figure, MapFigure)
        stage = situation.reading.trace[figure.stage]
        row, column = np.unravel_index(stage.values[figure.channel].argmax(), stage.shape[1:])
        assert question.cell
        down, right = question.cell[0] - int(row), question.cell[1] - int(column)
        moved = np.roll(situation.reading.picture, (2 * down, 2 * right), axis=(0, 1))
        after = models.load_model(situation.reading.model)[0](torch.tensor(moved)[None, None])[0, figure.channel]
        assert after[question.cell] == pytest.approx(float(stage.values[figure.channel].max()), abs=1e-5)
        asked += 1
    assert asked >= 5


@pytest.mark.parametrize("stack", STACKS)
def test_four_cells_are_averaged_only_where_a_pooling_takes_four(stack: str) -> None:
    sizes = {layer.size for layer in STACKS[stack] if isinstance(layer, MaxPooling | AveragePooling)}
    made: list[Any] = [break_it.average(one, one.random("average")) for one in situations(stack)]
    assert any(made) == (2 in sizes)
    assert all(question.form is Form.NUMBER for question in made if question)


def test_no_figure_of_a_map_is_asked_of_a_row_of_numbers() -> None:
    for situation in situations("of single weights"):
        question = break_it.off(situation, situation.random("off"))
        figures = [choice.figure for choice in question.choices] if question else []
        assert all(isinstance(one, MapFigure) and situation.reading.trace[one.stage].is_maps for one in figures)
