"""The linear network as ten pictures of weights, against the network itself."""

import numpy as np
import pytest
import torch
from torch import nn

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments.folding import fold
from cnnviz.experiments.without_relu import NETWORKS, compare


def digits(count: int = 100) -> np.ndarray:
    images = mnist.load("test").images
    chosen = np.random.default_rng(5).choice(len(images), count, replace=False)
    return images[chosen].astype(np.float32) / 255


def test_ten_pictures_of_weights_are_the_whole_linear_network() -> None:
    model = models.load_model("textbook-linear")
    folded = fold(model)
    assert folded.weights.shape == (10, 28, 28)
    assert not folded.weights.flags.writeable
    for digit in digits():
        wanted = model[:-1](torch.tensor(digit)[None, None])[0].numpy()
        assert folded.logits(digit) == pytest.approx(wanted, abs=1e-4)


def test_folding_follows_padding_odd_sides_and_layers_without_bias() -> None:
    torch.manual_seed(3)
    layers = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1, bias=False),
        nn.Conv2d(4, 3, 2),  # 27 × 27: averaging in windows of 2 leaves a row and a column over
        nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(3 * 13 * 13, 6, bias=False),
        nn.Linear(6, 10),
    )
    folded = fold(layers.requires_grad_(False))
    for digit in digits(5):
        assert folded.logits(digit) == pytest.approx(layers(torch.tensor(digit)[None, None])[0].numpy(), abs=1e-5)


@pytest.mark.parametrize(("model", "layer"), [("textbook", "pool1"), ("textbook-no-relu", "pool1"), ("dense", "relu")])
def test_a_network_that_is_not_linear_does_not_fold(model: str, layer: str) -> None:
    with pytest.raises(ModelError, match=f"^{layer} .* is not linear"):
        fold(models.load_model(model))


def test_each_network_gives_its_own_answer_to_the_same_picture() -> None:
    for digit in digits(5):
        for answer in compare(digit):
            model = models.load_model(answer.model)
            values = torch.tensor(digit)[None, None]
            assert answer.probabilities == pytest.approx(model(values)[0].numpy(), abs=1e-6)
            assert answer.maps.ravel() == pytest.approx(model[:-2](values)[0].numpy(), abs=1e-6)


def test_only_without_max_pooling_too_is_the_sum_of_pictures_the_sum_of_logits() -> None:
    one, other = torch.tensor(digits(2))[:, None, None]
    for name in NETWORKS:
        model = models.load_model(name)[:-1]
        off = (model(one) + model(other) - model(torch.zeros_like(one)) - model(one + other)).abs().max().item()
        assert (off < 1e-3) == (name == "textbook-linear"), (name, off)
