"""The network's sums by hand, for one cell: what is multiplied with what, and what that adds up to.

Everything is computed in float64 from what a trace recorded, so a result differs from the
recorded value by no more than PyTorch's own rounding in float32.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnviz.errors import TraceError
from cnnviz.receptive_field import Pair
from cnnviz.stage import Array, Kind, Stage

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ConvolutionCell:
    """One cell of a convolution: patch times kernel, added up, plus the bias."""

    patch: Numbers  # (in / groups, h, w) of the stage before; zeros where it hangs over the edge
    kernel: Numbers  # (in / groups, h, w)
    products: Numbers  # (in / groups, h, w)
    bias: float
    result: float


@dataclass(frozen=True, eq=False)
class PoolingCell:
    """One cell of a pooling: its window on one map, and the largest or the mean of it."""

    window: Numbers  # (h, w), NaN outside of what counts
    row: int | None  # of the largest number within the window; None for a mean
    column: int | None
    result: float


@dataclass(frozen=True, eq=False)
class DenseSum:
    """One number of a dense layer: what each input number contributes, plus the bias."""

    contributions: Numbers  # (in,): input times weight
    bias: float
    result: float


@dataclass(frozen=True, eq=False)
class SoftmaxTerms:
    """Softmax: e to each logit, and its share of their sum."""

    exponentials: Numbers  # (N,): of logit minus the largest logit, so that nothing overflows
    total: float
    result: Numbers  # (N,), summing to 1


def convolution_cell(stage: Stage, before: Stage, channel: int, row: int, column: int) -> ConvolutionCell:
    """How cell (channel, row, column) of a convolution comes from the stage before it."""
    _expect(stage, Kind.CONVOLUTION)
    _check_cell(stage, channel, row, column)
    assert stage.weight is not None
    kernel = stage.weight[channel].astype(np.float64)
    group = channel // (len(stage.weight) // stage.groups)
    maps = before.values[group * len(kernel) : (group + 1) * len(kernel)].astype(np.float64)
    patch = _window(stage, maps, row, column, outside=0.0)
    products = patch * kernel
    bias = 0.0 if stage.bias is None else float(stage.bias[channel])
    return ConvolutionCell(patch, kernel, products, bias, float(products.sum() + bias))


def pooling_cell(stage: Stage, before: Stage, channel: int, row: int, column: int) -> PoolingCell:
    """How cell (channel, row, column) of a max or average pooling comes from the stage before it."""
    _expect(stage, Kind.MAX_POOLING, Kind.AVERAGE_POOLING)
    _check_cell(stage, channel, row, column)
    cells = before.values[channel].astype(np.float64)
    if stage.kind is Kind.MAX_POOLING:  # the padding does not count
        window = _window(stage, cells, row, column, outside=np.nan)
        top, left = np.unravel_index(int(np.nanargmax(window)), window.shape)
        return PoolingCell(window, int(top), int(left), float(window[top, left]))
    # The padding counts as zeros; what lies beyond it, in ceil mode, does not count.
    window = _window(stage, cells, row, column, outside=0.0)
    start, _, padding = _geometry(stage, row, column)
    height, width = (length + p - s for length, p, s in zip(cells.shape, padding, start, strict=True))
    window[height:], window[:, width:] = np.nan, np.nan
    return PoolingCell(window, None, None, float(window[:height, :width].mean()))


def dense_sum(stage: Stage, before: Stage, index: int) -> DenseSum:
    """How number `index` of a dense layer adds up."""
    _expect(stage, Kind.DENSE)
    assert stage.weight is not None
    if not 0 <= index < len(stage.values):
        raise TraceError(f"{stage.name} has the numbers 0 to {len(stage.values) - 1}; got {index}.")
    contributions = before.values.astype(np.float64) * stage.weight[index]
    bias = 0.0 if stage.bias is None else float(stage.bias[index])
    return DenseSum(contributions, bias, float(contributions.sum() + bias))


def softmax_terms(logits: Array, temperature: float = 1.0) -> SoftmaxTerms:
    """How logits (N,) become probabilities; a high temperature evens them out, a low one sharpens them."""
    if not temperature > 0:
        raise TraceError(f"A temperature is greater than 0; got {temperature}.")
    scaled = logits.astype(np.float64) / temperature
    exponentials = np.exp(scaled - scaled.max())
    total = float(exponentials.sum())
    return SoftmaxTerms(exponentials, total, exponentials / total)


def _window(stage: Stage, maps: Numbers, row: int, column: int, outside: float) -> Numbers:
    """The numbers (..., h, w) under the window of a cell, and `outside` where it hangs over the edge."""
    start, dilation, _ = _geometry(stage, row, column)
    assert stage.kernel_size is not None
    rows, columns = (
        first + apart * np.arange(cells)
        for first, apart, cells in zip(start, dilation, stage.kernel_size, strict=True)
    )
    height, width = maps.shape[-2:]
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
    cells = maps[..., rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)]
    return np.where(inside, cells, outside)


def _geometry(stage: Stage, row: int, column: int) -> tuple[Pair, Pair, Pair]:
    """First cell of the window, dilation, padding."""
    assert stage.stride is not None
    assert stage.padding is not None
    assert stage.dilation is not None
    (down, right), (top, left) = stage.stride, stage.padding
    return (row * down - top, column * right - left), stage.dilation, stage.padding


def _expect(stage: Stage, *kinds: Kind) -> None:
    if stage.kind not in kinds:
        wanted = " or ".join(kind.replace("_", " ") for kind in kinds)
        raise TraceError(f"{stage.name} is of kind {stage.kind.value!r}; this sum is that of a {wanted}.")


def _check_cell(stage: Stage, *cell: int) -> None:
    if not all(0 <= index < length for index, length in zip(cell, stage.shape, strict=True)):
        raise TraceError(
            f"{stage.name} has no cell {cell}: its shape is {stage.shape} (map, row, column, from 0)."
        )
