"""The arithmetic of the pooling chapter's page, in JavaScript, against PyTorch and cnnviz/experiments."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import run_node
from torch import nn
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.experiments.shift import TOLERANCE, at_the_same_place, moved_along, shift
from cnnviz.stage import Stage
from cnnviz.trace import Kind, trace

MOVES = tuple(product(range(-2, 3), range(-2, 3)))


def in_node(tmp_path: Path, **cases: Any) -> Any:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases))
    return run_node("check-pooling.mjs", path)


def test_every_window_and_stride_pools_as_pytorch_does(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    cases, maps = [], []
    sizes = ((28, 28), (26, 26), (14, 14), (7, 5), (3, 4), (2, 9))
    for window, stride, (rows, columns) in product((2, 3), (1, 2, 3), sizes):
        cells = rng.normal(size=(rows, columns)).astype(np.float32)
        if rng.random() < 0.5:
            cells = np.maximum(cells, 0)  # ties of zeros, as after ReLU
        maps.append(torch.tensor(cells)[None])
        cases.append(grid(cells[None]) | {"window": window, "stride": stride})
    found = in_node(tmp_path, pools=cases)["pools"]
    for case, cells, one in zip(cases, maps, found, strict=True):
        if min(cells.shape[1:]) < case["window"]:
            assert one["largest"] == []
            continue
        largest, winners = F.max_pool2d(cells, case["window"], case["stride"], return_indices=True)
        average = F.avg_pool2d(cells, case["window"], case["stride"])
        assert (one["rows"], one["columns"]) == tuple(largest.shape[1:])
        np.testing.assert_allclose(one["largest"], largest.ravel(), atol=1e-5)
        np.testing.assert_allclose(one["average"], average.ravel(), atol=1e-5)
        assert one["winners"] == winners.ravel().tolist()


@pytest.mark.parametrize("padding", [0, 1, 2])
def test_multiplications_are_counted_from_the_layers_output(tmp_path: Path, padding: int) -> None:
    cases, wanted = [], []
    for channels, outputs, kernel, stride, side in product((1, 8), (3, 16), (3, 5), (1, 2), (28, 14, 9)):
        layer = nn.Conv2d(channels, outputs, kernel, stride, padding)
        wanted.append(layer(torch.zeros(1, channels, side, side)).numel() * layer.weight[0].numel())
        described = {
            "shape": [outputs, 0, 0],
            "kernel_size": layer.kernel_size,
            "stride": layer.stride,
            "padding": layer.padding,
            "dilation": layer.dilation,
            "weightShape": list(layer.weight.shape),
        }
        cases.append({"layer": described, "channels": channels, "rows": side, "columns": side})
    dense = nn.Linear(32 * 13 * 13, 10)
    cases.append({"layer": {"shape": [10]}, "channels": 32, "rows": 13, "columns": 13})
    assert in_node(tmp_path, costs=cases)["costs"] == [*wanted, dense.weight.numel()]


@pytest.mark.parametrize("name", ["two-block", "textbook", "textbook-no-relu"])
def test_the_page_counts_the_changed_cells_as_the_experiment_does(tmp_path: Path, name: str) -> None:
    model = models.load_model(name)
    digit = mnist.load("test").images[32].astype(np.float32) / 255
    recorded = trace(model, digit)
    pooling = next(stage for stage in recorded if stage.kind is Kind.MAX_POOLING)
    before = recorded[pooling.inputs[0]]
    shifts = shift(model, digit, MOVES)
    still = shifts.place((0, 0))
    cases, wanted = [], []
    for place, move in enumerate(MOVES):
        for maps, stage, window in ((shifts.before, before, None), (shifts.after, pooling, 2)):
            one, other = maps[still][:1], maps[place][:1]
            assert before.receptive_field is not None
            field = before.receptive_field
            cases.append(
                {
                    "still": grid(one), "moved": grid(other), "move": move, "window": window, "stride": window,
                    "field": {"size": field.size, "step": field.step, "offset": field.offset},
                    "picture": digit.shape, "tolerance": TOLERANCE,
                }
            )  # fmt: skip
            wanted.append((at_the_same_place(one, other), moved_along(one, other, move, stage, digit.shape)))
    found = in_node(tmp_path, changes=cases)["changes"]
    for told, (place_change, back) in zip(found, wanted, strict=True):
        for one, change in ((told["place"], place_change), (told["back"], back)):
            assert (one["changed"], one["compared"]) == (change.changed, change.compared)
            assert tuple(one["along"]) == change.along


@pytest.mark.parametrize(("window", "stride"), [(3, 1), (3, 3), (2, 3), (2, 1)])
def test_a_pooled_map_follows_moves_by_whole_strides(tmp_path: Path, window: int, stride: int) -> None:
    model = models.load_model("two-block")
    digit = mnist.load("test").images[18].astype(np.float32) / 255
    recorded = trace(model, digit)
    before = recorded["relu1_2"]
    assert before.receptive_field is not None
    field = before.receptive_field
    moves = [(0, right) for right in range(-3, 4)]
    shifts = shift(model, digit, moves)
    pooled = F.max_pool2d(torch.tensor(shifts.before[:, :1]), window, stride).numpy()
    stage = Stage("p", Kind.MAX_POOLING, pooled[0], receptive_field=field.through((window, window), (stride, stride)))
    cases = [
        {
            "still": grid(pooled[3]), "moved": grid(each), "move": move, "window": window, "stride": stride,
            "field": {"size": field.size, "step": field.step, "offset": field.offset},
            "picture": digit.shape, "tolerance": TOLERANCE,
        }
        for move, each in zip(moves, pooled, strict=True)
    ]  # fmt: skip
    found = in_node(tmp_path, changes=cases)["changes"]
    for move, each, told in zip(moves, pooled, found, strict=True):
        change = moved_along(pooled[3], each, move, stage, digit.shape)
        assert (told["back"]["changed"], told["back"]["compared"]) == (change.changed, change.compared)
        assert (change.changed == 0) == (move[1] % stride == 0)


def grid(maps: Any) -> dict[str, Any]:
    (cells,) = maps
    return {"rows": cells.shape[0], "columns": cells.shape[1], "values": cells.ravel().tolist()}
