"""How well the networks read drawings, by size and pen: as a picture, and as strokes drawn again in proportion.

python benchmarks/drawing_accuracy.py [NAME ...]
"""

import sys

import torch

from cnnviz.models import NAMES, card, load_model
from cnnviz.training.drawing_test import PENS, SIZES, drawing_accuracy


def table(name: str) -> str:
    """The accuracies of one network in percent: a row a size, a column a pen, picture / strokes."""
    scores = drawing_accuracy(load_model(name))
    mnist = card(name)["accuracy"]["mnist_test"]
    lines = [
        f"{name}: MNIST test {mnist:.2%}; {scores.count:,} drawings: as pictures {scores.raster:.2%}, "
        f"as strokes {scores.strokes:.2%}",
        "digit \\ pen   " + "".join(f"{pen:>8} px    " for pen in PENS),
    ]
    for size in SIZES:
        cells = [scores.by_size_and_pen[size, pen] for pen in PENS]
        lines.append(f"{size:>7} px   " + "".join(f"{r:>7.1%} /{s:>6.1%}" for r, s in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name in sys.argv[1:] or NAMES:
        print(table(name), end="\n\n")
