"""What the layers of a stack are called.

The grammar of the shipped networks: a block is one or more convolutions up to a pooling, and its layers carry its
number, `conv1, relu1, pool1`; where any block has several convolutions, these are counted too, `conv1_1, relu1_1,
conv1_2`. Dense layers before the last are `hidden`, what follows one `relu`, or `hidden1`, `relu_hidden1` where there
are several. A name that is taken gets a letter behind it: `pool1b`.
"""

from collections.abc import Sequence
from string import ascii_lowercase

from cnnviz.stacks.layers import AveragePooling, Convolution, Dense, Dropout, Flatten, Layer, MaxPooling

SOFTMAX = "softmax"


def names(layers: Sequence[Layer]) -> tuple[str, ...]:
    """A name for each layer, no two alike.

    >>> from cnnviz.stacks.layers import Relu
    >>> names([Convolution(), Relu(), Convolution(), Relu(), MaxPooling(), Flatten(), Dense(30), Relu(), Dense()])
    ('conv1_1', 'relu1_1', 'conv1_2', 'relu1_2', 'pool1', 'flatten', 'hidden', 'relu', 'dense')
    """
    given: list[str] = []
    for wanted in _wanted(layers):
        name = next(each for each in _variants(wanted) if each not in given and each != SOFTMAX)
        given.append(name)
    return tuple(given)


def _variants(name: str) -> list[str]:
    return [name, *(f"{name}{letter}" for letter in ascii_lowercase[1:])]


def _wanted(layers: Sequence[Layer]) -> list[str]:
    places = _places(layers)
    counted = any(number > 1 for _, number in places)
    dense = [place for place, layer in enumerate(layers) if isinstance(layer, Dense)]
    several = len(dense) > 2
    lone_dropout = sum(isinstance(layer, Dropout) for layer in layers) == 1
    wanted, hidden, dropouts = [], 0, 0
    for place, layer in enumerate(layers):
        block, number = places[place]
        behind = f"{block}_{number}" if counted and number else f"{block}"
        if isinstance(layer, Convolution):
            wanted.append(f"conv{behind}")
        elif isinstance(layer, MaxPooling | AveragePooling):
            wanted.append(f"pool{block}")
        elif isinstance(layer, Flatten):
            wanted.append("flatten")
        elif isinstance(layer, Dense):
            hidden += 1
            last = place == dense[-1]
            wanted.append("dense" if last else f"hidden{hidden}" if several else "hidden")
        elif isinstance(layer, Dropout):
            dropouts += 1
            wanted.append("dropout" if lone_dropout else f"dropout{dropouts}")
        elif hidden:
            wanted.append(f"{layer.kind}_hidden{hidden}" if several else layer.kind)
        else:
            wanted.append(f"{layer.kind}{behind}")
    return wanted


def _places(layers: Sequence[Layer]) -> list[tuple[int, int]]:
    """For each layer: its block, and how many convolutions of the block have come by then, itself included."""
    found, block, number, pooled = [], 0, 0, True
    for layer in layers:
        if isinstance(layer, Convolution):
            block, number = (block + 1, 1) if pooled else (block, number + 1)
            pooled = False
        elif isinstance(layer, MaxPooling | AveragePooling):
            pooled = True
        found.append((block, number))
    return found
