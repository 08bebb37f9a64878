"""Questions of the chapter `relu`."""

from typing import Any

import numpy as np

from cnnviz import texts
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import MINUS, fixed, number, percentage
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage

_PATCH = 4  # cells a side of the patch that is counted
_CLEAR = 0.25  # of a map's largest number: so far it should reach to both sides to show what ReLU does


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """What is left of a map: answered before it is seen."""
    words = texts.chapter("relu")["predict"]
    stage = situation.stages(Kind.RELU)[0]
    before = situation.before(stage)
    channel = _two_sided(before, random)
    cells = before.values[channel]
    cut, count = int((cells < 0).sum()), cells.size
    shown = {
        "right": np.maximum(cells, 0),
        "absolute": np.abs(cells),
        "negative": np.minimum(cells, 0),
        "switch": (cells > 0).astype(np.float32),
    }
    order = [list(shown)[place] for place in random.permutation(len(shown))]
    made = tuple(
        Choice(
            label,
            name == "right",
            "" if name == "right" else words["wrong"][name],
            NumberFigure.of(shown[name].astype(float).round(2), printed=False),
        )
        for label, name in zip(words["choices"], order, strict=True)
    )
    return Question(
        "predict",
        words["text"].format(channel=channel, before=before.name),
        words["reason"].format(cut=cut, count=count, share=percentage(cut / count)),
        choices=made,
        figures=(MapFigure(before.name, channel),),
    )


def _two_sided(stage: Stage, random: np.random.Generator) -> int:
    """One of the maps that reach far to both sides of 0; where there is none, the one that reaches farthest."""
    maps = stage.values.reshape(len(stage.values), -1)
    lesser = np.minimum(maps.max(axis=1), -maps.min(axis=1))
    clear = np.flatnonzero(lesser >= _CLEAR * np.abs(maps).max(axis=1))
    return int(random.choice(clear)) if len(clear) else int(lesser.argmax())


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


def loses(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which cell of a map ReLU changes most."""
    words = _words("loses")
    before = situation.before(_any_relu(situation, random))
    for channel in random.permutation(len(before.values)):
        cells = before.values[channel]
        first, second = np.sort(cells, axis=None)[:2]
        if first < 1.02 * second and first < -0.1 * np.abs(cells).max():  # seen to be the one
            row, column = (int(place) for place in np.unravel_index(cells.argmin(), cells.shape))
            return Question(
                "loses",
                words["text"].format(channel=channel, before=before.name),
                words["reason"].format(row=row, column=column, value=number(float(first))),
                form=Form.CELL,
                cell=(row, column),
                figures=(MapFigure(before.name, int(channel)),),
            )
    return None


def threshold(situation: Situation, random: np.random.Generator) -> Question | None:
    """How many numbers of a patch are cut once a bias is added."""
    words = _words("threshold")
    before = situation.before(_any_relu(situation, random))
    rows, columns = before.shape[1:]
    for _ in range(200):
        channel = int(random.integers(len(before.values)))
        top, left = (int(random.integers(side - _PATCH + 1)) for side in (rows, columns))
        patch = before.values[channel, top : top + _PATCH, left : left + _PATCH].astype(float).round(2)
        reach = float(np.abs(patch).max())
        bias = float(random.choice([-0.5, -0.25, 0.25, 0.5])) * reach
        bias = round(bias, 1) or 0.1
        moved = (patch + bias).round(2)
        # A cell at 0 is 0 before ReLU and after: whether it is "set to zero" should not be asked.
        if (moved == 0).any() or (patch == 0).any() or len(np.unique(patch)) < patch.size / 2:
            continue
        right = int((moved < 0).sum())
        plain = int((patch < 0).sum())
        if right == plain:
            continue
        told = {"bias": _signed(bias), "turned": _signed(-bias), "border": fixed(-bias), "right": right}
        found = {"stays": patch.size - right, "before": plain, "turned": int(((patch - bias).round(2) < 0).sum())}
        return Question(
            "threshold",
            words["text"].format(count=patch.size, before=before.name, **told),
            words["reason"].format(**told),
            form=Form.NUMBER,
            value=right,
            figures=(NumberFigure.of(patch),),
            traps=traps(words["trap"], found, right, **told),
        )
    return None


def sides(situation: Situation, random: np.random.Generator) -> Question:
    """What the same filter with all signs turned leaves of a cell."""
    words = _words("sides")
    first = situation.stages(Kind.CONVOLUTION)[0]
    assert first.weight is not None
    filter_ = random.integers(len(first.weight))
    answers = _slid(situation.reading.picture, first.weight[filter_, 0])
    clear = answers[np.abs(answers) >= 0.05]  # told apart from 0 in two decimals
    value = round(float(random.choice(clear)), 2) if clear.size else -0.5
    text, negated = fixed(value), fixed(-value)
    double = fixed(-2 * value)
    wrong = (
        {"same": text, "negative": negated, "double": double}
        if value > 0
        else {"same": text, "zero": "0", "double": double}
    )
    right = "0" if value > 0 else negated
    return Question(
        "sides",
        words["text"].format(value=text),
        words["reason"].format(negated=negated, right=right),
        choices=choices(words, random, right, wrong, negated=negated),
    )


def _slid(picture: Array, kernel: Array) -> Array:
    """A kernel (3, 3) at every place of the picture where it fits: (26, 26)."""
    windows = np.lib.stride_tricks.sliding_window_view(picture, kernel.shape)
    answers: Array = (windows * kernel).sum(axis=(2, 3))
    return answers


def linear(situation: Situation, random: np.random.Generator) -> Question:
    """Which layer is not linear, where there is no ReLU."""
    words = _words("linear")
    cells = situation.before(_any_relu(situation, random)).values.ravel()
    one, other = (fixed(float(value)) for value in random.choice(cells[np.abs(cells) >= 0.05], 2))
    largest = max(one, other, key=lambda text: float(text.replace(MINUS, "-")))
    told = {"one": one, "other": other, "largest": largest}
    return Question(
        "linear",
        words["text"],
        words["reason"].format(**told),
        choices=choices(words, random, words["right"], words["names"]),
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


def _signed(value: float) -> str:
    return fixed(value) if value < 0 else f"+{fixed(value)}"


def _words(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = texts.chapter("relu")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "after": after,
    "loses": loses,
    "threshold": threshold,
    "sides": sides,
    "fold": fold,
    "linear": linear,
}
