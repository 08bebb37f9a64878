"""Questions of the chapter `train`, answered once more from the runs that they are about."""

import json
import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnnviz import mnist, models, texts
from cnnviz.questions import train
from cnnviz.questions.question import Form, Question
from cnnviz.questions.situation import Situation
from cnnviz.runs.history import History
from cnnviz.runs.settings import Optimizer, Settings
from cnnviz.stacks.presets import PRESETS
from cnnviz.workshop.outcome import too_fast
from cnnviz.workshop.replay import at_moment
from cnnviz.workshop.run import Run

BRACES = re.compile(r"[{}]")
THREE = mnist.load("test").images[18].astype(np.float32) / 255


@pytest.fixture(scope="module")
def history(learned: History) -> History:
    """A short run that has ended, with a digit that was watched."""
    return learned


@pytest.fixture
def situation(situations: Any, history: History) -> Situation:
    return replace(situations("textbook", 1)[0], run=history)


def asked(kind: str, situation: Situation) -> Question:
    question = train.KINDS[kind](situation, situation.random(kind))
    assert question is not None
    return question


def right_of(question: Question) -> str:
    return question.choices[question.right].text


def test_every_kind_is_asked_about_a_run_that_has_ended(situation: Situation) -> None:
    for kind in train.KINDS:
        for seed in range(5):
            question = asked(kind, replace(situation, seed=seed))
            texts_of = (question.text, question.reason, *(each.text + each.why for each in question.choices))
            assert not any(BRACES.search(text) for text in texts_of)
            if question.form is Form.CHOICE:
                assert 2 <= len(question.choices) <= 6
                assert all(choice.right or choice.why for choice in question.choices)
            json.dumps(question.wire(), allow_nan=False)


def test_nothing_is_asked_about_a_run_that_is_not_there(situations: Any) -> None:
    alone = situations("textbook", 1)[0]
    assert [train.KINDS[kind](alone, alone.random(kind)) for kind in train.KINDS] == [None] * len(train.KINDS)
    assert set(train.KINDS) == set(texts.chapter("train")["questions"])


def test_the_prediction_is_what_the_first_checkpoint_reads(situations: Any) -> None:
    alone = situations("textbook", 1)[0]
    question = train.predict(alone, alone.random("predict"))
    moment = models.checkpoints("textbook")[1]
    assert right_of(question).startswith(f"{100 * moment.held_back:.1f}")
    assert f"{moment.step} batches" in question.text
    assert len(question.choices) == 4


@pytest.mark.parametrize(
    ("stack", "optimizer", "said"),
    [
        ("dense", Optimizer.ADAM, "jumps to more than twice"),
        ("textbook-linear", Optimizer.SGD, "no number at all"),
    ],
)
def test_a_learning_rate_of_ten_does_what_the_same_run_with_it_does(
    situation: Situation, stack: str, optimizer: Optimizer, said: str
) -> None:
    settings = Settings(optimizer, digits=6000, batch=64)
    assert situation.run is not None
    assert situation.run.outcome is not None
    points = too_fast(PRESETS[stack], settings)
    run = replace(
        situation.run, settings=settings, outcome=replace(situation.run.outcome, too_fast=points)
    )
    question = asked("rate", replace(situation, run=run))
    assert said in right_of(question)
    # Once more, by hand, with torch's own optimizer and the same start.
    again = Run(PRESETS[stack], replace(settings, learning_rate=10.0, falling=False))
    model, losses = again.model, []
    made = torch.optim.Adam if optimizer is Optimizer.ADAM else torch.optim.SGD
    steps = made(model.parameters(), lr=10.0)
    for number in range(40):
        pictures, digits = again._material.batch(number)
        loss = F.cross_entropy(model[:-1](pictures), digits)
        losses.append(loss.item())
        if not math.isfinite(losses[-1]):
            break
        steps.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        steps.step()
    if "no number" in said:
        assert not math.isfinite(losses[-1])
    else:
        assert max(losses) > 2 * losses[0]


def test_a_learning_rate_that_does_little_is_told_as_such(situation: Situation) -> None:
    assert situation.run is not None
    assert situation.run.outcome is not None
    first = situation.run.outcome.too_fast[0]
    for accuracy, said in ((0.1, "Next to nothing"), (0.9, "It learns, only faster")):
        points = tuple(replace(first, step=at, loss=2.3, accuracy=accuracy) for at in range(30))
        run = replace(situation.run, outcome=replace(situation.run.outcome, too_fast=points))
        assert said in right_of(asked("rate", replace(situation, run=run)))


def test_the_loss_starts_where_ten_equal_shares_would(situation: Situation, history: History) -> None:
    question = asked("start", situation)
    told = float(re.search(r"a loss of (\d\.\d+)", question.text)[1])  # type: ignore[index]
    assert told == pytest.approx(math.log(10), abs=0.2)
    digits = mnist.load("train")
    images = torch.from_numpy(digits.images[-5000:-4000].astype(np.float32) / 255)[:, None]
    labels = torch.from_numpy(digits.labels[-5000:-4000].astype(np.int64))
    shares = at_moment(history, 0)(images)
    assert told == pytest.approx(-shares[torch.arange(1000), labels].log().mean().item(), abs=6e-4)
    elsewhere = replace(history, points=(replace(history.points[0], loss=7.0), *history.points[1:]))
    assert train.start(replace(situation, run=elsewhere), situation.random("start")) is None


def test_training_accuracy_is_said_to_be_above_only_where_it_is(situation: Situation, history: History) -> None:
    question = asked("gap", situation)
    digits = mnist.load("train")
    images = torch.from_numpy(digits.images[:1050].astype(np.float32) / 255)[:, None]
    right = (at_moment(history, -1)(images).argmax(dim=1).numpy() == digits.labels[:1050]).mean()
    assert f"{100 * right:.1f}" in question.text
    assert history.outcome is not None
    swapped = replace(history.outcome, training=history.outcome.test)
    assert train.gap(replace(situation, run=replace(history, outcome=swapped)), situation.random("gap")) is None


def test_the_pass_in_which_the_digit_was_first_read_right_is_that_of_the_kept_weights(
    situation: Situation, history: History
) -> None:
    digit = torch.from_numpy(THREE)[None, None]
    answers = [int(at_moment(history, at)(digit).argmax()) for at in range(len(history.kept))]
    assert 3 in answers, "the run learns to read it"
    epoch = history.kept[answers.index(3)].epoch
    said = "before the first batch" if epoch == 0 else f"in pass {math.ceil(epoch)}"
    for seed in range(6):
        assert right_of(asked("first_right", replace(situation, seed=seed))) == said
    for place, said in ((0, "before the first batch"), (len(history.kept) - 1, "in pass 3"), (None, "never")):
        readings = tuple(np.eye(10, dtype=np.float32)[3 if at == place else 5] for at in range(len(history.kept)))
        run = replace(history, readings=readings)
        assert right_of(asked("first_right", replace(situation, run=run))) == said
    assert train.first_right(replace(situation, run=replace(history, label=None)), situation.random("x")) is None


def test_steps_of_a_pass_and_mistakes_are_counted(situation: Situation, history: History) -> None:
    question = asked("batches", situation)
    assert question.value == 10
    assert {value for value, _ in question.traps} == {1050, 30, 11}
    assert history.outcome is not None
    model, digits = at_moment(history, -1), mnist.load("test")
    images = torch.from_numpy(digits.images.astype(np.float32) / 255)[:, None]
    with torch.no_grad():
        wrong = int((model(images).argmax(dim=1).numpy() != digits.labels).sum())
    assert asked("mistakes", situation).value == wrong
