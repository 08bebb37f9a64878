"""A stack as a Keras `Sequential`.

Keras puts the maps last, (rows, columns, maps), and pads by a word: "same" is what PyTorch's padding does when the
stride is 1 and the size stays; any other padding is a layer of its own. Its layers start from other random weights
(Glorot's) than PyTorch's.
"""

from cnnviz.stacks.layers import AveragePooling, Convolution, Dense, Dropout, Flatten, Layer, MaxPooling, Relu, Tanh
from cnnviz.stacks.stack import Planned, Stack, plan


def keras_code(stack: Stack) -> str:
    """Python source that defines `model`, for Keras 3. StackError when the stack cannot be built."""
    planned = plan(stack)
    lines = [line for each in planned for line in _lines(each)]
    width = max(len(line) for line, _ in lines)
    body = "\n".join(f"    {line:<{width}}  # {shape}" for line, shape in lines)
    return f"""import keras
from keras import layers

# Reads pictures (N, 28, 28, 1), 0 (paper) to 1 (ink). {sum(each.parameters for each in planned):,} parameters.
model = keras.Sequential([
    keras.Input((28, 28, 1)),
{body}
])
"""


def _lines(planned: Planned) -> list[tuple[str, str]]:
    """Lines of code, each with the shape behind it."""
    name, layer = planned.name, planned.layer
    shape = f"(N, {', '.join(map(str, (*planned.shape[1:], planned.shape[0])))})"
    if layer is None:
        return [(f'layers.Softmax(name="{name}"),', shape)]
    if not isinstance(layer, Convolution):
        return [(f'{_layer(layer, name)},', shape)]
    same = layer.stride == 1 and layer.padding > 0 and 2 * layer.padding == layer.kernel - 1
    more = (f", strides={layer.stride}" if layer.stride != 1 else "") + (', padding="same"' if same else "")
    convolution = (f'layers.Conv2D({layer.maps}, {layer.kernel}{more}, name="{name}"),', shape)
    if same or not layer.padding:
        return [convolution]
    maps, rows, columns = planned.came
    framed = f"(N, {rows + 2 * layer.padding}, {columns + 2 * layer.padding}, {maps})"
    return [(f'layers.ZeroPadding2D({layer.padding}, name="{name}_padding"),', framed), convolution]


def _layer(layer: Layer, name: str) -> str:
    match layer:
        case MaxPooling(size, stride):
            return f'layers.MaxPooling2D({size}{"" if stride == size else f", strides={stride}"}, name="{name}")'
        case AveragePooling(size, stride):
            return f'layers.AveragePooling2D({size}{"" if stride == size else f", strides={stride}"}, name="{name}")'
        case Relu():
            return f'layers.ReLU(name="{name}")'
        case Tanh():
            return f'layers.Activation("tanh", name="{name}")'
        case Dropout(share):
            return f'layers.Dropout({share}, name="{name}")'
        case Flatten():
            return f'layers.Flatten(name="{name}")'
        case Dense(units):
            return f'layers.Dense({units}, name="{name}")'
    raise TypeError(f"There is no Keras for {layer!r}.")
