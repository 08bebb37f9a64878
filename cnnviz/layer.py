"""What a torch module says of itself: its kind, its geometry, its weights."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from torch import Tensor, nn

from cnnviz.receptive_field import Pair
from cnnviz.stage import Array, Kind, frozen

Shape = tuple[int, ...]


class Sight(Enum):
    """What a cell of a layer's output sees of its input."""

    SAME_CELL = "the cell in the same place"
    WINDOW = "a window"
    EVERYTHING = "all of it"
    UNKNOWN = "cannot be told"


@dataclass(frozen=True)
class Layer:
    """A module's kind and geometry. Geometry is (rows, columns), `None` where it has none."""

    kind: Kind
    sight: Sight
    kernel_size: Pair | None = None
    stride: Pair | None = None
    padding: Pair | None = None
    dilation: Pair | None = None
    groups: int = 1
    ceil_mode: bool = False

    @property
    def window(self) -> tuple[Pair, Pair, Pair, Pair] | None:
        """Kernel size, stride, padding and dilation of a layer that has all four."""
        if self.kernel_size and self.stride and self.padding and self.dilation:
            return self.kernel_size, self.stride, self.padding, self.dilation
        return None


# A subclass that computes something of its own is not the layer it derives from, so a module
# is recognised by its `forward`, not by its class.
_CELL_BY_CELL: frozenset[Any] = frozenset(
    module.forward
    for module in (
        nn.BatchNorm2d, nn.CELU, nn.Dropout, nn.Dropout2d, nn.ELU, nn.GELU, nn.Hardsigmoid, nn.Hardswish,
        nn.Hardtanh, nn.Identity, nn.LeakyReLU, nn.Mish, nn.PReLU, nn.ReLU, nn.ReLU6, nn.SELU, nn.SiLU,
        nn.Sigmoid, nn.Softplus, nn.Softsign, nn.Softmax2d, nn.Tanh,
    )
)  # fmt: skip


def describe(module: nn.Module, came: Shape | None, gave: Shape) -> Layer:
    """The layer that `module` is; `came` and `gave` are the shapes of its input and output, no batch axis."""
    forward: Any = type(module).forward
    maps = len(gave) == 3
    vector = len(gave) == 1
    if isinstance(module, nn.Conv2d) and forward is nn.Conv2d.forward and maps:
        return _convolution(module)
    if isinstance(module, nn.MaxPool2d) and forward is nn.MaxPool2d.forward and maps:
        return _pooling(module, Kind.MAX_POOLING, _pair(module.dilation))
    if isinstance(module, nn.AvgPool2d) and forward is nn.AvgPool2d.forward and maps:
        counts_all = module.count_include_pad or _pair(module.padding) == (0, 0)
        plain = counts_all and module.divisor_override is None
        return _pooling(module, Kind.AVERAGE_POOLING if plain else Kind.OTHER, (1, 1))
    if isinstance(module, nn.AdaptiveAvgPool2d) and forward is nn.AdaptiveAvgPool2d.forward:
        return _adaptive(Kind.AVERAGE_POOLING, came, gave)
    if isinstance(module, nn.AdaptiveMaxPool2d) and forward is nn.AdaptiveMaxPool2d.forward:
        return _adaptive(Kind.MAX_POOLING, came, gave)
    if forward is nn.Flatten.forward and vector:
        return Layer(Kind.FLATTEN, Sight.SAME_CELL)
    if forward is nn.Linear.forward and vector:
        return Layer(Kind.DENSE, Sight.EVERYTHING)
    if isinstance(module, nn.Softmax | nn.LogSoftmax) and vector and module.dim in (1, -1, None):  # 0: the batch
        if forward is nn.Softmax.forward:
            return Layer(Kind.SOFTMAX, Sight.EVERYTHING)
        if forward is nn.LogSoftmax.forward:
            return Layer(Kind.OTHER, Sight.EVERYTHING)
    if forward is nn.ReLU.forward:
        return Layer(Kind.RELU, Sight.SAME_CELL)
    return Layer(Kind.OTHER, Sight.SAME_CELL if forward in _CELL_BY_CELL else Sight.UNKNOWN)


def weights(module: nn.Module) -> tuple[Array | None, Array | None]:
    """Read-only copies of `weight` and `bias`, `None` for what the module has not."""
    weight, bias = getattr(module, "weight", None), getattr(module, "bias", None)
    return array(weight), array(bias)


def array(tensor: object) -> Array | None:
    """A read-only float32 copy of a tensor from any device, `None` of anything else."""
    return frozen(tensor.detach().cpu().float().numpy()) if isinstance(tensor, Tensor) else None


def _convolution(module: nn.Conv2d) -> Layer:
    zeros = module.padding_mode == "zeros"
    kernel, dilation = _pair(module.kernel_size), _pair(module.dilation)
    if module.padding == "same":  # torch puts the odd one below and on the right
        padding = ((kernel[0] - 1) * dilation[0] // 2, (kernel[1] - 1) * dilation[1] // 2)
    else:
        padding = (0, 0) if module.padding == "valid" else _pair(module.padding)
    return Layer(
        kind=Kind.CONVOLUTION if zeros else Kind.OTHER,
        sight=Sight.WINDOW if zeros else Sight.UNKNOWN,
        kernel_size=kernel,
        stride=_pair(module.stride),
        padding=padding,
        dilation=dilation,
        groups=module.groups,
    )


def _pooling(module: nn.MaxPool2d | nn.AvgPool2d, kind: Kind, dilation: Pair) -> Layer:
    return Layer(
        kind=kind,
        sight=Sight.WINDOW,
        kernel_size=_pair(module.kernel_size),
        stride=_pair(module.stride),
        padding=_pair(module.padding),
        dilation=dilation,
        ceil_mode=module.ceil_mode,
    )


def _adaptive(kind: Kind, came: Shape | None, gave: Shape) -> Layer:
    """An adaptive pooling is an ordinary one where its windows are all alike."""
    if came is None or len(came) != 3 or len(gave) != 3 or came[1] % gave[1] or came[2] % gave[2]:
        return Layer(Kind.OTHER, Sight.UNKNOWN)
    window = (came[1] // gave[1], came[2] // gave[2])
    return Layer(kind, Sight.WINDOW, kernel_size=window, stride=window, padding=(0, 0), dilation=(1, 1))


def _pair(value: Any) -> Pair:
    """`3` and `(3, 3)` are the same to torch."""
    rows, columns = value if isinstance(value, tuple | list) else (value, value)
    return int(rows), int(columns)
