"""What a picture's size costs: a dense layer against a convolution with as many outputs."""

from dataclasses import dataclass

SIDES = (28, 56, 84, 112, 140, 168, 196, 224)  # px: MNIST's to that of the usual photograph


@dataclass(frozen=True)
class Growth:
    """Parameters of both layers for square grey pictures of so many px a side."""

    sides: tuple[int, ...]
    dense: tuple[int, ...]
    convolution: tuple[int, ...]


def parameter_growth(maps: int, kernel: int = 3, sides: tuple[int, ...] = SIDES) -> Growth:
    """Both layers give `maps` maps as large as the picture (padding keeps its size) and have a bias.

    Dense: each output has a weight for each pixel, and a bias. Convolution: each map has kernel x kernel weights and
    a bias, at whatever size.

    >>> parameter_growth(maps=8).dense[0], parameter_growth(maps=8).convolution[0]
    (4923520, 80)
    """
    pixels = [side * side for side in sides]
    return Growth(
        sides,
        dense=tuple((count + 1) * maps * count for count in pixels),
        convolution=tuple((kernel * kernel + 1) * maps for _ in sides),
    )
