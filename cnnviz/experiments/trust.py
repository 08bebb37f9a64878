"""How each method fares over 100 test digits: `python -m cnnviz.experiments.trust` measures, `measured` tells.

One digit proves little. Two questions are asked of each network and method, on many digits.

*Does the map know what matters?* For how many digits erasing by it harms more than erasing at random does, and more
than erasing by the map of a network that has learned nothing.

*Does the map depend on what was learned?* How alike it is to that network's map: Adebayo and others, "Sanity Checks for
Saliency Maps" (2018), arXiv:1810.03292. An outline of the digit would be as alike as can be, whatever was learned.

A map can pass the second and fail the first: it may change with the weights and still not tell which ink is needed.
Measured once, kept in `assets/evidence/trust.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn
from tqdm import tqdm

from cnnviz import mnist, models
from cnnviz.assets import asset
from cnnviz.errors import DataError
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.erasing import agreement, check
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.experiments.gradients import usual_layer
from cnnviz.experiments.untrained import untrained
from cnnviz.stage import Array
from cnnviz.trace import trace

DIGITS = 100
SEED = 4  # of the choice of digits
_REMEDY = "Reinstall cnnviz, or measure again: python -m cnnviz.experiments.trust"


@dataclass(frozen=True)
class Trust:
    """Of so many digits."""

    digits: int
    beats_random: int  # its curve lies lower than that of random erasing
    beats_untrained: int  # and lower than that of the untrained network's map
    likeness: float  # to the untrained network's map: mean size of the rank correlation over the ink, 0 to 1
    chance: float  # the same of two untrained networks' maps


def measure(name: str, method: Method, pictures: Sequence[Array]) -> Trust:
    """The trust in a method on the shipped network `name`, about the digits that it reads."""
    model = models.load_model(name)
    return compare(model, model, (untrained(name), untrained(name, 2)), method, pictures)


def compare(
    reader: nn.Module, asked: nn.Module, blanks: tuple[nn.Module, nn.Module], method: Method, pictures: Sequence[Array]
) -> Trust:
    """The trust in the maps of `asked` when `reader` reads what is left; `blanks` have learned nothing."""
    drops, alike = [], []
    for picture in pictures:
        claim = Claim(int(trace(reader, picture[None]).probabilities.argmax()))
        own, blank, other = (evidence(method, each, picture, claim) for each in (asked, *blanks))
        maps = {"own": own.on_pixels, "blank": blank.on_pixels}
        found = check(reader, picture, maps, claim=claim, plane=own.plane)
        drops.append((found.drop("own"), found.drop("blank")))
        alike.append([abs(agreement(each.on_pixels, blank.on_pixels, picture)) for each in (own, other)])
    own_drops, blank_drops = np.array(drops).T
    likeness, chance = np.mean(alike, axis=0)
    return Trust(
        len(pictures),
        int((own_drops > 0).sum()),
        int((own_drops > blank_drops).sum()),
        round(float(likeness), 3),
        round(float(chance), 3),
    )


def chosen(count: int = DIGITS) -> list[Array]:
    """Random digits of MNIST's test set, (28, 28), 0 to 1: always the same ones."""
    images = mnist.load("test").images
    places = np.random.default_rng(SEED).choice(len(images), count, replace=False)
    return [images[place].astype(np.float32) / 255 for place in places]


def methods(name: str) -> list[Method]:
    """The methods that the network can be asked with: Grad-CAM wants maps."""
    found = trace(models.load_model(name), np.zeros((1, 28, 28), np.float32))
    return [method for method in Method if method is not Method.GRAD_CAM or usual_layer(found)]


def measured(name: str, method: Method, path: Path | None = None) -> Trust | None:
    """What was measured; None for a network that cannot be asked with the method.

    DataError when the file is missing or damaged, or was measured with other weights.
    """
    found = _networks(path or asset("evidence") / "trust.json").get(name)
    if found is None:
        return None
    if found["weights_sha256"] != models.card(name)["weights"]["sha256"]:
        raise DataError(f"The trust in the maps of {name!r} was measured with other weights. {_REMEDY}")
    told: Trust | None = found["methods"].get(method.value)
    return told


@cache
def _networks(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["networks"]
        return {
            name: {**each, "methods": {method: Trust(**told) for method, told in each["methods"].items()}}
            for name, each in found.items()
        }
    except OSError as error:
        raise DataError(f"The file {path} cannot be read ({error.strerror}). {_REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"The file {path} is damaged ({error!r}). {_REMEDY}") from error


def main() -> None:
    """Measure all networks with all methods."""
    pictures = chosen()
    networks = {}
    for name in models.NAMES:
        asked = tqdm(methods(name), desc=name, leave=False)
        networks[name] = {
            "weights_sha256": models.card(name)["weights"]["sha256"],
            "methods": {method.value: asdict(measure(name, method, pictures)) for method in asked},
        }
    card = {
        "what": f"on {DIGITS} test digits of MNIST: how often erasing by a map harms more than at random, and more "
        "than by the map of an untrained network",
        "how": "python -m cnnviz.experiments.trust",
        "date": datetime.now(UTC).date().isoformat(),
        "seed": SEED,
        "networks": networks,
    }
    path = asset("evidence") / "trust.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
