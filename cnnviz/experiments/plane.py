"""Where the cells of a map lie on the picture."""

from dataclasses import dataclass

import numpy as np

from cnnviz.receptive_field import PIXEL, Pair
from cnnviz.stage import Array, Stage, frozen

PICTURE: Pair = (28, 28)  # pixels


@dataclass(frozen=True)
class Plane:
    """A grid of areas on the picture, in pixels.

    Each is as large as the step from cell to cell, and lies in the middle of what its cell sees.
    """

    rows: int
    columns: int
    start: tuple[float, float]  # of the area (0, 0): row, column
    side: Pair  # of an area: height, width

    def on_pixels(self, areas: Array) -> Array:
        """(28, 28): at each pixel the number of the area that lies over it; 0 where none does."""
        spread = np.zeros(PICTURE, np.float32)
        down, right = (
            np.floor((np.arange(length) - first) / step).astype(int)
            for length, first, step in zip(PICTURE, self.start, self.side, strict=True)
        )
        inside = np.ix_((down >= 0) & (down < self.rows), (right >= 0) & (right < self.columns))
        found = areas[np.clip(down, 0, self.rows - 1)][:, np.clip(right, 0, self.columns - 1)]
        spread[inside] = found[inside]
        return frozen(spread)


PIXELS = Plane(*PICTURE, start=(0.0, 0.0), side=(1, 1))  # an area a pixel


def plane_of(stage: Stage) -> Plane:
    """The plane of a stage of maps."""
    field = stage.receptive_field or PIXEL
    first, second = (
        offset + (size - step) / 2 for offset, size, step in zip(field.offset, field.size, field.step, strict=True)
    )
    return Plane(stage.shape[1], stage.shape[2], (first, second), field.step)
