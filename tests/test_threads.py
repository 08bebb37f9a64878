"""One shared model, many threads: each gets its own pass and nobody else's."""

import ast
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import numpy as np
import pytest
import torch
from torch import nn

import cnnviz
from cnnviz import mnist, models
from cnnviz.errors import TraceError
from cnnviz.experiments.layer_costs import layer_costs
from cnnviz.hooks import ActivationRecorder
from cnnviz.trace import Trace, trace

THREADS, TRACES = 8, 500


@pytest.fixture(autouse=True)
def _hurried() -> Iterator[None]:
    """Threads take turns a hundred times as often as usual, and torch starts none of its own."""
    torch_threads, interval = torch.get_num_threads(), sys.getswitchinterval()
    torch.set_num_threads(1)
    sys.setswitchinterval(5e-5)
    yield
    sys.setswitchinterval(interval)
    torch.set_num_threads(torch_threads)


def shared() -> nn.Module:
    torch.manual_seed(0)
    return models.build("textbook").eval().requires_grad_(False)


def numbers(recorded: Trace) -> bytes:
    return b"".join(stage.values.tobytes() for stage in recorded)


def hooks_on(model: nn.Module) -> int:
    return sum(len(module._forward_hooks) + len(module._forward_pre_hooks) for module in model.modules())


def test_eight_threads_with_one_model_each_trace_their_own_digits() -> None:
    model = shared()
    digits = (mnist.load("test").images[: 8 * THREADS] / 255).astype(np.float32)
    alone = [numbers(trace(model, digit)) for digit in digits]
    assert len(set(alone)) == len(digits)
    start = Barrier(THREADS)

    def visitor(thread: int) -> int:
        start.wait()
        mine = [thread * 8 + turn % 8 for turn in range(TRACES)]
        return sum(numbers(trace(model, digits[digit])) != alone[digit] for digit in mine)

    with ThreadPoolExecutor(THREADS) as pool:
        wrong = list(pool.map(visitor, range(THREADS)))
    assert wrong == [0] * THREADS
    assert hooks_on(model) == 0


def test_a_failing_pass_says_its_own_reason_while_others_come_and_go() -> None:
    model, digit, done = shared(), torch.zeros(1, 28, 28), Event()

    def comes_and_goes() -> None:
        while not done.is_set():
            trace(model, digit)

    with ThreadPoolExecutor(3) as pool:
        others = [pool.submit(comes_and_goes) for _ in range(3)]
        try:
            for _ in range(200):
                with pytest.raises(TraceError, match="stopped in 'dense': that layer takes 5,408 numbers"):
                    trace(model, torch.zeros(1, 30, 30))
        finally:
            done.set()
        for other in others:
            other.result()
    assert hooks_on(model) == 0


def test_plain_passes_beside_traces_are_what_they_always_are() -> None:
    model, done = shared(), Event()
    digits = torch.rand(4, 1, 1, 28, 28)
    expected = [model(digit) for digit in digits]

    def traces() -> None:
        while not done.is_set():
            trace(model, digits[0])

    with ThreadPoolExecutor(2) as pool:
        others = [pool.submit(traces) for _ in range(2)]
        try:
            for turn in range(1000):
                assert torch.equal(model(digits[turn % 4]), expected[turn % 4])
        finally:
            done.set()
        for other in others:
            other.result()


def test_recorders_of_overlapping_parts_leave_nothing_behind() -> None:
    model = shared()
    assert isinstance(model, nn.Sequential)
    start = Barrier(4)
    sys.setswitchinterval(1e-6)

    def visitor(part: nn.Module) -> None:
        start.wait()
        for _ in range(500):
            with ActivationRecorder(part):
                pass

    with ThreadPoolExecutor(4) as pool:
        for ended in [pool.submit(visitor, part) for part in (model, model[:3], model[2:], model[1])]:
            ended.result()
    assert hooks_on(model) == 0


def test_no_work_in_steps_stops_within_a_mode_of_pytorch() -> None:
    """A mode is a thread's, and the steps of a work run in several: the first of these would keep it for ever."""
    found = []
    for path in sorted(Path(cnnviz.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.With) and any("torch." in ast.unparse(item) for item in node.items):
                yields = any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node))
                found.append((f"{path.name}, line {node.lineno}", yields))
    assert len(found) > 10
    assert [place for place, yields in found if yields] == []


def test_costs_measured_in_steps_by_two_threads_leave_both_as_they_were() -> None:
    steps = layer_costs(1)
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        for turn in range(6):
            (one, other)[turn % 2].submit(next, steps).result()
            assert not one.submit(torch.is_inference_mode_enabled).result()
            assert not other.submit(torch.is_inference_mode_enabled).result()
