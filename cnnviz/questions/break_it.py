"""Questions of the chapter `break_it`."""

from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz import models, texts
from cnnviz.experiments.ablation import ablate
from cnnviz.experiments.input_changes import Change, changed
from cnnviz.experiments.kept_sweeps import swept
from cnnviz.experiments.sweeps import read
from cnnviz.experiments.variants import trained_layers
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed, percentage
from cnnviz.trace import Kind, Stage

_BORDERS = (0, 30, 60, 90)  # degrees: the first of the prediction's answers goes up to 30
_TRIES = 200
_NEAR = 0.011  # how far the mean of four numbers in two decimals may be off
_SEEN = 2e-5  # of a share: so far apart should two losses be


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """How far the digit can be turned: answered before it is tried."""
    words = texts.chapter("break_it")["predict"]
    model = situation.reading.model
    found, _ = swept(model, situation.reading.picture, "turn")
    _, above = found.breaks
    steps = dict(zip(found.values, found.probabilities, strict=True))
    told = {"digit": found.digit, "model": _label(situation)}
    names = ("near", "middle", "far", "over")
    right = "never" if above is None else names[sum(above > border for border in _BORDERS) - 1]
    reason = words["held"] if above is None else words["reason"]
    if above is not None:
        other = int(steps[above].argmax())
        told |= {"angle": f"{above:g}", "other": other, "share": percentage(float(steps[above][other]))}
    made = tuple(
        Choice(text, name == right, "" if name == right else words["wrong"][name].format(**told))
        for name, text in words["choices"].items()
    )
    return Question("predict", words["text"].format(**told), reason.format(**told), choices=made)


def off(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which of four maps the answer needs most."""
    words = _words("off")
    model, picture = situation.reading.model, situation.reading.picture
    trace = situation.reading.trace
    layer = str(random.choice([name for name in trained_layers(model) if trace[name].is_maps]))
    found = ablate(models.load_model(model), picture, layer)
    loss = -found.changes
    for _ in range(_TRIES):
        maps = [int(place) for place in random.permutation(len(loss))[:4]]
        first, second = sorted((float(loss[place]) for place in maps), reverse=True)[:2]
        if first > 0 and first > 1.5 * second and first - second > _SEEN:
            break
    else:
        return None
    most = max(maps, key=lambda place: loss[place])
    whole = float(found.whole[found.digit])
    told = {"layer": layer, "digit": found.digit, "whole": _precisely(whole)}
    made = [
        Choice(
            words["map"].format(map=place),
            place == most,
            ""
            if place == most
            else words["other"].format(map=place, without=_precisely(whole - float(loss[place])), **told),
            MapFigure(layer, place),
        )
        for place in maps
    ]
    return Question(
        "off",
        words["text"].format(**told),
        words["reason"].format(map=most, without=_precisely(whole - first), **told),
        choices=shuffled(made, random),
    )


def _precisely(share: float) -> str:
    """A share of 1, so that a change by `_SEEN` is seen."""
    return f"{100 * share:.3f}\N{NARROW NO-BREAK SPACE}%"


def weights(situation: Situation, random: np.random.Generator) -> Question:
    """What a filter answers that has nothing but its bias."""
    words = _words("weights")
    stages = [stage for stage in situation.stages(Kind.CONVOLUTION) if stage.bias is not None]
    stage = stages[int(random.integers(len(stages)))]
    assert stage.bias is not None
    clear = np.flatnonzero(np.abs(stage.bias) >= 0.02)
    channel = int(random.choice(clear)) if len(clear) else int(np.abs(stage.bias).argmax())
    bias = float(stage.bias[channel])
    text = fixed(bias, 3)
    wrong = {"nothing": "0", "turned": fixed(-bias, 3), "one": "1"}
    told = {"stage": stage.name, "map": channel, "bias": text}
    return Question(
        "weights",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, text, wrong, **told),
    )


def average(situation: Situation, random: np.random.Generator) -> Question | None:
    """What average pooling makes of a window in which max pooling kept the largest; or the other way round."""
    words = _words("average")
    # Windows of two by two: larger ones are too much to add up in one's head.
    poolings = situation.stages(Kind.MAX_POOLING, Kind.AVERAGE_POOLING)
    stages = [stage for stage in poolings if stage.kernel_size == (2, 2)]
    if not stages:
        return None
    stage = stages[int(random.integers(len(stages)))]
    assert stage.stride is not None
    turned = stage.kind is Kind.AVERAGE_POOLING
    before = situation.before(stage)
    for _ in range(_TRIES):
        window = _window(before, stage.stride, random)
        mean, largest = float(window.mean()), float(window.max())
        if largest - mean > 0.1 and abs(mean) > 0.02 and float(window.sum()) - largest > 0.1:
            break
    else:
        return None
    told = {"stage": stage.name, "largest": fixed(largest), "sum": fixed(float(window.sum())), "mean": fixed(mean)}
    wrong = {"mean" if turned else "largest": mean if turned else largest, "sum": float(window.sum())}
    right = largest if turned else mean
    return Question(
        "average",
        words["turned" if turned else "text"].format(**told),
        words["turnedReason" if turned else "reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        tolerance=_NEAR,
        figures=(NumberFigure.of(window),),
        traps=traps(words["trap"], wrong, right, _NEAR, **told),
    )


def _window(stage: Stage, stride: tuple[int, int], random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Four cells of a map that a pooling of this stride takes together, as printed."""
    channels, *sides = stage.shape
    channel = int(random.integers(channels))
    steps = ((side - 2) // step + 1 for side, step in zip(sides, stride, strict=True))
    row, column = (step * int(random.integers(count)) for step, count in zip(stride, steps, strict=True))
    return stage.values[channel, row : row + 2, column : column + 2].astype(np.float64).round(2)


def move(situation: Situation, random: np.random.Generator) -> Question | None:
    """Where the strongest cell of a map goes when the digit is moved."""
    words = _words("move")
    stage = situation.stages(Kind.CONVOLUTION)[0]
    field = stage.receptive_field
    assert field is not None
    ink = situation.reading.picture > 0
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    sides = stage.shape[1:]
    for _ in range(_TRIES):
        channel = int(random.integers(len(stage.values)))
        down, right = (int(random.choice([-3, -2, 2, 3])) for _ in range(2))
        # A map with a cell every two pixels moves by whole cells only if the digit moves by whole twos.
        if down % field.step[0] or right % field.step[1]:
            continue
        by = (down // field.step[0], right // field.step[1])
        # The digit stays on the paper, and so far from its edge that no window reaches out.
        if min(rows[0] + down, columns[0] + right) < 2 or max(rows[-1] + down, columns[-1] + right) > 25:
            continue
        cells = stage.values[channel]
        first, second = np.sort(cells, axis=None)[:-3:-1]
        row, column = (int(place) for place in np.unravel_index(cells.argmax(), cells.shape))
        there = (row + by[0], column + by[1])
        places = zip((row, column), there, sides, strict=True)
        inside = all(2 <= place < side - 2 and 0 <= then < side for place, then, side in places)
        if first > 0.1 and first > 1.02 * second and inside and _sees_the_digit_alone(stage, there):
            told = {"row": row, "column": column, "stage": stage.name, "map": channel, "value": fixed(float(first))}
            told |= {"vertical": words["down" if down > 0 else "up"].format(pixels=abs(down))}
            told |= {"horizontal": words["right" if right > 0 else "left"].format(pixels=abs(right))}
            return Question(
                "move",
                words["text"].format(**told),
                words["reason"].format(there_row=there[0], there_column=there[1], **told),
                form=Form.CELL,
                cell=there,
                figures=(MapFigure(stage.name, channel),),
            )
    return None


def _sees_the_digit_alone(stage: Stage, cell: tuple[int, int]) -> bool:
    """Whether the cell's window lies in the picture: what comes in at the edge does not move along."""
    assert stage.receptive_field is not None
    return all(window.start >= 0 and window.stop <= 28 for window in stage.receptive_field.window(*cell))


_DRASTIC = (
    {"turn": 90.0}, {"turn": -90.0}, {"turn": 60.0}, {"turn": -60.0}, {"right": 8.0}, {"down": 8.0}, {"right": -8.0},
    {"down": -8.0}, {"size": 0.4}, {"noise": 1.0}, {"thicker": 3.0}, {"turn": 130.0}, {"thicker": -2.0},
)  # fmt: skip
_MILD = (
    {"turn": 10.0}, {"turn": -10.0}, {"right": 1.0}, {"down": -1.0}, {"lean": 0.2}, {"size": 0.9}, {"size": 1.1},
    {"thicker": 0.5}, {"noise": 0.1}, {"lean": -0.2}, {"turn": 5.0}, {"right": -1.0}, {"turn": -5.0},
)  # fmt: skip


def survives(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which of three changed digits is still named as the whole one is."""
    words = _words("survives")
    picture, model = situation.reading.picture, situation.reading.model
    pictures = changed(picture, [Change(**change) for change in (*_DRASTIC, *_MILD)])  # type: ignore[arg-type]
    shares = read(models.load_model(model), pictures)
    named, digit = shares.argmax(axis=1), situation.reading.digit
    broken = [place for place in range(len(_DRASTIC)) if named[place] != digit]
    held = [
        place for place in range(len(_DRASTIC), len(pictures)) if named[place] == digit and shares[place, digit] > 0.6
    ]
    if len(broken) < 2 or not held:
        return None
    chosen = [int(random.choice(held)), *(int(place) for place in random.permutation(broken)[:2])]
    name = _label(situation)
    labels = dict(zip(chosen, random.permutation(words["choices"]), strict=True))
    made = [
        Choice(
            str(labels[place]),
            place == chosen[0],
            ""
            if place == chosen[0]
            else words["lost"].format(model=name, other=named[place], share=percentage(float(shares[place].max()))),
            NumberFigure.of(pictures[place].astype(float).round(3), printed=False, grey=True),
        )
        for place in sorted(chosen, key=lambda place: str(labels[place]))
    ]
    share = percentage(float(shares[chosen[0], digit]))
    return Question(
        "survives",
        words["text"].format(model=name, digit=digit),
        words["reason"].format(model=name, digit=digit, share=share),
        choices=tuple(made),
    )


def _label(situation: Situation) -> str:
    """The network's name as the page shows it."""
    model = situation.reading.model
    return str(models.card(model).get("label", model))


def _words(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = texts.chapter("break_it")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "off": off,
    "weights": weights,
    "average": average,
    "move": move,
    "survives": survives,
}
