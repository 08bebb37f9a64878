"""Questions of the chapter `pooling`."""

from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz import texts
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage

_CELLS = 2  # a side of the windows of numbers
_CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
_APART = 0.02  # numbers that are told apart in two decimals


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """Which picture is the pooled map: answered before any pooled map is seen."""
    words = _words()["predict"]
    stage, before = _pooling(situation)
    window, stride = _window(stage)
    channel, other = _liveliest(before.values)[:2]
    cells = before.values[channel]  # (H, W)
    right = stage.values[channel]  # (h, w)
    rows, columns = right.shape
    top, left = ((side - small) // 2 for side, small in zip(cells.shape, right.shape, strict=True))
    pictures = {
        "crop": cells[top : top + rows, left : left + columns],
        "least": _windows(cells, window, stride).min(axis=(2, 3)),
        "turned": right[::-1],
    }
    if all(np.abs(stage.values[other] - picture).max() > _APART for picture in (right, *pictures.values())):
        pictures["other"] = stage.values[other]
        del pictures["turned"]
    made = [Choice("", True, figure=NumberFigure.of(right, printed=False))]
    for name, picture in pictures.items():
        made.append(Choice("", why=words["wrong"][name], figure=NumberFigure.of(picture, printed=False)))
    lettered = tuple(
        Choice(letter, choice.right, choice.why, choice.figure)
        for letter, choice in zip(words["letters"], shuffled(made, random), strict=True)
    )
    letter = next(choice.text for choice in lettered if choice.right)
    told = _sizes(stage, before) | {"channel": channel, "letter": letter}
    return Question(
        "predict",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=lettered,
        figures=(MapFigure(before.name, channel),),
    )


def winner(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which of the sixteen numbers of a patch stays, for one of its windows."""
    words = _words()["questions"]["winner"]
    stage, _ = _any(situation, random)
    patch = _patch(situation, stage, random, 2 * _CELLS, 2 * _CELLS)
    if patch is None:
        return None
    which = int(random.integers(len(_CORNERS)))
    top, left = (_CELLS * part for part in _CORNERS[which])
    window = patch[top : top + _CELLS, left : left + _CELLS]
    row, column = divmod(int(window.argmax()), _CELLS)
    told = {
        "stage": stage.name,
        "window": _CELLS,
        "stride": _CELLS,
        "where": words["where"][which],
        "value": fixed(float(window.max())),
        "numbers": _listed(window),
    }
    return Question(
        "winner",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.CELL,
        cell=(top + row, left + column),
        figures=(NumberFigure.of(patch),),
    )


def average(situation: Situation, random: np.random.Generator) -> Question | None:
    """What average pooling makes of a window."""
    words = _words()["questions"]["average"]
    stage, _ = _any(situation, random)
    window = _patch(situation, stage, random, _CELLS, _CELLS)
    if window is None:
        return None
    total, count = float(window.sum()), window.size
    right = total / count
    told = {
        "stage": stage.name,
        "count": count,
        "sum": " + ".join(_bracketed(float(value)) for value in window.ravel()),
        "right": fixed(right, 4),
    }
    tolerance = 0.0051  # two decimals, rounded either way
    wrong = {"sum": total, "max": float(window.max()), "half": total / _CELLS}
    return Question(
        "average",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        tolerance=tolerance,
        figures=(NumberFigure.of(window),),
        traps=traps(words, wrong, right, tolerance, **told),
    )


def size(situation: Situation, random: np.random.Generator) -> Question:
    """How wide a map is after pooling."""
    words = _words()["questions"]["size"]
    _, before = _any(situation, random)
    side = before.shape[2]
    window, stride = int(random.integers(2, 4)), int(random.integers(1, 4))
    right = (side - window) // stride + 1
    told = {"before": before.name, "side": side, "window": window, "stride": stride, "right": right}
    wrong = {
        "ceil": ceil((side - window) / stride) + 1,
        "divided": side // window,
        "shrunk": side - window + 1,
    }
    return Question(
        "size",
        words["text"].format(**told),
        words["reason"].format(**told),
        form=Form.NUMBER,
        value=right,
        traps=traps(words, wrong, right, **told),
    )


def weights(situation: Situation, random: np.random.Generator) -> Question:
    """How many weights a pooling has."""
    words = _words()["questions"]["weights"]
    stage, _ = _any(situation, random)
    window, _ = _window(stage)
    maps, count = stage.shape[0], window * window
    many = {"window": count, "maps": maps, "convolution": maps * maps * count + maps}
    wrong = {name: f"{number:,}" for name, number in many.items()}
    return Question(
        "weights",
        words["text"].format(stage=stage.name),
        words["reason"],
        choices=choices(words, random, str(stage.parameters), wrong, count=count, maps=maps),
    )


def remain(situation: Situation, random: np.random.Generator) -> Question:
    """How many cells there are after a pooling."""
    words = _words()["questions"]["remain"]
    stage, before = _any(situation, random)
    told = _sizes(stage, before)
    window, maps = told["window"], told["maps"]
    cells, right = before.values.size, stage.values.size
    wrong = {"half": cells // window, "maps": right // window, "same": cells, "one": maps}
    return Question(
        "remain",
        words["text"].format(**told, stage=stage.name),
        words["reason"].format(**told, right=f"{right:,}"),
        choices=choices(words, random, f"{right:,}", {name: f"{many:,}" for name, many in wrong.items()}, **told),
    )


def survives(situation: Situation, random: np.random.Generator) -> Question | None:
    """What becomes of the pooled number when the largest moves inside its window."""
    words = _words()["questions"]["survives"]
    stage, before = _any(situation, random)
    window = _patch(situation, stage, random, _CELLS, _CELLS)
    if window is None:
        return None
    place = int(window.argmax())
    others = [corner for corner in range(window.size) if corner != place]
    corner = int(random.choice(others))
    right = fixed(float(window.max()))
    wrong = {"place": fixed(float(window.ravel()[corner])), "average": fixed(float(window.mean())), "nothing": "0.00"}
    return Question(
        "survives",
        words["text"].format(before=before.name, corner=words["corner"][corner]),
        words["reason"].format(right=right),
        choices=choices(words, random, right, wrong),
        figures=(NumberFigure.of(window),),
    )


def leaves(situation: Situation, random: np.random.Generator) -> Question | None:
    """What becomes of the pooled number when everything moves by half a window."""
    words = _words()["questions"]["leaves"]
    stage, before = _any(situation, random)
    strip = _patch(situation, stage, random, _CELLS, 2 * _CELLS)
    if strip is None:
        return None
    there = strip[:, 1 : 1 + _CELLS]
    right = fixed(float(there.max()))
    left, same = strip[:, :_CELLS], strip[:, _CELLS:]
    wrong = {
        "same": fixed(float(same.max())),
        "left": fixed(float(left.max())),
        "average": fixed(float(there.mean())),
    }
    return Question(
        "leaves",
        words["text"].format(before=before.name),
        words["reason"].format(numbers=_listed(there), right=right),
        choices=choices(words, random, right, wrong),
        figures=(NumberFigure.of(strip),),
    )


def _pooling(situation: Situation) -> tuple[Stage, Stage]:
    """The first max pooling, and what it is given."""
    stage = situation.stages(Kind.MAX_POOLING)[0]
    return stage, situation.before(stage)


def _any(situation: Situation, random: np.random.Generator) -> tuple[Stage, Stage]:
    found = situation.stages(Kind.MAX_POOLING)
    stage = found[int(random.integers(len(found)))]
    return stage, situation.before(stage)


def _window(stage: Stage) -> tuple[int, int]:
    """Window and stride; square in all networks of cnnviz."""
    assert stage.kernel_size is not None
    assert stage.stride is not None
    return stage.kernel_size[0], stage.stride[0]


def _sizes(stage: Stage, before: Stage) -> dict[str, Any]:
    window, stride = _window(stage)
    maps, rows, columns = before.shape
    return {
        "before": before.name,
        "window": window,
        "stride": stride,
        "maps": maps,
        "rows": rows,
        "columns": columns,
        "rows_after": stage.shape[1],
        "columns_after": stage.shape[2],
        "count": f"{before.values.size:,}",
    }


def _liveliest(maps: Array) -> list[int]:
    """Channels, the one whose cells differ most from each other first."""
    return [int(channel) for channel in np.argsort(-maps.std(axis=(1, 2)), kind="stable")]


def _windows(cells: Array, window: int, stride: int) -> Array:
    """(h, w, window, window): the cells of each window of a map (H, W)."""
    found: Array = np.lib.stride_tricks.sliding_window_view(cells, (window, window))[::stride, ::stride]
    return found


def _patch(
    situation: Situation, stage: Stage, random: np.random.Generator, rows: int, columns: int
) -> Array | None:
    """Numbers (rows, columns) in two decimals out of a map before a pooling, on the pooling's windows.

    In each window of 2 x 2 the largest is told apart from the others, and the four are not all alike. None where the
    digit has no such place.
    """
    before = situation.before(stage).values.round(2)  # (C, H, W)
    down, right = rows // _CELLS, columns // _CELLS  # windows in a patch
    found = []
    for channel in _liveliest(before)[:8]:
        cells = before[channel]
        clear = _clear(_windows(cells, _CELLS, _CELLS))  # (h, w)
        places = np.lib.stride_tricks.sliding_window_view(clear, (down, right)).all(axis=(2, 3))
        for top, left in _CELLS * np.argwhere(places):
            found.append(cells[top : top + rows, left : left + columns])
    return found[int(random.integers(len(found)))] if found else None


def _clear(windows: Array) -> npt.NDArray[np.bool_]:
    """(h, w): in which windows (h, w, rows, columns) the largest number is told apart, and is one."""
    ordered = np.sort(windows.reshape(*windows.shape[:2], -1), axis=2)
    first, second = ordered[..., -1], ordered[..., -2]
    told: npt.NDArray[np.bool_] = (first - second >= _APART) & (first > _APART)
    return told


def _listed(numbers: Array) -> str:
    return ", ".join(fixed(float(value)) for value in numbers.ravel())


def _bracketed(value: float) -> str:
    text = fixed(value)
    return f"({text})" if value < 0 else text


def _words() -> dict[str, Any]:
    return texts.chapter("pooling")


KINDS: dict[str, Maker] = {
    "winner": winner,
    "average": average,
    "size": size,
    "weights": weights,
    "remain": remain,
    "survives": survives,
    "leaves": leaves,
}
