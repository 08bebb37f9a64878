import numpy as np

from cnnviz.runs.comparison import compare
from cnnviz.runs.confusion import confusion
from cnnviz.runs.history import Answers, History, Outcome, Point
from cnnviz.runs.settings import Settings
from cnnviz.stacks.presets import PRESETS


def answered(labels: list[int], digits: list[int], sureness: list[float]) -> Answers:
    return Answers(np.array(digits, np.uint8), np.array(sureness, np.float32), np.array(labels, np.uint8), 0.1)


ANSWERS = answered([3, 3, 5, 5, 5, 0], [3, 5, 5, 3, 3, 0], [0.9, 0.6, 0.8, 0.7, 0.95, 0.5])


def test_a_cell_of_the_matrix_counts_its_digits_and_leads_to_them() -> None:
    found = confusion(ANSWERS)
    expected = np.zeros((10, 10), int)
    expected[3, 3] = expected[3, 5] = expected[5, 5] = expected[0, 0] = 1
    expected[5, 3] = 2
    assert np.array_equal(found.counts, expected)
    assert found.cell(5, 3).tolist() == [4, 3], "the surest first"
    assert found.cell(7, 7).tolist() == []
    for label in range(10):
        for answer in range(10):
            assert len(found.cell(label, answer)) == found.counts[label, answer]


def test_the_worst_mistakes_are_the_surest_wrong_answers() -> None:
    worst = confusion(ANSWERS).worst(2)
    assert [(each.place, each.label, each.answer) for each in worst] == [(4, 5, 3), (3, 5, 3)]
    assert len(confusion(ANSWERS).worst()) == 3


def test_accuracy_is_the_share_of_right_answers() -> None:
    assert ANSWERS.accuracy == 0.5
    assert answered([], [], []).accuracy == 0.0


def run(settings: Settings, accuracies: list[float], answers: Answers | None = None) -> History:
    points = tuple(Point(at, at / 2, 1.0, 0.5, 1.0, value) for at, value in enumerate(accuracies))
    outcome = Outcome(answers, answers, None) if answers else None
    return History(PRESETS["textbook"], settings, (Point(0, 0, 2.3, 0.1), *points), (), outcome)


def test_two_runs_are_compared_by_what_differs() -> None:
    other = answered([3, 3, 5, 5, 5, 0], [5, 3, 5, 5, 3, 0], [0.9] * 6)
    first = run(Settings(), [0.5, 0.91, 0.96], ANSWERS)
    second = run(Settings(learning_rate=0.5, seed=2), [0.96, 0.99], other)
    found = compare(first, second)
    assert found.settings == {"learning_rate": (Settings().learning_rate, 0.5), "seed": (1, 2)}
    assert found.stacks is None
    assert found.parameters == (54_410, 54_410)
    assert found.accuracies == (((0, 0.5), (0.5, 0.91), (1, 0.96)), ((0, 0.96), (0.5, 0.99)))
    assert found.reached == {0.9: (0.5, 0), 0.95: (1, 0), 0.98: (None, 0.5)}
    assert found.test == (0.5, 4 / 6)
    assert found.gained.tolist() == [1, 3]
    assert found.lost.tolist() == [0]


def test_runs_of_different_stacks_on_their_way_can_be_compared_too() -> None:
    first = run(Settings(), [0.5])
    second = History(PRESETS["dense"], Settings())
    found = compare(first, second)
    assert found.stacks is not None
    assert found.stacks[1]["layers"][0] == {"kind": "flatten"}
    assert found.test == (None, None)
    assert found.gained.size == found.lost.size == 0
