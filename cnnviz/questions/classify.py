"""Questions of the chapter `classify`."""

import math
from itertools import combinations
from typing import Any

import numpy as np

from cnnviz import texts
from cnnviz.models import load_model
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed, number, percentage
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage, trace

_OFFERED = 4  # answers to choose from
_GAPS = (0.4, 2.5)  # between two logits whose shares are worked out: neither even nor certain
_RISES = (0.5, 1.5, 2.0, 3.0)
_NEAR = 0.0101  # how far a share in two decimals may be off


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """Which class comes second: answered before the shares are seen."""
    words = texts.chapter("classify")["predict"]
    logits, shares = _logits(situation), situation.reading.probabilities
    ranked = [int(digit) for digit in np.argsort(-logits, kind="stable")]
    first, second, third = ranked[:3]
    others = [int(digit) for digit in random.choice(ranked[3:], _OFFERED - 2, replace=False)]
    made = [Choice(str(second), right=True)]
    for digit in (third, *others):
        told = words["wrong"].format(
            chosen=digit, place=ranked.index(digit) + 1, logit=fixed(float(logits[digit])), first=first
        )
        made.append(Choice(str(digit), why=told))
    return Question(
        "predict",
        words["text"].format(first=first),
        words["reason"].format(
            first=first,
            second=second,
            share=percentage(float(shares[second])),
            firstShare=percentage(float(shares[first])),
            logit=fixed(float(logits[second])),
        ),
        choices=shuffled(made, random),
    )


def entry(situation: Situation, random: np.random.Generator) -> Question:
    """Which entry a cell becomes."""
    words: Any = _words("entry")
    source = _flattened(situation)
    channels, rows, columns = source.shape
    channel = int(random.integers(min(1, channels - 1), channels))
    row, column = (int(random.integers(1, side)) for side in (rows, columns))
    places = np.arange(source.values.size).reshape(source.shape)
    right = int(places[channel, row, column])
    alone = channels == 1
    wrong = {
        "channel": int(places[0, row, column]),
        "one": right + 1,
        "column": channel * rows * columns + column * rows + row,
    }
    told = {"channel": channel, "row": row, "column": column, "rows": rows, "columns": columns}
    before = channel * rows * columns
    return Question(
        "entry",
        words["text"].format(
            source=source.name,
            channels=words["map"] if alone else words["maps"].format(count=channels),
            cell=words["cellAlone" if alone else "cell"].format(**told),
            **told,
        ),
        words["reasonAlone" if alone else "reason"].format(right=right, **told),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["trap"], wrong, right, before=before),
    )


def back(situation: Situation, random: np.random.Generator) -> Question:
    """Which cell an entry was."""
    words = _words("back")
    source = _flattened(situation)
    channels, rows, columns = source.shape
    index = int(random.integers(source.values.size))
    channel, row, column = (int(place) for place in np.unravel_index(index, source.shape))
    name = words["mapAlone"] if channels == 1 else words["map"].format(channel=channel)
    return Question(
        "back",
        words["text"].format(index=index, map=name, source=source.name, rows=rows, columns=columns),
        words["reason"].format(rest=index % (rows * columns), row=row, column=column, columns=columns),
        form=Form.CELL,
        cell=(row, column),
        figures=(MapFigure(source.name, channel),),
    )


def ratio(situation: Situation, random: np.random.Generator) -> Question:
    """What a logit that rises does to a ratio of two shares."""
    words: Any = _words("ratio")
    ranked = np.argsort(-_logits(situation))
    one, other = (int(digit) for digit in random.permutation(ranked[:4])[:2])
    rise = float(random.choice(_RISES))
    told = {"one": one, "other": other, "rise": f"{rise:g}"}

    def times(value: float) -> str:
        text: str = words["times"].format(number=number(value))
        return text

    wrong = {
        "linear": times(rise),
        "percent": times(1 + rise / 100),
        "same": words["same"],
        "square": times(10**rise),
    }
    return Question(
        "ratio",
        words["text"].format(**told),
        words["reason"].format(right=number(math.exp(rise)), **told),
        choices=choices(words, random, times(math.exp(rise)), wrong, **told),
    )


def weights(situation: Situation, random: np.random.Generator) -> Question:
    """How many weights a dense layer has."""
    words = _words("weights")
    layers = situation.stages(Kind.DENSE)
    layer = layers[int(random.integers(len(layers)))]
    assert layer.weight is not None
    outputs, inputs = layer.weight.shape
    maps = _flattened(situation).shape[0]
    right = layer.weight.size
    wrong = {"shared": inputs, "sum": inputs + outputs, "bias": right + outputs}
    if maps > 1:
        wrong["maps"] = maps * outputs
    told = {"layer": layer.name, "inputs": f"{inputs:,}", "outputs": outputs}
    return Question(
        "weights",
        words["text"].format(**told),
        words["reason"].format(right=f"{right:,}", parameters=f"{right + outputs:,}", **told),
        choices=choices(words, random, f"{right:,}", {name: f"{count:,}" for name, count in wrong.items()}, **told),
    )


def share(situation: Situation, random: np.random.Generator) -> Question | None:
    """A share worked out from two logits."""
    words: Any = _words("share")
    logits = [round(float(logit), 1) for logit in _logits(situation)]
    least, most = _GAPS
    pairs = [
        (one, other)
        for one, other in combinations(sorted(range(len(logits)), key=lambda digit: -logits[digit]), 2)
        if least <= round(logits[one] - logits[other], 1) <= most
    ]
    if not pairs:
        return None
    one, other = pairs[int(random.integers(len(pairs)))]
    high, low = logits[one], logits[other]
    gap = round(high - low, 1)
    power = math.exp(gap)
    right = round(power / (power + 1), 2)
    told = {
        "one": one,
        "other": other,
        "high": fixed(high, 1),
        "low": fixed(low, 1),
        "gap": fixed(gap, 1),
        "power": fixed(power),
        "right": fixed(right),
    }
    wrong = {"other": 1 - right, "percent": 100 * right, "ratio": round(power, 2)}
    if high + low:
        wrong["linear"] = round(high / (high + low), 2)
    return Question(
        "share",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        tolerance=_NEAR,
        traps=traps(words["trap"], wrong, right, _NEAR, **told),
    )


def scribble(situation: Situation, random: np.random.Generator) -> Question:
    """What the shares of no digit at all add up to."""
    words = _words("scribble")
    picture = situation.reading.picture
    mixed = random.permutation(picture.ravel()).reshape(picture.shape)
    shares = trace(load_model(situation.reading.model), mixed[None, None]).probabilities
    digit = int(shares.argmax())
    own = fixed(min(0.99, float(situation.reading.probabilities.max())))
    wrong = {"less": words["less"], "zero": words["zero"], "more": words["more"].format(sum=own)}
    return Question(
        "scribble",
        words["text"],
        words["reason"].format(share=percentage(float(shares[digit])), digit=digit),
        choices=choices(words, random, words["right"], wrong),
        figures=(NumberFigure.of(mixed, printed=False, grey=True),),
    )


def speaks(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which map adds most to the logit of the class that was read; None for a network whose last layer sees no maps."""
    words: Any = _words("speaks")
    source = _flattened(situation)
    digit = situation.reading.digit
    layer = situation.stages(Kind.DENSE)[-1]
    if layer.weight is None or layer.weight.shape[1] != source.values.size or len(source.values) < _OFFERED:
        return None
    products = source.values.astype(np.float64) * layer.weight[digit].reshape(source.shape)
    sums = products.sum(axis=(1, 2))
    ranked = [int(channel) for channel in np.argsort(-sums)]
    right = ranked[0]
    brightest = int(source.values.sum(axis=(1, 2)).argmax())
    wrong = {"against": ranked[-1], "bright": brightest}
    picked = {channel: name for name, channel in wrong.items() if channel != right}
    for channel in random.permutation(ranked[1:]):
        if len(picked) < _OFFERED - 1:
            picked.setdefault(int(channel), "other")

    def shown(channel: int, why: str = "") -> Choice:
        return Choice(
            words["map"].format(channel=channel),
            right=channel == right,
            why=why,
            figure=MapFigure(source.name, channel),
        )

    made = [shown(right)]
    for channel, name in picked.items():
        made.append(shown(channel, words["wrong"][name].format(channel=channel, sum=fixed(float(sums[channel])))))
    return Question(
        "speaks",
        words["text"].format(source=source.name, digit=digit),
        words["reason"].format(channel=right, right=fixed(float(sums[right])), digit=digit),
        choices=shuffled(made, random),
    )


def _logits(situation: Situation) -> Array:
    softmax = situation.stages(Kind.SOFTMAX)[-1]
    return situation.before(softmax).values


def _flattened(situation: Situation) -> Stage:
    """The maps that are flattened; the picture itself in a network without maps."""
    return situation.before(situation.stages(Kind.FLATTEN)[0])


def _words(kind: str) -> dict[str, str]:
    words: dict[str, str] = texts.chapter("classify")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "entry": entry,
    "back": back,
    "ratio": ratio,
    "weights": weights,
    "share": share,
    "scribble": scribble,
    "speaks": speaks,
}
