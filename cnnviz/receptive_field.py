"""Which pixels of the input a cell of a feature map can see."""

from dataclasses import dataclass
from typing import Self

Pair = tuple[int, int]  # (rows, columns)


@dataclass(frozen=True)
class ReceptiveField:
    """Smallest rectangle of input pixels that a cell depends on; everything as (rows, columns).

    Cell (0, 0) sees `size` pixels from pixel `offset` on, and its neighbour the same `step`
    pixels further. `offset` is negative where the rectangle hangs over into the padding.

    A cell of a 3x3 convolution followed by a 2x2 max pooling sees 4x4 pixels, every 2 pixels:

    >>> PIXEL.through(kernel_size=(3, 3)).through(kernel_size=(2, 2), stride=(2, 2))
    ReceptiveField(size=(4, 4), step=(2, 2), offset=(0, 0))

    Formula: Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural
    Networks", Distill (2019), doi:10.23915/distill.00021.
    """

    size: Pair
    step: Pair
    offset: Pair

    def through(
        self, kernel_size: Pair, stride: Pair = (1, 1), padding: Pair = (0, 0), dilation: Pair = (1, 1)
    ) -> Self:
        """Field after a window of `kernel_size` has gone over cells with this field."""
        (height, width), (down, right), (top, left) = self.size, self.step, self.offset
        reach = ((kernel_size[0] - 1) * dilation[0], (kernel_size[1] - 1) * dilation[1])  # first to last cell
        return type(self)(
            size=(height + reach[0] * down, width + reach[1] * right),
            step=(down * stride[0], right * stride[1]),
            offset=(top - padding[0] * down, left - padding[1] * right),
        )

    def over(self, cells: Pair, picture: Pair) -> Self:
        """Field of something that sees a whole map of `cells`, as a dense layer does: one
        rectangle inside the `picture`, the same for all, so its step is 0."""
        (height, width), (down, right), (top, left) = self.size, self.step, self.offset
        bottom = min(picture[0], top + height + (cells[0] - 1) * down)
        end = min(picture[1], left + width + (cells[1] - 1) * right)
        top, left = max(0, top), max(0, left)
        return type(self)(size=(bottom - top, end - left), step=(0, 0), offset=(top, left))

    def window(self, row: int, column: int) -> tuple[range, range]:
        """Rows and columns of input pixels that cell (row, column) sees, the padding included.

        >>> PIXEL.through(kernel_size=(3, 3), padding=(1, 1)).window(0, 5)
        (range(-1, 2), range(4, 7))
        """
        top, left = self.offset[0] + row * self.step[0], self.offset[1] + column * self.step[1]
        return range(top, top + self.size[0]), range(left, left + self.size[1])


PIXEL = ReceptiveField(size=(1, 1), step=(1, 1), offset=(0, 0))  # a pixel sees itself
