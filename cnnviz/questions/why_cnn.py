"""Questions of the chapter `why_cnn`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np

from cnnviz import models, texts
from cnnviz.experiments import sweeps
from cnnviz.ink import laid
from cnnviz.preprocessing import PICTURE, center
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, Question, choices, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import MINUS, fixed, number, percentage
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage, Trace, trace

NETWORKS = ("dense", "textbook", "two-block")
_FAR = (4, 5, 6)  # px: where networks begin to differ
_SAME = 1e-5  # sums that PyTorch adds up in another order
_TRIES = 30  # moves of the digit that are looked at


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """How many networks still read the moved digit: answered before the map of all moves is seen."""
    words = texts.chapter("why_cnn")["predict"]
    read = situation.reading
    ways = [(sign * far, axis) for far in _FAR for sign in (-1, 1) for axis in (0, 1)]
    tried = [_both(ways[place]) for place in random.permutation(len(ways))[:4]]
    answers = _read_by_all(read.picture, tried)
    for place in range(len(tried)):
        found = {name: shares[place] for name, shares in answers.items()}
        count = sum(int(shares.argmax()) == read.digit for shares in found.values())
        if 0 < count < len(NETWORKS):
            break  # where some hold on and others do not there is most to think about
    down, right = tried[place]
    told = "; ".join(
        words["one"].format(model=name, digit=int(shares.argmax()), share=percentage(float(shares.max())))
        for name, shares in found.items()
    )
    made = tuple(
        Choice(text, place == count, "" if place == count else words["fewer" if place > count else "more"])
        for place, text in enumerate(words["choices"])
    )
    return Question(
        "predict",
        words["text"].format(digit=read.digit, way=_way(words, down, right)),
        words["reason"].format(told=told),
        choices=made,
    )


def _both(way: tuple[int, int]) -> tuple[int, int]:
    """(down, right) of a move along one axis."""
    pixels, axis = way
    return (pixels, 0) if axis == 0 else (0, pixels)


def _way(words: dict[str, Any], down: int, right: int) -> str:
    text: str = words["down" if down > 0 else "up" if down < 0 else "right" if right > 0 else "left"]
    pixels = abs(down or right)
    return text.format(pixels=words["pixel"] if pixels == 1 else words["pixels"].format(count=pixels))


def _read_by_all(picture: Array, moves: Sequence[tuple[int, int]]) -> dict[str, Array]:
    """(moves, 10) of each network: its probabilities for the picture moved in each way."""
    seen = np.stack([laid(picture, PICTURE, down, right) for down, right in moves])
    return {name: sweeps.read(models.load_model(name), seen) for name in NETWORKS}


def grows(situation: Situation, random: np.random.Generator) -> Question:
    """How many parameters the convolution has when the picture is larger."""
    words = _words("grows")
    stage = situation.stages(Kind.CONVOLUTION)[0]
    times = int(random.choice([2, 4, 8]))
    told = {"stage": stage.name, "parameters": f"{stage.parameters:,}", "side": PICTURE * times, "times": times}
    wrong = {
        "side": f"{stage.parameters * times:,}",
        "area": f"{stage.parameters * times**2:,}",
        "dense": f"{stage.parameters * times**4:,}",
    }
    return Question(
        "grows",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=choices(words, random, f"{stage.parameters:,}", wrong, **told, area=times**2),
    )


def dense(situation: Situation, random: np.random.Generator) -> Question:
    """How many weights a dense layer has on a picture."""
    words = _words("dense")
    side, units = int(random.choice([20, 30, 40, 50])), int(random.choice([10, 20, 50]))
    channels = int(random.choice([1, 3]))
    right = side * side * channels * units
    told = {"side": side, "units": units, "channels": channels, "numbers": f"{side * side * channels:,}"}
    found = {
        "colour": side * side * units,
        "sum": side * side * channels + units,
        "shared": side * side * channels,
        "bias": right + units,
    }
    return Question(
        "dense",
        words["text"].format(**told, kind=words["colour" if channels == 3 else "grey"]),
        words["reason"].format(**told, right=f"{right:,}"),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["trap"], found, right, **told),
    )


def moves(situation: Situation, random: np.random.Generator) -> Question | None:
    """Where the strongest cell of a map is when the digit has moved."""
    words = _words("moves")
    stage = situation.stages(Kind.CONVOLUTION)[0]
    moved = _moving(situation)
    for channel, (down, right) in _pairs(random, len(stage.values), _slanted(random, 4)):
        before = stage.values[channel]
        row, column = _peak(before)
        after = moved(down, right)[stage.name].values[channel]
        if _clear(before) and _clear(after) and _peak(after) == (row + down, column + right):
            told = {"channel": channel, "stage": stage.name, "row": row, "column": column}
            both = _both_ways(texts.chapter("why_cnn")["predict"], down, right)
            return Question(
                "moves",
                words["text"].format(**told, way=both),
                words["reason"].format(
                    **told, to=row + down, beside=column + right, down=_added(down), right=_added(right)
                ),
                form=Form.CELL,
                cell=(row + down, column + right),
                figures=(MapFigure(stage.name, channel),),
            )
    return None


def _both_ways(words: dict[str, Any], down: int, right: int) -> str:
    return f"{_way(words, 0, right)} {words['and']} {_way(words, down, 0)}"


def flat(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which entry of the flattened row holds a number when the digit has moved."""
    words = _words("flat")
    source = _source(situation)
    assert source.receptive_field is not None
    step = source.receptive_field.step[1]
    _, rows, columns = source.shape
    ways = [(below, beside) for below in (-1, 0, 1) for beside in (-1, 0, 1) if below or beside]
    tried = [ways[place] for place in random.permutation(len(ways))[:3]]
    moved = _moving(situation)
    for channel, (below, beside) in _pairs(random, len(source.values), tried):
        after = moved(below * step, beside * step)[source.name].values
        row, column = _peak(source.values[channel])
        to, there = row + below, column + beside
        value = float(source.values[channel, row, column])
        if not (0 <= to < rows and 0 <= there < columns) or value < 0.05:
            continue
        if abs(float(after[channel, to, there]) - value) > _SAME:
            continue
        index = (channel * rows + row) * columns + column
        right = index + below * columns + beside
        found = {
            "stays": index,
            "pixels": index + (below * columns + beside) * step,
            "turned": index + beside * columns + below,
        }
        told = {
            "index": index, "value": number(value), "source": source.name, "rows": rows, "columns": columns,
            "step": step, "below": _added(below), "beside": _added(beside), "right": right,
        }  # fmt: skip
        way = texts.chapter("why_cnn")["predict"]
        told_way = _both_ways if below and beside else _way
        return Question(
            "flat",
            words["text"].format(**told, way=told_way(way, below * step, beside * step)),
            words["reason"].format(**told),
            form=Form.NUMBER,
            value=right,
            traps=traps(words["trap"], found, right, **told),
        )
    return None


def holds(situation: Situation, random: np.random.Generator) -> Question | None:
    """What is the same when the digit has moved: the largest number of a map, not the row and not the logits."""
    words = _words("holds")
    source, logits = _source(situation), situation.before(situation.stages(Kind.SOFTMAX)[-1])
    assert source.receptive_field is not None
    step = source.receptive_field.step[1]
    digit = situation.reading.digit
    ways = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    tried = [way for way in ways if _stays_inside(situation, way[0] * step, way[1] * step)]
    moved = _moving(situation)
    for channel, (below, beside) in _pairs(random, len(source.values), tried):
        after = moved(below * step, beside * step)
        largest = float(source.values[channel].max())
        changed = int((np.abs(after[source.name].values - source.values) > _SAME).sum())
        logit, then = float(logits.values[digit]), float(after[logits.name].values[digit])
        if largest < 0.05 or abs(after[source.name].values[channel].max() - largest) > _SAME:
            continue
        if not changed or fixed(logit) == fixed(then):
            continue
        told = {
            "way": _way(texts.chapter("why_cnn")["predict"], below * step, beside * step), "channel": channel,
            "source": source.name, "largest": number(largest), "changed": f"{changed:,}", "step": step,
            "count": f"{source.values.size:,}", "digit": digit, "logit": fixed(logit), "then": fixed(then),
        }  # fmt: skip
        right = words["right"].format(**told)
        wrong = {name: text.format(**told) for name, text in words["names"].items()}
        return Question(
            "holds",
            words["text"].format(**told),
            words["reason"].format(**told),
            choices=choices(words, random, right, wrong, **told),
        )
    return None


def centred(situation: Situation, random: np.random.Generator) -> Question | None:
    """What is read when the digit moves and is centred again."""
    words = _words("centred")
    read = situation.reading
    for down, right in _slanted(random, _TRIES):
        moved = laid(read.picture, PICTURE, down, right)
        if not _stays_inside(situation, down, right):
            continue
        if not np.array_equal(center(moved), read.picture):
            return None  # this digit did not lie in the middle before
        shares = trace(models.load_model(read.model), moved).probabilities
        best = int(shares.argmax())
        told = {
            "way": _both_ways(texts.chapter("why_cnn")["predict"], down, right), "model": read.model,
            "digit": read.digit, "share": percentage(float(read.probabilities.max())),
            "other": best, "less": percentage(float(shares.max())),
        }  # fmt: skip
        if (told["other"], told["less"]) == (told["digit"], told["share"]):
            continue  # it makes no difference that can be seen
        wrong = {name: words[name].format(**told) for name in ("moved", "unsure", "learn")}
        return Question(
            "centred",
            words["text"].format(**told),
            words["reason"].format(**told),
            choices=choices(words, random, words["right"].format(**told), wrong, **told),
        )
    return None


def _added(cells: int) -> str:
    """+ 2, or − 1: behind another number."""
    return f"{MINUS if cells < 0 else '+'} {abs(cells)}"


def _source(situation: Situation) -> Stage:
    """The maps that are flattened."""
    return situation.before(situation.stages(Kind.FLATTEN)[0])


def _moving(situation: Situation) -> Callable[[int, int], Trace]:
    """What the network makes of the picture moved (down, right): computed when it is asked for, once."""
    model, picture = models.load_model(situation.reading.model), situation.reading.picture
    return cache(lambda down, right: trace(model, laid(picture, PICTURE, down, right)))


def _stays_inside(situation: Situation, down: int, right: int) -> bool:
    """Whether no ink leaves the picture."""
    picture = situation.reading.picture
    return bool(np.count_nonzero(laid(picture, PICTURE, down, right)) == np.count_nonzero(picture))


def _slanted(random: np.random.Generator, count: int) -> list[tuple[int, int]]:
    """So many moves (down, right) by 1 to 4 px along both axes, at random."""
    far, sign = random.integers(1, 5, (count, 2)), random.choice([-1, 1], (count, 2))
    return [(int(down), int(right)) for down, right in far * sign]


def _pairs(
    random: np.random.Generator, channels: int, moves: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each channel with each move, at random."""
    made = [(channel, move) for channel in range(channels) for move in moves]
    for place in random.permutation(len(made)):
        yield made[place]


def _peak(cells: Array) -> tuple[int, int]:
    row, column = np.unravel_index(cells.argmax(), cells.shape)
    return int(row), int(column)


def _clear(cells: Array) -> bool:
    """Whether the strongest cell is seen to be the one."""
    second, first = np.sort(cells, axis=None)[-2:]
    return bool(first > 0.05 and first > 1.02 * second)


def _words(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = texts.chapter("why_cnn")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "grows": grows,
    "dense": dense,
    "moves": moves,
    "flat": flat,
    "holds": holds,
    "centred": centred,
}
