"""The chapter `pooling`."""

from functools import partial
from itertools import product

import numpy as np

from cnnviz import models, texts
from cnnviz.experiments.shift import TOLERANCE, Change, at_the_same_place, moved_along, shift
from cnnviz.pipeline import Reading
from cnnviz.questions.situation import Situation
from cnnviz.questions.wording import percentage
from cnnviz.stage import Array, frozen
from cnnviz.trace import Kind, Stage
from cnnviz.ui import lesson, telling
from cnnviz.views.pooling_chart import shift_chart

MAPS = 8  # to choose from: as many as fit into one row of a telephone
_NEAR, _FAR = range(-2, 3), range(-4, 5)  # pixels: of the buttons, both ways; of the charts, to the right
_BUTTONS = tuple(product(_NEAR, _NEAR))  # (down, right)
_ALONG = tuple((0, right) for right in _FAR)


def page() -> None:
    """Show the chapter."""
    lesson.show(LESSON)


def material(situation: Situation) -> telling.Material:
    """The maps of the moved digit, and what pooling keeps of the cells."""
    read = situation.reading
    stage = situation.stages(Kind.MAX_POOLING)[0]
    before = situation.before(stage)
    found = _Moved(read)
    return telling.Material(
        facts=_facts(stage, before, found),
        data={"maps": found.maps, "moves": _BUTTONS, "tolerance": TOLERANCE},
        arrays={"shifted": found.shifted},
        charts=_charts(found),
    )


class _Moved:
    """What is shown of the moved digit: the maps that are offered, and how much of all maps changes.

    `place`, `back`: for each move to the right, the change before and after pooling, at the same place and moved back.
    """

    def __init__(self, read: Reading) -> None:
        stage = next(stage for stage in read.trace if stage.kind is Kind.MAX_POOLING)
        before = read.trace[stage.inputs[0]]
        self.maps = liveliest(before.values)
        shifts = shift(models.load_model(read.model), read.picture, tuple(dict.fromkeys(_BUTTONS + _ALONG)))
        near = [shifts.place(move) for move in _BUTTONS]
        self.shifted: Array = frozen(shifts.before[near][:, self.maps])  # (moves, maps, H, W)
        still = shifts.place((0, 0))
        self.place: dict[int, tuple[Change, Change]] = {}
        self.back: dict[int, tuple[Change, Change]] = {}
        self.size: dict[int, tuple[float, float]] = {}
        for move in _ALONG:
            at = shifts.place(move)
            pairs = [(maps[still], maps[at]) for maps in (shifts.before, shifts.after)]
            first, second = (at_the_same_place(one, other) for one, other in pairs)
            self.place[move[1]] = first, second
            first, second = (
                moved_along(one, other, move, of, read.picture.shape)
                for (one, other), of in zip(pairs, (before, stage), strict=True)
            )
            self.back[move[1]] = first, second
            less, more = (float(np.abs(other - one).sum() / max(np.abs(one).sum(), TOLERANCE)) for one, other in pairs)
            self.size[move[1]] = less, more


def liveliest(maps: Array) -> list[int]:
    """The channels whose cells differ most from each other, at most `MAPS`, the liveliest first."""
    spread = maps.std(axis=(1, 2))  # (C,)
    return [int(channel) for channel in np.argsort(-spread, kind="stable")[:MAPS]]


def _facts(stage: Stage, before: Stage, found: _Moved) -> dict[str, str]:
    assert stage.kernel_size is not None
    assert stage.stride is not None
    stride = stage.stride[1]
    return {
        "stage": stage.name,
        "before": before.name,
        "window": str(stage.kernel_size[0]),
        "stride": str(stride),
        "cells_before": f"{before.values.size:,}",
        "cells_after": f"{stage.values.size:,}",
        "kept": percentage(stage.values.size / before.values.size),
        "place_before": percentage(found.place[1][0].share),
        "place_after": percentage(found.place[1][1].share),
        "size_before": percentage(found.size[1][0]),
        "size_after": percentage(found.size[1][1]),
        "back_before": _whole(found.back[1][0]),
        "back_after": percentage(found.back[1][1].share),
        "back_two": _whole(found.back[stride][1]),
    }


def _whole(change: Change) -> str:
    return "none" if change.changed == 0 else percentage(change.share)


def _charts(found: _Moved) -> tuple[telling.Chart, ...]:
    words = texts.chapter("pooling")["charts"]
    made = []
    for name, changes in (("place", found.place), ("back", found.back)):
        shares = {move: (before.share, after.share) for move, (before, after) in changes.items()}
        made.append(telling.Chart(words[name], partial(shift_chart, shares, words)))
    return tuple(made)


LESSON = telling.Lesson("pooling", material, (Kind.MAX_POOLING,))
