"""Questions of the chapter `whole_network`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import prod
from string import ascii_uppercase
from typing import Any

import numpy as np
import torch

from cnnviz import models, patches, texts
from cnnviz.costs import multiplications
from cnnviz.questions.asking import Maker
from cnnviz.questions.question import Choice, Form, MapFigure, NumberFigure, Question, choices, shuffled, traps
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import number, percentage
from cnnviz.trace import Kind, Stage, trace

TIMES = "\N{NARROW NO-BREAK SPACE}×\N{NARROW NO-BREAK SPACE}"
_SHARES = (0.25, 0.5, 0.75)  # where the predicted shares are parted
_POOLING = (Kind.MAX_POOLING, Kind.AVERAGE_POOLING)
_LEARNED = (Kind.CONVOLUTION, Kind.DENSE)
_OFFERED = 4  # choices of a question
_CLEARLY = 1.3  # times as exciting as the next patch: told apart


def predict(situation: Situation, random: np.random.Generator) -> Question:
    """How much of the digit's ink the strongest cell of the last maps sees; in a network without maps, a number's."""
    words = texts.chapter("whole_network")["predict"]
    stage, place = _last_seer(situation)
    rows, columns = _seen(situation, stage, place)
    picture = situation.reading.picture
    share = float(picture[rows, columns].sum() / picture.sum())
    told = {
        "stage": stage.name,
        "digit": situation.reading.digit,
        "height": rows.stop - rows.start,
        "width": columns.stop - columns.start,
        "share": percentage(share),
    }
    bounds = (0.0, *_SHARES, 1.0)
    right = sum(share >= bound for bound in _SHARES)
    made = tuple(
        Choice(
            f"{100 * low:.0f}\N{EN DASH}{100 * high:.0f}\N{NARROW NO-BREAK SPACE}%",
            at == right,
            "" if at == right else words["more" if at < right else "less"].format(**told),
        )
        for at, (low, high) in enumerate(pairwise(bounds))
    )
    text = words["text_maps" if stage.is_maps else "text_numbers"]
    return Question("predict", text.format(**told), words["reason"].format(**told), choices=made)


def shape(situation: Situation, random: np.random.Generator) -> Question:
    """What shape a stage gives out."""
    words = _words("shape")
    found = situation.stages(Kind.CONVOLUTION, *_POOLING) or situation.stages(Kind.DENSE)
    stage = _any(found, random)
    before = situation.before(stage)
    told: dict[str, Any] = {"stage": stage.name, "given": _shape(before.shape)}
    right = _shape(stage.shape)
    text, wrong = _shape_told(stage, before)
    told |= {"maps": stage.shape[0], "from": before.shape[0]}
    told |= {"window": TIMES.join(map(str, stage.kernel_size or ())), "padding": (stage.padding or (0,))[0]}
    return Question(
        "shape",
        words[text].format(**told),
        words["reason"].format(**told, right=right),
        choices=choices(words, random, right, {name: _shape(one) for name, one in wrong.items()}, **told),
    )


def _shape_told(stage: Stage, before: Stage) -> tuple[str, dict[str, tuple[int, ...]]]:
    """The name of the text, and by misconception the shapes that it leads to."""
    if stage.kind is Kind.DENSE:
        return "text_dense", {"product": (stage.shape[0], before.values.size), "same": before.shape, "one": (1,)}
    maps, height, width = stage.shape
    if stage.kind is Kind.CONVOLUTION:
        each, high, wide = before.shape
        kernel = (stage.kernel_size or (1, 1))[0]
        other = kernel - 1 if (high, wide) == (height, width) else -(high - height)
        return "text_convolution", {
            "apart": (maps * each, height, width),
            "size": (maps, height - other, width - other),
            "same": (each, height, width),
            "halved": (maps, high // 2, wide // 2),
        }
    return "text_pooling", {
        "maps": (maps // 2, height, width),
        "same": before.shape,
        "both": (maps // 2, *before.shape[1:]),
        "once": (maps, before.shape[1] - 1, before.shape[2] - 1),
    }


def parameters(situation: Situation, random: np.random.Generator) -> Question:
    """How many numbers a stage has learned."""
    words = _words("parameters")
    stage = _any(situation.stages(*_LEARNED), random)
    before = situation.before(stage)
    assert stage.weight is not None
    outs, each = stage.weight.shape[0], stage.weight[0].size
    told: dict[str, Any] = {"stage": stage.name, "outs": f"{outs:,}", "given": _shape(before.shape)}
    right = outs * (each + 1)
    wrong = {"bias": outs * each, "one": each + 1}
    if stage.kind is Kind.CONVOLUTION:
        height, width = stage.weight.shape[2:]
        told |= {"window": f"{height}{TIMES}{width}", "each": f"{stage.weight.shape[1]}{TIMES}{height * width}"}
        wrong |= {"grid": outs * (height * width + 1), "places": outs * each * prod(stage.shape[1:])}
    else:
        told |= {"each": f"{each:,}"}
        wrong |= {"sums": outs}
    kind = "convolution" if stage.kind is Kind.CONVOLUTION else "dense"
    return Question(
        "parameters",
        words[f"text_{kind}"].format(**told),
        words[f"reason_{kind}"].format(**told, right=f"{right:,}"),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["wrong"], wrong, right),
    )


def field(situation: Situation, random: np.random.Generator) -> Question:
    """How many pixels a side a cell sees."""
    words = _words("field")
    recorded = situation.reading.trace
    maps = [stage for stage in situation.stages(Kind.CONVOLUTION, *_POOLING) if stage.receptive_field]
    if not maps:
        stage = situation.stages(Kind.DENSE)[0]
        side = recorded["input"].shape[-1]
        return Question(
            "field",
            words["text_dense"].format(stage=stage.name, side=side),
            words["reason_dense"].format(stage=stage.name, side=side, right=side * side),
            form=Form.NUMBER,
            value=side * side,
            traps=traps(words["wrong"], {"row": side, "window": 9, "pixel": 1}, side * side),
        )
    stage = _any(maps, random)
    right = _side(stage)
    way = [one for one in _way(situation, stage) if one.kernel_size]
    windows = [(one.kernel_size or (1, 1))[0] for one in way]
    wrong = {
        "window": windows[-1],
        "windows": sum(windows),
        "unmoved": 1 + sum(window - 1 for window in windows),
        "picture": recorded["input"].shape[-1],
    }
    route = words["then"].join(f"{one.name} ({TIMES.join(map(str, one.kernel_size or ()))})" for one in way)
    return Question(
        "field",
        words["text"].format(stage=stage.name, way=route),
        words["reason"].format(stage=stage.name, right=right, sum=_grown(way)),
        form=Form.NUMBER,
        value=right,
        traps=traps(words["wrong"], wrong, right),
    )


def costly(situation: Situation, random: np.random.Generator) -> Question:
    """Which of some stages multiplies most."""
    words = _words("costly")
    order = [stage for stage in situation.reading.trace if stage.kind is not Kind.INPUT]
    learned = [stage for stage in order if stage.kind in _LEARNED]
    most = _any(_without_ties(learned), random)
    less = [stage for stage in order if multiplications(stage) < multiplications(most)]
    # The other layers that multiply come first; then those that do not.
    less.sort(key=lambda stage: stage.kind not in _LEARNED)
    several = sum(stage.kind in _LEARNED for stage in less)
    mixed = [*random.permutation(several), *(several + random.permutation(len(less) - several))]
    offered = [less[place] for place in mixed[: _OFFERED - 1]]
    made = [Choice(most.name, right=True)]
    for stage in offered:
        told = {"stage": stage.name, "count": f"{multiplications(stage):,}", "parameters": f"{stage.parameters:,}"}
        why = "none" if stage.kind not in _LEARNED else "once" if stage.parameters > most.parameters else "fewer"
        made.append(Choice(stage.name, why=words["wrong"][why].format(**told)))
    return Question(
        "costly",
        words["text"],
        words["reason"].format(stage=most.name, count=f"{multiplications(most):,}", sum=_multiplied(most)),
        choices=shuffled(made, random),
    )


def _without_ties(learned: Sequence[Stage]) -> list[Stage]:
    """Those of which at least one other multiplies less, or all there are."""
    least = min(multiplications(stage) for stage in learned)
    return [stage for stage in learned if multiplications(stage) > least] or list(learned)


def excites(situation: Situation, random: np.random.Generator) -> Question | None:
    """Which patch excites a map most; None for a network whose patches are not known."""
    words = _words("excites")
    found = patches.load(situation.reading.model)
    for name in random.permutation(list(found)):
        kept = found[name]
        stage = situation.reading.trace[name]
        for channel in random.permutation(len(kept.values)):
            right = kept.pixels[channel, 0]
            own = stage.values[channel]
            if kept.values[channel, 0] == 0 or own.max() <= 0:
                continue
            row = _answers(situation.reading.model, stage.name)[channel]
            answers = {other: float(row[other]) for other in range(len(row)) if kept.values[other, 0] > 0}
            less = [other for other, answer in answers.items() if _CLEARLY * answer < answers[int(channel)]]
            shown = _unlike(right, [(other, kept.pixels[other, 0]) for other in random.permutation(less)])
            if len(shown) == _OFFERED - 1:
                return _exciting(words, situation, random, stage, int(channel), right, shown, answers)
    return None


def _exciting(
    words: dict[str, Any],
    situation: Situation,
    random: np.random.Generator,
    stage: Stage,
    channel: int,
    right: Any,
    shown: list[tuple[int, Any]],
    answers: dict[int, float],
) -> Question:
    cell = np.unravel_index(stage.values[channel].argmax(), stage.shape[1:])
    rows, columns = _seen(situation, stage, (int(cell[0]), int(cell[1])))
    window = (rows.start, columns.start, rows.stop - rows.start, columns.stop - columns.start)
    told = {"stage": stage.name, "channel": channel, "value": number(answers[channel])}
    made = [Choice("", right=True, figure=_patch(right))]
    for other, pixels in shown:
        why = words["wrong"]["other"].format(**told, other=other, less=number(answers[other]))
        made.append(Choice("", why=why, figure=_patch(pixels)))
    return Question(
        "excites",
        words["text"].format(**told),
        words["reason"].format(**told),
        choices=tuple(
            replace(choice, text=ascii_uppercase[place]) for place, choice in enumerate(shuffled(made, random))
        ),
        figures=(MapFigure("input", 0, window), MapFigure(stage.name, channel)),
    )


@cache
def _answers(model: str, name: str) -> Any:
    """(maps, maps): what a map's cell in the middle of a blank picture answers (row), when the best patch of each map
    (column) lies in its sight. Whatever the digit is: it is asked once for a stage.
    """
    network = models.load_model(model)
    blank = np.zeros((28, 28), np.float32)
    stage = trace(network, blank[None])[name]
    assert stage.receptive_field
    middle = (stage.shape[1] // 2, stage.shape[2] // 2)
    rows, columns = stage.receptive_field.window(*middle)
    best = patches.load(model)[name].pixels[:, 0]  # (maps, rows, columns)
    pictures = np.repeat(blank[None], len(best), axis=0)
    pictures[:, rows.start : rows.stop, columns.start : columns.stop] = best.astype(np.float32) / 255
    upto = [layer for layer, _ in network.named_children()].index(name) + 1
    with torch.no_grad():
        maps = network[:upto](torch.from_numpy(pictures)[:, None])  # (maps, maps, H, W): of each picture
    return maps[:, :, middle[0], middle[1]].T.numpy()


def _unlike(right: Any, others: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """Up to three patches that look like none of the others: a tenth of the way from black to white apart."""
    shown: list[tuple[int, Any]] = []
    for other, pixels in others:
        seen = [right, *(one for _, one in shown)]
        if all(np.abs(pixels.astype(int) - one).mean() > 25 for one in seen):
            shown.append((int(other), pixels))
    return shown[: _OFFERED - 1]


def _patch(pixels: Any) -> NumberFigure:
    return NumberFigure.of(pixels.astype(np.float32) / 255, printed=False, grey=True)


def shrinks(situation: Situation, random: np.random.Generator) -> Question:
    """Which stage gives out fewer numbers than go in."""
    words = _words("shrinks")
    found = [stage for stage in situation.reading.trace if stage.kind is not Kind.INPUT]
    sizes = {stage.name: (situation.before(stage).values.size, stage.values.size) for stage in found}
    right = _any([stage for stage in found if sizes[stage.name][1] < sizes[stage.name][0]], random)
    others = [stage for stage in found if sizes[stage.name][1] >= sizes[stage.name][0]]
    made = [Choice(right.name, right=True)]
    for place in random.permutation(len(others))[: _OFFERED - 1]:
        stage = others[place]
        given, out = sizes[stage.name]
        why = words["wrong"]["grows" if out > given else stage.kind.value if stage.kind in words["wrong"] else "same"]
        made.append(Choice(stage.name, why=why.format(stage=stage.name, given=f"{given:,}", out=f"{out:,}")))
    given, out = sizes[right.name]
    return Question(
        "shrinks",
        words["text"],
        words["reason"].format(stage=right.name, given=f"{given:,}", out=f"{out:,}"),
        choices=shuffled(made, random),
    )


def lands(situation: Situation, random: np.random.Generator) -> Question | None:
    """In which pooled cell the strongest cell of a map ends; None without pooling."""
    words = _words("lands")
    pooled = [stage for stage in situation.stages(*_POOLING) if stage.kernel_size == stage.stride]
    if not pooled:
        return None
    stage = _any(pooled, random)
    before = situation.before(stage)
    height, width = stage.stride or (1, 1)
    for channel in random.permutation(len(before.values)):
        cells = before.values[channel, : stage.shape[1] * height, : stage.shape[2] * width]
        if int((cells == cells.max()).sum()) > 1:
            continue
        row, column = (int(place) for place in np.unravel_index(cells.argmax(), cells.shape))
        told = {"before": before.name, "stage": stage.name, "channel": channel, "row": row, "column": column}
        right = (row // height, column // width)
        told |= {"window": f"{height}{TIMES}{width}", "down": right[0], "across": right[1]}
        return Question(
            "lands",
            words["text"].format(**told),
            words["reason"].format(**told, height=height, width=width),
            form=Form.CELL,
            cell=right,
            figures=(MapFigure(stage.name, int(channel)),),
        )
    return None


def _last_seer(situation: Situation) -> tuple[Stage, tuple[int, int]]:
    """The last stage of maps and its strongest cell; in a network without maps, the first dense one."""
    maps = [stage for stage in situation.reading.trace if stage.is_maps and stage.kind is not Kind.INPUT]
    if not maps:
        return situation.stages(Kind.DENSE)[0], (0, 0)
    _, row, column = np.unravel_index(maps[-1].values.argmax(), maps[-1].shape)
    return maps[-1], (int(row), int(column))


def _seen(situation: Situation, stage: Stage, cell: tuple[int, int]) -> tuple[slice, slice]:
    """The rows and columns of the picture that a cell sees."""
    sides = situation.reading.picture.shape
    if stage.receptive_field is None:
        return slice(0, sides[0]), slice(0, sides[1])
    found = stage.receptive_field.window(*cell)
    rows, columns = (slice(max(0, one.start), min(side, one.stop)) for one, side in zip(found, sides, strict=True))
    return rows, columns


def _way(situation: Situation, stage: Stage) -> list[Stage]:
    """The stages from the input to this one, without the input."""
    way = [stage]
    while (before := situation.before(way[0])).inputs:
        way.insert(0, before)
    return way


def _grown(way: Sequence[Stage]) -> str:
    """1 + (3 − 1) × 1 + (2 − 1) × 2: the field's side, window by window, each times the step between its cells."""
    text, step = "1", 1
    for stage in way:
        window, stride = (stage.kernel_size or (1, 1))[0], (stage.stride or (1, 1))[0]
        text += f" + ({window} \N{MINUS SIGN} 1) × {step}"
        step *= stride
    return text


def _side(stage: Stage) -> int:
    assert stage.receptive_field
    return stage.receptive_field.size[0]


def _multiplied(stage: Stage) -> str:
    assert stage.weight is not None
    if stage.kind is Kind.DENSE:
        return f"{stage.weight.shape[1]:,} × {stage.weight.shape[0]}"
    maps, height, width = stage.shape
    return f"{maps} × {height} × {width} × {stage.weight[0].size}"


def _shape(sides: Sequence[int]) -> str:
    return TIMES.join(f"{side:,}" for side in sides)


def _any(found: Sequence[Stage], random: np.random.Generator) -> Stage:
    return found[int(random.integers(len(found)))]


def _words(kind: str) -> dict[str, Any]:
    words: dict[str, Any] = texts.chapter("whole_network")["questions"][kind]
    return words


KINDS: dict[str, Maker] = {
    "shape": shape,
    "parameters": parameters,
    "field": field,
    "costly": costly,
    "excites": excites,
    "shrinks": shrinks,
    "lands": lands,
}
