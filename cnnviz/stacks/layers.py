"""The layers that a stack is made of: what each gives out, learns and costs. No torch here.

A shape is (maps, rows, columns), or (numbers,) for a row; no batch axis.
"""

from dataclasses import Field, dataclass, field, fields
from typing import Any, ClassVar

from cnnviz.errors import StackError
from cnnviz.receptive_field import Pair

Shape = tuple[int, ...]


class MisfitError(Exception):
    """Why a layer cannot stand where it stands, and what would fit: two sentences, without its name."""


def whole(default: int, least: int, most: int) -> Any:
    """A whole number with the least and the most that it may be."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Layer:
    """A layer without its weights. Settings out of their range are a StackError."""

    kind: ClassVar[str]

    def __post_init__(self) -> None:
        for each in fields(self):
            self._check(each, getattr(self, each.name))

    def _check(self, setting: Field[Any], value: object) -> None:
        least, most = setting.metadata["least"], setting.metadata["most"]
        right = type(value) is int or (type(value) is float and type(least) is float)
        if not right or not least <= value <= most:
            raise StackError(
                f"{self.kind.replace('_', ' ').capitalize()}: {setting.name} is {value!r:.40}; "
                f"it may be a {'number' if type(least) is float else 'whole number'} from {least} to {most}."
            )

    @property
    def window(self) -> tuple[Pair, Pair, Pair] | None:
        """Kernel size, stride and padding, (rows, columns) each, of a layer that slides a window."""
        return None

    def gives(self, came: Shape) -> Shape:
        """The shape after a shape; MisfitError when the layer cannot take it."""
        return came

    def parameters(self, came: Shape) -> int:
        """How many numbers it learns."""
        return 0

    def multiplications(self, came: Shape) -> int:
        """How often it multiplies a number by a weight for one picture, the zeros of the padding included."""
        return 0


@dataclass(frozen=True)
class _Window(Layer):
    """A layer that slides a square window over maps."""

    def gives(self, came: Shape) -> Shape:
        if len(came) != 3:
            raise MisfitError(f"It slides over maps, and it gets a row of {came[0]:,} numbers. Put it before flatten.")
        assert self.window is not None
        (size, _), (stride, _), (padding, _) = self.window
        _, *sides = came
        if min(sides) + 2 * padding < size:
            raise MisfitError(
                f"Its window of {size}×{size} is larger than the map of {sides[0]}×{sides[1]} that it gets"
                f"{f' with {padding} of padding round it' if padding else ''}. {self._fits(min(sides), size, padding)}"
            )
        rows, columns = ((side + 2 * padding - size) // stride + 1 for side in sides)
        return (self._maps(came), rows, columns)

    def _maps(self, came: Shape) -> int:
        return came[0]

    def _fits(self, side: int, size: int, padding: int) -> str:
        return f"A window of {side} or less would fit; or take out a pooling before it."


@dataclass(frozen=True)
class Convolution(_Window):
    """Filters that slide over all maps: as many maps come out as there are filters."""

    kind = "convolution"
    maps: int = whole(8, 1, 64)
    kernel: int = whole(3, 1, 11)
    stride: int = whole(1, 1, 4)
    padding: int = whole(0, 0, 5)

    @property
    def window(self) -> tuple[Pair, Pair, Pair]:
        return (self.kernel, self.kernel), (self.stride, self.stride), (self.padding, self.padding)

    def _maps(self, came: Shape) -> int:
        return self.maps

    def _fits(self, side: int, size: int, padding: int) -> str:
        wanted = -(-(size - side) // 2)
        more = f", or a padding of {wanted}" if wanted <= 5 else ""
        return f"A kernel of {side + 2 * padding} or less would fit{more}; or take out a pooling before it."

    def parameters(self, came: Shape) -> int:
        return self.maps * (came[0] * self.kernel**2 + 1)

    def multiplications(self, came: Shape) -> int:
        _, rows, columns = self.gives(came)
        return self.maps * rows * columns * came[0] * self.kernel**2


@dataclass(frozen=True)
class _Pooling(_Window):
    size: int = whole(2, 1, 8)
    stride: int = whole(2, 1, 8)

    @property
    def window(self) -> tuple[Pair, Pair, Pair]:
        return (self.size, self.size), (self.stride, self.stride), (0, 0)


@dataclass(frozen=True)
class MaxPooling(_Pooling):
    """The largest number of each window."""

    kind = "max_pooling"


@dataclass(frozen=True)
class AveragePooling(_Pooling):
    """The mean of each window."""

    kind = "average_pooling"


@dataclass(frozen=True)
class Relu(Layer):
    """max(0, x), cell by cell."""

    kind = "relu"


@dataclass(frozen=True)
class Tanh(Layer):
    """tanh(x), cell by cell: between -1 and 1."""

    kind = "tanh"


@dataclass(frozen=True)
class Dropout(Layer):
    """In training, each cell is 0 with this share of chance, and what is left grows to make up for it."""

    kind = "dropout"
    share: float = field(default=0.25, metadata={"least": 0.0, "most": 0.9})


@dataclass(frozen=True)
class Flatten(Layer):
    """Maps as one row of numbers."""

    kind = "flatten"

    def gives(self, came: Shape) -> Shape:
        if len(came) != 3:
            raise MisfitError(f"It gets a row of {came[0]:,} numbers already. Take it out.")
        return (came[0] * came[1] * came[2],)


@dataclass(frozen=True)
class Dense(Layer):
    """Weighted sums of all numbers of a row."""

    kind = "dense"
    units: int = whole(10, 1, 512)

    def gives(self, came: Shape) -> Shape:
        if len(came) != 1:
            raise MisfitError(
                f"It adds up a row of numbers, and it gets {came[0]} maps of {came[1]}×{came[2]}. "
                "Put a flatten before it."
            )
        return (self.units,)

    def parameters(self, came: Shape) -> int:
        return self.units * (came[0] + 1)

    def multiplications(self, came: Shape) -> int:
        return self.units * came[0]


KINDS: dict[str, type[Layer]] = {
    each.kind: each for each in (Convolution, Relu, Tanh, MaxPooling, AveragePooling, Dropout, Flatten, Dense)
}
