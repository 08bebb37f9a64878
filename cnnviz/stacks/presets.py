"""Stacks to start from: the networks that ship with cnnviz, the textbook one first."""

from cnnviz.errors import StackError
from cnnviz.stacks.layers import AveragePooling, Convolution, Dense, Flatten, Layer, MaxPooling, Relu
from cnnviz.stacks.stack import Stack


def _block(maps: int) -> tuple[Layer, ...]:
    return (Convolution(maps, padding=1), Relu(), Convolution(maps, padding=1), Relu(), MaxPooling())


PRESETS: dict[str, Stack] = {
    "textbook": (Convolution(32), Relu(), MaxPooling(), Flatten(), Dense(10)),
    "two-block": (*_block(8), *_block(16), Flatten(), Dense(10)),
    "dense": (Flatten(), Dense(68), Relu(), Dense(10)),
    "textbook-no-relu": (Convolution(32), MaxPooling(), Flatten(), Dense(10)),
    "textbook-linear": (Convolution(32), AveragePooling(), Flatten(), Dense(10)),
}


def preset(name: str) -> Stack:
    """The stack of that name; StackError when there is none."""
    if name not in PRESETS:
        raise StackError(f"There is no preset {name!r}. There are: {', '.join(PRESETS)}.")
    return PRESETS[name]
