"""What the knobs of the chapter `relu` show is what PyTorch computes, and the code beside them prints it."""

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

from cnnviz import mnist, models
from cnnviz.experiments.folding import fold
from cnnviz.trace import trace

EDGES = ([1, 0, -1] * 3, [1, 1, 1, 0, 0, 0, -1, -1, -1])


def digits(count: int) -> np.ndarray:
    return mnist.load("test").images[40 : 40 + count].astype(np.float32) / 255


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What was asked, with what the page's JavaScript answers."""
    random = np.random.default_rng(8)
    learned = [*models.load_model("two-block").conv1_1.weight, *models.load_model("textbook").conv1.weight]
    kernels = [*EDGES, *(kernel.ravel().tolist() for kernel in learned)]
    folded = fold(models.load_model("textbook-linear"))
    asked: dict[str, list[dict[str, Any]]] = {
        "maps": [
            {"values": (4 * random.standard_normal(784)).astype(np.float32).tolist(), "bias": bias, "on": on}
            for bias in (0, -3.25, 0.1, 0.37, 2.5)
            for on in (True, False)
        ],
        "slides": [
            {"picture": picture.ravel().tolist(), "kernel": kernel}
            for picture, kernel in zip(digits(len(kernels)), kernels, strict=True)
        ],
        "layers": [
            {name: random.integers(-30, 31, shape).tolist() for name, shape in
             (("first", (2, 2)), ("second", (2, 2)), ("x", (2,)))}
            for _ in range(50)
        ],
        "weighings": [
            {"weights": weights.ravel().tolist(), "bias": float(bias), "picture": picture.ravel().tolist()}
            for weights, bias, picture in zip(folded.weights, folded.bias, digits(10), strict=True)
        ],
    }
    path = tmp_path_factory.mktemp("relu") / "cases.json"
    path.write_text(json.dumps(asked))
    answers = run_node("relu-cases.mjs", path)
    return {name: [one | answer for one, answer in zip(asked[name], answers[name], strict=True)] for name in asked}


def test_a_bias_before_relu_is_pytorchs(cases: Any) -> None:
    for case in cases["maps"]:
        before = torch.tensor(case["values"]) + case["bias"]
        after = torch.relu(before) if case["on"] else before
        assert case["before"] == pytest.approx(before.tolist(), abs=1e-5)
        assert case["after"] == pytest.approx(after.tolist(), abs=1e-5)
        assert case["cut"] == int((after != before).sum())


def test_a_filters_two_sides_are_pytorchs(cases: Any) -> None:
    for case in cases["slides"]:
        picture = torch.tensor(case["picture"]).reshape(1, 1, 28, 28)
        kernel = torch.tensor(case["kernel"], dtype=torch.float32).reshape(1, 1, 3, 3)
        for name, one in (("plus", kernel), ("minus", -kernel)):
            wanted = F.relu(F.conv2d(picture, one, padding=1))
            assert case[name] == pytest.approx(wanted.ravel().tolist(), abs=1e-5)
        assert np.subtract(case["plus"], case["minus"]) == pytest.approx(np.array(case["answer"]), abs=1e-6)


def test_two_layers_are_pytorchs_with_relu_and_without(cases: Any) -> None:
    found = 0
    for case in cases["layers"]:
        first, second, x = (torch.tensor(case[name], dtype=torch.float64) for name in ("first", "second", "x"))
        assert case["straight"] == pytest.approx((second @ (first @ x)).tolist())
        assert case["once"] == pytest.approx((second @ first @ x).tolist())
        assert case["bent"] == pytest.approx((second @ F.relu(first @ x)).tolist())
        if case["differing"]:
            found += 1
            other = torch.tensor(case["differing"], dtype=torch.float64)
            assert not torch.allclose(second @ F.relu(first @ other), second @ first @ other)
    assert found > 40


def test_a_drawing_weighed_with_ten_pictures_is_the_linear_networks_logits(cases: Any) -> None:
    model = models.load_model("textbook-linear")[:-1]
    for digit, case in enumerate(cases["weighings"]):
        picture = torch.tensor(case["picture"]).reshape(1, 1, 28, 28)
        assert case["sum"] == pytest.approx(model(picture)[0, digit].item(), abs=1e-4)
        assert sum(case["parts"]) + case["bias"] == pytest.approx(case["sum"], abs=1e-5)


ASKED = [
    {},
    {"relu": 4, "map": 5, "row": 9, "column": 12, "bias": -0.31, "filter": "4"},
    {"map": 3, "row": 20, "column": 4, "bias": 0.5, "on": False, "filter": "horizontal"},
    {"x": [-1, 0.5], "first": [0.5, -2, 3, 1], "second": [1, -1, 0.25, 7], "row": 7, "column": 16, "filter": "1"},
]


@pytest.mark.parametrize("name", ["two-block", "textbook"])
def test_the_code_prints_what_is_on_screen(tmp_path: Path, name: str) -> None:
    folded = fold(models.load_model("textbook-linear"))
    found = trace(models.load_model(name), digits(3)[2][None, None])
    told = {"weights": folded.weights.ravel().tolist(), "bias": folded.bias.tolist()}
    answers = run_node("relu-code.mjs", write(tmp_path / "recording", [found], name, asked=ASKED, folded=told))
    assert len({answer["code"] for answer in answers}) == len(ASKED)
    for answer in answers:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(answer["code"], "code", "exec"), {})
        printed = [float(number) for number in out.getvalue().split()]
        assert printed == pytest.approx(answer["shown"], abs=1e-4), answer["code"]


def test_the_three_networks_have_as_many_weights_as_each_other() -> None:
    from cnnviz.experiments.without_relu import NETWORKS

    assert len({models.card(name)["parameters"] for name in NETWORKS}) == 1
