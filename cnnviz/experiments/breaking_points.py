"""Where along a change a network names another digit: to the finest step that counts, not to that of the sweep."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn

from cnnviz.experiments.input_changes import EXACT, RANGES, Change, changed, varied
from cnnviz.experiments.sweeps import Sweep, read
from cnnviz.stage import Array


@dataclass(frozen=True)
class BreakingPoint:
    """One side of a sweep: at `held` the digit is still named, `Range.finest` further on it is not."""

    value: float  # another digit is named
    held: float | None  # the value before it, still named as at first; None where no change breaks it already
    digit: int  # what is named at `value`
    share: float  # 0 to 1: what is left there of the digit that was named at first


def breaking_points(
    model: nn.Module, picture: Array, found: Sweep, change: Change | None = None
) -> tuple[BreakingPoint | None, BreakingPoint | None]:
    """The breaking points below and above no change; None where the sweep found none.

    Between the last step of the sweep at which the digit holds and the first at which it does not, the gap is halved
    until it is no wider than `Range.finest`; both sides at once, so that a halving is one pass. Where a digit breaks,
    holds again and breaks within one step, one of these breaks is found.
    """
    finest = RANGES[found.name].finest
    sides = [_gap(found, place) for place in found.breaks]
    gaps = [gap for gap in sides if gap]
    while wide := [gap for gap in gaps if gap.wider_than(finest)]:
        middles = [gap.middle(finest) for gap in wide]
        for gap, middle, holds in zip(wide, middles, _hold(model, picture, found, change, middles), strict=True):
            gap.halve(middle, holds)
    answers = _answers(model, picture, found, change, [gap.broken for gap in gaps])
    points = iter([gap.point(shares, found.digit) for gap, shares in zip(gaps, answers, strict=True)])
    below, above = (next(points) if gap else None for gap in sides)
    return below, above


@dataclass
class _Gap:
    """Between these two the digit is lost."""

    held: float
    broken: float

    def wider_than(self, finest: float) -> bool:
        return abs(self.broken - self.held) > 1.5 * finest

    def middle(self, finest: float) -> float:
        count = round((self.broken - self.held) / finest)
        return round(self.held + int(count / 2) * finest, EXACT)

    def point(self, shares: Array, first: int) -> BreakingPoint:
        held = None if self.held == self.broken else self.held
        return BreakingPoint(self.broken, held, int(shares.argmax()), float(shares[first]))

    def halve(self, middle: float, holds: bool) -> None:
        if holds:
            self.held = middle
        else:
            self.broken = middle


def _gap(found: Sweep, broken: float | None) -> _Gap | None:
    if broken is None:
        return None
    neutral = RANGES[found.name].neutral
    if broken == neutral:
        return _Gap(broken, broken)
    place = found.values.index(broken)
    return _Gap(found.values[place + 1 if broken < neutral else place - 1], broken)


def _hold(
    model: nn.Module, picture: Array, found: Sweep, change: Change | None, values: Sequence[float]
) -> list[bool]:
    return [int(shares.argmax()) == found.digit for shares in _answers(model, picture, found, change, values)]


def _answers(
    model: nn.Module, picture: Array, found: Sweep, change: Change | None, values: Sequence[float]
) -> list[Array]:
    if not values:
        return []
    return list(read(model, changed(picture, varied(change or Change(), found.name, values))))
