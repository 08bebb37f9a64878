from dataclasses import replace

import numpy as np
import pytest

from cnnviz.training.handwriting import Hand, length, resampled, written

STEADY = Hand(slant=0, rotation=0, aspect=0, bend=0, tremor=0, few=0, joined=0, hook=0, cut=0)
ANGLE = [np.array([[0.0, 0.0], [0.0, 1.0], [0.5, 1.0]]), np.array([[0.5, 0.2], [0.5, 0.6]])]


def one(hand: Hand, seed: int = 0) -> list[np.ndarray]:
    return written(ANGLE, hand, np.random.default_rng(seed))


def test_a_line_is_as_long_as_its_pieces() -> None:
    assert length(ANGLE[0]) == 1.5


def test_resampled_points_lie_evenly_on_the_line() -> None:
    line = resampled(ANGLE[0], 7)
    assert line.tolist() == [[0, 0], [0, 0.25], [0, 0.5], [0, 0.75], [0, 1], [0.25, 1], [0.5, 1]]


def test_a_steady_hand_writes_what_it_is_given() -> None:
    for line, given in zip(one(STEADY), ANGLE, strict=True):
        assert np.array_equal(line[[0, -1]], given[[0, -1]])
        assert length(line) == pytest.approx(length(given), abs=0.05)


def test_a_pen_that_is_not_lifted_joins_the_lines() -> None:
    (line,) = one(replace(STEADY, joined=1))
    assert any(np.array_equal(point, ANGLE[0][-1]) for point in line)
    assert np.array_equal(line[-1], ANGLE[1][-1])


@pytest.mark.parametrize("seed", range(5))
def test_few_points_are_8_to_30_in_all(seed: int) -> None:
    points = sum(map(len, one(replace(STEADY, few=1), seed)))
    assert 7 <= points <= 31  # each line is rounded by itself


def test_a_slant_moves_the_top_sideways_and_no_point_up_or_down() -> None:
    slanted, straight = one(replace(STEADY, slant=0.5)), one(STEADY)
    moved = np.concatenate(slanted) - np.concatenate(straight)
    assert np.allclose(moved[:, 1], 0)
    height = np.concatenate(straight)[:, 1]
    assert np.ptp(moved[height > 0.1, 0] / height[height > 0.1]) < 1e-9
    assert abs(moved[:, 0]).max() > 0.01


def test_a_turn_keeps_all_lengths() -> None:
    for turned, straight in zip(one(replace(STEADY, rotation=0.3)), one(STEADY), strict=True):
        assert length(turned) == pytest.approx(length(straight))
        assert not np.allclose(turned, straight)


def test_a_hook_is_a_point_more_and_a_cut_makes_the_line_shorter() -> None:
    assert len(one(replace(STEADY, hook=1))[0]) == len(one(STEADY)[0]) + 2
    assert length(one(replace(STEADY, cut=0.3))[0]) < length(one(STEADY)[0])


def test_the_same_seed_writes_the_same_and_another_writes_differently() -> None:
    first, again, other = one(Hand(), 1), one(Hand(), 1), one(Hand(), 2)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert len(first) != len(other) or not np.allclose(first[0][0], other[0][0])
