"""What the network view is given: each value where the description says it is."""

import numpy as np
import pytest
import torch

from cnnviz import models
from cnnviz.trace import Kind, Trace, trace
from cnnviz.views.network import Encoding, describe, encode, weigh


def a_trace(name: str) -> Trace:
    torch.manual_seed(3)
    return trace(models.build(name).eval(), torch.rand(1, 1, 28, 28))


@pytest.mark.parametrize("name", models.NAMES)
def test_float32_holds_every_recorded_value_where_the_description_says(name: str) -> None:
    found = a_trace(name)
    values = np.frombuffer(encode(found, Encoding.FLOAT32), "<f4")
    assert sum(stage["length"] for stage in describe(found)) == len(values)
    for stage, described in zip(found.stages, describe(found), strict=True):
        piece = values[described["offset"] : described["offset"] + described["length"]]
        assert described["name"] == stage.name
        np.testing.assert_array_equal(piece.reshape(described["shape"]), stage.values)


@pytest.mark.parametrize("name", models.NAMES)
def test_eight_bits_are_within_half_a_step_of_each_map_and_the_answer_is_exact(name: str) -> None:
    found = a_trace(name)
    content, at = encode(found, Encoding.INT8), 0
    for stage in found.stages:
        if stage.kind in (Kind.DENSE, Kind.SOFTMAX):
            np.testing.assert_array_equal(np.frombuffer(content, "<f4", stage.values.size, at), stage.values)
            at += 4 * stage.values.size
            continue
        maps = stage.values.shape[0] if stage.values.ndim == 3 else 1
        scales = np.frombuffer(content, "<f4", maps, at)
        cells = np.frombuffer(content, np.int8, stage.values.size, at + 4 * maps).reshape(maps, -1)
        wanted = stage.values.reshape(maps, -1)
        np.testing.assert_allclose(scales * 127, np.abs(wanted).max(axis=1), rtol=1e-6)
        assert (np.abs(cells * scales[:, None] - wanted) <= scales[:, None] * 0.5001).all()
        at += 4 * maps + stage.values.size + (-stage.values.size) % 4
    assert at == len(content)


def test_an_empty_map_travels_as_zeros_without_a_warning() -> None:
    found = trace(torch.nn.Sequential(torch.nn.ReLU()), np.full((1, 1, 2, 2), -1, np.float32))
    assert encode(found, Encoding.INT8)[-8:] == bytes(8)


def test_the_description_tells_kind_geometry_and_receptive_field() -> None:
    stages = {stage["name"]: stage for stage in describe(a_trace("two-block"))}
    conv = stages["conv2_1"]
    assert conv["kind"] == "convolution"
    assert conv["inputs"] == ["pool1"]
    assert conv["shape"] == [16, 14, 14]
    assert (conv["kernel_size"], conv["stride"], conv["padding"]) == ((3, 3), (1, 1), (1, 1))
    # Two 3x3 convolutions see 5, pooling makes it 6 at a step of 2, the next convolution adds 2 steps on.
    assert conv["receptive_field"] == {"size": (10, 10), "step": (2, 2), "offset": (-4, -4)}


@pytest.mark.parametrize("name", models.NAMES)
def test_the_weights_come_in_the_order_of_their_list(name: str) -> None:
    found = a_trace(name)
    learned, content = weigh(found)
    numbers, at = np.frombuffer(content, "<f4"), 0
    assert [layer["stage"] for layer in learned] == [stage.name for stage in found.stages if stage.parameters]
    for layer in learned:
        for part in ("weight", "bias"):
            array = getattr(found[layer["stage"]], part)
            np.testing.assert_array_equal(numbers[at : at + array.size].reshape(layer[part]), array)
            at += array.size
    assert at == len(numbers) == models.count_parameters(models.build(name))
