import numpy as np

from cnnviz.training.thinning import Mask
from cnnviz.training.tracing import trace_lines


def picture(*rows: str) -> Mask:
    return np.array([[letter == "#" for letter in row] for row in rows])


def test_a_line_is_followed_from_end_to_end_in_x_and_y() -> None:
    (line,) = trace_lines(picture(".....", "####.", "....#", "....."))
    assert sorted([tuple(line[0]), tuple(line[-1])]) == [(0, 1), (4, 2)]
    assert len(line) == 5


def test_a_cross_has_four_arms() -> None:
    cross = np.zeros((15, 15), bool)
    cross[7], cross[:, 7] = True, True
    lines = trace_lines(cross)
    assert len(lines) == 4
    ends = {tuple(end) for line in lines for end in (line[0], line[-1])}
    assert ends == {(7, 7), (0, 7), (14, 7), (7, 0), (7, 14)}


def test_a_closed_loop_comes_back_to_its_start() -> None:
    (line,) = trace_lines(picture(".###.", "#...#", "#...#", ".###."))
    assert np.array_equal(line[0], line[-1])
    assert len(line) == 11


def test_a_short_branch_is_left_out_and_a_long_one_kept() -> None:
    bar = np.zeros((12, 20), bool)
    bar[2] = True
    bar[3:5, 10] = True
    assert all(line[:, 1].max() == 2 for line in trace_lines(bar))
    bar[3:12, 10] = True
    assert max(line[:, 1].max() for line in trace_lines(bar)) == 11


def test_a_single_pixel_is_a_line_of_one_point() -> None:
    (line,) = trace_lines(picture("...", ".#.", "..."))
    assert line.tolist() == [[1, 1]]


def test_every_pixel_of_a_skeleton_lies_near_a_line() -> None:
    random = np.random.default_rng(3)
    walk = np.cumsum(random.integers(-1, 2, (60, 2)), axis=0) + 40
    skeleton = np.zeros((100, 100), bool)
    skeleton[walk[:, 0], walk[:, 1]] = True
    points = np.concatenate(trace_lines(skeleton, shortest=0))
    for row, column in np.argwhere(skeleton):
        assert np.abs(points - (column, row)).max(axis=1).min() <= 1.5
