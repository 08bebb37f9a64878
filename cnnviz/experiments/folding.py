"""A network without ReLU and without max pooling, folded into one weighted sum of the picture for each class.

Convolution, averaging and the dense layer are linear, and so is one after the other:
logits = weights · picture + bias, with one picture of weights for each class.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnviz.errors import ModelError
from cnnviz.stage import Array, frozen


@dataclass(frozen=True, eq=False)
class Folded:
    """One linear map of the picture. Arrays are read-only float32."""

    weights: Array  # (10, 28, 28): what each pixel counts for each class
    bias: Array  # (10,)

    def logits(self, picture: Array) -> Array:
        """(10,): what the network computes before softmax, for a picture (28, 28)."""
        return frozen((self.weights.astype(float) * picture).sum(axis=(1, 2)) + self.bias)


def fold(model: nn.Sequential) -> Folded:
    """`model` as one linear map of a (1, 28, 28) picture; its softmax is left out.

    From the last layer to the first, each weight is handed back to the cells that its layer takes it from. Computed
    in float64. ModelError when a layer is not linear: such a network is no single weighted sum.
    """
    layers = [(name, layer) for name, layer in model.named_children() if not isinstance(layer, nn.Softmax)]
    shapes = _shapes([layer for _, layer in layers])
    rows = torch.eye(shapes[-1][0], dtype=torch.float64)  # (10, 10): of each class's logit, itself
    bias = torch.zeros(len(rows), dtype=torch.float64)
    for (name, layer), shape in zip(reversed(layers), reversed(shapes[:-1]), strict=True):
        rows, added = _handed_back(name, layer, rows, shape)  # (10, *shape)
        bias = bias + added
    return Folded(frozen(rows[:, 0].numpy()), frozen(bias.numpy()))


def _shapes(layers: list[nn.Module]) -> list[torch.Size]:
    """The shape before each layer and, last, that of the logits."""
    values = torch.zeros(1, 1, 28, 28)
    shapes = [values.shape[1:]]
    for layer in layers:
        values = layer(values)
        shapes.append(values.shape[1:])
    return shapes


def _handed_back(name: str, layer: nn.Module, rows: Tensor, shape: torch.Size) -> tuple[Tensor, Tensor]:
    """What the weights `rows` of a layer's output are as weights of its input, and what its bias adds to each sum."""
    nothing = torch.zeros(len(rows), dtype=torch.float64)
    match layer:
        case nn.Linear():
            return rows @ layer.weight.double(), nothing if layer.bias is None else rows @ layer.bias.double()
        case nn.Flatten():
            return rows.reshape(-1, *shape), nothing
        case nn.AvgPool2d(kernel_size=int(side), stride=int(step), padding=0) if side == step:
            shared = F.interpolate(rows, scale_factor=float(side), mode="nearest") / side**2
            below, right = shape[1] - shared.shape[2], shape[2] - shared.shape[3]
            return F.pad(shared, (0, right, 0, below)), nothing
        case nn.Conv2d(stride=(1, 1), dilation=(1, 1), groups=1, padding=tuple(padding)):
            taken = F.conv_transpose2d(rows, layer.weight.double(), padding=padding)
            added = nothing if layer.bias is None else rows.sum(dim=(2, 3)) @ layer.bias.double()
            return taken, added
    kind = type(layer).__name__
    raise ModelError(f"{name} ({kind}) is not linear: only a network of linear layers folds into one weighted sum.")
