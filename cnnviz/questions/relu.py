"""Questions of the chapter `relu`."""

from itertools import pairwise

import numpy as np

from cnnviz import texts
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed, number, percentage
from cnnviz.trace import Kind, Stage

_SHARES = (0.25, 0.5, 0.75)  # where the predicted shares are parted
_PATCH = 4  # cells a side of the patch that is counted


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """How much of a map is cut: answered before the map is seen."""
    words = texts.chapter("relu")["predict"]
    stage = situation.stages(Kind.RELU)[0]
    before = situation.before(stage)
    channel = int(random.integers(len(before.values)))
    cells = before.values[channel]
    cut, count = int((cells < 0).sum()), cells.size
    share = percentage(cut / count)
    told = words["wrong"].format(share=share)
    bounds = (0.0, *_SHARES, 1.0)
    right = sum(cut / count >= bound for bound in _SHARES)
    made = tuple(
        Choice(
            f"{100 * low:.0f}\N{EN DASH}{100 * high:.0f}\N{NARROW NO-BREAK SPACE}%",
            place == right,
            "" if place == right else told,
        )
        for place, (low, high) in enumerate(pairwise(bounds))
    )
    return Question(
        "predict",
        words["text"].format(channel=channel, before=before.name, count=count),
        words["reason"].format(cut=cut, count=count, share=share),
        choices=made,
    )


def after(situation: Situation, random: np.random.Generator) -> Question:
    """What becomes of one number."""
    words = _words("after")
    before = situation.before(_any_relu(situation, random))
    cells = before.values.ravel()
    cells = cells[np.abs(cells) >= 0.05]  # told apart from 0 in two decimals
    signs = [sign for sign in (-1, 1) if (np.sign(cells) == sign).any()]
    sign = signs[int(random.integers(len(signs)))]
    value = float(random.choice(cells[np.sign(cells) == sign]))
    text = fixed(value)
    wrong = (
        {"absolute": fixed(-value), "kept": text, "one": "1"}
        if value < 0
        else {"zero": "0", "negated": fixed(-value), "one": "1"}
    )
    right = "0" if value < 0 else text
    return Question(
        "after",
        words["text"].format(before=before.name, value=text),
        words["reason"].format(value=text, right=right),
        choices=choices(words, random, right, wrong, value=text),
    )


def strongest(situation: Situation, random: np.random.Generator) -> Question | None:
    """Where a map is strongest after ReLU."""
    words = _words("strongest")
    stage = _any_relu(situation, random)
    for channel in random.permutation(len(stage.values)):
        cells = stage.values[channel]
        first, second = np.sort(cells, axis=None)[[-1, -2]]
        if first > 1.02 * second:  # seen to be the one
            row, column = (int(place) for place in np.unravel_index(cells.argmax(), cells.shape))
            return Question(
                "strongest",
                words["text"].format(channel=channel, stage=stage.name),
                words["reason"].format(row=row, column=column, value=number(float(first))),
                form=Form.CELL,
                cell=(row, column),
                figures=(MapFigure(stage.name, int(channel)),),
            )
    return None


def count(situation: Situation, random: np.random.Generator) -> Question:
    """How many numbers of a patch are cut."""
    words = _words("count")
    before = situation.before(_any_relu(situation, random))
    channel = int(random.integers(len(before.values)))
    rows, columns = before.shape[1:]
    top, left = (int(random.integers(side - _PATCH + 1)) for side in (rows, columns))
    patch = before.values[channel, top : top + _PATCH, left : left + _PATCH].round(2)
    right = int((patch < 0).sum())
    stays = patch.size - right
    return Question(
        "count",
        words["text"].format(count=patch.size, before=before.name),
        words["reason"].format(right=right),
        form=Form.NUMBER,
        value=right,
        figures=(NumberFigure.of(patch),),
        traps=((stays, words["trap"]),) if stays != right else (),
    )


def fold(situation: Situation, random: np.random.Generator) -> Question:
    """Two multiplications without ReLU between them are one."""
    words = _words("fold")
    found = situation.stages(Kind.CONVOLUTION, Kind.DENSE)
    weights = [stage.weight for stage in (found[0], found[-1]) if stage.weight is not None]
    first, second = (_plain(float(random.choice(weight.ravel()))) for weight in weights)
    told = {"first": fixed(first), "second": fixed(second)}
    right = fixed(first * second, 4)
    wrong = {"sum": fixed(first + second, 4), "first": fixed(first, 4), "none": words["none"]}
    return Question(
        "fold",
        words["text"].format(**told),
        words["reason"].format(**told, right=right),
        choices=choices(words, random, right, wrong, **told),
    )


def _plain(weight: float) -> float:
    """The weight in two decimals, away from 0."""
    return round(weight, 2) if abs(weight) >= 0.05 else 0.25 if weight >= 0 else -0.25


def _any_relu(situation: Situation, random: np.random.Generator) -> Stage:
    found = [stage for stage in situation.stages(Kind.RELU) if stage.is_maps]
    return found[int(random.integers(len(found)))]


def _words(kind: str) -> dict[str, str]:
    words: dict[str, str] = texts.chapter("relu")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {"after": after, "strongest": strongest, "count": count, "fold": fold}
