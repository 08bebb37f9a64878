"""Questions of the chapter `convolution`."""

import math
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from cnnviz import texts
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import fixed, number
from cnnviz.stage import Array
from cnnviz.trace import Kind, Stage

Grid = npt.NDArray[np.float64]

_NAMES = "ABCD"
_KERNELS = tuple(
    np.array(rows, np.float64)
    for rows in (
        [[-1, 0, 1]] * 3,
        [[1, 0, -1]] * 3,
        [[-1] * 3, [0] * 3, [1] * 3],
        [[1] * 3, [0] * 3, [-1] * 3],
        [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
        [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
        [[-1, 2, -1]] * 3,
        [[-1] * 3, [2] * 3, [-1] * 3],
    )
)
_PATCH = 6  # cells a side of the part that is pointed into
_CLEAR = 0.4  # by how much the best sum has to lead, to be found by eye


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """Which of four filters answers most strongly in a window: answered before a map is seen."""
    words = texts.chapter("convolution")["predict"]
    windows = np.lib.stride_tricks.sliding_window_view(_picture(situation), (3, 3))  # (rows, columns, 3, 3)
    answers = np.einsum("rcij,kij->rck", windows, np.stack(_KERNELS))
    best, second = answers.argmax(-1), np.sort(answers, -1)[..., -2]
    lead = answers.max(-1) - second
    places = np.argwhere(lead >= min(_CLEAR, lead.max()))
    top, left = (int(place) for place in places[random.integers(len(places))])
    right = int(best[top, left])
    others = [kernel for kernel in random.permutation(len(_KERNELS)).tolist() if kernel != right][:3]
    shown = random.permutation([right, *others]).tolist()
    sums = {kernel: float(answers[top, left, kernel]) for kernel in shown}
    names = {kernel: name for kernel, name in zip(shown, _NAMES, strict=True)}
    following = max(others, key=lambda kernel: sums[kernel])
    told = {"right": names[right], "best": fixed(sums[right])}
    made = tuple(
        Choice(
            names[kernel],
            kernel == right,
            "" if kernel == right else words["wrong"].format(name=names[kernel], value=fixed(sums[kernel]), **told),
            NumberFigure.of(_KERNELS[kernel]),
        )
        for kernel in shown
    )
    return Question(
        "predict",
        words["text"],
        words["reason"].format(
            right=names[right], value=told["best"], second=names[following], next=fixed(sums[following])
        ),
        choices=made,
        figures=(MapFigure("input", 0, (top, left, 3, 3)),),
    )


def size(situation: Situation, random: np.random.Generator) -> Question:
    """How large the map is, with stride, padding and dilation."""
    words = _words("size")
    side = len(_picture(situation))
    kernel = int(random.choice([3, 5, 7]))
    stride, padding, dilation = int(random.integers(1, 4)), int(random.integers(4)), int(random.integers(1, 4))
    right = _stops(side, kernel, stride, padding, dilation)
    span = dilation * (kernel - 1) + 1
    told = {"side": side, "kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "span": span}
    believed = {
        "floor": math.ceil((side + 2 * padding - span) / stride) + 1,
        "padding": _stops(side, kernel, stride, 0, dilation),
        "dilation": _stops(side, kernel, stride, padding, 1),
        "stride": _stops(side, kernel, 1, padding, dilation),
        "one": right - 1,
    }
    return Question(
        "size",
        words["text"].format(**told),
        words["reason"].format(right=right, padded=side + 2 * padding, **told),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["trap"], believed, right, **told),
    )


def _stops(side: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """How many windows there are: first rows of windows whose last row is still inside, counted one by one."""
    last = dilation * (kernel - 1)
    return len([first for first in range(0, side + 2 * padding, stride) if first + last < side + 2 * padding])


def answer(situation: Situation, random: np.random.Generator) -> Question:
    """One window times one kernel, added up."""
    words = _words("answer")
    windows = np.lib.stride_tricks.sliding_window_view(_picture(situation).round(1), (3, 3)).reshape(-1, 3, 3)
    lively = windows[(windows > 0).sum((1, 2)) >= 3]
    window = lively[random.integers(len(lively))]
    kernel = _KERNELS[int(random.integers(len(_KERNELS)))]
    products = window * kernel
    right = round(float(products.sum()), 1) + 0.0
    believed = {
        "plain": float(window.sum()),
        "unsigned": float(np.abs(products).sum()),
        "middle": float(products[1, 1]),
    }
    spelled = " + ".join(
        f"{fixed(value, 1)} × {_whole(weight)}"
        for value, weight in zip(window.flat, kernel.flat, strict=True)
        if value * weight
    )
    return Question(
        "answer",
        words["text"],
        words["reason"].format(sum=spelled or "0", right=fixed(right, 1)),
        form=Form.NUMBER,
        value=right,
        tolerance=0.05,
        figures=(NumberFigure.of(window, grey=True), NumberFigure.of(kernel)),
        traps=traps(words["trap"], believed, right, 0.05),
    )


def weights(situation: Situation, random: np.random.Generator) -> Question:
    """How many numbers a convolution of this network learned."""
    words = _words("weights")
    found = [stage for stage in situation.stages(Kind.CONVOLUTION) if stage.weight is not None]
    stage = found[int(random.integers(len(found)))]
    maps, inputs, kernel, _ = _weight(stage).shape
    rows, columns = stage.shape[1:]
    each = inputs * kernel * kernel
    right = maps * (each + 1)
    told = {"stage": stage.name, "maps": maps, "inputs": inputs, "kernel": kernel, "each": each}
    wrong = {
        "inputs": f"{maps * (kernel * kernel + 1):,}",
        "bias": f"{maps * each:,}",
        "positions": f"{right * rows * columns:,}",
        "one": f"{each + 1:,}",
    }
    return Question(
        "weights",
        words["text"].format(inputmaps=words["one" if inputs == 1 else "many"], **told),
        words["reason"].format(right=f"{right:,}", **told),
        choices=choices(words, random, f"{right:,}", wrong, **told),
    )


def whose(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which of four maps a learned kernel made."""
    words = _words("whose")
    stage = _first(situation)
    shown = _unlike(stage.values, random)
    if shown is None:
        return None
    # Small weights say little in two decimals.
    right = max(shown, key=lambda channel: float(np.abs(_weight(stage)[channel]).max()))
    made = [
        Choice(
            name,
            channel == right,
            "" if channel == right else words["wrong"].format(channel=channel),
            MapFigure(stage.name, channel),
        )
        for name, channel in zip(_NAMES, random.permutation(shown).tolist(), strict=True)
    ]
    return Question(
        "whose",
        words["text"].format(stage=stage.name),
        words["reason"].format(channel=right),
        choices=tuple(made),
        figures=(NumberFigure.of(_weight(stage)[right, 0].round(2)),),
    )


def _unlike(maps: Array, random: np.random.Generator) -> list[int] | None:
    """Four maps of which none looks like the first one, or like another; None where there are none."""
    alive = [channel for channel in random.permutation(len(maps)) if np.ptp(maps[channel]) > 0]
    if len(alive) < 4:
        return None
    looks = np.abs(np.corrcoef(np.stack([maps[channel].ravel() for channel in alive])))

    def alike(four: tuple[int, ...]) -> float:
        return max(float(looks[one, other]) for one, other in combinations(four, 2))

    best = min(combinations(range(len(alive[:10])), 4), key=alike)
    return [int(alive[place]) for place in best]


def strongest(situation: Situation, random: np.random.Generator) -> Question | None:
    """Where in a part of the digit a kernel answers most."""
    words = _words("strongest")
    picture = _picture(situation).round(1)
    kernels = {"sideways": _KERNELS[0], "downwards": _KERNELS[2], "sum": np.ones((3, 3))}
    name = str(random.choice(list(kernels)))
    tops = np.argwhere(np.lib.stride_tricks.sliding_window_view(picture, (_PATCH, _PATCH)).sum((2, 3)) > 0)
    for place in random.permutation(len(tops)):
        top, left = tops[place]
        patch = picture[top : top + _PATCH, left : left + _PATCH]
        windows = np.lib.stride_tricks.sliding_window_view(patch, (3, 3))
        sums = (windows * kernels[name]).sum((2, 3))
        first, second = np.sort(sums, axis=None)[[-1, -2]]
        if first >= second + 0.25:
            row, column = (int(found) + 1 for found in np.unravel_index(sums.argmax(), sums.shape))
            return Question(
                "strongest",
                words["text"].format(kernel=words[name]),
                words["reason"].format(row=row, column=column, value=number(round(float(first), 1))),
                form=Form.CELL,
                cell=(row, column),
                figures=(NumberFigure.of(patch, grey=True),),
            )
    return None


_SIDES = {"middle": (1, 1), "left": (1, 0), "right": (1, 2), "up": (0, 1), "down": (2, 1)}
_OPPOSITE = {"left": "right", "right": "left", "up": "down", "down": "up"}


def onehot(situation: Situation, random: np.random.Generator) -> Question:
    """What a kernel of zeros with one 1 does."""
    words = _words("onehot")
    side = str(random.choice(list(_SIDES)))
    kernel = np.zeros((3, 3))
    kernel[_SIDES[side]] = 1
    if side == "middle":
        right, place = "same", ""
        wrong = {"blank": "blank", "blur": "blur", "moves": str(random.choice(list(_OPPOSITE)))}
    else:
        right, place = _OPPOSITE[side], words["place"][side]
        across = "up" if side in ("left", "right") else "left"
        wrong = {"towards": side, "same": "same", "across": across, "blur": "blur"}
    made = [Choice(words[right], right=True)] + [
        Choice(words[text], why=words["wrong"][why].format(place=place)) for why, text in wrong.items()
    ]
    return Question(
        "onehot",
        words["text"],
        words["reason"].format(right=words[right]),
        choices=shuffled(made, random),
        figures=(NumberFigure.of(kernel),),
    )


def _picture(situation: Situation) -> Grid:
    """What the network reads, (28, 28)."""
    picture: Grid = situation.reading.trace["input"].values[0].astype(np.float64)
    return picture


def _first(situation: Situation) -> Stage:
    return situation.stages(Kind.CONVOLUTION)[0]


def _weight(stage: Stage) -> Array:
    if stage.weight is None:
        raise ValueError(f"{stage.name} was recorded without its weights.")
    return stage.weight


def _whole(weight: float) -> str:
    text = number(weight)
    return f"({text})" if weight < 0 else text


def _words(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = texts.chapter("convolution")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "size": size,
    "answer": answer,
    "weights": weights,
    "whose": whose,
    "strongest": strongest,
    "onehot": onehot,
}
