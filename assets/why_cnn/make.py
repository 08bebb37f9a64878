"""Makes shift_accuracy.json and test_sets.json, what the chapter why_cnn shows of whole test sets: some ten minutes.

`python assets/why_cnn/make.py` after `pip install -e .`; both files name the weights that they were made with.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from cnnviz import mnist, models
from cnnviz.digit_code import encoded
from cnnviz.experiments.measured import COMPARED
from cnnviz.experiments.shift_accuracy import shift_accuracy
from cnnviz.experiments.shift_map import NETWORKS, REACH, quick
from cnnviz.experiments.test_sets import MADE, readings
from cnnviz.mnist import Digits
from cnnviz.preprocessing import picture
from cnnviz.training.drawing_test import PENS, SIZES, drawings

HERE = Path(__file__).parent
EVERY = 5  # each fifth test digit is moved about: 289 places take long, and the others tell the same


def card(what: str, networks: tuple[str, ...]) -> dict[str, Any]:
    """What stands in the head of each file. There is no seed: nothing is left to chance."""
    return {
        "what": what,
        "made_by": "assets/why_cnn/make.py",
        "date": datetime.now(UTC).date().isoformat(),
        "seed": None,
        "weights_sha256": {name: models.card(name)["weights"]["sha256"] for name in networks},
    }


def moved_everywhere() -> dict[str, Any]:
    """How many digits are read rightly at each of the 289 places."""
    test = mnist.load("test")
    digits = Digits(test.images[::EVERY], test.labels[::EVERY])
    right: dict[str, Any] = {}
    for centred in (False, True):
        for name in NETWORKS:
            bar = tqdm(total=len(digits), desc=f"{name}{', centred' if centred else ''}")
            found = shift_accuracy(
                quick(name), digits, REACH, centred=centred, report=lambda done, _, bar=bar: bar.update(done - bar.n)
            )
            right.setdefault("centred" if centred else "plain", {})[name] = found.tolist()
    what = f"How many of {len(digits):,} test digits of MNIST (every {EVERY}th) are read rightly after a move by dy, dx"
    return card(what, NETWORKS) | {"count": len(digits), "every": EVERY, "reach": REACH, "right": right}


def test_sets() -> dict[str, Any]:
    """What the two networks read in each picture of the four sets, a character a picture."""
    test = mnist.load("test")
    found: dict[str, Any] = {}
    for name, made in MADE.items():
        images = made(test.images, range(len(test)))
        found[name] = {"read": {each: text(readings(models.load_model(each), images)) for each in COMPARED}}
    drawn = [one for size in SIZES for pen in PENS for one in drawings(size, pen)]
    labels = np.array([digit for digit, _ in tqdm(drawn, desc="drawings")])
    images = np.stack([np.rint(picture(drawing) * 255).astype(np.uint8) for _, drawing in drawn])
    read = {each: readings(models.load_model(each), images) for each in COMPARED}
    wrong = np.flatnonzero(np.any([each != labels for each in read.values()], axis=0))
    found["drawings"] = {
        "read": {each: text(one) for each, one in read.items()},
        "labels": text(labels),
        "wrong": {str(place): encoded(images[place].astype(np.float32) / 255) for place in wrong.tolist()},
    }
    what = "What two networks read in MNIST's test digits, as they are, moved and thickened, and in our own drawings"
    return card(what, COMPARED) | {"sets": found}


def text(digits: Any) -> str:
    return "".join(str(digit) for digit in digits.tolist())


if __name__ == "__main__":
    torch.set_num_threads(1)
    for name, made in (("test_sets", test_sets), ("shift_accuracy", moved_everywhere)):
        path = HERE / f"{name}.json"
        path.write_text(json.dumps(made(), separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size:,} bytes")
