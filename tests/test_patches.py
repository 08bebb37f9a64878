"""The patches that excite a map most: what ships is what PyTorch finds, and what is damaged is refused."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnviz import mnist, models, patches
from cnnviz.errors import DataError
from cnnviz.mnist import Digits
from cnnviz.trace import trace
from cnnviz.training import exciting


def strongest(name: str, stage: str, digits: list[int]) -> torch.Tensor:
    """The maps of a stage for some training digits, (digits, maps, rows, columns)."""
    out = torch.tensor(mnist.load("train").images[digits].astype(np.float32) / 255)[:, None]
    with torch.inference_mode():
        for layer_name, layer in models.load_model(name).named_children():
            out = layer(out)
            if layer_name == stage:
                return out
    raise AssertionError(stage)


@pytest.mark.parametrize("name", patches.NETWORKS)
def test_the_values_are_those_of_the_digits_and_cells_that_are_told(name: str) -> None:
    rng = np.random.default_rng(5)
    labels = mnist.load("train").labels
    for stage, kept in patches.load(name).items():
        for channel in rng.choice(len(kept.values), 4, replace=False):
            digits = kept.digits[channel]
            maps = strongest(name, stage, digits.tolist())[:, channel]
            np.testing.assert_allclose(maps.flatten(1).amax(1).numpy(), kept.values[channel], atol=1e-5)
            at = maps[np.arange(len(digits)), *kept.cells[channel].T.astype(int)]
            np.testing.assert_allclose(at.numpy(), kept.values[channel], atol=1e-5)
            assert (labels[digits] == kept.labels[channel]).all()
            assert len(set(digits.tolist())) == patches.KEPT
            assert (np.diff(kept.values[channel]) <= 0).all()


@pytest.mark.parametrize("name", patches.NETWORKS)
def test_no_digit_of_a_sample_excites_a_map_more_than_the_least_of_its_patches(name: str) -> None:
    sample = np.random.default_rng(6).choice(60_000, 300, replace=False)
    for stage, kept in patches.load(name).items():
        found = strongest(name, stage, sample.tolist()).flatten(2).amax(2).numpy()  # (digits, maps)
        others = ~(sample[:, None, None] == kept.digits[None]).any(2)
        assert (np.where(others, found, 0) <= kept.values[:, -1] + 1e-5).all()


@pytest.mark.parametrize("name", patches.NETWORKS)
def test_a_patch_is_what_its_cell_sees_of_the_digit_black_beyond_its_edge(name: str) -> None:
    images = mnist.load("train").images
    recorded = trace(models.load_model(name), np.zeros((1, 28, 28), np.float32))
    for stage, kept in patches.load(name).items():
        field = recorded[stage].receptive_field
        assert field
        for channel, place in np.ndindex(kept.values.shape):
            rows, columns = field.window(*(int(side) for side in kept.cells[channel, place]))
            seen = np.pad(images[kept.digits[channel, place]], 28)[
                28 + rows.start : 28 + rows.stop, 28 + columns.start : 28 + columns.stop
            ]
            assert (seen == kept.pixels[channel, place]).all()


def test_patches_are_found_among_any_digits() -> None:
    test = mnist.load("test")
    some = Digits(test.images[:40], test.labels[:40])
    made = exciting.most_exciting(models.load_model("textbook"), some, kept=3)
    assert set(made) == {"relu1"}
    conv = models.load_model("textbook").get_submodule("conv1")
    maps = torch.relu(conv(torch.tensor(some.images.astype(np.float32) / 255)[:, None])).flatten(2).amax(2)
    top = maps.topk(3, dim=0)
    np.testing.assert_allclose(made["relu1"].values, top.values.T.numpy(), atol=1e-5)
    # A cell of relu1 is a weighted sum of its patch.
    patch = torch.tensor(made["relu1"].pixels.astype(np.float32) / 255)
    sums = torch.relu((patch * conv.weight).sum((2, 3)) + conv.bias[:, None])  # type: ignore[operator, index, arg-type]
    np.testing.assert_allclose(sums.numpy(), made["relu1"].values, atol=1e-5)


def test_a_network_without_maps_behind_a_relu_has_no_patches() -> None:
    assert [dict(patches.load(name)) for name in ("dense", "textbook-no-relu", "textbook-linear")] == [{}, {}, {}]


def test_they_are_read_only_and_small() -> None:
    folder = patches.folder_of_patches()
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000
    with pytest.raises(ValueError, match="read-only"):
        patches.load("two-block")["relu1_1"].pixels[0] = 1


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(patches.folder_of_patches(), tmp_path / "patches"))


def test_a_damaged_file_is_refused_with_what_to_do(copied: Path) -> None:
    path = copied / "textbook.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    with pytest.raises(DataError, match="are damaged: their SHA-256 is .* python -m cnnviz.training.exciting"):
        patches.load("textbook", copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "textbook.safetensors").unlink()
    with pytest.raises(DataError, match="textbook.safetensors cannot be read"):
        patches.load("textbook", copied)


@pytest.mark.parametrize(("text", "message"), [("{", "is damaged"), ('{"file": "x"}', "is damaged")])
def test_a_broken_card_is_refused(copied: Path, text: str, message: str) -> None:
    (copied / "textbook.json").write_text(text)
    with pytest.raises(DataError, match=f"The card .* {message}"):
        patches.load("textbook", copied)


def test_patches_of_other_weights_are_refused(copied: Path) -> None:
    path = copied / "textbook.json"
    card = json.loads(path.read_text()) | {"weights_sha256": "0" * 64}
    path.write_text(json.dumps(card))
    with pytest.raises(DataError, match="were made with other weights of 'textbook'"):
        patches.load("textbook", copied)
