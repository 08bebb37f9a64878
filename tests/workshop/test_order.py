"""Layers in the order in which they are quickest compute what they did, bit for bit."""

import pytest
import torch
from torch import nn

from cnnviz.workshop.order import pooled_first


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (3, 1)])
def test_pooling_before_relu_gives_the_same_numbers_and_gradients(size: int, stride: int) -> None:
    torch.manual_seed(3)
    layers = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(size, stride), nn.Conv2d(4, 3, 3), nn.ReLU(), nn.MaxPool2d(2)
    )
    # Few different values, so that windows have several largest ones; half of them not above 0.
    pictures = torch.randint(-1, 2, (16, 1, 20, 20)).float()
    with torch.no_grad():
        for weights in layers.parameters():
            weights.copy_(weights.mul(4).round() / 4)
    found = []
    for network in (layers, pooled_first(layers)):
        layers.zero_grad()
        answer = network(pictures)
        (answer * torch.linspace(-1, 1, answer.numel()).reshape(answer.shape)).sum().backward()  # type: ignore[no-untyped-call]
        gradients = [weights.grad.clone() for weights in layers.parameters() if weights.grad is not None]
        found.append([answer.detach(), *gradients])
    assert (found[0][0] == 0).any()
    assert (found[0][0] > 0).any()
    assert len(found[0]) == 5
    for one, other in zip(*found, strict=True):
        assert torch.equal(one, other)


def test_only_max_pooling_right_after_relu_changes_its_place() -> None:
    layers = nn.Sequential(
        *[nn.Conv2d(1, 4, 3), nn.Tanh(), nn.MaxPool2d(2), nn.ReLU(), nn.AvgPool2d(2)],
        *[nn.ReLU(), nn.Dropout(), nn.MaxPool2d(2)],
    )
    assert list(pooled_first(layers)) == list(layers)
    swapped = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    assert [type(layer) for layer in pooled_first(swapped)] == [nn.Conv2d, nn.MaxPool2d, nn.ReLU, nn.Flatten]
    assert [type(layer) for layer in swapped] == [nn.Conv2d, nn.ReLU, nn.MaxPool2d, nn.Flatten]
