"""The chapter `why_cnn`: what its page computes and is answered, against PyTorch; and that its sentences are true."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import run_node, write
from torch.nn import functional as F

from cnnviz import digit_code, mnist, models, pipeline, texts
from cnnviz.errors import CnnvizError
from cnnviz.experiments import measured
from cnnviz.experiments.layer_costs import SIDES
from cnnviz.experiments.measured import COMPARED, SETS
from cnnviz.preprocessing import center
from cnnviz.questions.situation import Situation
from cnnviz.trace import trace
from cnnviz.ui.chapters import why_cnn
from cnnviz.ui.laboratory import Asked

MOVES = ((0, 0), (0, 5), (-8, 3), (4, -7), (8, 8))
WORDS = texts.chapter("why_cnn")


def digit(place: int = 18) -> np.ndarray:
    return mnist.load("test").images[place].astype(np.float32) / 255


def asked(model: str = "textbook", place: int = 18, **wants: Any) -> Asked:
    return Asked(model, digit(place), wants)


def material(model: str = "two-block", place: int = 18) -> Any:
    return why_cnn.material(Situation(pipeline.read(digit(place), model)))


def padded(picture: np.ndarray, down: int, right: int) -> torch.Tensor:
    return F.pad(torch.from_numpy(picture)[None, None], (right, -right, down, -down))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Any:
    found = why_cnn.ask_shift_map(asked(centred=False)).arrays["probabilities"]
    data = material().data
    cases = {
        "picture": digit().ravel().tolist(),
        "moves": MOVES,
        "probabilities": found.ravel().tolist(),
        "reach": data["reach"],
        "right": 3,
        "growth": data["growth"],
        "colour": True,
        "costs": [
            {"kind": "dense", "side": 28, "milliseconds": 8.0, "bytes": 1000},
            {"kind": "dense", "side": 40, "milliseconds": 40.0, "bytes": 2000},
        ],
        "matrices": [data["sets"][name][each] for name in SETS for each in COMPARED],
    }
    path = tmp_path_factory.mktemp("cases") / "cases.json"
    path.write_text(json.dumps(cases))
    return run_node("why-cnn-cases.mjs", path)


def test_the_digit_is_moved_and_centred_as_pytorch_and_preprocessing_do(cases: Any) -> None:
    for case, move in zip(cases["moves"], MOVES, strict=True):
        wanted = padded(digit(), *move)[0, 0].numpy()
        np.testing.assert_array_equal(np.float32(case["values"]).reshape(28, 28), wanted)
        assert case["lost"] == pytest.approx(1 - wanted.sum() / digit().sum(), abs=1e-6)
        np.testing.assert_array_equal(np.float32(case["centred"]).reshape(28, 28), center(wanted))


@pytest.mark.parametrize("network", range(3))
def test_the_map_shows_the_right_class_and_what_is_read_there(cases: Any, network: int) -> None:
    shown = cases["maps"][network]
    model = models.load_model(("dense", "textbook", "two-block")[network])
    for at, move in zip(shown["at"], MOVES, strict=True):
        shares = model(padded(digit(), *move))[0]
        assert at["digit"] == int(shares.argmax())
        assert at["share"] == pytest.approx(shares.max().item(), abs=1e-5)
        assert at["ours"] == pytest.approx(shares[3].item(), abs=1e-5)
    batch = torch.cat([padded(digit(), down, right) for down in range(-8, 9) for right in range(-8, 9)])
    shares = model(batch)
    np.testing.assert_allclose(shown["values"], shares[:, 3].numpy(), atol=1e-5)
    assert shown["right"] == int((shares.argmax(dim=1) == 3).sum())


def test_costs_are_counted_measured_or_computed_from_these(cases: Any) -> None:
    growth = material().data["growth"]["colour"]
    parameters, connections, memory, time = (
        cases["growth"][each] for each in ("parameters", "connections", "bytes", "milliseconds")
    )
    assert [[one["value"] for one in line] for line in parameters] == [growth["dense"], growth["convolution"]]
    assert [one["value"] for one in connections[0]] == growth["denseConnections"]
    assert [one["measured"] for one in memory[0]] == [side in (28, 40) for side in SIDES]
    assert memory[0][1]["value"] == 2000
    assert memory[0][2]["value"] == 4 * (growth["dense"][2] + 8 * SIDES[2] ** 2)
    assert time[1] == []  # no convolution was measured
    assert [one["value"] for one in time[0][:2]] == [8, 40]
    assert time[0][-1]["value"] == pytest.approx(40 * growth["denseConnections"][-1] / growth["denseConnections"][1])
    assert not time[0][-1]["measured"]


def test_the_matrices_are_summed_up_as_they_were_measured(cases: Any) -> None:
    for case, (name, network) in zip(cases["matrices"], ((n, c) for n in SETS for c in COMPARED), strict=True):
        of = measured.measured_set(name)
        assert case["all"] == len(of.labels)
        assert case["wrong"] == int((of.read[network] != of.labels).sum())
        assert case["share"] == pytest.approx(of.accuracy(network))
        assert 0 <= case["depth"] <= 1 <= case["most"]


@pytest.mark.parametrize("name", ["two-block", "textbook", "textbook-linear"])
def test_the_code_prints_what_the_page_shows(tmp_path: Path, name: str) -> None:
    knobs: list[dict[str, Any]] = [
        {},
        {"dx": -3, "dy": 8, "centred": True, "filter": 5, "side": 112, "colour": True},
        {"dx": 0, "dy": 0, "filter": 31},
    ]
    found = trace(models.load_model(name), digit())
    data = json.loads(json.dumps(dict(material(name).data)))
    path = write(tmp_path / "recording", [found], name, asked=knobs, data=data, told=WORDS["words"]["code"])
    for code, one in zip(run_node("why-cnn-code.mjs", path), knobs, strict=True):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code["pytorch"], "<page>", "exec"), {})
        lines = out.getvalue().splitlines()
        down, right = one.get("dy", 0), one.get("dx", 5)
        answer = why_cnn.ask_shift_map(asked(name, centred=one.get("centred", False))).arrays["probabilities"]
        for line, network, shares in zip(lines, data["networks"], answer[:, down + 8, right + 8], strict=False):
            told_name, *numbers = line.split()
            assert told_name == network
            assert [float(number) for number in numbers] == pytest.approx(shares.tolist(), abs=1e-5)
        assert float(lines[3]) <= 1e-5
        side = SIDES.index(one.get("side", 28))
        growth = data["growth"]["colour" if one.get("colour") else "grey"]
        assert [int(line) for line in lines[4:]] == [growth["dense"][side], growth["convolution"][side]]
        compile(code["keras"], "<page>", "exec")


def test_failures_are_answered_for_a_set_and_for_a_cell_of_it() -> None:
    for name in SETS:
        answer = why_cnn.ask_failures(asked(set=name, network="dense"))
        assert answer.arrays["pictures"].shape == (24, 28, 28)
        for picture, one in zip(answer.arrays["pictures"], answer.data["failures"], strict=True):
            assert (digit_code.decoded(one["code"]) == picture).all()
            assert one["read"]["dense"] != one["label"]
    cell = why_cnn.ask_failures(asked(set="moved", network="textbook", label=4, read=9))
    assert cell.data["failures"]
    assert {(one["label"], one["read"]["textbook"]) for one in cell.data["failures"]} == {(4, 9)}
    json.dumps(dict(cell.data), allow_nan=False)


@pytest.mark.parametrize(
    ("answer", "wants", "message"),
    [
        (why_cnn.ask_equivariance, {"down": 9, "right": 0, "filter": 0}, "“down” is a whole number from -8 to 8"),
        (why_cnn.ask_equivariance, {"down": 0, "right": "1", "filter": 0}, "“right” is a whole number"),
        (why_cnn.ask_equivariance, {"down": 0, "right": True, "filter": 0}, "“right” is a whole number"),
        (why_cnn.ask_equivariance, {"down": 0, "right": 0, "filter": 32}, "its filters are 0 to 31"),
        (why_cnn.ask_equivariance, {}, "“down” is a whole number"),
        (why_cnn.ask_failures, {"set": "emnist", "network": "dense"}, "There are the sets mnist"),
        (why_cnn.ask_failures, {"set": ["mnist"], "network": "dense"}, "There are the sets mnist"),
        (why_cnn.ask_failures, {"set": "mnist", "network": "dense", "label": 4}, "“read” is a whole number"),
        (why_cnn.ask_failures, {"set": "mnist", "network": "dense", "label": 4, "read": 10}, "from 0 to 9"),
        (lambda one: next(why_cnn.measure_layers(one)), {"channels": 2}, "1 channel"),
        (lambda one: next(why_cnn.measure_layers(one)), {"channels": [1]}, "1 channel"),
    ],
)
def test_nonsense_is_answered_with_what_would_be_right(answer: Any, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        answer(asked(**wants))


def test_the_measured_layers_come_in_steps() -> None:
    steps = list(why_cnn.measure_layers(asked(channels=3)))
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} == {len(steps)}
    found = [step.answer.data for step in steps if step.answer]
    assert {(one["kind"], one["side"]) for one in found} >= {("dense", 28), ("convolution", SIDES[-1])}


def test_what_the_sentences_claim_of_the_sets_was_measured() -> None:
    accuracy = {name: {each: measured.measured_set(name).accuracy(each) for each in COMPARED} for name in SETS}
    gap = {name: found["textbook"] - found["dense"] for name, found in accuracy.items()}
    assert 0 < gap["mnist"] < 0.01, WORDS["words"]["setTold"]["mnist"]
    assert abs(gap["drawings"]) < 0.005, WORDS["words"]["setTold"]["drawings"]
    assert gap["moved"] > 0.03, WORDS["words"]["setTold"]["moved"]
    assert gap["thick"] > 0.03
    assert all(accuracy["moved"][each] < accuracy["mnist"][each] - 0.05 for each in COMPARED)
    found = measured.shift_accuracy()
    plain = {name: found.straight("plain", name)[4] for name in found.right["plain"]}
    assert plain["dense"] < plain["textbook"] < plain["two-block"]
    assert plain["two-block"] - plain["textbook"] > plain["textbook"] - plain["dense"], "one helps little, two much"
    few, many = (models.count_parameters(models.load_model(name)) for name in COMPARED)
    assert abs(few - many) < 0.01 * many


def test_the_facts_and_the_charts_are_those_of_the_files() -> None:
    made = material()
    found = measured.shift_accuracy()
    assert made.facts["textbook"].startswith(f"{100 * found.straight('plain', 'textbook')[4]:.1f}")
    shift, sets = (chart.figure() for chart in made.charts)
    assert [line.y[0] for line in shift.data[:3]] == pytest.approx(
        [100 * found.right["plain"][name][8, 8] / found.count for name in found.right["plain"]]
    )
    for bars, name in zip(sets.data, COMPARED, strict=True):
        assert list(bars.y) == pytest.approx([100 - 100 * measured.measured_set(each).accuracy(name) for each in SETS])
    shares = np.array([1 - measured.measured_set("drawings").accuracy(each) for each in COMPARED])
    spread = 2 * np.sqrt(shares * (1 - shares) / len(measured.measured_set("drawings").labels))
    assert "half a point" in made.charts[1].caption
    assert (np.round(200 * spread) / 2 == 0.5).all()
