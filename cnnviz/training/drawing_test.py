"""The drawing test: digits of our own making on the whole canvas, in styles that no training set has.

They lie anywhere, at sizes from 60 to 250 px, drawn with pens from 8 to 34 px, and are read in two ways: as a picture
of the canvas, and as strokes, which the page draws again with a pen in proportion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from torch import nn

from cnnviz.drawing import CANVAS, Drawing, Stroke, ink_from_strokes
from cnnviz.mnist import Bytes, Digits
from cnnviz.preprocessing import picture
from cnnviz.training.handwriting import Hand, written
from cnnviz.training.measuring import correct
from cnnviz.training.rendering import on_canvas
from cnnviz.training.styles import lines_of_style

SIZES = (60, 100, 160, 250)  # px, the longer side of the pen's path
PENS = (8, 14, 22, 34)  # px
_COPIES = 4  # drawings by style, size and pen
_SEED = 77

# None of these is a style of training; x,y in percent as there.
STYLES: dict[int, tuple[str, ...]] = {
    0: (
        "52,2 32,8 16,38 18,72 36,96 60,97 82,70 84,32 66,6 48,3",
        "28,22 14,58 30,94 64,96 86,62 76,18 48,2 26,24",
        "40,0 12,12 5,50 14,88 42,100 72,86 78,48 66,10 36,2 30,6",
        "66,2 36,4 24,40 22,80 46,100 72,78 80,36 62,0 40,18",
    ),
    1: (
        "54,0 46,48 47,100",
        "34,20 48,8 57,0* 46,98",
        "22,32 50,1* 51,99 / 30,97 76,99",
        "10,46 40,22 56,2* 54,60 50,100",
    ),
    2: (
        "22,16 42,1 66,8 70,30 48,62 16,94* 40,96 84,94",
        "12,30 20,8 46,2 74,14 68,44 34,80 18,96 10,86 28,82 58,94 82,86",
        "18,12 66,4 72,14* 58,44 14,96* 82,99",
        "16,24 34,2 68,6 78,28 62,58 40,80 24,97 52,92 88,98",
    ),
    3: (
        "22,10 48,2 70,14 64,36 46,45* 72,54 80,78 58,98 22,94",
        "18,6 76,4 60,26 40,42* 74,56 76,86 44,102 14,84",
        "14,16 38,0 70,6 74,30 50,48 38,47 62,52 84,72 68,98 34,101 16,86",
        "24,4 66,6 70,24 44,46* 62,48 74,66 66,90 36,99 18,96",
    ),
    4: (
        "34,2 22,34 12,58* 50,60 86,56 / 60,24 56,64 58,100",
        "66,0 38,36 10,64* 46,63 88,65 / 68,34 66,98",
        "24,4 20,30 26,50* 50,52 74,46 / 76,6 72,56 70,98",
        "58,98 60,50 62,2* 36,34 8,62* 50,64 84,60",
    ),
    5: (
        "78,4 54,6 30,3* 24,24 24,44* 48,40 74,50 78,72 60,94 18,97",
        "30,2* 26,22 22,46* 54,42 76,60 70,88 38,101 14,92 / 30,4 54,2 80,3",
        "86,0 60,4 38,6 24,20 34,38 60,46 76,62 72,86 44,101 16,92",
        "26,4* 28,44* 56,40 70,54 72,80 52,98 20,94 / 28,4 78,-2",
    ),
    6: (
        "68,4 44,16 24,42 16,74 32,97 58,96 74,78 66,60 42,58 22,70",
        "52,0 34,24 20,56 20,84 40,100 64,92 70,72 54,58 32,64 20,76",
        "74,8 56,2 30,18 16,52 20,86 46,101 74,92 80,70 58,58 30,66",
        "36,0 22,30 14,66 28,96 56,99 76,84 66,64 40,62 22,76",
    ),
    7: (
        "16,6 48,3 78,4* 62,34 46,70 42,100",
        "10,10 12,4* 50,6 84,2* 64,42 52,98 / 34,50 56,48 82,50",
        "18,14 20,3* 76,3* 58,50 34,98",
        "14,2 82,6* 66,30 54,60 50,98 / 34,46 76,52",
    ),
    8: (
        "72,14 54,2 30,6 26,26 48,44 70,60 76,82 54,99 28,94 22,74 42,54 66,38 74,18",
        "50,44 30,34 28,12 48,1 68,10 68,32 50,44 28,58 20,82 44,100 72,92 76,66 52,46",
        "50,2 32,10 30,30 48,42 66,32 66,10 52,2 / 48,44 26,58 24,84 48,99 72,86 72,60 50,44",
        "80,10 62,0 34,8 30,28 54,48 72,70 62,96 32,98 24,78 46,54 72,36 84,6",
    ),
    9: (
        "72,16 56,2 30,8 22,30 38,48 62,40 74,18* 72,58 70,100",
        "76,22 60,2 32,2 18,24 32,46 60,42 76,24 76,62 62,92 36,99 22,90",
        "70,24 48,46 24,36 26,12 50,0 70,12 72,26 66,64 52,99",
        "74,10 46,0 22,14 26,40 52,46 72,16* 78,52 74,98",
    ),
}


@dataclass(frozen=True)
class Scores:
    """Shares of drawings that were read rightly, 0 to 1."""

    count: int
    raster: float
    strokes: float
    by_size_and_pen: Mapping[tuple[int, int], tuple[float, float]]  # of (size, pen) in px: (raster, strokes)


def drawing_accuracy(model: nn.Module) -> Scores:
    """How well the model reads the drawing test, as pictures and as strokes."""
    table = {}
    right = np.zeros(2, dtype=int)
    for cell, ways in _pictures().items():
        found = [correct(model, digits) for digits in ways]
        right += found
        table[cell] = (found[0] / len(ways[0]), found[1] / len(ways[1]))
    count = sum(len(ways[0]) for ways in _pictures().values())
    return Scores(count, float(right[0] / count), float(right[1] / count), table)


def drawings(size: int, pen: int) -> list[tuple[int, Drawing]]:
    """The digits of that size drawn with that pen, the same ones every time; their paths lie on the canvas."""
    drawn = []
    hand = Hand()
    for digit, styles in STYLES.items():
        for number, style in enumerate(styles):
            for copy in range(_COPIES):
                random = np.random.default_rng((_SEED, size, pen, digit, number, copy))
                lines = written(lines_of_style(style, random, stray=0.025), hand, random)
                left, top = random.uniform(0, 1, 2)
                drawn.append((digit, Drawing(_inside(on_canvas(lines, size, pen, 0, 0), pen, left, top))))
    return drawn


def _inside(strokes: tuple[Stroke, ...], pen: float, left: float, top: float) -> tuple[Stroke, ...]:
    """The strokes moved to a share of the room there is on the canvas, from 0 (left, top) to 1."""
    corner = np.concatenate([stroke.points for stroke in strokes]).max(axis=0)
    room = CANVAS - corner - pen
    dx, dy = np.where(room > 0, pen / 2 + room * (left, top), (CANVAS - corner) / 2)
    return tuple(Stroke(tuple((x + dx, y + dy) for x, y in stroke.points), stroke.width) for stroke in strokes)


@cache
def _pictures() -> dict[tuple[int, int], tuple[Digits, Digits]]:
    """Of each (size, pen): the drawings as pictures, and as strokes drawn again."""
    return {(size, pen): _read_both_ways(drawings(size, pen)) for size in SIZES for pen in PENS}


def _read_both_ways(drawn: list[tuple[int, Drawing]]) -> tuple[Digits, Digits]:
    labels = np.array([digit for digit, _ in drawn], np.uint8)

    def pictures(arrays: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]) -> Bytes:
        return np.round(np.stack(arrays) * 255).astype(np.uint8)

    raster = pictures([picture(ink_from_strokes(drawing.strokes)) for _, drawing in drawn])
    return Digits(raster, labels), Digits(pictures([picture(drawing) for _, drawing in drawn]), labels)
