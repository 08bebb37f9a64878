"""A run, against steps written by hand and against itself."""

import math
import pickle
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
import torch
from mixed_stack import MIXED
from numpy.lib.stride_tricks import sliding_window_view

from cnnviz import mnist
from cnnviz.errors import TrainingError
from cnnviz.runs.history import Weights
from cnnviz.runs.settings import Optimizer, Settings, Variation
from cnnviz.runs.tray import EMPTY
from cnnviz.stacks.presets import PRESETS
from cnnviz.trace import trace
from cnnviz.training.data import held_back_digits
from cnnviz.training.measuring import accuracy
from cnnviz.workshop.material import Material
from cnnviz.workshop.outcome import outcome, too_fast
from cnnviz.workshop.run import DivergedError, Run

SMALL = Settings(batch=16, epochs=2, digits=160, learning_rate=0.01, falling=False)
TEXTBOOK = PRESETS["textbook"]
Numbers = npt.NDArray[np.float64]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # as in the worker: two threads add in another order
    yield
    torch.set_num_threads(threads)


def gradients(weights: dict[str, Numbers], pictures: Numbers, digits: npt.NDArray[np.int64]) -> dict[str, Numbers]:
    """Of the mean cross entropy of the textbook network, by the chain rule, in float64."""
    count = len(digits)
    windows = sliding_window_view(pictures[:, 0], (3, 3), axis=(1, 2))  # (N, 26, 26, 3, 3)
    before = np.einsum("nijkl,mkl->nmij", windows, weights["conv1.weight"][:, 0])
    before += weights["conv1.bias"][:, None, None]  # (N, 32, 26, 26)
    cells = np.maximum(before, 0).reshape(count, 32, 13, 2, 13, 2).transpose(0, 1, 2, 4, 3, 5).reshape(-1, 4)
    largest = cells.argmax(axis=1)
    pooled = cells.max(axis=1).reshape(count, -1)  # (N, 5408)
    logits = pooled @ weights["dense.weight"].T + weights["dense.bias"]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    off = (shares - np.eye(10)[digits]) / count  # (N, 10)
    back = np.zeros_like(cells)
    back[np.arange(len(cells)), largest] = (off @ weights["dense.weight"]).ravel()
    maps = back.reshape(count, 32, 13, 13, 2, 2).transpose(0, 1, 2, 4, 3, 5).reshape(before.shape) * (before > 0)
    return {
        "conv1.weight": np.einsum("nmij,nijkl->mkl", maps, windows)[:, None],
        "conv1.bias": maps.sum(axis=(0, 2, 3)),
        "dense.weight": off.T @ pooled,
        "dense.bias": off.sum(axis=0),
    }


def updates(optimizer: Optimizer, rates: list[float], steps: list[dict[str, Numbers]]) -> dict[str, Numbers]:
    """What the last of several steps takes from the weights; `steps` are the gradients."""
    taken = {}
    for name in steps[0]:
        first, second = np.zeros_like(steps[0][name]), np.zeros_like(steps[0][name])
        for number, (each, rate) in enumerate(zip(steps, rates, strict=True), start=1):
            gradient = each[name]
            if optimizer is Optimizer.SGD:
                taken[name] = rate * gradient
            elif optimizer is Optimizer.MOMENTUM:
                first = 0.9 * first + gradient
                taken[name] = rate * first
            else:  # D. P. Kingma, J. Ba, Adam, arXiv:1412.6980, algorithm 1
                first = 0.9 * first + 0.1 * gradient
                second = 0.999 * second + 0.001 * gradient**2
                mean, spread = first / (1 - 0.9**number), second / (1 - 0.999**number)
                taken[name] = rate * mean / (np.sqrt(spread) + 1e-8)
    return taken


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("optimizer", Optimizer)
def test_gradients_and_updates_equal_steps_written_by_hand(optimizer: Optimizer, falling: bool) -> None:
    settings = replace(SMALL, optimizer=optimizer, learning_rate=0.001, falling=falling)
    rates = [0.001 * (1 - number / 20 if falling else 1) for number in range(3)]  # of 2 passes of 10 batches
    run, material = Run(TEXTBOOK, settings), Material(settings)
    done: list[dict[str, Numbers]] = []
    for number in range(3):
        pictures, digits = (each.numpy() for each in material.batch(number))
        before = doubles(run.weights())
        done.append(gradients(before, pictures.astype(np.float64), digits))
        run.step()
        for name, parameter in run.model.named_parameters():
            assert parameter.grad is not None
            assert np.allclose(parameter.grad.numpy(), done[-1][name], atol=1e-6, rtol=1e-4), name
        after, taken = doubles(run.weights()), updates(optimizer, rates[: number + 1], done)
        for name in before:
            moved = before[name] - after[name]
            # Adam divides by the gradient's size: where that is no more than rounding, so is the direction.
            sure = np.abs(done[-1][name]) > 1e-5
            assert sure.any()
            assert np.allclose(moved[sure], taken[name][sure], atol=2e-7, rtol=2e-3), name


def doubles(weights: Weights) -> dict[str, Numbers]:
    return {name: value.astype(np.float64) for name, value in weights.items()}


def finished(run: Run) -> Run:
    while not run.done:
        run.step()
    return run


def same(one: Weights, other: Weights) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("optimizer", Optimizer)
def test_a_run_that_is_paused_and_goes_on_elsewhere_equals_an_uninterrupted_one_bit_for_bit(
    optimizer: Optimizer,
) -> None:
    settings = replace(SMALL, optimizer=optimizer, augmentation=Variation.LIGHT, falling=True)
    whole = finished(Run(MIXED, settings))
    points, kept, state = list(Run(MIXED, settings).points), list(Run(MIXED, settings).kept), None
    for stop in (1, 7, 13, whole.total):
        run = Run(MIXED, settings, state=state)
        while run.number < stop:
            run.step()
        points += run.points[(state is None) :]
        kept += run.kept[(state is None) :]
        state = pickle.loads(pickle.dumps(run.state()))
        torch.rand(5)  # someone else takes random numbers in between
    assert same(state.weights, whole.weights())  # type: ignore[union-attr]
    assert [(each.step, each.loss, each.accuracy, each.held_back) for each in points] == [
        (each.step, each.loss, each.accuracy, each.held_back) for each in whole.points
    ]
    assert [each.step for each in kept] == [each.step for each in whole.kept]
    assert all(same(one.weights, other.weights) for one, other in zip(kept, whole.kept, strict=True))


def test_the_same_seed_gives_the_same_run_and_another_one_does_not() -> None:
    once, again = (finished(Run(MIXED, SMALL)) for _ in range(2))
    assert same(once.weights(), again.weights())
    assert [each.loss for each in once.points] == [each.loss for each in again.points]
    other = finished(Run(MIXED, replace(SMALL, seed=2)))
    assert not same(once.weights(), other.weights())
    assert not same(once.kept[0].weights, other.kept[0].weights), "another random start"


def test_a_run_leaves_the_random_numbers_of_others_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    Run(MIXED, replace(SMALL, augmentation=Variation.MILD)).step()
    assert torch.equal(torch.rand(3), expected)


def test_looking_on_changes_nothing() -> None:
    picture = mnist.load("test").images[3].astype(np.float32) / 255
    watched, alone = Run(MIXED, SMALL, watched=picture), Run(MIXED, SMALL)
    while not alone.done:
        alone.step()
        watched.step()
        assert watched.look() is not None
        assert watched.model.training
    assert same(watched.weights(), alone.weights())


def test_the_watched_digit_is_traced_in_the_network_as_it_is_then() -> None:
    picture = mnist.load("test").images[3].astype(np.float32) / 255
    run = Run(TEXTBOOK, SMALL, watched=picture)
    first = run.look()
    run.step()
    then = run.look()
    assert first is not None
    assert then is not None
    assert np.array_equal(then["conv1"].weight, run.weights()["conv1.weight"])
    assert not np.array_equal(then["conv1"].weight, first["conv1"].weight)
    assert np.array_equal(then.probabilities, trace(run.model.eval(), picture).probabilities)
    assert run.points[0].own is not None
    assert np.array_equal(run.points[0].own, first.probabilities)


def test_every_pass_learns_from_each_digit_once_in_a_new_order() -> None:
    material = Material(SMALL)
    assert material.a_pass == 10
    passes = [torch.cat([material.batch(at + 10 * epoch)[0] for at in range(10)]) for epoch in range(2)]
    images = torch.from_numpy(mnist.load("train").images[:160].astype(np.float32) / 255)
    for each in passes:
        assert torch.equal(*(torch.sort(rows.reshape(160, -1).sum(dim=1)).values for rows in (each, images)))
    assert not torch.equal(*passes)


def test_curves_and_kept_weights_follow_the_schedule() -> None:
    run = finished(Run(TEXTBOOK, replace(SMALL, digits=640, epochs=3)))
    kept, steps = [each.step for each in run.kept], [each.step for each in run.points]
    assert kept == [0, 1, 2, 10, 20, 40, 80, 120]
    assert steps == list(range(121))
    assert {point.step for point in run.points if point.held_back is not None} == {*kept, 30, 50, 60, 70, 90, 100, 110}
    assert all(math.isfinite(point.loss) and 0 <= point.accuracy <= 1 for point in run.points)
    last = run.points[-1]
    digits = held_back_digits()
    assert last.held_back == accuracy(run.model, mnist.Digits(digits.images[:1000], digits.labels[:1000]))
    assert last.held_back > 0.5
    assert run.points[0].loss == pytest.approx(math.log(10), abs=0.1)
    assert same(run.kept[-1].weights, run.weights())


def test_long_runs_and_large_networks_keep_little() -> None:
    from cnnviz.workshop.schedule import FIRST, MOST_BYTES, MOST_KEPT, POINTS, schedule

    for a_pass, epochs, parameters in ((859, 50, 54_410), (55_000, 50, 400_000), (1, 1, 10), (100, 3, 54_410)):
        plan = schedule(a_pass, epochs, parameters)
        total = a_pass * epochs
        assert {0, total} <= plan.kept <= plan.measured
        assert max(plan.measured) == total
        assert len(plan.kept) <= MOST_KEPT
        assert len(plan.kept) * 4 * parameters <= MOST_BYTES
        assert len(plan.measured) <= 100
        assert sum(plan.is_point(step) for step in range(total + 1)) <= POINTS + FIRST + 101


def test_a_loss_that_is_no_number_ends_the_run_and_names_the_learning_rate() -> None:
    run = Run(PRESETS["textbook-linear"], replace(SMALL, optimizer=Optimizer.SGD, learning_rate=100.0, epochs=20))
    with pytest.raises(DivergedError, match=r"no number any more .* learning rate of 100 each step of SGD .* 10 say"):
        finished(run)
    with pytest.raises(DivergedError):
        run.step()


def test_a_learning_rate_of_ten_is_tried_from_the_same_start() -> None:
    settings = replace(SMALL, optimizer=Optimizer.ADAM)
    points = too_fast(TEXTBOOK, settings, steps=15)
    run = Run(TEXTBOOK, settings)
    first = run.step()
    assert points[0].loss == run.points[0].loss
    assert points[1].loss == first, "the same first batch, before anything is learned"
    assert max(point.loss for point in points[2:]) > 10 * first


def test_a_run_that_has_ended_says_so() -> None:
    run = finished(Run(TEXTBOOK, replace(SMALL, digits=100, epochs=1)))
    assert run.total == 6
    with pytest.raises(TrainingError, match="ended after 6 batches"):
        run.step()


def test_a_state_of_another_network_is_refused() -> None:
    state = Run(TEXTBOOK, SMALL).state()
    with pytest.raises(TrainingError, match="of another network"):
        Run(MIXED, SMALL, state=state)


def test_own_digits_are_a_tenth_of_what_is_learned_from() -> None:
    tray = EMPTY
    for image, label in zip(mnist.load("test").images[:4], mnist.load("test").labels[:4], strict=True):
        tray = tray.with_digit(image / 255, int(label))
    material = Material(replace(SMALL, digits=1000, batch=50), tray)
    assert material.a_pass == (1000 + 4 * 25) // 50
    pictures = torch.cat([material.batch(at)[0] for at in range(material.a_pass)])
    own = torch.from_numpy(tray.digits.images[0].astype(np.float32) / 255)
    assert sum(torch.equal(each[0], own) for each in pictures) == 25
    run = finished(Run(PRESETS["dense"], replace(SMALL, epochs=6), tray=tray, learn_tray=True))
    assert run.points[-1].tray == 1.0
    found = outcome(run)
    assert found.tray is not None
    assert found.tray.accuracy == 1.0
    assert len(found.test.digits) == 10_000
    assert found.test.accuracy == accuracy(run.model, mnist.load("test"))


def test_weights_that_went_too_far_at_the_last_step_are_told_as_well() -> None:
    run = Run(PRESETS["textbook-linear"], replace(SMALL, optimizer=Optimizer.SGD, learning_rate=100.0, epochs=20))
    with pytest.raises(DivergedError) as told:
        finished(run)
    with pytest.raises(DivergedError, match=r"no number any more .* learning rate of 100 each step of SGD"):
        outcome(run)  # as if the batch that told it had been the one after the last
    assert "10 say" in str(told.value)
