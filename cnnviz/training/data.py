"""What the networks are trained on: MNIST without its last 5,000 training images, and two sets of pen strokes.

The stroke sets take minutes to make, so they are kept in a cache folder, under a name that tells what they were made
with; they come out the same on every machine.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from cnnviz import mnist
from cnnviz.mnist import Digits
from cnnviz.training.handwriting import Hand, written
from cnnviz.training.rendering import rendered
from cnnviz.training.styles import STYLES, lines_of_style
from cnnviz.training.thinning import thin
from cnnviz.training.tracing import Line, trace_lines

HELD_BACK = 5_000  # the last images of MNIST's training part: choices are made on them, nothing is learned from them
VERSION = 3  # raised when the making of the stroke sets changes, so that no old set is found in the cache

_MAGNIFIED = 2  # digits are thinned at twice their size: the skeleton keeps more of their shape
_SEED = 20_240_901
# MNIST digits were written by many hands already: they are only varied a little more.
_SECOND_HAND = Hand(
    slant=0.10, rotation=0.06, aspect=0.10, bend=0.015, tremor=0.012, few=0.55, joined=0.0, hook=0.03, cut=0.0
)
_OWN_HAND = Hand()

Report = Callable[[str, int, int], None]  # what is being made, how many are done, of how many


def training_digits() -> Digits:
    """The 55,000 MNIST training images that are learned from."""
    digits = mnist.load("train")
    return Digits(digits.images[:-HELD_BACK], digits.labels[:-HELD_BACK])


def held_back_digits() -> Digits:
    """The 5,000 MNIST training images that choices are made on."""
    digits = mnist.load("train")
    return Digits(digits.images[-HELD_BACK:], digits.labels[-HELD_BACK:])


def redrawn_digits(digits: Digits, copies: int, seed: int, report: Report | None = None) -> Digits:
    """Each digit thinned to its skeleton and drawn again `copies` times, each time with another pen and hand."""

    def made() -> Iterator[tuple[npt.NDArray[np.uint8], int]]:
        for start in range(0, len(digits), 500):
            images, labels = digits.images[start : start + 500], digits.labels[start : start + 500]
            for number, (skeleton, label) in enumerate(zip(thin(_magnified(images)), labels, strict=True)):
                lines = [line / (20 * _MAGNIFIED) for line in trace_lines(skeleton)]
                random = np.random.default_rng((_SEED, seed, start + number))
                for _ in range(copies):
                    yield rendered(written(lines, _SECOND_HAND, random), random), int(label)

    identity = hashlib.sha256(digits.images.tobytes()).hexdigest()
    return _cached(f"redrawn-{identity}-{copies}-{seed}", len(digits) * copies, made(), report)


def invented_digits(count: int, seed: int, report: Report | None = None) -> Digits:
    """So many digits in the `STYLES`, every one by another hand and with another pen."""
    styles = [(digit, style) for digit, styles in STYLES.items() for style in styles]
    often = np.array([1 / len(STYLES[digit]) for digit, _ in styles])  # every digit as often

    def made() -> Iterator[tuple[npt.NDArray[np.uint8], int]]:
        chosen = np.random.default_rng((_SEED, seed)).choice(len(styles), count, p=often / often.sum())
        for number, at in enumerate(chosen):
            digit, style = styles[at]
            random = np.random.default_rng((_SEED, seed, 1, number))
            lines = lines_of_style(style, random, stray=random.uniform(0.01, 0.05))
            yield rendered(written(lines, _OWN_HAND, random), random), digit

    return _cached(f"invented-{count}-{seed}", count, made(), report)


def _magnified(images: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    size = images.shape[-1] * _MAGNIFIED
    return np.stack(
        [np.asarray(Image.fromarray(each).resize((size, size), Image.Resampling.BICUBIC)) > 110 for each in images]
    )


def lines_of(image: npt.NDArray[np.uint8]) -> list[Line]:
    """The lines of one MNIST image (28, 28), in digit heights."""
    return [line / (20 * _MAGNIFIED) for line in trace_lines(thin(_magnified(image[None]))[0])]


def cache_folder() -> Path:
    """Where stroke sets are kept: $CNNVIZ_CACHE, or a folder of the system's temporary files."""
    return Path(os.environ.get("CNNVIZ_CACHE") or Path(tempfile.gettempdir()) / "cnnviz-cache")


def _cached(what: str, count: int, made: Iterator[tuple[npt.NDArray[np.uint8], int]], report: Report | None) -> Digits:
    key = hashlib.sha256(f"{VERSION}-{what}-{count}".encode()).hexdigest()[:16]
    path = cache_folder() / f"{what.split('-')[0]}-{key}.npz"
    if path.is_file():
        with np.load(path, allow_pickle=False) as kept:
            return Digits(kept["images"], kept["labels"])
    images, labels = np.empty((count, mnist.SIZE, mnist.SIZE), np.uint8), np.empty(count, np.uint8)
    for number, (image, label) in enumerate(made):
        images[number], labels[number] = image, label
        if report and number % 100 == 99:
            report(f"{what.split('-')[0]} digits", number + 1, count)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.stem}-{os.getpid()}.npz")
    np.savez(temporary, images=images, labels=labels)
    temporary.replace(path)
    return Digits(images, labels)
