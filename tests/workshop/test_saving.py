"""Networks as files: what was saved comes back, and what was tampered with does not."""

import hashlib
import io
import json
import pickle
import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import torch
from mixed_stack import MIXED

from cnnviz import mnist
from cnnviz.errors import ModelError
from cnnviz.runs.history import History
from cnnviz.runs.settings import Optimizer, Settings, Variation
from cnnviz.stacks.presets import PRESETS
from cnnviz.workshop.code import keras_training, torch_training
from cnnviz.workshop.replay import at_moment, replay, with_readings
from cnnviz.workshop.run import Run
from cnnviz.workshop.saving import CARD, KERAS, TORCH, WEIGHTS, load, save

SETTINGS = Settings(batch=50, epochs=2, digits=200)
THREE = mnist.load("test").images[18].astype(np.float32) / 255


@pytest.fixture(scope="module")
def history() -> History:
    run = Run(MIXED, SETTINGS)
    while not run.done:
        run.step()
    return run.history()


def packed(**files: bytes | None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            if file is not None:
                archive.writestr({"card": CARD, "weights": WEIGHTS}[name], file)
    return content.getvalue()


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_saved_network_comes_back_as_it_was(history: History) -> None:
    saved = load(save(history))
    assert saved.stack == history.stack
    assert saved.settings == history.settings
    pictures = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert torch.equal(saved.model(pictures), at_moment(history, -1)(pictures))
    assert not saved.model.training
    assert not any(parameter.requires_grad for parameter in saved.model.parameters())
    assert saved.card["batches"] == 8


def test_the_file_holds_weights_card_and_code(history: History) -> None:
    files = opened(save(history))
    assert set(files) == {WEIGHTS, CARD, TORCH, KERAS}
    card = json.loads(files[CARD])
    assert card["weights"]["sha256"] == hashlib.sha256(files[WEIGHTS]).hexdigest()
    assert card["parameters"] == sum(value.size for value in safetensors.numpy.load(files[WEIGHTS]).values())
    space: dict[str, Any] = {"__name__": "learner"}
    exec(files[TORCH], space)
    space["model"].load_state_dict(
        {name: torch.tensor(value) for name, value in safetensors.numpy.load(files[WEIGHTS]).items()}
    )


class Hostile:
    def __reduce__(self) -> Any:
        return (exec, ("raise SystemExit('a pickle was opened')",))


def test_a_hostile_pickle_is_refused_unopened(history: History) -> None:
    files = opened(save(history))
    for raw in (pickle.dumps(Hostile()), b"PK\x03\x04 archive of torch"):
        card = json.loads(files[CARD])
        card["weights"]["sha256"] = hashlib.sha256(raw).hexdigest()
        with pytest.raises(ModelError, match="no safetensors file: PyTorch's own format can run code"):
            load(packed(card=json.dumps(card).encode(), weights=raw))
    with pytest.raises(ModelError, match="no whole zip file"):
        load(pickle.dumps(Hostile()))
    own = io.BytesIO()
    torch.save({"weight": torch.zeros(1)}, own)
    with pytest.raises(ModelError, match="has no network.json in it"):
        load(own.getvalue())


def test_weights_that_are_not_those_of_the_card_are_refused(history: History) -> None:
    files = opened(save(history))
    changed = bytearray(files[WEIGHTS])
    changed[-1] ^= 1
    with pytest.raises(ModelError, match="not those of the card: their SHA-256 is [0-9a-f]{64}, that of the card is"):
        load(packed(card=files[CARD], weights=bytes(changed)))


def with_weights(history: History, **changed: Any) -> bytes:
    weights = {**history.kept[-1].weights, **changed}
    return save(history, {name: value for name, value in weights.items() if value is not None})


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"dense.bias": np.zeros(11, np.float32)}, r"dense.bias is \(11,\), \(10,\) was expected"),
        ({"dense.bias": None}, r"dense.bias is missing, \(10,\) was expected"),
        ({"more": np.zeros(2, np.float32)}, r"more is \(2,\), nothing of that name was expected"),
        ({"dense.bias": np.full(10, np.nan, np.float32)}, "dense.bias are not finite float32"),
        ({"dense.bias": np.zeros(10, np.int64)}, "dense.bias are not finite float32"),
    ],
)
def test_weights_of_another_shape_are_refused(history: History, changed: Any, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load(with_weights(history, **changed))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cnnviz_network": 2}, "of version 2; version 1 is read here"),
        ({"stack": {"layers": [{"kind": "relu"}] * 99}}, "does not hold: The stack has 99 layers"),
        ({"stack": {"layers": [{"kind": "dense", "units": 10}]}}, "does not hold: dense does not fit"),
        ({"stack": {"layers": [{"kind": "dense", "units": 10**9}]}}, "does not hold: Layer 1: Dense: units"),
        ({"settings": {"epochs": -1}}, "does not hold: Epochs is -1"),
        ({"settings": None}, "does not hold: The settings"),
        ({"weights": 3}, "card of the network is damaged"),
        ({"weights": {"sha256": ["x"] * 9999}}, "not those of the card"),
    ],
)
def test_a_card_that_does_not_hold_is_refused(history: History, change: dict[str, Any], message: str) -> None:
    files = opened(save(history))
    card = json.dumps({**json.loads(files[CARD]), **change}).encode()
    with pytest.raises(ModelError, match=message) as caught:
        load(packed(card=card, weights=files[WEIGHTS]))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no whole zip file"),
        (packed(card=b"{}"), "has no network.safetensors in it"),
        (packed(card=b"[]", weights=b""), "card of the network is damaged"),
        (packed(card=b"[" * 90_000, weights=b""), "card of the network is damaged"),
        (packed(card=b" " * 200_000, weights=b""), "network.json is larger than that of any network"),
        (packed(card=b"{}", weights=bytes(40_000_000)), "network.safetensors is larger than that of any network"),
    ],
)
def test_files_that_are_no_network_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load(content)


def test_a_damaged_zip_file_is_refused(history: History) -> None:
    content = bytearray(save(history))
    for place in range(0, len(content), len(content) // 60):
        damaged = bytes(content[:place]) + bytes([content[place] ^ 0xFF]) + bytes(content[place + 1 :])
        try:
            loaded = load(damaged)
        except ModelError:
            continue
        assert loaded.stack == history.stack  # the damage hit the code, which is not read


def test_a_run_is_gone_through_again_with_any_digit(history: History) -> None:
    traces = replay(history, THREE)
    assert len(traces) == len(history.kept) == 5
    for kept, found in zip(history.kept, traces, strict=True):
        assert np.array_equal(found["dense"].weight, kept.weights["dense.weight"])
    told = with_readings(history, THREE, label=3)
    assert all(np.array_equal(one, each.probabilities) for one, each in zip(told.readings, traces, strict=True))
    right = [place for place, each in enumerate(traces) if each.probabilities.argmax() == 3]
    assert told.first_right() == (right[0] if right else None)
    never = replace(told, readings=tuple(np.roll(np.eye(10)[3], 1) for _ in traces))
    assert never.first_right() is None


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("optimizer", Optimizer)
def test_the_training_code_learns_what_the_run_learns(optimizer: Optimizer, falling: bool) -> None:
    stack = PRESETS["dense"]
    settings = Settings(optimizer, 0.01, falling, batch=100, epochs=5, digits=100, seed=7)
    run = Run(stack, settings)
    while not run.done:
        run.step()
    space: dict[str, Any] = {"__name__": "learner"}
    exec(torch_training(stack, settings), space)
    digits = mnist.load("train")
    images = torch.from_numpy(digits.images[:100].astype(np.float32) / 255)[:, None]
    space["train"](images, torch.from_numpy(digits.labels[:100].astype(np.int64)))  # one batch: order is all the same
    pictures = torch.from_numpy(mnist.load("test").images[:200].astype(np.float32) / 255)[:, None]
    before, after = at_moment(run.history(), 0)(pictures), at_moment(run.history(), -1)(pictures)
    assert (after - before).abs().max() > 1e-3, "something was learned"
    # Rounding differs with the order of a batch, and Adam makes much of the smallest gradients.
    assert torch.allclose(space["model"](pictures), after, atol=1e-4 * (after - before).abs().max().item() + 1e-5)


def test_the_keras_code_names_the_same_optimizer_and_says_what_it_leaves_out() -> None:
    settings = Settings(Optimizer.MOMENTUM, 0.1, False, 32, 4, augmentation=Variation.LIGHT)
    source = keras_training(MIXED, settings)
    compile(source, "network_keras.py", "exec")
    assert "keras.optimizers.SGD(0.1, momentum=0.9)" in source
    assert "batch_size=32, epochs=4" in source
    assert "changed at random in each pass (light)" in source
    assert "PolynomialDecay(0.004, 1718, 0.0)" in keras_training(MIXED, Settings())
