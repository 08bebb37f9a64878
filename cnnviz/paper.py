"""Which part of a picture is ink and which is paper.

A picture is given by its brightness, (H, W) from 0 (black) to 1 (white). Ink may be darker or brighter than the
paper; the paper may be grey, noisy or unevenly lit. What comes out is ink, (H, W) float32, 0 to 1. A picture in
MNIST's own manner, bright ink on black, comes out as it is, to the last bit.
"""

import numpy as np
from PIL import Image, ImageFilter

from cnnviz.errors import EmptyDrawingError
from cnnviz.ink import Ink

Grey = Ink  # (H, W) float32 too, but of brightness

WEAKEST = 0.08  # what stands out from the paper by less, black to white being 1, is no ink
CLEAR = 0.6  # ink that stands out by more is not strengthened
EVEN = 0.015  # paper whose brightness varies by less (median) at the picture's edge is of one colour
_PHOTO = 280  # px: an unevenly lit picture is read at this size, which smooths its noise too
_COARSE = 50  # px: the brightness of the paper in such a picture is found at this size
_WINDOW = 21  # of these 50 px

BLANK = "The picture is blank: nothing in it stands out from the paper. Choose one with a digit in a clear colour."


def ink_on_paper(light: Grey) -> Ink:
    """The ink of an opaque picture; EmptyDrawingError when nothing stands out from the paper.

    A picture whose edge is of one colour, but for ink that reaches it, keeps its size. Any other (a photo) comes out
    at most 280 px high and wide.
    """
    edge = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    paper = np.float32(np.median(edge))
    spread = np.float32(np.median(np.abs(edge - paper)))
    if spread > EVEN:
        return _ink_of_photo(light)
    if _strength(paper - light) > _strength(light - paper):
        light, paper = 1 - light, 1 - paper
    floor = paper + 3 * spread
    return _clear(np.maximum(light - floor, 0), strengthen=bool(floor > 0))


def ink_on_glass(light: Grey, alpha: Grey) -> Ink:
    """The ink of a picture with transparent parts; EmptyDrawingError when there is none.

    What is opaque on a transparent ground is ink, whatever its colour. But when it is bright in part and dark in
    part, and fills a rectangle, it is ink on paper with transparent margins.
    """
    if alpha.max() - alpha.min() < WEAKEST:
        if alpha.max() < WEAKEST:
            raise EmptyDrawingError(BLANK)
        return ink_on_paper(light)
    opaque = alpha >= alpha.max() / 2
    darkest, paper, brightest = np.quantile(light[opaque], (0.01, 0.5, 0.99)).astype(np.float32)
    rectangle = int(opaque.any(axis=0).sum()) * int(opaque.any(axis=1).sum())
    if brightest - darkest > CLEAR / 2 and opaque.sum() > 0.8 * rectangle:
        return ink_on_paper(light * alpha + paper * (1 - alpha))
    return _clear(alpha)


def shrunk(grey: Grey, longest: int) -> Grey:
    """The picture reduced to at most `longest` px in height and width, its aspect ratio kept, each pixel averaged."""
    height, width = grey.shape
    scale = longest / max(height, width)
    if scale >= 1:
        return grey
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX), np.float32)


def _ink_of_photo(light: Grey) -> Ink:
    light = shrunk(light, _PHOTO)
    height, width = light.shape
    # In a window wider than two lines most pixels are paper: their median is its brightness there.
    coarse = Image.fromarray(shrunk(light, _COARSE)).filter(ImageFilter.MedianFilter(_WINDOW))
    paper = np.asarray(coarse.resize((width, height), Image.Resampling.BILINEAR), np.float32)
    ink = light - paper
    if _strength(-ink) > _strength(ink):
        ink = -ink / np.maximum(paper, np.float32(0.1))  # in the shade, ink is as much darker as the paper is
    noise = 1.4826 * np.median(np.abs(ink - np.median(ink)))  # standard deviation, if it is normal
    ink = np.maximum(ink - np.float32(np.median(ink) + 4 * noise), 0)
    return _clear(np.maximum(ink - np.float32(0.15) * ink.max(), 0), strengthen=True)


def _strength(difference: Grey) -> float:
    """How much stands out, and how far, to the one side of the paper that is positive here."""
    return float(np.square(np.maximum(difference, 0), dtype=np.float64).sum())


def _clear(ink: Ink, *, strengthen: bool = False) -> Ink:
    """The ink, strengthened to 1 if it is weak or if so wished; EmptyDrawingError if it is too weak to be ink."""
    strongest = ink.max()
    if strongest < WEAKEST:
        raise EmptyDrawingError(BLANK)
    strength = np.quantile(ink[ink > strongest / 2], 0.9).astype(np.float32)
    return np.minimum(ink / strength, 1) if strengthen or strength < CLEAR else ink
