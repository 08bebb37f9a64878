"""How each method fares over 100 test digits: `python -m cnnviz.experiments.trust` measures, `measured` tells.

One digit proves little. For each network and method: for how many digits erasing by the map harms more than erasing
at random does, and more than erasing by the map of a network that has learned nothing. Measured once, kept in
`assets/evidence/trust.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
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
    agreement: float  # with the untrained network's map: rank correlation over the ink, the mean


def measure(name: str, method: Method, pictures: Sequence[Array]) -> Trust:
    """The trust in a method on the shipped network `name`, about the digits that it reads."""
    model, other = models.load_model(name), untrained(name)
    drops, agreements = [], []
    for picture in pictures:
        claim = Claim(int(trace(model, picture[None]).probabilities.argmax()))
        own, blank = (evidence(method, each, picture, claim).on_pixels for each in (model, other))
        found = check(model, picture, {"own": own, "untrained": blank})
        drops.append((found.drop("own"), found.drop("untrained")))
        agreements.append(agreement(own, blank, picture))
    own_drops, other_drops = np.array(drops).T
    return Trust(
        len(pictures),
        int((own_drops > 0).sum()),
        int((own_drops > other_drops).sum()),
        round(float(np.mean(agreements)), 3),
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
    found = _file(path or asset("evidence") / "trust.json")["networks"].get(name)
    if found is None:
        return None
    if found["weights_sha256"] != models.card(name)["weights"]["sha256"]:
        raise DataError(f"The trust in the maps of {name!r} was measured with other weights. {_REMEDY}")
    told = found["methods"].get(method.value)
    return Trust(**told) if told else None


@cache
def _file(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found["networks"].items()  # what reading relies on
    except OSError as error:
        raise DataError(f"The file {path} cannot be read ({error.strerror}). {_REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"The file {path} is damaged ({error!r}). {_REMEDY}") from error
    return dict(found)


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
