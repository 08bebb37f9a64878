"""What holds for the questions of every chapter."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from cnnviz import texts
from cnnviz.questions import asking
from cnnviz.questions.question import Choice, Form, MapFigure, Question

MODELS = ("two-block", "textbook")
BRACES = re.compile(r"[{}]")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_every_digit_gets_a_prediction_and_at_least_four_questions(
    situations: Any, learned: Any, chapter: str, model: str
) -> None:
    for situation in (replace(each, run=learned) for each in situations(model)):
        questions = [asking.predict(chapter, situation), *asking.ask(chapter, situation)]
        assert len(questions) >= 5
        for question in questions:
            # A question has exactly one right answer, or it is no question: see test_question.py.
            for text in (question.text, question.reason, *(choice.text + choice.why for choice in question.choices)):
                assert not BRACES.search(text), text
            if question.form is Form.CHOICE:
                assert 2 <= len(question.choices) <= 6
                assert all(choice.right or choice.why for choice in question.choices), question
            json.dumps(question.wire(), allow_nan=False)


@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_the_same_seed_asks_the_same_and_another_one_asks_anew(
    situations: Any, learned: Any, chapter: str
) -> None:
    situation = replace(situations("two-block")[0], run=learned)
    wires = [[question.wire() for question in asking.ask(chapter, one)] for one in (situation, replace(situation))]
    assert wires[0] == wires[1]
    others = [asking.ask(chapter, replace(situation, seed=seed)) for seed in range(2, 6)]
    assert any([question.wire() for question in other] != wires[0] for other in others)


@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_every_kind_has_its_words_and_every_word_its_kind(chapter: str) -> None:
    assert set(asking.kinds(chapter)) == set(texts.chapter(chapter)["questions"])
    assert len(asking.kinds(chapter)) >= 4


@pytest.mark.parametrize("chapter", ["frame", *asking.CHAPTERS])
def test_every_term_is_in_the_glossary(chapter: str) -> None:
    found = re.findall(r"\[\[(.+?)(?:\|.+?)?\]\]", json.dumps(texts.chapter(chapter)))
    assert {term.lower() for term in found} <= set(texts.glossary())


RIGHT, WRONG = Choice("2", right=True), Choice("3", why="one too many")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"choices": (WRONG, Choice("4", why="two too many"))}, "0 right answers"),
        ({"choices": (RIGHT, Choice("4", right=True))}, "2 right answers"),
        ({"choices": (RIGHT, WRONG, Choice("3", why="again"))}, "the same answer twice"),
        ({"form": Form.NUMBER, "value": float("nan")}, "0 right answers"),
        ({"form": Form.CELL, "cell": (1, 2)}, "0 right answers"),
    ],
)
def test_a_question_without_exactly_one_right_answer_is_refused(answers: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Question("sum", "1 + 1?", "It is 2.", **answers)


def test_a_question_knows_which_choice_is_right() -> None:
    assert Question("sum", "1 + 1?", "It is 2.", choices=(WRONG, RIGHT)).right == 1
    cell = Question("where", "Where?", "There.", form=Form.CELL, cell=(1, 2), figures=(MapFigure("conv1"),))
    assert cell.wire()["cell"] == (1, 2)
