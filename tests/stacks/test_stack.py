"""What a stack comes to, against what PyTorch makes of it."""

import re
import threading

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from mixed_stack import MIXED
from torch import nn

from cnnviz import models
from cnnviz.costs import multiplications
from cnnviz.errors import CnnvizError, StackError
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import (
    AveragePooling,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling,
    Relu,
    Tanh,
)
from cnnviz.stacks.presets import PRESETS, preset
from cnnviz.stacks.stack import Stack, plan, survey
from cnnviz.trace import Kind, trace


def stacks() -> st.SearchStrategy[Stack]:
    """Layers in any order that may fit, or not."""
    convolution = st.builds(
        Convolution, st.integers(1, 4), st.integers(1, 5), st.integers(1, 2), st.integers(0, 2)
    )
    pooling = st.builds(MaxPooling, st.integers(1, 3), st.integers(1, 3)) | st.builds(AveragePooling)
    others = st.sampled_from([Relu(), Tanh(), Dropout(0.5)])
    maps = st.lists(convolution | pooling | others, max_size=6)
    rows = st.lists(st.builds(Dense, st.integers(1, 20)) | others, max_size=4)
    return st.builds(lambda first, then: (*first, Flatten(), *then, Dense()), maps, rows)


@given(stacks())
@hypothesis_settings(max_examples=60)
def test_every_planned_layer_is_what_pytorch_makes_of_it(stack: Stack) -> None:
    found = survey(stack)
    if found.problem is not None:
        with pytest.raises(StackError, match=re.escape(str(found.problem))):
            build(stack)
        return
    model = build(stack).eval()
    recorded = trace(model, np.zeros((1, 1, 28, 28), np.float32))
    assert [stage.name for stage in recorded][1:] == [each.name for each in found.layers]
    for planned, stage in zip(found.layers, recorded.stages[1:], strict=True):
        assert planned.shape == stage.shape
        assert planned.parameters == stage.parameters
        assert planned.multiplications == multiplications(stage)
        assert planned.receptive_field == stage.receptive_field, planned.name
    assert found.parameters == models.count_parameters(model)


def test_the_layers_of_a_stack_that_does_not_fit_are_those_up_to_the_one_that_does_not() -> None:
    found = survey((Convolution(2), MaxPooling(), MaxPooling(8, 8), Convolution(2), Flatten(), Dense()))
    assert [each.name for each in found.layers] == ["conv1", "pool1", "pool1b"]
    assert found.problem is not None
    assert found.problem.place == 3


def test_the_textbook_is_the_first_preset() -> None:
    assert next(iter(PRESETS)) == "textbook"
    assert set(PRESETS) == set(models.NAMES)
    with pytest.raises(StackError, match="no preset 'lenet'. There are: textbook, two-block"):
        preset("lenet")


@pytest.mark.parametrize("name", models.NAMES)
def test_a_built_preset_is_the_shipped_network_layer_for_layer(name: str) -> None:
    torch.manual_seed(3)
    shipped = models.build(name)
    built = build(PRESETS[name], seed=3)
    assert [(key, str(layer)) for key, layer in built.named_children()] == [
        (key, str(layer)) for key, layer in shipped.named_children()
    ]
    picture = torch.rand(2, 1, 28, 28)
    assert torch.equal(built(picture), shipped(picture)), "the same random start too"
    weights = models.load_model(name).state_dict()
    built.load_state_dict(weights)
    assert torch.equal(built(picture), models.load_model(name)(picture))


def test_a_built_network_equals_the_same_written_by_hand() -> None:
    torch.manual_seed(8)
    hand = nn.Sequential(
        nn.Conv2d(1, 4, kernel_size=5, stride=2, padding=1),
        nn.Tanh(),
        nn.MaxPool2d(3, stride=2),
        nn.Dropout(0.3),
        nn.Conv2d(4, 6, kernel_size=3, padding=2),
        nn.ReLU(),
        nn.AvgPool2d(2, stride=1),
        nn.Flatten(),
        nn.Linear(6 * 7 * 7, 20),
        nn.ReLU(),
        nn.Dropout(0.25),
        nn.Linear(20, 10),
        nn.Softmax(dim=1),
    )
    built = build(MIXED, seed=8)
    picture = torch.rand(3, 1, 28, 28)
    torch.manual_seed(1)
    rolled = hand(picture)
    torch.manual_seed(1)
    assert torch.equal(built(picture), rolled), "dropout and all"
    assert torch.equal(built.eval()(picture), hand.eval()(picture))


def test_building_with_a_seed_leaves_the_random_numbers_of_others_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    build(PRESETS["textbook"], seed=1)
    assert torch.equal(torch.rand(3), expected)


@pytest.mark.parametrize(
    ("stack", "place", "message"),
    [
        ((), None, r"The stack is empty. It needs at least a flatten and a dense layer of 10"),
        (
            (Flatten(), Convolution(4), Dense()),
            1,
            r"conv1 does not fit. It slides over maps, and it gets a row of 784 numbers. Put it before flatten.",
        ),
        (
            (Convolution(4), Dense()),
            1,
            r"dense does not fit. .* it gets 4 maps of 26×26. Put a flatten before it.",
        ),
        ((Flatten(), Flatten(), Dense()), 1, r"flattenb does not fit. .* 784 numbers already. Take it out."),
        (
            (MaxPooling(8, 8), Convolution(2, 5), Flatten(), Dense()),
            1,
            r"conv1 does not fit. Its window of 5×5 is larger than the map of 3×3 that it gets. "
            r"A kernel of 3 or less would fit, or a padding of 1; or take out a pooling before it.",
        ),
        (
            (MaxPooling(8, 8), Convolution(1, 3), MaxPooling(4), Flatten(), Dense()),
            2,
            r"pool1 does not fit. Its window of 4×4 is larger than the map of 1×1 .* A window of 1 or less would fit",
        ),
        ((Convolution(4), Relu()), 1, r"ends with relu1; .* Add a flatten and a dense layer of 10 behind it."),
        ((Flatten(),), 0, r"ends with flatten; .* Add a dense layer of 10 behind it."),
        ((Flatten(), Dense(12)), 1, r"dense is the last layer and gives out 12 numbers; it must be 10"),
        ((Flatten(), Dense(), Relu()), 2, r"relu comes behind the last dense layer: .* Take it out, or move it"),
        ((Flatten(), Dense(30), Relu()), 2, r"ends with relu; .* Add a dense layer of 10 behind it."),
        (
            (Convolution(32), Flatten(), Dense(100), Dense()),
            2,
            r"learns 2,164,630 parameters; 400,000 is the most .* Most of it is hidden: 2,163,300.",
        ),
        (
            (Convolution(64, 5), Convolution(64, 5), Flatten(), Dense()),
            1,
            r"costs 42,137,600 multiplications for one picture; 20,000,000 is the most .* Most of it is conv1_2",
        ),
        (
            (Convolution(64), *([Relu()] * 9), MaxPooling(), Flatten(), Dense()),
            0,
            r"gives out 454,282 numbers for one picture; 300,000 is the most",
        ),
        ((Relu(),) * 25, None, r"The stack has 25 layers; 24 is the most."),
    ],
)
def test_an_impossible_stack_says_which_layer_and_why_and_what_would_fit(
    stack: Stack, place: int | None, message: str
) -> None:
    with pytest.raises(StackError, match=message) as caught:
        plan(stack)
    assert caught.value.place == place


def test_what_is_said_to_fit_fits() -> None:
    def of(layer: Layer) -> Stack:
        return (MaxPooling(8, 8), layer, Flatten(), Dense())

    for layer in (Convolution(2, 3), Convolution(2, 5, padding=1)):
        assert plan(of(layer))
    with pytest.raises(StackError, match="conv1 does not fit"):
        plan(of(Convolution(2, 4)))


def test_layers_are_named_by_the_grammar_of_the_shipped_networks() -> None:
    def names(*layers: Layer) -> list[str]:
        return [each.name for each in survey(layers).layers]

    conv, relu, pool = Convolution(2), Relu(), MaxPooling()
    assert names(conv, relu, pool, conv, relu, pool, Flatten(), Dense()) == [
        "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "flatten", "dense", "softmax",
    ]  # fmt: skip
    assert names(conv, conv, relu, relu, pool, pool, conv)[:7] == [
        "conv1_1", "conv1_2", "relu1_2", "relu1_2b", "pool1", "pool1b", "conv2_1",
    ]  # fmt: skip
    assert names(conv, pool, relu, Flatten(), Dense(), Tanh(), Dense(), Tanh(), Dense()) == [
        "conv1", "pool1", "relu1", "flatten", "hidden1", "tanh_hidden1", "hidden2", "tanh_hidden2", "dense", "softmax",
    ]  # fmt: skip
    assert names(Dropout(), relu, Flatten(), Dropout(), Dense()) == [
        "dropout1", "relu0", "flatten", "dropout2", "dense", "softmax",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Convolution(65), r"Convolution: maps is 65; it may be a whole number from 1 to 64"),
        (lambda: Convolution(2, kernel=0), r"Convolution: kernel is 0; .* 1 to 11"),
        (lambda: MaxPooling(True), r"Max pooling: size is True; it may be a whole number from 1 to 8"),
        (lambda: Dropout(1.0), r"Dropout: share is 1.0; it may be a number from 0.0 to 0.9"),
        (lambda: Dropout(float("nan")), r"Dropout: share is nan"),
        (lambda: Dense("10"), r"Dense: units is '10'"),
    ],
)
def test_a_setting_out_of_its_range_is_refused_with_the_range(make: object, message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        make()  # type: ignore[operator]


def test_a_traced_stack_ends_in_probabilities() -> None:
    recorded = trace(build(MIXED, seed=1), np.random.default_rng(0).random((28, 28), dtype=np.float32))
    assert recorded.stages[-1].kind is Kind.SOFTMAX
    assert recorded.probabilities.sum() == pytest.approx(1, abs=1e-6)


def test_what_other_threads_draw_meanwhile_makes_no_other_network_of_a_seed() -> None:
    expected = build(PRESETS["textbook"], seed=1).state_dict()
    over = threading.Event()

    def draw() -> None:
        while not over.is_set():
            nn.Linear(200, 50)

    others = [threading.Thread(target=draw) for _ in range(2)]
    for each in others:
        each.start()
    try:
        found = [build(PRESETS["textbook"], seed=1).state_dict() for _ in range(100)]
    finally:
        over.set()
        for each in others:
            each.join()
    assert all(torch.equal(each[name], weight) for each in found for name, weight in expected.items())
