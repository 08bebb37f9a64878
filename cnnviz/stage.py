"""One stage of a network's pass: what a layer gave out, and what it is. NumPy only."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnnviz.receptive_field import Pair, ReceptiveField

Array = NDArray[np.float32]


class Kind(StrEnum):
    """What a stage does.

    A kind is a promise about the sum: a `CONVOLUTION` pads with zeros, an `AVERAGE_POOLING`
    divides by the cells of its window, padding included, a `DENSE` and a `SOFTMAX` give out
    a vector. Whatever does something else, if only in a detail, is `OTHER`.
    """

    INPUT = "input"
    CONVOLUTION = "convolution"
    RELU = "relu"
    MAX_POOLING = "max_pooling"
    AVERAGE_POOLING = "average_pooling"
    FLATTEN = "flatten"
    DENSE = "dense"
    SOFTMAX = "softmax"
    OTHER = "other"


@dataclass(frozen=True, eq=False)
class Stage:
    """What one layer gave out in one pass. Arrays are read-only float32.

    * `values`: (C, H, W) maps or (N,) numbers, no batch axis.
    * `inputs`: names of the stages it was computed from; empty where that cannot be told.
    * `weight`: (out, in / groups, h, w) of a convolution, (out, in) of a dense layer; `bias`: (out,).
    * `kernel_size`, `stride`, `padding`, `dilation`: (rows, columns) of a convolution or pooling;
      the padding above and on the left.
    * `receptive_field`: input pixels that a cell sees; `None` where it cannot be told. A
      flattened cell sees what it saw before, so look at the stage before `flatten`.
    * `parameters`: how many numbers the layer has learned.
    """

    name: str
    kind: Kind
    values: Array
    inputs: tuple[str, ...] = ()
    weight: Array | None = None
    bias: Array | None = None
    kernel_size: Pair | None = None
    stride: Pair | None = None
    padding: Pair | None = None
    dilation: Pair | None = None
    groups: int = 1
    ceil_mode: bool = False
    receptive_field: ReceptiveField | None = None
    parameters: int = 0
    layer: str = ""  # the class of the module, "Conv2d"

    def __post_init__(self) -> None:
        for name in ("values", "weight", "bias"):
            array = getattr(self, name)
            if array is not None and (array.flags.writeable or array.dtype != np.float32):
                object.__setattr__(self, name, frozen(array))

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A copy or an unpickled stage is as read-only as the original."""
        self.__dict__.update(state)
        for field in fields(self):
            if isinstance(array := state[field.name], np.ndarray):
                array.setflags(write=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """(C, H, W) or (N,)."""
        return self.values.shape

    @property
    def is_maps(self) -> bool:
        """Whether the values are maps (C, H, W), not a vector."""
        return self.values.ndim == 3

    @property
    def low(self) -> float:
        """The smallest value."""
        return float(self.values.min()) if self.values.size else 0.0

    @property
    def high(self) -> float:
        """The largest value."""
        return float(self.values.max()) if self.values.size else 0.0

    def __repr__(self) -> str:
        return f"Stage({self.name!r}, {self.kind.value}, {self.shape})"


def frozen(array: Any) -> Array:
    """A read-only float32 copy."""
    copy = np.array(array, dtype=np.float32)
    copy.setflags(write=False)
    return copy
