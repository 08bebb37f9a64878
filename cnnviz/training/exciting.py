"""Which patches of the 60,000 training digits excite each map most: `python -m cnnviz.training.exciting`.

For every map behind a ReLU the digits are ranked by the map's strongest cell; of the first nine, what that cell sees
is cut out, and the whole digit is kept in 16 shades. A map that no digit excites keeps patches of value 0.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import safetensors.numpy
import torch
from torch import nn
from tqdm import tqdm

from cnnviz import mnist, models
from cnnviz.digit_code import packed
from cnnviz.mnist import Digits
from cnnviz.patches import KEPT, NETWORKS, Patches, folder_of_patches
from cnnviz.receptive_field import ReceptiveField
from cnnviz.trace import Kind, trace

_BATCH = 500


def most_exciting(model: nn.Sequential, digits: Digits, kept: int = KEPT) -> dict[str, Patches]:
    """The `kept` most exciting patches of each map, by stage; of equally exciting ones, the first digit's."""
    recorded = trace(model, np.zeros((1, *digits.images.shape[1:]), np.float32))
    stages = [stage for stage in recorded if stage.kind is Kind.RELU and stage.is_maps and stage.receptive_field]
    strongest = _strongest(model, digits, [stage.name for stage in stages])
    made = {}
    for stage in stages:
        values, places = strongest[stage.name]  # (digits, maps) each
        ranked = np.argsort(-values, axis=0, kind="stable")[:kept].T  # (maps, kept)
        maps = np.arange(len(ranked))[:, None]
        cells = np.stack(np.divmod(places[ranked, maps], stage.shape[2]), axis=-1)
        assert stage.receptive_field
        pixels = [
            [_cut(digits.images[digit], stage.receptive_field, *cell) for digit, cell in zip(row, at, strict=True)]
            for row, at in zip(ranked, cells, strict=True)
        ]
        made[stage.name] = Patches(
            pixels=np.array(pixels, np.uint8),
            values=np.ascontiguousarray(values[ranked, maps], np.float32),
            digits=np.ascontiguousarray(ranked, np.int32),
            labels=np.ascontiguousarray(digits.labels[ranked], np.uint8),
            cells=np.ascontiguousarray(cells, np.uint8),
            shades=np.array([[shades(digits.images[digit]) for digit in row] for row in ranked], np.uint8),
        )
    return made


def _strongest(model: nn.Sequential, digits: Digits, stages: list[str]) -> dict[str, tuple[Any, Any]]:
    """By stage: the strongest value of every map, and the index of its cell, both (digits, maps)."""
    found: dict[str, list[tuple[Any, Any]]] = {stage: [] for stage in stages}
    with torch.inference_mode():
        for start in tqdm(range(0, len(digits), _BATCH), unit="batch", leave=False):
            maps = torch.from_numpy(digits.images[start : start + _BATCH].astype(np.float32) / 255)[:, None]
            for name, layer in model.named_children():
                maps = layer(maps)
                if name in found:
                    found[name].append(tuple(each.numpy() for each in maps.flatten(2).max(dim=2)))
    return {
        stage: (np.concatenate([value for value, _ in batches]), np.concatenate([place for _, place in batches]))
        for stage, batches in found.items()
    }


def shades(image: mnist.Bytes) -> mnist.Bytes:
    """(392,): a digit as it is kept, in 16 shades."""
    return np.frombuffer(packed((image / 255).astype(np.float32)), np.uint8)


def _cut(image: mnist.Bytes, field: ReceptiveField, row: int, column: int) -> mnist.Bytes:
    """What a cell sees of a picture, black where it looks beyond."""
    rows, columns = field.window(int(row), int(column))
    height, width = field.size
    framed = np.pad(image, ((height, height), (width, width)))
    return framed[rows.start + height : rows.stop + height, columns.start + width : columns.stop + width]


def write(name: str, out: Path) -> dict[str, Any]:
    """Write NAME.safetensors and NAME.json; the card."""
    digits = mnist.load("train")
    made = most_exciting(models.load_model(name), digits)
    arrays = {
        f"{stage}/{field.name}": getattr(patches, field.name)
        for stage, patches in made.items()
        for field in fields(Patches)
    }
    raw = safetensors.numpy.save(arrays)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.safetensors").write_bytes(raw)
    card = {
        "what": f"the {KEPT} patches of the {len(digits):,} training digits of MNIST that excite each map most",
        "network": name,
        "stages": list(made),
        "how": "python -m cnnviz.training.exciting",
        "date": datetime.now(UTC).date().isoformat(),
        "weights_sha256": models.card(name)["weights"]["sha256"],
        "file": f"{name}.safetensors",
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    (out / f"{name}.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    return card


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the patches of the networks that ship with cnnviz."""
    parser = argparse.ArgumentParser(prog="python -m cnnviz.training.exciting", description=__doc__)
    parser.add_argument("--model", choices=NETWORKS, help="one network only")
    parser.add_argument("--out", type=Path, default=folder_of_patches(), help="folder; by default assets/patches")
    told = parser.parse_args(arguments)
    for name in [told.model] if told.model else NETWORKS:
        card = write(name, told.out)
        print(f"{told.out / card['file']}: {', '.join(card['stages'])}")


if __name__ == "__main__":
    main()
