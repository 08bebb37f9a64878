"""From a skeleton to the lines a pen would follow."""

import numpy as np
import numpy.typing as npt

from cnnviz.training.thinning import Mask

Line = npt.NDArray[np.float64]  # (points, 2): x, y
Pixel = tuple[int, int]

_STEPS = ((-1, 0), (0, 1), (1, 0), (0, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))  # the straight ones first


def trace_lines(skeleton: Mask, shortest: int = 5) -> list[Line]:
    """The lines of a skeleton (H, W), each from one end or branching to the next, in pixels, (x, y).

    Branches of fewer than `shortest` pixels that lead nowhere are left out: thinning grows them at corners.
    """
    pixels = {(int(row), int(column)) for row, column in np.argwhere(skeleton)}
    beside = {pixel: _neighbours(pixel, pixels) for pixel in pixels}
    nodes = {pixel for pixel, others in beside.items() if len(others) != 2}
    lines: list[list[Pixel]] = []
    walked: set[tuple[Pixel, Pixel]] = set()
    seen: set[Pixel] = set()
    for node in sorted(nodes):
        seen.add(node)
        for following in beside[node]:
            if (node, following) not in walked:
                lines.append(_walk(node, following, beside, nodes, walked, seen))
    for pixel in sorted(pixels - seen):  # closed loops without a branching
        if pixel not in seen:
            lines.append(_walk(pixel, beside[pixel][0], beside, {pixel}, walked, seen))

    def leads_nowhere(line: list[Pixel]) -> bool:
        ends = sorted((len(beside[line[0]]), len(beside[line[-1]])))
        return ends[0] == 1 and ends[1] > 2 and len(line) < shortest

    kept = [line for line in lines if not leads_nowhere(line)] or lines or [[pixel] for pixel in pixels]
    return [_smooth(np.array([(column, row) for row, column in line], dtype=np.float64)) for line in kept]


def _neighbours(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """The pixels next to it; a diagonal one only when no straight one leads there."""
    row, column = pixel
    found: list[Pixel] = []
    for down, right in _STEPS:
        if (row + down, column + right) not in pixels:
            continue
        if down and right and ((row + down, column) in pixels or (row, column + right) in pixels):
            continue
        found.append((row + down, column + right))
    return found


def _walk(
    start: Pixel,
    following: Pixel,
    beside: dict[Pixel, list[Pixel]],
    nodes: set[Pixel],
    walked: set[tuple[Pixel, Pixel]],
    seen: set[Pixel],
) -> list[Pixel]:
    """From a node along one branch to the next node; both directions of it are marked as walked."""
    line = [start, following]
    seen.update(line)
    while line[-1] not in nodes:
        one, other = beside[line[-1]]
        line.append(other if one == line[-2] else one)
        seen.add(line[-1])
    walked.add((start, following))
    walked.add((line[-1], line[-2]))
    return line


def _smooth(line: Line) -> Line:
    """The line without the stairs of its pixels: twice the mean of each point and its neighbours, the ends kept."""
    for _ in range(3):
        if len(line) > 2:
            line = np.concatenate([line[:1], (line[:-2] + line[1:-1] + line[2:]) / 3, line[-1:]])
    return line
