"""Questions of the chapter `train`: each computed from the learner's own run, `None` while there is none."""

import math
from typing import Any

import numpy as np

from cnnviz import models, texts
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed, number, percentage
from cnnviz.runs.history import History

_MODEL = "textbook"
_EARLY = 0.04  # passes: the first checkpoint after so much of one is asked about
_CLEAR = 0.002  # by so much training accuracy must be above test accuracy for the question why
_NEAR = 0.2  # the loss is said to start near ln 10 when it is so near
_MOST_CHOICES = 6


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """How much is learned in the first moments, of the network that ships with cnnviz: answered before one trains."""
    words = texts.chapter("train")["predict"]
    before, *after = models.checkpoints(_MODEL)
    early = next(each for each in after if each.epoch >= _EARLY)
    pictures = early.step * models.card(_MODEL)["recipe"]["batch"]
    told = {
        "batches": early.step,
        "pictures": f"{pictures:,}",
        "before": percentage(before.held_back),
        "share": percentage(early.held_back),
    }
    wrong = {
        "guessing": percentage(before.held_back),
        "half": percentage((before.held_back + early.held_back) / 3),
        "all": percentage(0.9999),
    }
    return Question(
        "predict",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, percentage(early.held_back), wrong, **told),
    )


def rate(situation: Situation, random: np.random.Generator) -> Question | None:
    """What a learning rate of 10 does to the same run."""
    run = situation.run
    if run is None or run.outcome is None or len(run.outcome.too_fast) < 2 or run.settings.learning_rate >= 1:
        return None
    words = _words("rate")
    losses = [point.loss for point in run.outcome.too_fast]
    start, finite = losses[0], [loss for loss in losses if math.isfinite(loss)]
    late = float(np.mean([point.accuracy for point in run.outcome.too_fast[-10:]]))
    if len(finite) < len(losses):
        right = "broken"
    elif max(finite) > 2 * start:
        right = "thrown"
    else:
        right = "learns" if late > 0.5 else "stuck"
    told = {
        "rate": f"{run.settings.learning_rate:g}",
        "start": number(start),
        "highest": number(max(finite)),
        "batches": len(losses) - 1,
        "share": percentage(late),
    }
    made = [Choice(words["choices"][right], right=True)]
    made += [
        Choice(text, why=words["wrong"][name].format(**told))
        for name, text in words["choices"].items()
        if name != right
    ]
    return Question(
        "rate",
        words["text"].format(**told),
        words["reasons"][right].format(**told),
        choices=shuffled(made, random),
    )


def start(situation: Situation, random: np.random.Generator) -> Question | None:
    """Why the loss starts near ln 10."""
    run = situation.run
    if run is None or not run.points or run.points[0].step or abs(run.points[0].loss - math.log(10)) > _NEAR:
        return None
    words = _words("start")
    told = {"loss": fixed(run.points[0].loss, 3), "accuracy": percentage(run.points[0].accuracy)}
    return Question(
        "start",
        words["text"].format(**told),
        words["reason"].format(ln=fixed(math.log(10), 3), **told),
        choices=choices(words, random, words["right"], words["answers"], **told),
    )


def gap(situation: Situation, random: np.random.Generator) -> Question | None:
    """Why training accuracy is above test accuracy."""
    run = situation.run
    if run is None or run.outcome is None:
        return None
    training, test = run.outcome.training.accuracy, run.outcome.test.accuracy
    if training - test < _CLEAR:
        return None
    words = _words("gap")
    told = {"training": percentage(training), "test": percentage(test), "passes": run.settings.epochs}
    return Question(
        "gap",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, words["right"], words["answers"], **told),
    )


def first_right(situation: Situation, random: np.random.Generator) -> Question | None:
    """In which pass the learner's digit was first read as what it is."""
    run = situation.run
    if run is None or run.label is None or not run.kept or len(run.readings) != len(run.kept):
        return None
    words = _words("first_right")
    place = run.first_right()
    passes = math.ceil(run.kept[-1].epoch)
    right = "never" if place is None else _pass(run, place)
    every = ["before", *(str(each) for each in range(1, passes + 1)), "never"]
    others = [name for name in every if name != right]
    taken = random.permutation(len(others))[: _MOST_CHOICES - 1]
    kept = sorted([right, *(others[at] for at in taken)], key=every.index)
    told = {"label": run.label}
    if place is None:
        shares = [float(each[run.label]) for each in run.readings]
        reason = words["never"].format(share=percentage(max(shares)), moments=len(shares), **told)
    else:
        moment, share = run.kept[place], float(run.readings[place][run.label])
        reason = words["reason"].format(
            batches=f"{moment.step:,}", passes=f"{moment.epoch:.2g}", share=percentage(share), **told
        )
    made = tuple(
        Choice(_said(words, name), name == right, "" if name == right else _too(words, every, name, right, reason))
        for name in kept
    )
    return Question("first_right", words["text"].format(**told), reason, choices=made)


def _pass(run: History, place: int) -> str:
    epoch = run.kept[place].epoch
    return "before" if epoch == 0 else str(math.ceil(epoch))


def _said(words: dict[str, Any], name: str) -> str:
    said: str = words[f"{name}_choice"] if name in ("before", "never") else words["pass"].format(number=name)
    return said


def _too(words: dict[str, Any], every: list[str], name: str, right: str, reason: str) -> str:
    side = "early" if every.index(name) < every.index(right) else "late"
    why: str = words[side].format(reason=reason)
    return why


def batches(situation: Situation, random: np.random.Generator) -> Question | None:
    """How many steps a pass has."""
    run = situation.run
    if run is None:
        return None
    words = _words("batches")
    settings = run.settings
    right, over = divmod(settings.digits, settings.batch)
    last = run.points[-1] if run.points else None
    if right == 0 or (last is not None and last.epoch and round(last.step / last.epoch) != right):
        return None  # the learner's own digits are among them
    told = {"digits": f"{settings.digits:,}", "batch": settings.batch, "right": f"{right:,}"}
    wrong = {"digits": settings.digits, "passes": right * settings.epochs, "up": right + (over > 0)}
    return Question(
        "batches",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["trap"], wrong, right, **told),
    )


def mistakes(situation: Situation, random: np.random.Generator) -> Question | None:
    """How many test digits are read wrongly."""
    run = situation.run
    if run is None or run.outcome is None:
        return None
    words = _words("mistakes")
    answers = run.outcome.test
    total, wrong = len(answers.labels), int((answers.digits != answers.labels).sum())
    told = {"share": fixed(100 * (1 - wrong / total), 2), "total": f"{total:,}", "right": f"{wrong:,}"}
    believed = {"rightly": total - wrong, "percent": wrong / (total / 100)}
    return Question(
        "mistakes",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=wrong,
        traps=traps(words["trap"], believed, wrong, **told),
    )


def _words(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = texts.chapter("train")["questions"][kind]
    return found


KINDS: dict[str, Maker] = {
    "rate": rate,
    "start": start,
    "gap": gap,
    "first_right": first_right,
    "batches": batches,
    "mistakes": mistakes,
}
