"""Questions of the chapter `evidence`."""

from typing import Any

import numpy as np
import torch

from cnnviz import texts
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.contributions import contributions
from cnnviz.models import load_model
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, NumberFigure, Question, choices, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed
from cnnviz.stage import Array
from cnnviz.trace import Kind

_LETTERS = "ABCD"
_SIDE = 5  # px: of a square that is erased
_APART = 4  # px between the middles of two such squares
_INK = 3.0  # full pixels that a square covers at least
_NEAR = 0.0101  # how far a sum of numbers in two decimals may be off
_EXACT = 0.0051  # how far a product in two decimals may be off
_MORE = 0.1  # of full ink
_ODDS = ((0.31, 0.97, "found"), (0.96, 0.97, "chance"), (0.30, 0.32, "chance"), (0.12, 0.89, "found"))


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """Which square of ink the network can spare least: answered before any map of evidence is seen."""
    words = _words("predict", None)
    picture, digit = situation.reading.picture, situation.reading.digit
    squares = _squares(picture)
    logits = _logits_of(situation, np.stack([picture, *(_without(picture, at) for at in squares)]))[:, digit]
    lost = logits[0] - logits[1:]
    best = int(lost.argmax())
    margin = max(0.1, 0.2 * abs(float(lost[best])))
    others = [int(place) for place in random.permutation(len(squares)) if lost[place] < lost[best] - margin]
    picked = [best, *others[: len(_LETTERS) - 1]]
    most = fixed(abs(float(lost[best])))
    made = []
    for letter, place in zip(_LETTERS, random.permutation(picked).tolist(), strict=False):
        loss = float(lost[place])
        why = words["wrong"]["falls" if loss >= 0 else "rises"]
        made.append(
            Choice(
                letter,
                right=place == best,
                why="" if place == best else why.format(loss=fixed(abs(loss)), digit=digit, most=most),
                figure=NumberFigure.of(_without(picture, squares[place]).round(3), printed=False, grey=True),
            )
        )
    told = {"digit": digit, "side": _SIDE, "most": most}
    return Question(
        "predict", words["text"].format(**told), words["reason"].format(**told), choices=tuple(made)
    )


def adds(situation: Situation, random: np.random.Generator) -> Question:
    """The logit, from what speaks for it, against it, and the bias."""
    words = _words("adds")
    digit = int(random.choice(np.argsort(-_logits(situation))[:3]))
    found = contributions(situation.reading.trace, Claim(digit))
    pro, con = (round(float(found.products[side].sum()), 2) for side in (found.products > 0, found.products < 0))
    bias = round(found.bias, 2)
    right = round(pro + con + bias, 2)
    sums = {"bias": pro + con, "pro": pro + bias, "sizes": pro - con + bias}
    told = {"digit": digit, "pro": fixed(pro), "con": fixed(con), "bias": fixed(bias), "right": fixed(right)}
    wrong = {name: round(value, 2) for name, value in sums.items()}
    return Question(
        "adds",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        tolerance=_NEAR,
        traps=traps(words["trap"], wrong, right, _NEAR, **told),
    )


def rather(situation: Situation, random: np.random.Generator) -> Question | None:
    """Whether an area that speaks for both of two classes speaks for the one rather than for the other."""
    words: Any = _words("rather")
    one, other = (int(digit) for digit in np.argsort(-_logits(situation))[:2])
    own, theirs = (_areas(situation, digit).ravel().round(2) for digit in (one, other))
    fit = np.flatnonzero((own > 0) & (theirs > 0) & (np.abs(own - theirs) > 0.015))
    if not len(fit):
        return None
    place = int(random.choice(fit[np.argsort(-np.abs(own - theirs)[fit], kind="stable")][:5]))
    mine, yours = float(own[place]), float(theirs[place])
    winner, loser = (one, other) if mine > yours else (other, one)
    told = {
        "one": one,
        "other": other,
        "mine": fixed(mine),
        "yours": fixed(yours),
        "winner": winner,
        "loser": loser,
        "difference": fixed(mine - yours),
    }
    right = words["for"].format(winner=winner, loser=loser)
    wrong = {
        "turned": words["for"].format(winner=loser, loser=winner),
        "both": words["both"],
        "logits": words["logits"],
    }
    return Question(
        "rather",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, right, wrong, **told),
    )


def slope(situation: Situation, random: np.random.Generator) -> Question:
    """What a gradient says about a little more ink."""
    words = _words("slope")
    digit = situation.reading.digit
    given = torch.tensor(situation.reading.picture)[None, None].requires_grad_()
    logit = load_model(situation.reading.model)[:-1](given)[0, digit]
    (found,) = torch.autograd.grad(logit, given)
    slopes = found[0, 0].numpy().round(1)
    ink = situation.reading.picture
    # Grey pixels: there, a tenth more ink is possible, and the ink itself is another number than 1.
    fit = np.argwhere((np.abs(slopes) >= 0.1) & (ink > 0.15) & (ink < 0.85))
    if not len(fit):
        fit = np.argwhere(np.abs(slopes) == np.abs(slopes).max())
    row, column = (int(place) for place in fit[int(random.integers(len(fit)))])
    value, own = float(slopes[row, column]), round(float(ink[row, column]), 2)
    right = round(_MORE * value, 2)
    told = {
        "digit": digit,
        "row": row,
        "column": column,
        "slope": fixed(value, 1),
        "ink": fixed(own),
        "more": fixed(_MORE, 1),
        "right": fixed(right),
    }
    wrong = {"slope": value, "times": round(value * own, 2), "after": round(value * (own + _MORE), 2)}
    return Question(
        "slope",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        tolerance=_EXACT,
        traps=traps(words["trap"], wrong, right, _EXACT, **told),
    )


def complete(situation: Situation, random: np.random.Generator) -> Question:
    """What integrated gradients add up to."""
    words: Any = _words("complete")
    digit = situation.reading.digit
    blank, own = _logits_of(situation, np.stack([np.zeros((28, 28), np.float32), situation.reading.picture]))[:, digit]
    blank, own = round(float(blank), 2), round(float(own), 2)
    share = float(situation.reading.probabilities[digit])
    told = {"digit": digit, "logit": fixed(own), "blank": fixed(blank), "rise": fixed(own - blank)}
    wrong = {"logit": fixed(own), "sum": fixed(own + blank), "share": fixed(min(0.99, share)), "zero": fixed(0)}
    return Question(
        "complete",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, fixed(own - blank), wrong, **told),
    )


def strongest(situation: Situation, random: np.random.Generator) -> Question:
    """Where the strongest evidence against a class lies, by the colours alone."""
    words = _words("strongest")
    digit = int(random.choice(np.argsort(-_logits(situation))[:3]))
    areas = _areas(situation, digit)
    row, column = (int(place) for place in np.unravel_index(int(areas.argmin()), areas.shape))
    told = {"digit": digit, "row": row, "column": column, "value": fixed(float(areas.min()), 3)}
    return Question(
        "strongest",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.CELL,
        cell=(row, column),
        figures=(NumberFigure.of(areas, printed=False),),
    )


def trust(situation: Situation, random: np.random.Generator) -> Question:
    """What erasing by a map, against erasing at random, says about the map."""
    words: Any = _words("trust")
    ranked, chance, right = _ODDS[int(random.integers(len(_ODDS)))]
    told = {"ranked": fixed(ranked), "chance": fixed(chance), "digit": situation.reading.digit}
    wrong = {name: words[name] for name in ("found", "chance", "neat", "certain") if name != right}
    return Question(
        "trust",
        words["text"].format(**told),
        words["reason"][right].format(**told),
        choices=choices(words, random, words[right], wrong, **told),
    )


def _logits(situation: Situation) -> Array:
    return situation.before(situation.stages(Kind.SOFTMAX)[-1]).values


def _logits_of(situation: Situation, pictures: Array) -> Any:
    with torch.no_grad():
        return load_model(situation.reading.model)[:-1](torch.from_numpy(pictures)[:, None]).double().numpy()


def _squares(picture: Array) -> list[tuple[int, int]]:
    """Middles of squares, a few pixels apart, that cover some ink; at least the one around the darkest pixel."""
    reach = _SIDE // 2
    middles = [
        (row, column)
        for row in range(reach, 28 - reach, _APART)
        for column in range(reach, 28 - reach, _APART)
        if picture[row - reach : row + reach + 1, column - reach : column + reach + 1].sum() >= _INK
    ]
    darkest = np.unravel_index(int(picture.argmax()), picture.shape)
    if len(middles) < 2:
        middles = [(int(darkest[0]), int(darkest[1])), (0, 0)]
    return middles


def _without(picture: Array, middle: tuple[int, int]) -> Array:
    reach = _SIDE // 2
    left = picture.copy()
    left[tuple(slice(max(0, at - reach), at + reach + 1) for at in middle)] = 0
    return left


def _areas(situation: Situation, digit: int) -> Any:
    return contributions(situation.reading.trace, Claim(digit)).areas


def _words(kind: str, group: str | None = "questions") -> dict[str, Any]:
    words = texts.chapter("evidence")
    found: dict[str, Any] = words[group][kind] if group else words[kind]
    return found


KINDS: dict[str, Maker] = {
    "adds": adds,
    "rather": rather,
    "slope": slope,
    "complete": complete,
    "strongest": strongest,
    "trust": trust,
}
