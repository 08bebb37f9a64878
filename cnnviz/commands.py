"""What each command does. Heavy imports are made where they are needed: `cnnviz --help` waits for none."""

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from cnnviz.errors import CnnvizError, DrawingError

if TYPE_CHECKING:
    from cnnviz.pipeline import Reading
    from cnnviz.training.run import Event

USER_ERROR = 2  # exit status
# Accuracies of a model card, and their headings.
ACCURACIES = {"mnist_test": "MNIST", "drawings_raster": "pictures", "drawings_strokes": "strokes"}


def complain(error: Exception) -> None:
    print(f"cnnviz: {' '.join(str(error).split())}", file=sys.stderr)


def start_app(options: Namespace) -> None:
    from cnnviz import server

    server.start(host=options.host or server.HOST, port=options.port, browser=not options.no_browser)


def predict_images(options: Namespace) -> int:
    """A line an image; one that cannot be read costs its own line on standard error and the status."""
    status = 0
    found: list[dict[str, Any]] = []
    for image in options.images:
        try:
            reading = read(image, options.model)
        except DrawingError as error:
            complain(error)
            status = USER_ERROR
            continue
        row = {
            "image": image,
            "model": options.model,
            "digit": reading.digit,
            "probabilities": reading.probabilities.tolist(),
        }
        found.append(row)
        if not options.json:
            print(prediction_line(row))
    if options.json and found:
        print(json.dumps(found if len(options.images) > 1 else found[0]))
    return status


def prediction_line(row: dict[str, Any]) -> str:
    """The answer, then the ten probabilities.

    >>> prediction_line({"image": "three.png", "digit": 1, "probabilities": [0.25, 0.75]})
    'three.png: 1 (75.00 %)  0 0.2500  1 0.7500'
    """
    probabilities = row["probabilities"]
    each = "  ".join(f"{digit} {value:.4f}" for digit, value in enumerate(probabilities))
    return f"{row['image']}: {row['digit']} ({100 * probabilities[row['digit']]:.2f} %)  {each}"


def trace_image(options: Namespace) -> None:
    from io import BytesIO

    import numpy as np

    if same_file(options.image, options.out):
        raise CnnvizError(f"{options.out} is the picture itself and would be lost. Name another file to write.")
    stages: dict[str, Any] = {stage.name: stage.values for stage in read(options.image, options.model).trace}
    file = BytesIO()
    np.savez_compressed(file, **stages)
    try:
        options.out.write_bytes(file.getvalue())
    except OSError as error:
        raise CnnvizError(
            f"{options.out} cannot be written ({error.strerror}). Name a file in a folder that exists "
            "and may be written to."
        ) from None
    for name, values in stages.items():
        print(f"{name:10} {' × '.join(map(str, values.shape))}")
    print(f"{options.out} ({len(stages)} stages)")


def same_file(one: str, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one of them is not there
        return False


def list_models(options: Namespace) -> None:
    from cnnviz.models import NAMES, card

    cards = {name: card(name) for name in NAMES}
    rows = [
        {"model": name, "parameters": entry["parameters"], "accuracy": entry["accuracy"]}
        for name, entry in cards.items()
    ]
    if options.json:
        print(json.dumps(rows))
        return
    print(f"{'model':18}{'parameters':>10}" + "".join(f"{title:>12}" for title in ACCURACIES.values()))
    for row in rows:
        shares = "".join(f"{100 * row['accuracy'][what]:>10.2f} %" for what in ACCURACIES)
        print(f"{row['model']:18}{row['parameters']:>10,}{shares}")
    on = next(iter(cards.values()))["measured_on"]
    print("\nRead rightly of", *(f"{title}: {on[what]}" for what, title in ACCURACIES.items()), sep="\n  ")


def train_model(options: Namespace) -> None:
    from cnnviz.training.recipes import recipe_of

    recipe = recipe_of(options.model)  # a wrong name or folder is found before the long work, not after it
    prepare_folder(options.out)
    from cnnviz.training.run import train

    with Progress() as progress:
        result = train(recipe, options.out, on_event=progress.show)
    share = 100 * result.card["accuracy"]["mnist_test"]
    print(f"{result.weights}: {share:.2f} % of MNIST's test images read rightly")
    print(f"{result.card_file}: its model card")


def prepare_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CnnvizError(
            f"{folder} cannot be written to ({error.strerror}). Name a folder that can: --out DIR"
        ) from None


class Progress:
    """A bar on standard error for each thing that a training does in turn."""

    def __init__(self) -> None:
        self.doing = ""
        self.bar: Any = None
        self.notes: dict[str, str] = {}

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *failure: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, event: "Event") -> None:
        """Follow an event of `cnnviz.training.run`."""
        from tqdm import tqdm

        if event.doing != self.doing:
            self.__exit__()
            self.doing, self.bar = event.doing, tqdm(desc=event.doing, total=event.total)
        if event.loss is not None:
            self.notes["loss"] = f"{event.loss:.3f}"
        if event.held_back is not None:
            self.notes["held back"] = f"{100 * event.held_back:.2f} %"
        self.bar.set_postfix(self.notes, refresh=False)
        self.bar.update(event.done - self.bar.n)


def read(image: str, model: str) -> "Reading":
    """The reading of a picture file; DrawingError, with the name of the file, when it cannot be read."""
    from cnnviz import pipeline

    try:
        return pipeline.read(image, model)
    except DrawingError as error:
        if repr(image) in str(error):  # in quotes: a file may be called "a"
            raise
        raise DrawingError(f"{image}: {error}") from error
