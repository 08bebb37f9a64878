"""How hands differ: a digit's lines, slanted, bent, trembled, sampled and joined at random.

Lines are (points, 2) arrays of x and y, y pointing down, in units of the digit's height.
"""

from dataclasses import dataclass

import numpy as np

from cnnviz.training.tracing import Line

Lines = list[Line]

_SPACING = 1 / 24  # between the points of a line before it is sampled again


@dataclass(frozen=True)
class Hand:
    """How far a hand strays; lengths in digit heights, chances from 0 to 1."""

    slant: float = 0.22  # standard deviation of the tangent
    rotation: float = 0.08  # radians, standard deviation
    aspect: float = 0.18  # standard deviation of the logarithm of width by height
    bend: float = 0.03  # standard deviation of the amplitude of each smooth wave that displaces the digit
    tremor: float = 0.018  # the largest standard deviation of a point's own displacement
    few: float = 0.6  # chance that the line is known at a few points only, so that curves become polygons
    joined: float = 0.4  # chance that the pen does not leave the surface between two lines
    hook: float = 0.12  # chance of a hook at an end
    cut: float = 0.06  # the most that is missing at an end


def written(lines: Lines, hand: Hand, random: np.random.Generator) -> Lines:
    """The lines as one such hand would write them, once."""
    lines = [resampled(line, max(2, round(length(line) / _SPACING) + 1)) for line in lines]
    lines = [_ended(line, hand, random) for line in lines]
    lines = _displaced(lines, hand, random)
    if len(lines) > 1 and random.random() < hand.joined:
        lines = [np.concatenate(lines)]
    if random.random() < hand.few:
        lines = _sampled(lines, int(random.integers(8, 11 if random.random() < 0.4 else 31)))
    tremor = hand.tremor * random.random()
    return [line + random.normal(0, tremor, line.shape) for line in lines]


def length(line: Line) -> float:
    """Along the line, in its own units."""
    return float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 0.0


def resampled(line: Line, points: int) -> Line:
    """The line at so many points, evenly spaced along it."""
    if len(line) < 2:
        return line
    along = np.concatenate([[0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()])
    at = np.linspace(0, along[-1], points)
    return np.stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])], axis=1)


def _sampled(lines: Lines, points: int) -> Lines:
    """So many points for the digit, shared among its lines by length, two at least for each."""
    whole = sum(map(length, lines)) or 1.0
    return [resampled(line, max(2, round(points * length(line) / whole))) for line in lines]


def _ended(line: Line, hand: Hand, random: np.random.Generator) -> Line:
    """The line a little too short perhaps, with a hook at an end perhaps."""
    few = len(line) // 3
    start, end = (min(few, round(hand.cut * random.random() / _SPACING)) for _ in range(2))
    line = line[start : len(line) - end]
    for _ in range(2):
        line = line[::-1]
        if random.random() < hand.hook:
            way = random.normal(0, 1, 2)
            tip = line[-1] + way / np.hypot(*way) * random.uniform(0.03, 0.10)
            line = np.concatenate([line, tip[None]])
    return line


def _displaced(lines: Lines, hand: Hand, random: np.random.Generator) -> Lines:
    """Slanted, turned, made wider or narrower, and bent by smooth waves, all lines of a digit alike."""
    slant, turn = random.normal(0, hand.slant), random.normal(0, hand.rotation)
    width = np.exp(random.normal(0, hand.aspect))
    cos, sin = np.cos(turn), np.sin(turn)
    straight = np.array([[cos, -sin], [sin, cos]]) @ np.array([[width, -slant], [0, 1]])
    waves = random.normal(0, 4, (4, 2))  # radians a digit height, by direction
    phases = random.uniform(0, 2 * np.pi, 4)
    amplitudes = random.normal(0, hand.bend, (4, 2))
    return [(line + np.sin(line @ waves.T + phases) @ amplitudes) @ straight.T for line in lines]
