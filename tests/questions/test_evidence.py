"""Questions of the chapter `evidence`, answered once more with PyTorch."""

import re
from typing import Any

import numpy as np
import pytest
import torch

from cnnviz import models
from cnnviz.questions import asking, evidence
from cnnviz.questions.question import NumberFigure, Question

MODELS = ("two-block", "textbook", "dense")
NUMBER = r"[-\N{MINUS SIGN}]?\d+(?:\.\d+)?"


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def numbers_in(text: str) -> list[float]:
    return [plain(found) for found in re.findall(NUMBER, text)]


def of_kind(kind: str, situations: Any, model: str, least: int = 90) -> list[tuple[Any, Question]]:
    found = [(one, evidence.KINDS[kind](one, one.random(kind))) for one in situations(model)]
    assert sum(question is not None for _, question in found) >= least
    return [(one, question) for one, question in found if question is not None]


def logits_of(situation: Any, picture: Any = None) -> torch.Tensor:
    given = torch.tensor(situation.reading.picture if picture is None else picture)[None, None]
    return models.load_model(situation.reading.model)[:-1](given)[0].double()


def contributions(situation: Any, digit: int) -> torch.Tensor:
    """Of the cells before `flatten`, by the gradient of the logit: what comes after is a weighted sum of them."""
    model = models.load_model(situation.reading.model)
    place = list(dict(model.named_children())).index("flatten")
    maps = model[:place](torch.tensor(situation.reading.picture)[None, None]).detach().requires_grad_()
    (weights,) = torch.autograd.grad(model[place:-1](maps)[0, digit], maps)
    return (weights * maps.detach())[0].double()


@pytest.mark.parametrize("model", models.NAMES)
def test_every_shipped_network_gets_a_prediction_and_at_least_four_questions(situations: Any, model: str) -> None:
    for situation in situations(model, 30):
        assert len(asking.predict("evidence", situation).choices) >= 2
        assert len(asking.ask("evidence", situation)) >= 4


@pytest.mark.parametrize("model", MODELS)
def test_the_predicted_square_is_the_one_without_which_the_logit_is_lowest(situations: Any, model: str) -> None:
    sizes = []
    for situation in situations(model):
        question = asking.predict("evidence", situation)
        digit = situation.reading.digit
        left = []
        for choice in question.choices:
            assert isinstance(choice.figure, NumberFigure)
            gone = (np.array(choice.figure.rows) == 0) & (situation.reading.picture > 0.001)
            rows, columns = (np.flatnonzero(gone.any(axis=axis)) for axis in (1, 0))
            assert max(np.ptp(rows), np.ptp(columns)) < 5
            picture = np.where(gone, np.float32(0), situation.reading.picture)
            left.append(float(logits_of(situation, picture)[digit]))
            loss = float(logits_of(situation)[digit]) - left[-1]
            told = numbers_in((choice.why or question.reason).replace(f"logit of {digit}", ""))
            assert any(abs(number - abs(loss)) < 0.02 for number in told), (choice, loss)
        assert int(np.argmin(left)) == question.right
        assert len(left) == 1 or sorted(left)[1] - min(left) > 0.05
        sizes.append(len(left))
    assert np.mean(sizes) > 3


@pytest.mark.parametrize("model", MODELS)
def test_what_speaks_for_and_against_and_the_bias_is_the_logit(situations: Any, model: str) -> None:
    for situation, question in of_kind("adds", situations, model):
        digit, pro, con, bias = numbers_in(question.text)[:4]
        assert question.value == pytest.approx(pro + con + bias, abs=1e-6)
        assert question.value == pytest.approx(logits_of(situation)[int(digit)].item(), abs=0.016)
        cells = contributions(situation, int(digit))
        assert pro == pytest.approx(cells.clamp(min=0).sum().item(), abs=0.006)
        assert con == pytest.approx(cells.clamp(max=0).sum().item(), abs=0.006)
        for trap, _ in question.traps:
            assert abs(trap - question.value) > question.tolerance


@pytest.mark.parametrize("model", MODELS)
def test_an_area_speaks_for_the_class_that_it_adds_more_to(situations: Any, model: str) -> None:
    for situation, question in of_kind("rather", situations, model, least=75):
        one, other = logits_of(situation).topk(2).indices.tolist()
        areas = [contributions(situation, digit).sum(dim=0) for digit in (one, other)]
        mine, yours = numbers_in(question.text)[0], numbers_in(question.text)[2]
        near = ((areas[0] - mine).abs() < 0.006) & ((areas[1] - yours).abs() < 0.006)
        assert near.any()
        winner, loser = (one, other) if mine > yours else (other, one)
        right = question.choices[question.right].text
        assert numbers_in(right) == [winner, loser]
        assert sum(numbers_in(choice.text) == [winner, loser] for choice in question.choices) == 1


@pytest.mark.parametrize("model", MODELS)
def test_a_little_more_ink_raises_the_logit_by_the_slope_times_it(situations: Any, model: str) -> None:
    for situation, question in of_kind("slope", situations, model):
        row, column, slope = numbers_in(question.text)[:3]
        given = torch.tensor(situation.reading.picture)[None, None].requires_grad_()
        logits = models.load_model(model)[:-1](given)[0]
        (wanted,) = torch.autograd.grad(logits[situation.reading.digit], given)
        assert slope == pytest.approx(wanted[0, 0, int(row), int(column)].item(), abs=0.051)
        assert question.value == pytest.approx(0.1 * slope, abs=1e-6)
        for trap, _ in question.traps:
            assert abs(trap - question.value) > question.tolerance


@pytest.mark.parametrize("model", MODELS)
def test_integrated_gradients_add_up_to_the_rise_from_bare_paper(situations: Any, model: str) -> None:
    for situation, question in of_kind("complete", situations, model):
        digit = situation.reading.digit
        rise = logits_of(situation)[digit] - logits_of(situation, np.zeros((28, 28), np.float32))[digit]
        assert plain(question.choices[question.right].text) == pytest.approx(rise.item(), abs=0.011)
        assert len({choice.text for choice in question.choices}) == len(question.choices)


@pytest.mark.parametrize("model", MODELS)
def test_the_cell_is_the_lowest_of_all_maps_together(situations: Any, model: str) -> None:
    for situation, question in of_kind("strongest", situations, model):
        digit = int(numbers_in(question.text)[0])
        areas = contributions(situation, digit).sum(dim=0)
        assert question.cell == divmod(int(areas.argmin()), areas.shape[1])
        (figure,) = question.figures
        assert isinstance(figure, NumberFigure)
        np.testing.assert_allclose(figure.rows, areas, atol=1e-4)


@pytest.mark.parametrize("model", MODELS)
def test_a_map_is_trusted_only_where_erasing_by_it_harms_more_than_chance(situations: Any, model: str) -> None:
    seen = set()
    for _, question in of_kind("trust", situations, model):
        ranked, chance = re.search(rf"rates highest, .*? is ({NUMBER}); .*? is ({NUMBER})\.", question.text).groups()  # type: ignore[union-attr]
        right = question.choices[question.right].text
        assert ("relies on" in right) == (plain(chance) - plain(ranked) > 0.3)
        assert len(question.choices) == 4
        seen.add(right)
    assert len(seen) == 2
