"""What is given to a trace, as the one input that the model reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz.errors import TraceError

# Axes of an input, batch axis included, by the first layer that insists on a number of them. Only missing
# axes are told by it: a model may well take more, and give that layer a part of them (`self.rnn(x[:, 0])`).
_AXES: tuple[tuple[tuple[type[nn.Module], ...], int], ...] = (
    ((nn.Conv2d, nn.ConvTranspose2d, nn.BatchNorm2d, nn.MaxPool2d, nn.AvgPool2d), 4),
    ((nn.Conv1d, nn.ConvTranspose1d, nn.MaxPool1d, nn.AvgPool1d), 3),
    ((nn.Conv3d, nn.ConvTranspose3d, nn.BatchNorm3d, nn.MaxPool3d, nn.AvgPool3d), 5),
    ((nn.RNNBase, nn.MultiheadAttention, nn.TransformerEncoderLayer), 3),
    ((nn.Embedding, nn.EmbeddingBag), 2),
)
_AS_WORDS = {2: "(1, N)", 3: "(1, C, L)", 4: "(1, C, H, W)", 5: "(1, C, D, H, W)"}


def one_input(
    modules: Sequence[nn.Module], parameters: Sequence[Tensor], given: object, name: str
) -> Tensor:
    """A copy of `given` with a batch axis of 1, on the device and in the number format of the `parameters`.

    `modules` are those of the model that is called `name`, the model itself first.
    A picture may come as (H, W), (C, H, W) or (1, C, H, W), as a tensor or an array.
    TraceError when it is a batch, is empty, holds NaN or infinity, or does not fit the model.
    """
    tensor = _tensor(given, name)
    if tensor.numel() == 0:
        raise TraceError(f"The input is empty: its shape is {tuple(tensor.shape)}.")
    tensor = _with_batch_axis(modules, tensor, name)
    _check_channels(modules[0], tensor, name)
    weight = next((p for p in parameters if p.is_floating_point()), None)
    if not (tensor.is_floating_point() or tensor.is_complex()):
        if not any(isinstance(module, nn.Embedding | nn.EmbeddingBag) for module in modules):
            raise TraceError(
                f"The network {name!r} takes floating-point numbers; got {tensor.dtype}. For a picture of "
                "0 to 255: input.astype('float32') / 255, or input.float() / 255 for a tensor."
            )
        return tensor.to("cpu" if weight is None else weight.device, copy=True)
    bad = int((~torch.isfinite(tensor)).sum())
    if bad:
        raise TraceError(f"The input holds {bad} numbers that are NaN or infinite, out of {tensor.numel()}.")
    if weight is None:
        return tensor.to("cpu", torch.float32, copy=True)
    return tensor.to(weight.device, weight.dtype, copy=True)


def _tensor(given: object, name: str) -> Tensor:
    if isinstance(given, Tensor):
        return given.detach()
    if not isinstance(given, np.ndarray):
        raise TraceError(
            f"A trace takes a tensor or a NumPy array; got {type(given).__name__}. "
            "For a picture file: cnnviz.trace(model, cnnviz.preprocess(path))."
        )
    try:
        return torch.from_numpy(np.array(given))  # a copy: torch warns about read-only arrays
    except TypeError:
        raise TraceError(f"The network {name!r} takes numbers; got an array of {given.dtype}.") from None


def _with_batch_axis(modules: Sequence[nn.Module], tensor: Tensor, name: str) -> Tensor:
    shape = tuple(tensor.shape)
    axes = _axes(modules)
    if axes is None:  # pictures, unless it is one row of numbers
        axes = {0: 2, 1: 2, 2: 2 if shape[:1] == (1,) else 4, 3: 4}.get(len(shape), len(shape))
    missing = axes - len(shape)
    if missing > (2 if axes == 4 else 1):
        raise _wrong_axes(name, axes, shape)
    if missing > 0:
        return tensor.reshape((1,) * missing + shape)
    if shape[0] != 1:
        raise TraceError(
            f"A trace follows one input at a time; got a batch of {shape[0]}, shape {shape}. "
            "Pick one: cnnviz.trace(model, batch[0])."
        )
    return tensor


def _wrong_axes(name: str, axes: int, shape: tuple[int, ...]) -> TraceError:
    return TraceError(f"The network {name!r} takes an input of shape {_AS_WORDS[axes]}; got {shape}.")


def _axes(modules: Sequence[nn.Module]) -> int | None:
    for module in modules:
        for classes, axes in _AXES:
            if isinstance(module, classes):
                return axes
    return None


def _check_channels(model: nn.Module, tensor: Tensor, name: str) -> None:
    """Only where the first layer is surely the one that reads the input."""
    first: Any = model
    while isinstance(first, nn.Sequential) and len(first):
        first = first[0]
    if isinstance(first, nn.Conv2d) and tensor.ndim != 4:
        raise _wrong_axes(name, 4, tuple(tensor.shape))
    if isinstance(first, nn.Conv2d) and tensor.shape[1] != first.in_channels:
        takes = "1 channel" if first.in_channels == 1 else f"{first.in_channels} channels"
        raise TraceError(
            f"The network {name!r} takes a picture with {takes}, shape (1, {first.in_channels}, H, W); "
            f"got {tensor.shape[1]}, shape {tuple(tensor.shape)}."
        )
