"""What the chapter `break_it` answers, and that its code prints what is on screen."""

import contextlib
import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import run_node, write
from torch.nn import functional as F

from cnnviz import guests, mnist, models
from cnnviz.errors import CnnvizError
from cnnviz.experiments.breaking_points import breaking_points
from cnnviz.experiments.input_changes import RANGES, Change, changed
from cnnviz.experiments.sweeps import sweep
from cnnviz.experiments.variants import Variant, built
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Convolution, Dense, Flatten, MaxPooling, Relu
from cnnviz.trace import Trace, trace
from cnnviz.ui.chapters import break_it
from cnnviz.ui.laboratory import Asked

KERNEL = "-1,0,1,-1,0.25,1,-1,0,1"
ASKED: list[dict[str, Any]] = [
    {},
    {"turn": 33, "size": 0.8, "lean": -0.25, "right": 2, "down": -3, "steps": ["off conv 1", "swap conv 0 2"]},
    {"thicker": 1.35, "noise": 0.2, "seed": 5, "second": "textbook-linear", "steps": ["bias conv 0", "random conv 4"]},
    {"thicker": -0.5, "erased": [300, 301, 420], "along": "erase", "steps": ["average pool1", "linear relu"]},
    {"along": "game", "game": [292, 293, 320], "turn": 40, "steps": [f"kernel conv 1 0 {KERNEL}"]},
]


def digit(place: int = 5) -> np.ndarray:
    return mnist.load("test").images[place].astype(np.float32) / 255


def asked(wants: dict[str, Any], model: str = "two-block", picture: np.ndarray | None = None) -> Asked:
    return Asked(model, digit() if picture is None else picture, wants)


def named(knobs: dict[str, Any], model: str) -> dict[str, Any]:
    """The steps with the layers' names in this network."""
    layers = {"conv": "conv1_1", "relu": "relu1_1"} if model == "two-block" else {"conv": "conv1", "relu": "relu1"}
    steps = [" ".join(layers.get(word, word) for word in step.split(" ")) for step in knobs.get("steps", [])]
    return knobs | {"steps": steps}


@pytest.mark.parametrize("model", ["two-block", "textbook"])
def test_the_code_prints_what_is_on_screen(tmp_path: Path, model: str) -> None:
    found = trace(models.load_model(model), digit()[None, None])
    wanted = [named(one, model) for one in ASKED]
    told = run_node("break-it-code.mjs", write(tmp_path / "recording", [found], model, asked=wanted))
    assert len({one["pytorch"] for one in told["made"]}) == len(ASKED)
    for one in told["made"]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(one["pytorch"], "code", "exec"), {})
        printed = [float(number) for number in out.getvalue().split()]
        shown = break_it.change_input(asked(one["input"], model)).arrays["probabilities"].ravel().tolist()
        shown += break_it.change_network(asked(one["network"], model)).arrays["values"][-10:].tolist()
        assert printed == pytest.approx(shown, abs=1e-4), one["pytorch"]
        compile(one["keras"], "keras", "exec")


def test_the_code_of_ones_own_network_holds_its_kernels_sizes_and_its_poolings_steps(tmp_path: Path) -> None:
    stack = (Convolution(4, 5, 1, 2), Relu(), MaxPooling(3, 2), Convolution(3, 4), Relu(), Flatten(), Dense())
    name = guests.welcome(build(stack, seed=3), {"label": "mine", "accuracy": {}, "parameters": 0})
    wide, slice_of_four = ",".join(map(str, range(25))), ",".join(map(str, range(-8, 8)))
    steps = [f"kernel conv1 3 0 {wide}", f"kernel conv2 2 1 {slice_of_four}", "average pool1"]
    found = trace(models.load_model(name), digit()[None, None])
    asked_for = [{"steps": steps, "stage": 4}]
    (told,) = run_node("break-it-code.mjs", write(tmp_path / "recording", [found], name, asked=asked_for))["made"]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(told["pytorch"], "code", "exec"), {})
    answer = break_it.change_network(asked(told["network"], name))
    assert answer.arrays["weight"][2, 1].ravel().tolist() == list(range(-8, 8))
    own = models.load_model(name)
    weight = own.conv1.weight.clone()
    weight[3, 0] = torch.arange(25.0).view(5, 5)
    maps = F.relu(F.conv2d(torch.tensor(digit())[None, None], weight, own.conv1.bias, padding=2))
    weight = own.conv2.weight.clone()
    weight[2, 1] = torch.arange(-8.0, 8).view(4, 4)
    maps = F.relu(F.conv2d(F.avg_pool2d(maps, 3, 2), weight, own.conv2.bias))
    wanted = F.softmax(F.linear(maps.flatten(1), own.dense.weight, own.dense.bias), dim=1)[0].tolist()
    assert answer.arrays["values"][-10:].tolist() == pytest.approx(wanted, abs=1e-5)
    assert [float(number) for number in out.getvalue().split()][-10:] == pytest.approx(wanted, abs=1e-4)


def test_where_both_networks_break_is_told_with_what_is_named_there() -> None:
    answer = break_it.change_input(asked({"other": "dense", "along": "turn", "change": {"size": 0.9}}))
    for place, name in enumerate(("two-block", "dense")):
        model = models.load_model(name)
        found = sweep(model, digit(), "turn", Change(size=0.9))
        points = breaking_points(model, digit(), found, Change(size=0.9))
        for told, point in zip(answer.data["breaks"][place], points, strict=True):
            assert told == (point and pytest.approx(asdict(point), abs=1e-6))
        assert any(points)
        assert found.breaks != tuple(point and point.value for point in points)  # finer than the steps of the curve
    answer.wire()


def test_the_page_knows_the_ranges_and_the_networks_that_there_are(tmp_path: Path) -> None:
    found = trace(models.load_model("dense"), digit()[None, None])
    told = run_node("break-it-code.mjs", write(tmp_path / "recording", [found], "dense", asked=[]))
    assert sorted(told["networks"]) == sorted(models.NAMES)
    ranges = {name: (one["low"], one["high"], one["none"], one["finest"]) for name, one in told["ranges"].items()}
    assert ranges == {name: (one.low, one.high, one.neutral, one.finest) for name, one in RANGES.items()}


def test_the_changed_digit_is_read_by_both_networks_and_swept() -> None:
    change = {"turn": 20, "noise": 0.1, "erased": [400]}
    answer = break_it.change_input(asked({"other": "dense", "along": "lean", "change": change}))
    picture = changed(digit(), [Change(turn=20, noise=0.1, erased=(400,))])[0]
    assert np.abs(answer.arrays["picture"] - picture).max() < 1e-6
    for place, name in enumerate(("two-block", "dense")):
        model = models.load_model(name)
        wanted = model(torch.tensor(picture)[None, None])[0].numpy()
        assert answer.arrays["probabilities"][place] == pytest.approx(wanted, abs=1e-5)
        first = int(model(torch.tensor(digit())[None, None]).argmax())
        assert answer.data["named"][place] == first
        at = answer.data["values"].index(0)
        assert answer.arrays["curves"][place, at] == pytest.approx(wanted[first], abs=1e-5)
    assert answer.arrays["film"].shape == (9, 28, 28)
    assert answer.data["inked"] == int((changed(digit(), [Change(turn=20, noise=0.1)]) > 0).sum())


@pytest.mark.parametrize("model", [name for name in models.NAMES if name != "dense"])
def test_every_stage_of_the_changed_network_comes_with_the_weights_that_are_edited(model: str) -> None:
    layer = "conv1_2" if model == "two-block" else "conv1"
    steps = [f"off {layer} 3", f"kernel {layer} 2 0 {KERNEL}"]
    answer = break_it.change_network(asked({"steps": steps, "layer": layer}, model))
    network = built(Variant(model, tuple(steps)))
    found: Trace = trace(network, digit()[None, None])
    wanted = np.concatenate([stage.values.ravel() for stage in found])
    assert (answer.arrays["values"] == wanted).all()
    assert answer.arrays["weight"][2, 0].ravel().tolist() == [float(number) for number in KERNEL.split(",")]
    assert answer.arrays["weight"][3].max() == answer.arrays["bias"][3] == 0
    assert [stage["name"] for stage in answer.data["stages"]] == [stage.name for stage in found]
    assert answer.arrays["without"][3] == pytest.approx(found.probabilities, abs=1e-6)  # it is off already


def test_the_game_is_played_with_ones_own_eight_or_with_a_sample() -> None:
    eight = digit(110)
    assert int(models.load_model("two-block")(torch.tensor(eight)[None, None]).argmax()) == 8
    wants = {"other": "dense", "game": True, "change": {}}
    assert np.abs(break_it.change_input(asked(wants, picture=eight)).arrays["picture"] - eight).max() < 1e-6
    lent = break_it.change_input(asked(wants)).arrays["picture"]
    assert np.abs(lent - digit(84)).max() < 1e-6
    *_, last = break_it.greedy(asked({}))
    assert last.answer
    wants["change"] = {"erased": last.answer.data["erased"]}
    assert break_it.change_input(asked(wants)).arrays["probabilities"][0].argmax() == break_it.THREE


def test_a_score_goes_on_step_by_step_and_can_be_left() -> None:
    steps = break_it.score(asked({"steps": ["random conv1_1 1"]}))
    first = next(steps)
    assert (first.done, first.total) == (50, 1000)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


@pytest.mark.parametrize(
    ("name", "wants", "message"),
    [
        ("input", {}, "no network 'None'"),
        ("input", {"other": "lenet"}, "no network 'lenet'"),
        ("input", {"other": "dense", "change": 3}, "is an object"),
        ("input", {"other": "dense", "along": "colour"}, "no sweep along 'colour'"),
        ("input", {"other": "dense", "along": 3}, "no sweep along '3'"),
        ("input", {"other": "dense", "change": {"turn": 1e9}}, "turn = "),
        ("network", {}, "switched off in conv1_1"),
        ("network", {"layer": ["conv1_1"]}, "switched off in conv1_1"),
        ("network", {"layer": "conv1_1", "steps": "off"}, "list of steps"),
        ("network", {"layer": "conv1_1", "steps": ["off conv1_1 99"]}, "no map of conv1_1 '99'"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(name: str, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        break_it.ANSWERS[name](asked(wants))


def test_a_sweep_is_of_the_digit_network_and_other_changes_that_are_asked_for_now() -> None:
    wants = {"other": "dense", "along": "turn", "change": {"turn": 20, "size": 0.9}}
    first = break_it.change_input(asked(wants))
    further = break_it.change_input(asked({**wants, "change": {"turn": 40, "size": 0.9}}))
    np.testing.assert_array_equal(first.arrays["curves"], further.arrays["curves"])  # moved along, the curve stays
    assert not np.array_equal(first.arrays["probabilities"], further.arrays["probabilities"])
    smaller = break_it.change_input(asked({**wants, "change": {"turn": 20, "size": 0.7}}))
    wanted = [sweep(models.load_model(name), digit(), "turn", Change(size=0.7)) for name in ("two-block", "dense")]
    for curve, one in zip(smaller.arrays["curves"], wanted, strict=True):
        np.testing.assert_allclose(curve, one.probabilities[:, one.digit], atol=1e-5)
    with pytest.raises(CnnvizError, match="There is no sweep along 'colour'"):
        break_it.change_input(asked({**wants, "along": "colour"}))
