"""A stack as a PyTorch file that runs as it is."""

from cnnviz.stacks.layers import (
    AveragePooling,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling,
    Relu,
    Shape,
    Tanh,
)
from cnnviz.stacks.naming import SOFTMAX
from cnnviz.stacks.stack import Planned, Stack, plan


def torch_code(stack: Stack) -> str:
    """Python source that defines `model`; run by itself, it prints the shape behind each layer.

    StackError when the stack cannot be built.
    """
    planned = plan(stack)
    lines = [_line(each) for each in planned]
    width = max(len(line) for line, _ in lines)
    body = "\n".join(f"    {line:<{width}}  # {shape}" for line, shape in lines)
    return f'''from collections import OrderedDict

import torch
from torch import nn

# Reads pictures (N, 1, 28, 28), 0 (paper) to 1 (ink). {sum(each.parameters for each in planned):,} parameters.
model = nn.Sequential(OrderedDict([
{body}
]))

if __name__ == "__main__":
    values = torch.zeros(1, 1, 28, 28)
    for name, layer in model.named_children():
        values = layer(values)
        print(name, tuple(values.shape))
'''


def _line(planned: Planned) -> tuple[str, str]:
    made = "nn.Softmax(dim=1)" if planned.layer is None else _module(planned.layer, planned.came)
    assert planned.layer is not None or planned.name == SOFTMAX
    return f'("{planned.name}", {made}),', f"(N, {', '.join(map(str, planned.shape))})"


def _module(layer: Layer, came: Shape) -> str:
    match layer:
        case Convolution(maps, kernel, stride, padding):
            more = (f", stride={stride}" if stride != 1 else "") + (f", padding={padding}" if padding else "")
            return f"nn.Conv2d({came[0]}, {maps}, {kernel}{more})"
        case MaxPooling(size, stride):
            return f"nn.MaxPool2d({size}{'' if stride == size else f', stride={stride}'})"
        case AveragePooling(size, stride):
            return f"nn.AvgPool2d({size}{'' if stride == size else f', stride={stride}'})"
        case Relu():
            return "nn.ReLU()"
        case Tanh():
            return "nn.Tanh()"
        case Dropout(share):
            return f"nn.Dropout({share})"
        case Flatten():
            return "nn.Flatten()"
        case Dense(units):
            return f"nn.Linear({came[0]}, {units})"
    raise TypeError(f"There is no PyTorch for {layer!r}.")
