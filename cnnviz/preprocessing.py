"""From a drawing or its ink to the 28x28 picture that a network reads, in the steps by which MNIST was made.

MNIST's digits were scaled into 20x20 pixels, their aspect ratio kept, and laid into 28x28 pixels so that their centre
of mass is in the middle (Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits). A network
trained on them expects the same of a drawing. Each step is a function and can be left out, to see what it is for.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnviz.drawing import Drawing, ink_from_strokes
from cnnviz.ink import Box, Ink, bounding_box, laid, scaled
from cnnviz.ink import center_of_mass as center_of_mass
from cnnviz.picture_files import ink_from_image
from cnnviz.thickness import enlarged, redraw_strokes, thin_lines

if TYPE_CHECKING:
    import torch

PICTURE = 28  # px, height and width of what a network reads
BOX = 20  # px, the longer side of the digit in it
MIDDLE = 14  # where MNIST has the centre of mass: pixel index, the first pixel being 0
_REDRAWN = 160  # px, size of a redrawn digit before it is scaled into the box: eight times the box


@dataclass(frozen=True)
class Steps:
    """Which steps are taken."""

    redraw: bool = True  # lines get a thickness in proportion: strokes are drawn again, thick lines of ink are thinned
    crop: bool = True  # the digit's bounding box is scaled into 20x20; without it, the whole canvas into 28x28
    center: bool = True  # the centre of mass goes to the middle; without it, the middle of the box or of the canvas


ALL_STEPS = Steps()


def preprocess(image: Any, steps: Steps = ALL_STEPS) -> "torch.Tensor":
    """(1, 1, 28, 28) float32, 0 to 1: what a network reads of a `Drawing` or of anything that `ink_from_image` takes.

    EmptyDrawingError when there is no ink, DrawingError when a picture cannot be read.
    """
    import torch

    drawing = image if isinstance(image, Drawing) else ink_from_image(image)
    return torch.from_numpy(picture(drawing, steps))[None, None]


def picture(drawing: Drawing | Ink, steps: Steps = ALL_STEPS) -> Ink:
    """(28, 28) float32, 0 to 1: the picture that a network reads of a `Drawing`, or of (H, W) ink.

    EmptyDrawingError when there is no ink.
    """
    ink = _ink_of(drawing, steps)
    box = bounding_box(ink)
    digit = fit_into_box(ink, box) if steps.crop else scaled(ink, PICTURE)
    return center(digit) if steps.center else _in_the_middle(digit)


def _ink_of(drawing: Drawing | Ink, steps: Steps) -> Ink:
    """(H, W) ink, its lines in proportion if the steps say so."""
    if isinstance(drawing, Drawing):
        if steps.redraw and drawing.base is None and not any(stroke.erases for stroke in drawing.strokes):
            strokes = redraw_strokes(drawing.strokes)
            if strokes:
                return (
                    ink_from_strokes(enlarged(strokes, _REDRAWN), size=_REDRAWN)
                    if steps.crop
                    else (ink_from_strokes(strokes))
                )
        if drawing.base is not None and not drawing.strokes:
            ink = drawing.base  # at its own resolution: a sample from MNIST stays as it is
        else:
            ink = ink_from_strokes(drawing.strokes, base=drawing.base)
    else:
        ink = np.asarray(drawing, np.float32)
    # Thinning takes the digit out of its canvas, so it belongs to the cropping.
    return thin_lines(ink) if steps.redraw and steps.crop else ink


def fit_into_box(ink: Ink, box: Box) -> Ink:
    """The digit in the box scaled so that its longer side is 20 px, its aspect ratio kept: (20, n) or (n, 20).

    A digit that is 20 px long already is not scaled, and keeps up to 4 px of its surroundings with the faintest ink.
    """
    top, bottom, left, right = box
    if max(bottom - top, right - left) == BOX:
        margin = (PICTURE - BOX) // 2
        return ink[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    return scaled(ink[top:bottom, left:right], BOX)


def center(digit: Ink) -> Ink:
    """(28, 28): the digit laid so that its centre of mass is at pixel index 14, to the nearest whole pixel."""
    row, column = center_of_mass(digit)
    return laid(digit, PICTURE, MIDDLE - round(row), MIDDLE - round(column))


def _in_the_middle(digit: Ink) -> Ink:
    """(28, 28): the digit with as much paper above it as below, and to its left as to its right."""
    return laid(digit, PICTURE, (PICTURE - digit.shape[0]) // 2, (PICTURE - digit.shape[1]) // 2)
