"""Receptive fields, against paper numbers and against the pixels that a gradient reaches."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from cnnviz import models
from cnnviz.receptive_field import PIXEL, ReceptiveField
from cnnviz.trace import trace


def test_paper_numbers_of_two_block() -> None:
    recorded = trace(models.build("two-block"), torch.zeros(1, 28, 28))
    fields = {stage.name: stage.receptive_field for stage in recorded}
    assert fields["input"] == ReceptiveField((1, 1), (1, 1), (0, 0))
    assert fields["conv1_1"] == ReceptiveField((3, 3), (1, 1), (-1, -1))
    assert fields["conv1_2"] == fields["relu1_2"] == ReceptiveField((5, 5), (1, 1), (-2, -2))
    assert fields["pool1"] == ReceptiveField((6, 6), (2, 2), (-2, -2))
    assert fields["conv2_2"] == ReceptiveField((14, 14), (2, 2), (-6, -6))
    assert fields["pool2"] == ReceptiveField((16, 16), (4, 4), (-6, -6))
    assert fields["flatten"] is None
    assert fields["dense"] == fields["softmax"] == ReceptiveField((28, 28), (0, 0), (0, 0))


def test_a_window_of_pixels() -> None:
    field = ReceptiveField(size=(16, 10), step=(4, 2), offset=(-6, 0))
    assert field.window(0, 0) == (range(-6, 10), range(0, 10))
    assert field.window(3, 2) == (range(6, 22), range(4, 14))


def test_a_dense_layer_sees_no_further_than_the_cells_before_it() -> None:
    net = nn.Sequential(nn.Conv2d(1, 1, 2), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(1, 2))
    recorded = trace(net, torch.zeros(8, 7))  # (1, 7, 6) and then (1, 1, 1): rows 0 to 4 only
    assert recorded["3"].receptive_field == ReceptiveField((5, 5), (0, 0), (0, 0))


NETWORKS = {
    "convolution": nn.Sequential(nn.Conv2d(1, 2, 3)),
    "rows and columns differ": nn.Sequential(nn.Conv2d(1, 1, (2, 5), stride=(3, 1), padding=(1, 2))),
    "dilated": nn.Sequential(nn.Conv2d(1, 1, 3, dilation=(2, 3)), nn.ReLU(), nn.Conv2d(1, 2, 2)),
    "same padding": nn.Sequential(
        nn.Conv2d(1, 1, (4, 3), padding="same"), nn.Conv2d(1, 1, 2, dilation=3, padding="same")
    ),
    "valid padding": nn.Sequential(nn.Conv2d(1, 1, 3, padding="valid")),
    "max pooling": nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(1, 1, 2)),
    "overlapping pooling": nn.Sequential(nn.MaxPool2d(3, stride=2, padding=1), nn.MaxPool2d(2, stride=1, dilation=2)),
    "average pooling": nn.Sequential(nn.AvgPool2d(3, stride=2, padding=1), nn.Conv2d(1, 1, 3, stride=2, padding=1)),
    "ceil mode": nn.Sequential(nn.AvgPool2d(3, stride=2, ceil_mode=True)),
    "two blocks": nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 2, 3, padding=1), nn.AvgPool2d(2),
        nn.BatchNorm2d(2), nn.Dropout(), nn.Conv2d(2, 2, 3, padding=1, groups=2), nn.LeakyReLU(), nn.AvgPool2d(2),
    ),
    "adaptive pooling": nn.Sequential(nn.Conv2d(1, 1, 2), nn.AdaptiveAvgPool2d((3, 1))),
    "adaptive maximum": nn.Sequential(nn.AdaptiveMaxPool2d((4, 2))),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Using padding=.same.:UserWarning")
@pytest.mark.parametrize("name", NETWORKS)
def test_a_cell_sees_the_pixels_that_its_gradient_reaches(name: str) -> None:
    torch.manual_seed(1)
    network = NETWORKS[name].eval()
    for parameter in network.parameters():
        parameter.data = parameter.data.abs() + 0.1  # positive, so that nothing cancels
    if "pooling" in name or "maximum" in name or name == "dilated":
        pixels = torch.rand(300, 1, 16, 14)  # a maximum lets one cell of a window through: try many
    else:
        pixels = torch.rand(2, 1, 16, 14)
    last = trace(network, pixels[0]).stages[-1]
    field = last.receptive_field
    assert field is not None
    inside = 0
    for row in range(last.shape[1]):
        for column in range(last.shape[2]):
            rows, columns = field.window(row, column)
            reached = pixels_reached(network, pixels, row, column)
            assert all(r in rows and c in columns for r, c in reached)
            if rows[0] >= 0 and columns[0] >= 0 and rows[-1] < 16 and columns[-1] < 14:
                inside += 1
                assert min(r for r, _ in reached) == rows[0]
                assert max(r for r, _ in reached) == rows[-1]
                assert min(c for _, c in reached) == columns[0]
                assert max(c for _, c in reached) == columns[-1]
    assert inside > 0


def pixels_reached(network: nn.Module, pixels: Tensor, row: int, column: int) -> list[tuple[int, int]]:
    pixels = pixels.clone().requires_grad_()
    network(pixels)[:, :, row, column].sum().backward()
    assert pixels.grad is not None
    return [(int(r), int(c)) for r, c in pixels.grad.abs().sum((0, 1)).nonzero()]


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular"),
        nn.ConvTranspose2d(1, 1, 3),
        nn.Upsample(scale_factor=2),
        nn.InstanceNorm2d(1),
        nn.AdaptiveAvgPool2d((3, 4)),  # 8 pixels in 3 windows: they are not all alike
        nn.AdaptiveAvgPool2d((4, 3)),
        nn.Linear(8, 8),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_where_it_cannot_be_told_it_is_none_and_stays_none(layer: nn.Module) -> None:
    recorded = trace(nn.Sequential(layer, nn.Conv2d(1, 1, 1)), torch.zeros(1, 8, 8))
    assert recorded["0"].receptive_field is None
    assert recorded["1"].receptive_field is None


def test_a_layer_that_computes_something_of_its_own_is_not_the_one_it_derives_from() -> None:
    class Rolled(nn.ReLU):
        def forward(self, input: Tensor) -> Tensor:
            return torch.relu(input.roll(3, dims=2))

    assert trace(nn.Sequential(Rolled()), torch.zeros(1, 8, 8))["0"].receptive_field is None


def test_a_vector_has_no_field_before_a_dense_layer_gives_it_one() -> None:
    net = nn.Sequential(nn.Conv2d(1, 1, 3), nn.Flatten(), nn.ReLU(), nn.Linear(36, 4), nn.ReLU())
    recorded = trace(net, torch.zeros(1, 8, 8))
    assert recorded["1"].receptive_field is None
    assert recorded["2"].receptive_field is None
    assert recorded["3"].receptive_field == ReceptiveField((8, 8), (0, 0), (0, 0))
    assert recorded["4"].receptive_field == recorded["3"].receptive_field


def test_an_input_that_is_no_picture_has_no_fields() -> None:
    recorded = trace(nn.Sequential(nn.Linear(5, 3), nn.ReLU()), torch.zeros(5))
    assert [stage.receptive_field for stage in recorded] == [None, None, None]


def test_a_window_over_windows_adds_up() -> None:
    twice = PIXEL.through((3, 3)).through((3, 3))
    assert twice == replace(PIXEL, size=(5, 5))
