"""From lines to the picture that a network reads, through the same drawing and preprocessing as a visitor's digit."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cnnviz.drawing import Stroke, ink_from_strokes
from cnnviz.preprocessing import picture
from cnnviz.training.tracing import Line

# The pen by the longer side of its path: 8 px for 250 px is 0.032, 34 px for 60 px is 0.57.
THINNEST, THICKEST = 0.032, 0.57


def on_canvas(lines: Sequence[Line], longest: float, pen: float, left: float, top: float) -> tuple[Stroke, ...]:
    """The lines as strokes whose path is `longest` px wide or high and starts at (left, top); `pen` is in px."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = longest / max(float((high - low).max()), 1e-6)
    place = np.array([left, top])
    return tuple(Stroke(tuple(map(tuple, ((line - low) * scale + place).tolist())), pen) for line in lines)


def rendered(lines: Sequence[Line], random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """(28, 28), 0 to 255: the lines drawn on a small canvas at a random size and pen width, then preprocessed."""
    ratio = float(np.exp(random.uniform(np.log(THINNEST), np.log(THICKEST))))
    longest = random.uniform(45, 90)
    pen = ratio * longest
    size = int(longest + pen) + 3
    place = pen / 2 + random.uniform(0, 1, 2) + 0.5
    ink = ink_from_strokes(on_canvas(lines, longest, pen, *place), size=size)
    return np.round(picture(ink) * 255).astype(np.uint8)
