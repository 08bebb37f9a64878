"""The convolution chapter's knobs in Node against torch.nn.functional, and its code typed at a prompt."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from recordings import run_node, write
from torch.nn import functional as F

from cnnviz import pipeline, texts
from cnnviz.assets import asset
from cnnviz.experiments import strokes
from cnnviz.picture_files import photograph
from cnnviz.ui.desk import Base, Desk

WORDS = texts.chapter("convolution")["words"]
SCENE = photograph(asset("pictures", "scene.png")).transpose(2, 0, 1)
BRIGHTNESS = torch.tensor([0.299, 0.587, 0.114])


def listed(array: np.ndarray) -> dict[str, Any]:
    return {"shape": array.shape, "values": array.ravel().tolist()}


def in_node(path: Path, cases: list[dict[str, Any]], photo: np.ndarray = SCENE, **task: Any) -> Any:
    found = pipeline.read(Desk(base=Base(sample=3)).drawing())
    arrays = {"scene": listed(SCENE), "photo": listed(photo), "strokes": listed(strokes.pictures())}
    asked = path / "cases.json"
    asked.write_text(json.dumps({"cases": cases, "arrays": arrays, "words": WORDS, "task": task or None}))
    return run_node("convolution-cases.mjs", write(path / "recording", [found.trace]), asked)


def cases(count: int, seed: int, photo: np.ndarray = SCENE) -> list[dict[str, Any]]:
    """Knobs in all their positions, with random weights, and a random cell of the map."""
    rng = np.random.default_rng(seed)
    made: list[dict[str, Any]] = []
    while len(made) < count:
        size, stride = int(rng.choice([1, 3, 5, 7])), int(rng.integers(1, 4))
        padding, dilation = int(rng.integers(4)), int(rng.integers(1, 4))
        picture, colour = str(rng.choice(["digit", "scene", "upload"])), bool(rng.integers(2))
        kernels = rng.normal(size=(3 if rng.integers(2) else 1, size * size)).round(3).tolist()
        state = {
            "picture": picture,
            "colour": colour,
            "kernel": {"size": size, "kernels": kernels},
            "bias": round(float(rng.normal()), 2),
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
        }
        sides = {"digit": (28, 28), "scene": SCENE.shape[1:], "upload": photo.shape[1:]}[picture]
        out = [(side + 2 * padding - dilation * (size - 1) - 1) // stride + 1 for side in sides]
        if min(out) > 0:
            row, column = (int(place) for place in rng.integers(out))
            made.append({"state": state, "place": {"row": row, "column": column}})
    return made


def by_torch(state: dict[str, Any], photo: np.ndarray = SCENE) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """The map, and each channel's part of it; in double, since float32 itself is off by 1e-5 where sums reach 20."""
    if state["picture"] == "digit":
        reading = pipeline.read(Desk(base=Base(sample=3)).drawing())
        picture = torch.tensor(reading.trace["input"].values)
    else:
        picture = torch.tensor(np.ascontiguousarray(photo if state["picture"] == "upload" else SCENE))
        if not state["colour"]:
            picture = (picture * BRIGHTNESS[:, None, None]).sum(0, keepdim=True)
    picture = picture.double()
    size, kernels = state["kernel"]["size"], state["kernel"]["kernels"]
    chosen = [(kernels * 3)[channel] if len(kernels) == 1 else kernels[channel] for channel in range(len(picture))]
    weight = torch.tensor(chosen).reshape(1, len(picture), size, size).double()
    options = {name: state[name] for name in ("stride", "padding", "dilation")}
    parts = [
        F.conv2d(picture[None, channel : channel + 1], weight[:, channel : channel + 1], **options)[0, 0]
        for channel in range(len(picture))
    ]
    return F.conv2d(picture[None], weight, torch.tensor([state["bias"]]).double(), **options)[0, 0], parts


def test_every_knob_gives_what_pytorch_gives(tmp_path: Path) -> None:
    photo = np.random.default_rng(1).random((3, 40, 23), np.float32)
    asked = cases(120, seed=5, photo=photo)
    for case, answer in zip(asked, in_node(tmp_path, asked, photo)["answers"], strict=True):
        wanted, parts = by_torch(case["state"], photo)
        assert answer["shape"] == [1, *wanted.shape]
        np.testing.assert_allclose(answer["map"], wanted.flatten(), atol=1e-5)
        assert answer["cell"] == pytest.approx(wanted[case["place"]["row"], case["place"]["column"]].item(), abs=1e-5)
        for part, one in zip(answer["parts"], parts, strict=True):
            np.testing.assert_allclose(part, one.flatten(), atol=1e-5)


def test_the_code_prints_what_is_on_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pixels = np.random.default_rng(2).integers(0, 256, (30, 44, 3), np.uint8)
    Image.fromarray(pixels).save(tmp_path / "mine.png")
    photo = photograph(tmp_path / "mine.png").transpose(2, 0, 1)
    asked = cases(12, seed=8, photo=photo)
    for answer in in_node(tmp_path, asked, photo)["answers"]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(answer["code"]["pytorch"], "the page's code", "exec"), {})
        size, value = out.getvalue().splitlines()
        assert size == f"torch.Size({answer['shape'][1:]})"
        assert float(value) == pytest.approx(answer["cell"], abs=1e-5)
        assert compile(answer["code"]["keras"], "the page's code", "exec")


SOLUTIONS = {
    "slant": [-1, -1, 2, -1, 2, -1, 2, -1, -1],
    "upright": [-1, 2, -1] * 3,
    "side": [-1, 0, 1] * 3,
    "lean": [-1, -1, 2, -1, 2, -1, 2, -1, -1],
    "speck": [0, -4, 0, -4, 8, -4, 0, -4, 0],
}
NO_SOLUTION = [[0, 0, 0, 0, 1, 0, 0, 0, 0], [0.0] * 9]


def test_filters_are_measured_as_pytorch_measures_them_and_each_task_can_be_solved(tmp_path: Path) -> None:
    kernels = [*SOLUTIONS.values(), *NO_SOLUTION]
    tasks = [{"wanted": task.wanted, "unwanted": task.unwanted, "factor": task.factor} for task in strokes.TASKS]
    filters = [{"size": 3, "kernels": [kernel], "bias": 0, "dilation": 1} for kernel in kernels]
    found = in_node(tmp_path, [], names=strokes.names(), tasks=tasks, filters=filters)["measured"]
    names = [task.name for task in strokes.TASKS]
    assert names == list(SOLUTIONS)
    for kernel, measured in zip(kernels, found, strict=True):
        weight = torch.tensor(kernel, dtype=torch.float32).reshape(1, 1, 3, 3)
        maps = F.relu(F.conv2d(torch.tensor(strokes.pictures())[:, None], weight))
        np.testing.assert_allclose(measured["answers"], maps.amax((1, 2, 3)), atol=1e-5)
        solved = [name for name, one in zip(names, measured["solved"], strict=True) if one]
        if kernel in NO_SOLUTION:
            assert solved == []
        else:
            assert all(name in solved for name, solution in SOLUTIONS.items() if solution == kernel)


def test_the_shipped_photograph_is_what_its_script_draws() -> None:
    namespace: dict[str, Any] = {"__name__": "scene", "__file__": str(asset("pictures", "scene.py"))}
    exec(asset("pictures", "scene.py").read_text(encoding="utf-8"), namespace)
    drawn = np.asarray(namespace["scene"](), np.float32) / 255
    np.testing.assert_array_equal(drawn, SCENE.transpose(1, 2, 0))
