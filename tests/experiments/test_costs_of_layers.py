"""What layers cost: counted by PyTorch where they are built, measured where they fit."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from cnnviz.experiments.layer_costs import LARGEST, MAPS, SIDES, Cost, fits, layer_costs, slices
from cnnviz.experiments.parameter_growth import parameter_growth


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("side", [4, 7, 28])
def test_growth_is_what_pytorch_counts_in_layers_of_that_size(side: int, channels: int) -> None:
    growth = parameter_growth(3, 3, (side,), channels)
    picture = torch.zeros(1, channels, side, side)
    dense = nn.Sequential(nn.Flatten(), nn.Linear(channels * side * side, 3 * side * side))
    convolution = nn.Conv2d(channels, 3, 3, padding=1)
    for layer, parameters, connections in (
        (dense, growth.dense, growth.dense_connections),
        (convolution, growth.convolution, growth.convolution_connections),
    ):
        assert parameters == (sum(each.numel() for each in layer.parameters()),)
        with FlopCounterMode(display=False) as counter:
            out = layer(picture)
        assert out.numel() == 3 * side * side
        assert connections == (counter.get_total_flops() // 2,)


def test_a_convolution_keeps_its_parameters_while_a_dense_layer_grows_with_the_fourth_power() -> None:
    growth = parameter_growth(MAPS, sides=(28, 56, 1024))
    assert len(set(growth.convolution)) == 1
    assert growth.dense_connections[1] == 16 * growth.dense_connections[0]
    assert growth.convolution_connections[1] == 4 * growth.convolution_connections[0]


@pytest.mark.parametrize("channels", [1, 3])
def test_only_layers_that_fit_are_measured_and_each_once(channels: int) -> None:
    found = list(layer_costs(channels))
    costs = [one for one in found if one is not None]
    assert len(found) == slices(channels)
    assert [(one.kind, one.side) for one in costs] == [
        (kind, side) for side in SIDES for kind in ("convolution", "dense") if fits(kind, side, channels)
    ]
    growth = parameter_growth(MAPS, sides=SIDES, channels=channels)
    for one in costs:
        place = SIDES.index(one.side)
        parameters = (growth.dense if one.kind == "dense" else growth.convolution)[place]
        assert one.bytes == 4 * (parameters + MAPS * one.side**2)
        assert 4 * parameters <= LARGEST
        assert one.milliseconds > 0
    assert all(fits("convolution", side, channels) for side in SIDES)
    assert not fits("dense", SIDES[-1], channels)
    larger = [one for one in costs if one.kind == "dense"]
    assert larger[-1].milliseconds > larger[0].milliseconds


def test_a_work_that_is_given_up_leaves_nothing_behind() -> None:
    work = layer_costs(1)
    first: list[Cost | None] = [next(work) for _ in range(4)]
    work.close()
    assert first[0] is None
    assert list(work) == []
