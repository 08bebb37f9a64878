"""What a picture's size costs: a dense layer against a convolution with as many outputs."""

from dataclasses import dataclass

SIDES = (28, 56, 84, 112, 140, 168, 196, 224)  # px: MNIST's to that of the usual photograph


@dataclass(frozen=True)
class Growth:
    """What both layers need for square pictures of so many px a side; a number for each side.

    A connection joins an output with one of its inputs and is one multiplication with a weight.
    """

    sides: tuple[int, ...]
    dense: tuple[int, ...]  # parameters: each connection has a weight of its own, and each output a bias
    convolution: tuple[int, ...]  # parameters: all outputs of a map share their weights and their bias
    dense_connections: tuple[int, ...]
    convolution_connections: tuple[int, ...]


def parameter_growth(maps: int, kernel: int = 3, sides: tuple[int, ...] = SIDES, channels: int = 1) -> Growth:
    """Both layers give `maps` maps as large as the picture (padding keeps its size) and have a bias.

    `channels`: 1 for a grey picture, 3 for colour. Dense: each output has a weight for each number of the picture, and
    a bias. Convolution: each map has kernel x kernel weights for each channel and a bias, at whatever size; its outputs
    at the edge are joined with the padding too, as PyTorch multiplies there as well.

    >>> parameter_growth(maps=8).dense[0], parameter_growth(maps=8).convolution[0]
    (4923520, 80)
    >>> parameter_growth(maps=8, channels=3, sides=(1024,)).convolution_connections
    (226492416,)
    """
    outputs = [maps * side * side for side in sides]
    inputs = [channels * side * side for side in sides]
    window = channels * kernel * kernel
    return Growth(
        sides,
        dense=tuple((read + 1) * made for read, made in zip(inputs, outputs, strict=True)),
        convolution=tuple((window + 1) * maps for _ in sides),
        dense_connections=tuple(read * made for read, made in zip(inputs, outputs, strict=True)),
        convolution_connections=tuple(window * made for made in outputs),
    )
