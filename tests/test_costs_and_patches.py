"""The chapter `whole_network`: what its JavaScript tells of every stage is what PyTorch has, and its code prints it."""

import contextlib
import io
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import run_node, write
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from cnnviz import mnist, models, pipeline, texts
from cnnviz.costs import multiplications
from cnnviz.questions.situation import Situation
from cnnviz.trace import Trace
from cnnviz.ui.chapters import whole_network

WORDS = texts.chapter("whole_network")["words"]["stages"]


def recorded(name: str) -> Trace:
    return pipeline.read(mnist.load("test").images[18].astype(np.float32) / 255, name).trace


def told(tmp_path: Path, name: str) -> tuple[Trace, dict[str, Any]]:
    found = recorded(name)
    return found, run_node("check-whole-network.mjs", write(tmp_path / "recording", [found], name, words=WORDS))


def layers(name: str, picture: np.ndarray) -> dict[str, tuple[nn.Module, torch.Tensor, int]]:
    """Each layer, what it gives out, and how often it multiplies by PyTorch's own count."""
    out, found = torch.tensor(picture)[None], {}
    for stage, layer in models.load_model(name).named_children():
        with FlopCounterMode(display=False) as counter:
            out = layer(out)
        found[stage] = (layer, out[0], counter.get_total_flops() // 2)
    return found


def sight(name: str, stage: str, row: int, column: int) -> np.ndarray:
    """Which pixels a cell depends on, by gradients: every weight is 1 and pooling adds up."""
    picture = torch.ones(1, 1, 28, 28, requires_grad=True)
    out = picture
    for layer_name, layer in models.load_model(name).named_children():
        if isinstance(layer, nn.Conv2d):
            out = F.conv2d(out, torch.ones_like(layer.weight), stride=layer.stride, padding=layer.padding)
        elif isinstance(layer, nn.MaxPool2d | nn.AvgPool2d):
            out = F.avg_pool2d(out, layer.kernel_size, layer.stride)
        elif isinstance(layer, nn.Linear):
            out = F.linear(out, torch.ones_like(layer.weight))
        elif isinstance(layer, nn.Flatten):
            out = layer(out)
        if layer_name == stage:
            break
    (out[0, 0, row, column] if out.ndim == 4 else out[0, 0]).backward()
    assert picture.grad is not None
    return (picture.grad[0, 0] > 0).numpy()


@pytest.mark.parametrize("name", models.NAMES)
def test_costs_are_those_that_pytorch_counts(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    counted = layers(name, found["input"].values)
    for answer, stage in zip(answers["answers"][1:], found.stages[1:], strict=True):
        layer, _, products = counted[stage.name]
        assert answer["multiplications"] == products == multiplications(stage)
        assert answer["parameters"] == sum(each.numel() for each in layer.parameters())


@pytest.mark.parametrize("name", models.NAMES)
def test_the_square_of_a_cell_holds_the_pixels_that_it_depends_on(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    for answer, stage in zip(answers["answers"][1:], found.stages[1:], strict=True):
        square = answer["square"]
        assert [square["height"], square["width"]] == answer["field"]
        if stage.kind in ("flatten", "softmax"):
            continue  # the square of what comes before
        if stage.is_maps:
            seen = sight(name, stage.name, 3, 4)
            wanted = np.zeros((60, 60), bool)
            top, left = square["top"] + 16, square["left"] + 16
            wanted[top : top + square["height"], left : left + square["width"]] = True
            assert (seen == wanted[16:44, 16:44]).all()
        else:
            assert sight(name, stage.name, 0, 0).all()
            assert answer["field"] == [28, 28]


@pytest.mark.parametrize("name", models.NAMES)
def test_the_patch_of_a_map_is_what_its_strongest_cell_depends_on(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    out = layers(name, found["input"].values)
    picture = np.pad(found["input"].values[0], 28)
    for answer in answers["answers"][1:]:
        for channel, patch in enumerate(answer["patches"]):
            maps = out[answer["name"]][1][channel]
            assert patch["value"] == pytest.approx(maps.max().item(), abs=1e-5)
            assert maps[patch["row"], patch["column"]].item() == pytest.approx(patch["value"], abs=1e-5)
            top, left = patch["top"] + 28, patch["left"] + 28
            cut = picture[top : top + patch["height"], left : left + patch["width"]]
            np.testing.assert_allclose(np.reshape(patch["pixels"], cut.shape), cut, atol=1e-6)
        if answer["patches"]:
            best = answer["strongest"]
            assert best["value"] == pytest.approx(out[answer["name"]][1].max().item(), abs=1e-5)


@pytest.mark.parametrize("name", models.NAMES)
def test_the_task_s_answer_is_the_first_stage_that_sees_enough(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    sides = [1]
    for stage in found.stages[1:]:
        if stage.kind in ("flatten", "softmax"):
            sides.append(sides[-1])
        else:
            middle = [side // 2 for side in stage.shape[1:]] or [0, 0]
            sides.append(int(sight(name, stage.name, *middle).any(axis=1).sum()))
    wanted = [next(index for index, seen in enumerate(sides) if seen >= side) for side in range(1, 29)]
    assert answers["first"] == wanted


@pytest.mark.parametrize("name", models.NAMES)
def test_every_stage_has_a_sentence_with_its_numbers(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    sentences = {answer["name"]: answer["sentence"] for answer in answers["answers"]}
    assert not re.search(r"[{}]|undefined|NaN", " ".join(sentences.values()))
    for stage in found:
        text = sentences[stage.name]
        if stage.kind == "relu":
            cut = int((torch.tensor(found[stage.inputs[0]].values) < 0).sum())
            assert f"{cut:,} of {stage.values.size:,}" in text
        if stage.kind == "softmax":
            best = torch.tensor(found.stages[-2].values).softmax(0).argsort(descending=True)[:2]
            assert f"for the {best[0]}" in text
            assert f"for the {best[1]}" in text
        if "pooling" in stage.kind:
            assert f"{100 * stage.values.size / found[stage.inputs[0]].values.size:.1f}" in text
        if stage.kind == "input":
            assert f"{int((stage.values > 0).sum())} of them" in text


@pytest.mark.parametrize("name", models.NAMES)
def test_the_code_prints_what_the_page_tells(tmp_path: Path, name: str) -> None:
    found, answers = told(tmp_path, name)
    for answer, stage in zip(answers["answers"], found, strict=True):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(answer["pytorch"], "<page>", "exec"), {})
        lines = out.getvalue().splitlines()
        wanted = [str(stage.shape)]
        if stage.kind != "input":
            wanted += [str(answer["parameters"]), str(answer["multiplications"])]
        if stage.receptive_field:
            wanted.append(str(tuple(answer["field"])))
        assert lines[: len(wanted)] == wanted
        if answer["patches"]:
            assert float(lines[-1]) == pytest.approx(answer["patches"][-1]["value"], abs=1e-6)


@pytest.mark.parametrize("name", models.NAMES)
def test_the_keras_lines_name_a_layer_for_every_stage(tmp_path: Path, name: str) -> None:
    _, answers = told(tmp_path, name)
    keras = answers["answers"][-1]["keras"]
    compile(keras, "<page>", "exec")
    named = re.findall(r"layers\.(\w+)\(.*?# (\w+)$", keras, re.MULTILINE)
    kinds = {
        "Conv2d": "Conv2D", "ReLU": "ReLU", "MaxPool2d": "MaxPooling2D", "AvgPool2d": "AveragePooling2D",
        "Flatten": "Flatten", "Linear": "Dense", "Softmax": "Softmax",
    }  # fmt: skip
    children = models.load_model(name).named_children()
    assert named == [(kinds[type(layer).__name__], stage) for stage, layer in children]


@pytest.mark.parametrize("name", models.NAMES)
def test_the_facts_are_counted_in_the_network(name: str) -> None:
    found = pipeline.read(mnist.load("test").images[18].astype(np.float32) / 255, name)
    facts = whole_network.material(Situation(found)).facts
    counted = layers(name, found.trace["input"].values)
    total = models.count_parameters(models.load_model(name))
    products = {stage: count for stage, (_, _, count) in counted.items()}
    most = max(products.values())
    assert f"{total:,}" in facts["costs"]
    assert f"{sum(products.values()):,}" in facts["costs"]
    busiest = [stage for stage, count in products.items() if count == most]
    assert f"{100 * most * len(busiest) / sum(products.values()):.1f}" in facts["costs"]
    assert ", ".join(busiest) in facts["costs"]


@pytest.mark.parametrize("name", models.NAMES)
def test_the_charts_hold_all_parameters_and_grow_to_the_whole_picture(name: str) -> None:
    found = pipeline.read(mnist.load("test").images[18].astype(np.float32) / 255, name)
    costs, fields = (chart.figure() for chart in whole_network.material(Situation(found)).charts)
    for bars in costs.data:
        assert math.isclose(sum(bars.y), 100)
    assert sum(costs.data[0].customdata) == models.count_parameters(models.load_model(name))
    sides = list(fields.data[0].y)
    assert sides == sorted(sides)
    assert sides[-1] == 28


def test_damaged_patches_are_told_of_and_the_rest_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cnnviz.patches.folder_of_patches", lambda: tmp_path)
    found = pipeline.read(mnist.load("test").images[18].astype(np.float32) / 255, "textbook")
    made = whole_network.material(Situation(found))
    assert made.data["patches"] == {}
    assert "cannot be read" in made.data["problem"]
    assert made.charts
