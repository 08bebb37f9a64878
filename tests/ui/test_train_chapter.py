"""What the server answers to the chapter `train`: a stack described, a run started, commanded, looked at and used."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from workshop_of_their_own import own_workshop

from cnnviz import guests, mnist, models
from cnnviz.errors import CnnvizError, StackError, TrainingError
from cnnviz.ink import Ink
from cnnviz.questions import asking
from cnnviz.runs.settings import Optimizer, Settings
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Convolution, Dense, Flatten, MaxPooling, Relu
from cnnviz.stacks.presets import PRESETS
from cnnviz.stacks.stack import Stack, plan
from cnnviz.stacks.wire import to_wire
from cnnviz.trace import trace
from cnnviz.ui import after_run, own_files
from cnnviz.ui.chapters.train import ANSWERS
from cnnviz.ui.laboratory import Answer, Asked

SMALL: Stack = (Convolution(4), Relu(), MaxPooling(), Flatten(), Dense(10))
QUICK = Settings(digits=2000, epochs=1).to_wire()
LONG = Settings(epochs=50).to_wire()


def digit(index: int = 18) -> Ink:
    picture: Ink = mnist.load("test").images[index].astype(np.float32) / 255
    return picture


def ask(name: str, picture: Ink | None = None, **wants: Any) -> Answer:
    return ANSWERS[name](Asked("two-block", digit() if picture is None else picture, wants))


@pytest.fixture(scope="module", autouse=True)
def _workshop() -> Iterator[None]:
    with own_workshop():
        yield


def start(settings: dict[str, Any] = QUICK, stack: Stack = SMALL, **more: Any) -> str:
    run: str = ask("start", stack=to_wire(stack), settings=settings, **more).data["run"]
    return run


def wait(run: str, until: Callable[[Answer], object], **wants: Any) -> Answer:
    for _ in range(1200):
        found = ask("look", run=run, **wants)
        if until(found):
            return found
        time.sleep(0.1)
    raise AssertionError(f"The run never came so far: {found.data}")


def is_over(answer: Answer) -> bool:
    return answer.data["phase"] in ("finished", "stopped", "failed")


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_stack_is_described_and_seen_before_it_has_learned_anything(name: str) -> None:
    stack = PRESETS[name]
    told = ask("describe", stack=to_wire(stack), seed=3, shown="dense")
    assert told.data["problem"] is None
    assert [each["name"] for each in told.data["layers"]] == [each.name for each in plan(stack)]
    assert told.data["parameters"] == models.count_parameters(models.build(name))
    seen = trace(build(stack, 3).eval(), digit()[None, None])
    np.testing.assert_array_equal(told.arrays["probabilities"], seen.probabilities)
    np.testing.assert_array_equal(told.arrays["maps"], seen["dense"].values)
    for stage in list(seen)[1:]:
        strip = told.arrays.get(f"strip {stage.name}")
        assert (strip is None) == (stage.name == "flatten")
        if strip is not None:
            np.testing.assert_array_equal(strip, stage.values[: len(strip)])


def test_the_filters_shown_are_those_of_the_layer_or_of_the_convolution_before_it() -> None:
    stack = PRESETS["two-block"]
    weights = build(stack, 1).state_dict()
    for shown, of in (("conv1_2", "conv1_2"), ("pool1", "conv1_2"), ("relu2_1", "conv2_1")):
        told = ask("describe", stack=to_wire(stack), seed=1, shown=shown)
        assert told.data["seen"]["filters"]["of"] == of
        np.testing.assert_array_equal(told.arrays["filters"], weights[f"{of}.weight"][:64, :8].numpy())


def test_the_layer_that_is_shown_may_be_asked_for_by_its_place() -> None:
    stack = PRESETS["two-block"]
    for place, each in enumerate(plan(stack)[:-1]):
        assert ask("describe", stack=to_wire(stack), place=place).data["seen"]["shown"] == each.name
    for place in (-1, 99, "1", True, None):
        assert ask("describe", stack=to_wire(stack), place=place).data["seen"]["shown"] == "conv1_1"


def test_the_weights_of_a_layer_that_reads_pixels_are_shown_as_pictures() -> None:
    told = ask("describe", stack=to_wire(PRESETS["dense"]), seed=1, shown="hidden")
    assert told.data["seen"]["filters"] == {"of": "hidden", "count": 68, "inputs": 1}
    weight = build(PRESETS["dense"], 1).hidden.weight.detach().numpy()
    np.testing.assert_array_equal(told.arrays["filters"], weight[:64].reshape(64, 1, 28, 28))


def test_a_stack_that_cannot_be_built_says_where_and_why_and_shows_the_rest() -> None:
    stack = (Convolution(4), MaxPooling(8, 8), MaxPooling(8, 8), Flatten(), Dense(10))
    told = ask("describe", stack=to_wire(stack))
    assert told.data["problem"]["place"] == 2
    assert "larger than the map of 3×3" in told.data["problem"]["text"]
    assert [each["name"] for each in told.data["layers"]] == ["conv1", "pool1"]
    assert told.data["code"] is None
    assert not told.arrays


@pytest.mark.parametrize(
    ("wants", "message"),
    [
        ({"stack": "nonsense"}, "not whole JSON"),
        ({"stack": {"layers": [{"kind": "convolution", "maps": 65}]}}, "maps is 65"),
        ({"stack": {"layers": []}, "seed": -1}, "seed is -1"),
        ({"stack": {"layers": []}, "seed": "1"}, "seed is '1'"),
    ],
)
def test_nonsense_about_a_stack_is_refused_in_words(wants: dict[str, Any], message: str) -> None:
    with pytest.raises(StackError, match=message):
        ask("describe", **wants)


def test_a_run_is_watched_to_its_end_and_its_curves_come_once() -> None:
    run = start(label=3)
    first = wait(run, lambda told: told.data["points"] > 3, shown="relu1", order=True)
    told = {"stack": to_wire(SMALL), "settings": QUICK, "label": None, "tray": 0, "learned": 0}
    assert first.data["order"] == told
    assert first.data["seen"]["shown"] == "relu1"
    assert first.arrays["maps"].shape == (4, 26, 26)
    assert first.arrays["probabilities"].sum() == pytest.approx(1, abs=1e-5)
    end = wait(run, is_over, points=3)
    assert end.data["phase"] == "finished"
    assert end.data["first"] == 3
    whole = ask("look", run=run)
    assert len(whole.arrays["points"]) == whole.data["points"] == 3 + len(end.arrays["points"])
    np.testing.assert_array_equal(whole.arrays["points"][3:], end.arrays["points"])
    steps, epochs, losses = whole.arrays["points"][:, :3].T
    assert list(steps) == sorted(steps)
    assert epochs[-1] == 1
    assert losses[0] == pytest.approx(np.log(10), abs=0.1)
    assert losses[-1] < losses[0]
    assert whole.arrays["own"].shape == (len(steps), 10)
    assert 0.5 < whole.data["test"] < 1
    # What is used on the other pages is the network of the end.
    name = ask("use", run=run).data["model"]
    guest = guests.find(name)
    assert guest is not None
    with torch.no_grad():
        shares = guest.model(torch.from_numpy(digit())[None, None])[0].numpy()
    np.testing.assert_allclose(shares, whole.arrays["probabilities"], atol=1e-5)
    assert guest.card["accuracy"]["mnist_test"] == whole.data["test"]


def test_another_digit_is_watched_as_soon_as_it_is_asked_about() -> None:
    run = start(LONG)
    wait(run, lambda told: told.data["seen"])
    ask("command", run=run, command="pause")
    before = wait(run, lambda told: told.data["phase"] == "paused").arrays["probabilities"]
    other = wait(
        run, lambda told: True, picture=digit(35)
    )  # the first answer may still be of the old digit: the worker has to hear of it
    time.sleep(0.5)
    other = ask("look", run=run, picture=digit(35))
    assert other.data["phase"] == "paused"
    assert np.abs(other.arrays["probabilities"] - before).max() > 1e-4
    ask("command", run=run, command="stop")


def test_a_run_can_be_begun_by_single_steps_and_goes_on() -> None:
    run = start(LONG, paused=True)
    paused = wait(run, lambda told: told.data["phase"] == "paused")
    assert paused.data["resumable"]
    for done, steps in ((1, 1), (4, 3)):
        ask("command", run=run, command="step", steps=steps)
        wait(run, lambda told, done=done: (told.data["now"] or {}).get("step") == done)
    ask("command", run=run, command="resume")
    wait(run, lambda told: told.data["phase"] == "running" and told.data["now"]["step"] > 4)
    ask("command", run=run, command="stop")
    assert wait(run, is_over).data["test"] is not None
    ask("command", run=run, command="restart")
    wait(run, lambda told: told.data["phase"] in ("waiting", "starting", "running"))
    ask("command", run=run, command="stop")


def test_a_visitor_who_starts_another_run_stops_the_first() -> None:
    started = ask("start", stack=to_wire(SMALL), settings=LONG).data
    again = ask("start", stack=to_wire(SMALL), settings=QUICK, visitor=started["visitor"]).data
    assert again["visitor"] == started["visitor"]
    assert wait(again["run"], is_over).data["phase"] == "finished"
    assert "you started another one" in ask("look", run=started["run"]).data["message"]


def test_a_run_that_is_not_there_is_told_as_gone() -> None:
    assert "Start it again" in ask("look", run="nobody's").data["gone"]


def test_a_learning_rate_that_is_too_large_is_named_as_the_reason() -> None:
    wild = Settings(optimizer=Optimizer.SGD, learning_rate=100.0, digits=640, epochs=50)
    run = start(wild.to_wire(), PRESETS["textbook-linear"])
    end = wait(run, is_over)
    assert end.data["phase"] == "failed"
    assert "learning rate of 100" in end.data["message"]
    ask("look", run=run).wire()  # numbers that are none do not break the message


@pytest.mark.parametrize(
    ("name", "wants", "message"),
    [
        ("command", {"run": "x", "command": "explode"}, "no command 'explode'"),
        ("command", {"run": "x", "command": "pause"}, "not here any more"),
        ("command", {"command": "pause"}, "names no training"),
        ("command", {"run": "x", "command": "step", "steps": 10**9}, "1 to 100 batches"),
        ("start", {"stack": to_wire(SMALL), "settings": {"epochs": 0}}, "Epochs is 0"),
        ("start", {"stack": to_wire(SMALL[:-1]), "settings": {}}, "Add a dense layer of 10"),
        ("start", {"stack": to_wire(SMALL), "settings": {}, "tray": "{}"}, "no tray of digits"),
        ("use", {"run": "x"}, "not here any more"),
    ],
)
def test_nonsense_about_a_run_is_refused_in_words(name: str, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        ask(name, **wants)


def test_a_network_that_is_not_measured_is_not_used() -> None:
    run = start(LONG)
    with pytest.raises(TrainingError, match="not measured yet"):
        ask("use", run=run)
    ask("command", run=run, command="stop")


def test_the_laboratory_finds_the_chapter() -> None:
    assert "train" in asking.CHAPTERS
    parts = [{"describe", "start", "command", "look", "use", "warm"}, set(after_run.ANSWERS), set(own_files.ANSWERS)]
    assert set(ANSWERS) == set.union(*parts)
    assert len(ANSWERS) == sum(map(len, parts))
