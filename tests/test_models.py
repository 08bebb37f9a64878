import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torch import nn

from cnnviz import mnist
from cnnviz.assets import asset
from cnnviz.errors import ModelError
from cnnviz.models import (
    NAMES,
    TEACHER,
    Moment,
    build,
    card,
    checkpoints,
    count_parameters,
    folder_of_models,
    load_checkpoint,
    load_model,
)

FOLLOWED = ("two-block", "textbook")  # the networks whose training can be followed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files of `textbook`, free to be damaged."""
    for file in folder_of_models().glob("textbook.*"):
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path


def sign(folder: Path, entry: str = "weights") -> None:
    """Write the SHA-256 of the weights as they are now into the card."""
    card_file = folder / "textbook.json"
    content = json.loads(card_file.read_text())
    raw = (folder / content[entry]["file"]).read_bytes()
    content[entry]["sha256"] = hashlib.sha256(raw).hexdigest()
    card_file.write_text(json.dumps(content))


# By hand: a convolution has a weight for each pixel of its window and map, and one bias for each filter.
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("textbook", (32 * 9 + 32) + (32 * 13 * 13 * 10 + 10)),
        ("two-block", (72 + 8) + (8 * 72 + 8) + (16 * 72 + 16) + (16 * 144 + 16) + (784 * 10 + 10)),
        ("dense", (784 * 68 + 68) + (68 * 10 + 10)),
        ("textbook-no-relu", 54_410),
        ("textbook-linear", 54_410),
    ],
)
def test_parameters_are_as_many_as_counted_by_hand(name: str, parameters: int) -> None:
    assert count_parameters(build(name)) == parameters
    assert card(name)["parameters"] == parameters


def test_the_textbook_network_has_54410_parameters_and_two_block_12002() -> None:
    assert (count_parameters(build("textbook")), count_parameters(build("two-block"))) == (54_410, 12_002)


def test_layers_are_named_by_the_grammar() -> None:
    textbook = ["conv1", "relu1", "pool1", "flatten", "dense", "softmax"]
    assert [name for name, _ in build("textbook").named_children()] == textbook
    two_block = "conv1_1 relu1_1 conv1_2 relu1_2 pool1 conv2_1 relu2_1 conv2_2 relu2_2 pool2 flatten dense softmax"
    assert [name for name, _ in build("two-block").named_children()] == two_block.split()


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_is_a_module_used_once(name: str) -> None:
    model = load_model(name)
    used: list[str] = []
    handles = [
        module.register_forward_hook(lambda *_, layer=layer: used.append(layer))
        for layer, module in model.named_children()
    ]
    try:
        picture = torch.rand(1, 1, 28, 28)
        probabilities = model(picture)
    finally:
        for handle in handles:
            handle.remove()
    assert used == [layer for layer, _ in model.named_children()]
    assert used[-1] == "softmax"
    torch.testing.assert_close(probabilities, model[:-1](picture).softmax(dim=1))


def test_the_linear_network_is_one_linear_map() -> None:
    logits = load_model("textbook-linear")[:-1]
    one, other = torch.rand(2, 1, 1, 28, 28).unbind()
    torch.testing.assert_close(
        logits(one + other) - logits(other), logits(one) - logits(torch.zeros_like(one)), atol=1e-4, rtol=0
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_loaded_network_is_shared_frozen_and_ready(name: str) -> None:
    model = load_model(name)
    assert load_model(name) is model
    assert not any(module.training for module in model.modules())
    assert not any(parameter.requires_grad for parameter in model.parameters())
    assert not any(module.inplace for module in model.modules() if isinstance(module, nn.ReLU))


def test_a_network_first_asked_for_within_inference_mode_serves_those_who_want_gradients(tmp_path: Path) -> None:
    folder = shutil.copytree(folder_of_models(), tmp_path / "models")  # one that was never loaded
    with torch.inference_mode():
        model = load_model("dense", folder)
    picture = torch.rand(1, 1, 28, 28, requires_grad=True)
    model[:-1](picture).sum().backward()
    assert picture.grad is not None


@pytest.mark.parametrize("name", [*NAMES, TEACHER])
def test_the_accuracy_on_the_card_is_measured_again(name: str) -> None:
    digits = mnist.load("test")
    images = torch.from_numpy(digits.images.astype(np.float32))[:, None] / 255  # (10000, 1, 28, 28)
    with torch.inference_mode():
        answers = torch.cat([load_model(name)(part).argmax(dim=1) for part in images.split(1000)])
    right = int((answers.numpy() == digits.labels).sum())
    # Another processor adds in another order: a digit on the border between two answers may change sides.
    assert right == pytest.approx(10_000 * card(name)["accuracy"]["mnist_test"], abs=2)


@pytest.mark.parametrize("name", FOLLOWED)
def test_checkpoints_lead_from_chance_to_the_shipped_network(name: str) -> None:
    moments = checkpoints(name)
    steps = [moment.step for moment in moments]
    assert steps[0] == 0
    assert steps == sorted(set(steps))
    assert 8 <= len(steps) <= 10
    assert sum(moment.epoch <= 1 for moment in moments) >= len(moments) / 2, "most of them early"
    assert moments[0].held_back < 0.25
    assert moments[-1].held_back == card(name)["accuracy"]["mnist_held_back"]
    last = load_checkpoint(name, moments[-1])
    assert load_checkpoint(name, moments[-1]) is last
    for mine, shipped in zip(last.parameters(), load_model(name).parameters(), strict=True):
        assert torch.equal(mine, shipped)
    first = next(load_checkpoint(name, moments[0]).parameters())
    assert not torch.equal(first, next(last.parameters()))


def test_networks_without_checkpoints_have_none() -> None:
    assert checkpoints("dense") == []
    with pytest.raises(ModelError, match="'dense' keeps no checkpoint of step 9. It keeps: none"):
        load_checkpoint("dense", Moment(9, 0.1, 0.5))


def test_an_unknown_checkpoint_is_refused_with_the_known_steps() -> None:
    with pytest.raises(ModelError, match="keeps no checkpoint of step 1. It keeps: 0, "):
        load_checkpoint("two-block", Moment(1, 0.0, 0.5))


@pytest.mark.parametrize("ask", [build, card, load_model, checkpoints])
def test_an_unknown_network_is_refused_with_the_known_ones(ask: object) -> None:
    with pytest.raises(ModelError, match="There is no network 'lenet'. There are: two-block, textbook, dense"):
        ask("lenet")  # type: ignore[operator]


@pytest.mark.parametrize("name", [["a"], {}, None, 3])
def test_what_is_no_name_is_refused_as_an_unknown_network(name: object) -> None:
    with pytest.raises(ModelError, match="There is no network .*There are: two-block"):
        load_model(name)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="There is no network .*There are: two-block"):
        load_checkpoint(name, Moment(0, 0.0, 0.5))  # type: ignore[arg-type]


def test_missing_weights_are_named_with_a_remedy(folder: Path) -> None:
    (folder / "textbook.safetensors").unlink()
    with pytest.raises(ModelError, match=r"cannot be read.*cnnviz train --model textbook"):
        load_model("textbook", folder)


def test_one_changed_byte_of_the_weights_is_noticed(folder: Path) -> None:
    weights = folder / "textbook.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[-1] ^= 1
    weights.write_bytes(raw)
    with pytest.raises(ModelError, match="textbook.safetensors are damaged: their SHA-256 is"):
        load_model("textbook", folder)


def test_weights_of_another_network_do_not_fit(folder: Path) -> None:
    shutil.copyfile(folder_of_models() / "dense.safetensors", folder / "textbook.safetensors")
    sign(folder)
    with pytest.raises(
        ModelError, match=r"do not fit the network 'textbook': conv1.bias is missing, \(32,\) was expected"
    ):
        load_model("textbook", folder)


def test_weights_of_the_wrong_shape_do_not_fit(folder: Path) -> None:
    tensors = safetensors.torch.load_file(folder / "textbook.safetensors")
    tensors["dense.weight"] = tensors["dense.weight"][:, :784].clone()
    safetensors.torch.save_file(tensors, folder / "textbook.safetensors")
    sign(folder)
    with pytest.raises(ModelError, match=r"dense.weight is \(10, 784\), \(10, 5408\) was expected"):
        load_model("textbook", folder)


def test_a_file_that_is_not_safetensors_is_refused(folder: Path) -> None:
    torch.save(build("textbook").state_dict(), folder / "textbook.safetensors")
    sign(folder)
    with pytest.raises(ModelError, match="are not a safetensors file"):
        load_model("textbook", folder)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"weights": {}}', '{"weights": {"file": "a", "sha256": "b"}}'])
def test_a_damaged_card_is_refused(folder: Path, content: str) -> None:
    (folder / "textbook.json").write_text(content)
    with pytest.raises(ModelError, match=r"textbook.json is damaged.*train --model textbook"):
        load_model("textbook", folder)


def test_a_missing_card_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"textbook.json cannot be read"):
        load_model("textbook", tmp_path)


def test_assets_beside_mnist_stay_below_8_megabytes() -> None:
    files = [file for file in asset().rglob("*") if file.is_file() and file.parent != asset("mnist")]
    assert sum(file.stat().st_size for file in files) < 8_000_000
