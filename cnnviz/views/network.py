"""A trace as the network view takes it: a description in JSON, the values as bytes."""

from enum import StrEnum
from typing import Any

import numpy as np

from cnnviz.trace import Kind, Stage, Trace


class Encoding(StrEnum):
    """How a cell travels."""

    FLOAT32 = "float32"
    """Four bytes: the recorded value itself."""
    INT8 = "int8"
    """One byte, -127 to 127, times a scale per map: enough for colours while the pen moves."""


def describe(trace: Trace) -> list[dict[str, Any]]:
    """The stages in order, without values: what the view needs to lay a network out.

    `offset` and `length` locate a stage in the concatenated values, in cells.
    """
    offset, stages = 0, []
    for stage in trace.stages:
        stages.append(
            {
                "name": stage.name,
                "kind": stage.kind.value,
                "shape": list(stage.values.shape),
                "inputs": list(stage.inputs),
                "offset": offset,
                "length": stage.values.size,
                "kernel_size": stage.kernel_size,
                "stride": stage.stride,
                "padding": stage.padding,
                "dilation": stage.dilation,
                "parameters": stage.parameters,
                "receptive_field": _receptive_field(stage),
            }
        )
        offset += stage.values.size
    return stages


def encode(trace: Trace, encoding: Encoding) -> bytes:
    """All values of a trace, stage after stage, little endian.

    FLOAT32: the cells. INT8: per stage one float32 scale a map, then its cells as
    int8, padded to four bytes; the last vectors (logits, probabilities) stay
    float32, since they are printed as numbers.
    """
    if encoding is Encoding.FLOAT32:
        return b"".join(stage.values.astype("<f4").tobytes() for stage in trace.stages)
    return b"".join(_in_eight_bits(stage) for stage in trace.stages)


def weigh(trace: Trace) -> tuple[list[dict[str, Any]], bytes]:
    """What each layer learned: a list of `{stage, weight, bias}` as shapes, and the float32 numbers in that order.

    A shape is None where a layer has no such thing; layers without any are left out.
    """
    learned, numbers = [], []
    for stage in trace.stages:
        arrays = {"weight": stage.weight, "bias": stage.bias}
        if stage.weight is None and stage.bias is None:
            continue
        learned.append({"stage": stage.name} | {k: None if a is None else list(a.shape) for k, a in arrays.items()})
        numbers += [array.astype("<f4").tobytes() for array in arrays.values() if array is not None]
    return learned, b"".join(numbers)


def is_exact(stage: Stage) -> bool:
    """Whether a stage's cells stay float32 in every encoding."""
    return stage.kind in (Kind.DENSE, Kind.SOFTMAX)


def _in_eight_bits(stage: Stage) -> bytes:
    if is_exact(stage):
        return bytes(stage.values.astype("<f4").tobytes())
    maps = stage.values.reshape(len(stage.values) if stage.is_maps else 1, -1)
    scales = np.abs(maps).max(axis=1, keepdims=True) / np.float32(127)
    cells: bytes = np.rint(maps / np.where(scales > 0, scales, 1)).astype(np.int8).tobytes()
    return bytes(scales.astype("<f4").tobytes()) + cells + bytes(-len(cells) % 4)


def _receptive_field(stage: Stage) -> dict[str, Any] | None:
    field = stage.receptive_field
    return None if field is None else {"size": field.size, "step": field.step, "offset": field.offset}
