"""What a training leaves behind: the weights, the checkpoints, and the model card that vouches for both."""

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import safetensors.torch
import torch
from torch import Tensor, nn

from cnnviz import mnist
from cnnviz.models import Moment, count_parameters
from cnnviz.models import card as card_of
from cnnviz.training import data
from cnnviz.training.drawing_test import drawing_accuracy
from cnnviz.training.measuring import accuracy
from cnnviz.training.recipes import Recipe


def write(
    recipe: Recipe, model: nn.Sequential, moments: list[tuple[Moment, dict[str, Tensor]]], out: Path
) -> dict[str, Any]:
    """Write NAME.safetensors, NAME.checkpoints.safetensors (where there are moments) and NAME.json; the card.

    Every accuracy in it is measured here, on the weights that are written.
    """
    out.mkdir(parents=True, exist_ok=True)
    name = recipe.network
    weights = {key: value.contiguous() for key, value in model.state_dict().items()}
    kept = {f"{moment.step}/{key}": value.contiguous() for moment, tensors in moments for key, value in tensors.items()}
    drawings = drawing_accuracy(model)
    card: dict[str, Any] = {
        "name": name,
        "architecture": {layer: str(module) for layer, module in model.named_children()},
        "parameters": count_parameters(model),
        "accuracy": {  # shares, 0 to 1
            "mnist_test": accuracy(model, mnist.load("test")),
            "mnist_held_back": accuracy(model, data.held_back_digits()),
            "drawings_raster": drawings.raster,
            "drawings_strokes": drawings.strokes,
        },
        "measured_on": {
            "mnist_test": f"the {len(mnist.load('test')):,} test images of MNIST",
            "mnist_held_back": f"the last {data.HELD_BACK:,} training images of MNIST, held back for choosing",
            "drawings_raster": f"{drawings.count:,} drawings of our own making, as pictures",
            "drawings_strokes": "the same drawings as strokes, drawn again with a pen in proportion",
        },
        "recipe": asdict(recipe),
        "seed": recipe.seed,
        "stroke_sets": data.VERSION,
        "teacher_sha256": card_of(recipe.teacher)["weights"]["sha256"] if recipe.teacher else None,
        "date": datetime.now(UTC).date().isoformat(),
        "torch": torch.__version__,
        "weights": _save(weights, out / f"{name}.safetensors"),
        "checkpoints": None,
    }
    if moments:
        card["checkpoints"] = {
            **_save(kept, out / f"{name}.checkpoints.safetensors"),
            "moments": [asdict(moment) for moment, _ in moments],
        }
    text = json.dumps(card, indent=2, ensure_ascii=False)
    (out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return dict(json.loads(text))


def _save(tensors: dict[str, Tensor], path: Path) -> dict[str, str]:
    raw = safetensors.torch.save(tensors)
    path.write_bytes(raw)
    return {"file": path.name, "sha256": hashlib.sha256(raw).hexdigest()}
