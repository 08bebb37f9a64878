"""Traces: every stage recomputed, any model, and every refusal in words."""

import copy
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

import cnnviz
from cnnviz import mnist, models
from cnnviz.errors import TraceError
from cnnviz.trace import Kind, Stage, Trace, UnknownStageError, trace

Numbers = NDArray[np.float64]


def digit(index: int = 0) -> NDArray[np.float32]:
    """(1, 28, 28), 0 to 1."""
    return (mnist.load("test").images[None, index] / 255).astype(np.float32)


def untrained(name: str) -> nn.Sequential:
    torch.manual_seed(3)
    return models.build(name).eval()


# Every stage of every network, from its own weights and the stage before it


def by_numpy(stage: Stage, x: Numbers) -> Numbers:
    """The textbook definition, without torch."""
    if stage.kind is Kind.CONVOLUTION:
        assert stage.weight is not None
        assert stage.bias is not None
        assert stage.kernel_size == (3, 3)
        assert stage.stride == stage.dilation == (1, 1)
        assert stage.padding is not None
        (top, left) = stage.padding
        padded = np.pad(x, ((0, 0), (top, top), (left, left)))
        patches = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))
        sums = np.einsum("cyxij,ocij->oyx", patches, stage.weight.astype(float))
        return sums + stage.bias[:, None, None]
    if stage.kind in (Kind.MAX_POOLING, Kind.AVERAGE_POOLING):
        assert stage.kernel_size == stage.stride == (2, 2)
        height, width = x.shape[1] // 2, x.shape[2] // 2
        windows = x[:, : 2 * height, : 2 * width].reshape(len(x), height, 2, width, 2)
        axes = (2, 4)
        return windows.max(axes) if stage.kind is Kind.MAX_POOLING else windows.mean(axes)
    if stage.kind is Kind.RELU:
        return np.where(x > 0, x, 0)
    if stage.kind is Kind.FLATTEN:
        return np.concatenate([row for channel in x for row in channel])
    if stage.kind is Kind.DENSE:
        assert stage.weight is not None
        assert stage.bias is not None
        return np.array([sum(w * x) + b for w, b in zip(stage.weight.astype(float), stage.bias, strict=True)])
    assert stage.kind is Kind.SOFTMAX
    return np.exp(x) / sum(np.exp(x))


def by_torch(stage: Stage, x: Tensor) -> Tensor:
    """torch.nn.functional, from what the stage says of itself."""
    weight, bias = (None if part is None else torch.tensor(part) for part in (stage.weight, stage.bias))
    match stage.kind:
        case Kind.CONVOLUTION:
            assert weight is not None
            assert stage.stride is not None
            assert stage.padding is not None
            assert stage.dilation is not None
            return F.conv2d(x[None], weight, bias, stage.stride, stage.padding, stage.dilation, stage.groups)[0]
        case Kind.MAX_POOLING:
            assert stage.kernel_size is not None
            assert stage.padding is not None
            assert stage.dilation is not None
            ceil = stage.ceil_mode
            return F.max_pool2d(x, stage.kernel_size, stage.stride, stage.padding, stage.dilation, ceil_mode=ceil)
        case Kind.AVERAGE_POOLING:
            assert stage.kernel_size is not None
            assert stage.padding is not None
            return F.avg_pool2d(x, stage.kernel_size, stage.stride, stage.padding, ceil_mode=stage.ceil_mode)
        case Kind.RELU:
            return F.relu(x)
        case Kind.FLATTEN:
            return x.flatten()
        case Kind.DENSE:
            assert weight is not None
            return F.linear(x, weight, bias)
        case _:
            assert stage.kind is Kind.SOFTMAX
            return F.softmax(x, dim=0)


@pytest.mark.parametrize("name", models.NAMES)
def test_every_stage_is_what_its_own_weights_make_of_the_stage_before_it(name: str) -> None:
    recorded = trace(untrained(name), digit())
    for before, stage in zip(recorded.stages, recorded.stages[1:], strict=False):
        assert stage.inputs == (before.name,)
        x = before.values
        np.testing.assert_allclose(stage.values, by_numpy(stage, x.astype(float)), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(stage.values, by_torch(stage, torch.tensor(x)), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", models.NAMES)
def test_a_trace_ends_in_what_the_model_says_and_counts_all_parameters(name: str) -> None:
    model = untrained(name)
    recorded = trace(model, digit())
    assert [stage.name for stage in recorded] == ["input", *dict(model.named_children())]
    np.testing.assert_array_equal(recorded["input"].values, digit())
    with torch.no_grad():
        np.testing.assert_array_equal(recorded.probabilities, model(torch.tensor(digit())[None])[0])
    assert recorded.parameters == sum(stage.parameters for stage in recorded) == models.count_parameters(model)
    assert recorded.notes == ()


def test_paper_numbers_of_the_textbook_network() -> None:
    recorded = trace(untrained("textbook"), digit())
    rows = [(stage.name, stage.kind.value, stage.shape, stage.parameters) for stage in recorded]
    assert rows == [
        ("input", "input", (1, 28, 28), 0),
        ("conv1", "convolution", (32, 26, 26), 320),
        ("relu1", "relu", (32, 26, 26), 0),
        ("pool1", "max_pooling", (32, 13, 13), 0),
        ("flatten", "flatten", (5408,), 0),
        ("dense", "dense", (10,), 54090),
        ("softmax", "softmax", (10,), 0),
    ]
    assert recorded.parameters == 54410


# What a stage knows


def test_a_convolution_knows_its_geometry_in_rows_and_columns() -> None:
    net = nn.Sequential(nn.Conv2d(4, 6, (3, 5), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False))
    stage = trace(net, torch.zeros(4, 12, 12))["0"]
    assert (stage.kernel_size, stage.stride, stage.padding, stage.dilation) == ((3, 5), (2, 1), (1, 2), (1, 2))
    assert stage.groups == 2
    assert stage.bias is None
    assert stage.weight is not None
    assert stage.weight.shape == (6, 2, 3, 5)
    assert stage.parameters == 6 * 2 * 3 * 5
    assert stage.layer == "Conv2d"


def test_a_pooling_knows_its_geometry_also_when_it_is_adaptive() -> None:
    net = nn.Sequential(nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), nn.AdaptiveAvgPool2d((3, 1)))
    recorded = trace(net, torch.zeros(1, 10, 12))
    first, second = recorded["0"], recorded["1"]
    assert (first.kernel_size, first.stride, first.padding, first.ceil_mode) == ((3, 3), (2, 2), (1, 1), True)
    assert second.kind is Kind.AVERAGE_POOLING
    assert (second.kernel_size, second.stride) == ((2, 7), (2, 7))


@pytest.mark.parametrize(
    "layer",
    [
        nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect"),
        nn.AvgPool2d(2, padding=1, count_include_pad=False),
        nn.AvgPool2d(2, divisor_override=3),
        nn.AdaptiveMaxPool2d(3),
        nn.Linear(8, 8),
        nn.Softmax(dim=-1),
        nn.Flatten(2),
        nn.LeakyReLU(),
        nn.BatchNorm2d(1),
    ],
    ids=str,
)
def test_a_layer_that_computes_something_else_than_its_name_promises_is_other(layer: nn.Module) -> None:
    assert trace(nn.Sequential(layer), torch.zeros(1, 8, 8))["0"].kind is Kind.OTHER


def test_values_weights_and_bias_are_read_only_copies() -> None:
    model = untrained("textbook")
    recorded = trace(model, digit())
    conv = recorded["conv1"]
    assert conv.weight is not None
    assert conv.bias is not None
    before = [array.copy() for array in (conv.values, conv.weight, conv.bias)]
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(7)
    trace(model, digit(1))
    for array, was in zip((conv.values, conv.weight, conv.bias), before, strict=True):
        np.testing.assert_array_equal(array, was)
        assert array.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(ValueError, match="read-only"):
        recorded.probabilities[0] = 1
    with pytest.raises(FrozenInstanceError, match="cannot assign"):
        conv.name = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot assign"):
        recorded.stages = ()  # type: ignore[misc]


def test_weights_that_changed_are_seen_by_the_next_trace() -> None:
    model = untrained("textbook")
    first = trace(model, digit())["conv1"].weight
    model.conv1.weight.data.mul_(2)  # torch counts no change for `.data`
    second = trace(model, digit())["conv1"].weight
    assert first is not None
    np.testing.assert_array_equal(second, first * 2)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))], ids=["copy", "pickle"])
def test_a_trace_survives_copying_and_stays_read_only(copied: object) -> None:
    recorded = trace(untrained("two-block"), digit())
    assert callable(copied)
    twin = copied(recorded)
    assert str(twin) == str(recorded)
    for stage, other in zip(recorded, twin, strict=True):
        np.testing.assert_array_equal(stage.values, other.values)
        assert not other.values.flags.writeable
        assert other.weight is None or not other.weight.flags.writeable


def test_a_pickled_trace_holds_no_tensor_and_opens_without_torch() -> None:
    opens = (
        "import pickle, sys; trace = pickle.load(sys.stdin.buffer); "
        "print(trace['conv1'].shape, trace.probabilities.shape, str(trace)[:5], 'torch' in sys.modules)"
    )
    pickled = pickle.dumps(trace(untrained("textbook"), digit()))
    done = subprocess.run([sys.executable, "-c", opens], input=pickled, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "(32, 26, 26) (10,) stage False"


# The model is left as it was


class Bouncer(nn.Module):
    """Batch norm, dropout and an in-place ReLU: everything that a careless trace would disturb."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.drop, self.relu = nn.BatchNorm2d(1), nn.Dropout(0.5), nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.drop(self.norm(x)))


@pytest.mark.parametrize("training", [True, False])
def test_neither_weights_nor_statistics_nor_mode_nor_random_state_change(training: bool) -> None:
    model = nn.Sequential(Bouncer(), nn.Conv2d(1, 1, 3)).train(training)
    x = torch.randn(1, 1, 6, 6)
    given, before, random = x.clone(), copy.deepcopy(model.state_dict()), torch.get_rng_state()
    trace(model, x)
    assert all(torch.equal(before[name], now) for name, now in model.state_dict().items())
    assert all(module.training is training for module in model.modules())
    assert all(parameter.requires_grad and parameter.grad is None for parameter in model.parameters())
    assert all(not module._forward_hooks and not module._forward_pre_hooks for module in model.modules())
    assert torch.equal(random, torch.get_rng_state())
    assert torch.equal(x, given)
    assert torch.is_grad_enabled()


@pytest.mark.parametrize("after", [nn.Identity(), nn.Conv2d(1, 1, 1)], ids=str)
def test_an_in_place_first_layer_does_not_reach_the_callers_input(after: nn.Module) -> None:
    x = torch.tensor([[[-1.0, 2.0]]])
    recorded = trace(nn.Sequential(nn.ReLU(inplace=True), after), x)
    assert x.tolist() == [[[-1.0, 2.0]]]
    assert recorded["input"].values.tolist() == [[[-1.0, 2.0]]]
    assert recorded["0"].values.tolist() == [[[0.0, 2.0]]]


def test_no_graph_for_gradients_is_made() -> None:
    class Asks(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x * float(torch.is_grad_enabled())

    assert trace(nn.Sequential(Asks()).eval(), np.ones((2, 2)))["0"].high == 0


def test_a_model_in_training_mode_is_traced_as_it_is_in_use_and_the_trace_says_so() -> None:
    model = nn.Sequential(nn.Dropout(0.9), nn.Conv2d(1, 1, 3))
    recorded = trace(model.train(), np.ones((6, 6)))
    assert (recorded["0"].values == 1).all()
    assert recorded.notes == ("The model is in training mode; a copy of it in evaluation mode was traced.",)
    assert trace(model.eval(), np.ones((6, 6))).notes == ()
    assert trace(models.build("textbook").train(), digit()).notes == ()  # nothing in it depends on the mode


def test_a_model_in_training_mode_that_cannot_be_copied_is_refused_with_the_remedy() -> None:
    model = nn.Sequential(nn.Dropout())
    model[0].lock = sys.stdout  # files cannot be copied
    with pytest.raises(TraceError, match=r"in training mode and cannot be copied .* Call model.eval\(\) first"):
        trace(model, np.ones((6, 6)))
    assert trace(model.eval(), np.ones((6, 6))).notes == ()


# Any model


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv, self.relu = nn.Conv2d(3, 3, 3, padding=1), nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(self.relu(self.conv(x)) + x)


def test_nested_modules_have_dotted_names_and_repeated_ones_are_numbered() -> None:
    model = nn.Sequential()
    model.add_module("block", Block())
    model.add_module("head", nn.Sequential(nn.Flatten(), nn.Linear(75, 2)))
    recorded = trace(model.eval(), np.ones((3, 5, 5), np.float32))
    names = ["input", "block.conv", "block.relu", "block.relu#2", "head.0", "head.1"]
    assert [stage.name for stage in recorded] == names
    assert recorded["block.relu"].inputs == ("block.conv",)
    assert recorded["head.0"].inputs == ("block.relu#2",)
    assert recorded.parameters == 84 + 152


def test_what_has_no_module_is_named_in_the_notes_and_gives_no_inputs_and_no_field() -> None:
    recorded = trace(Block().eval(), np.ones((3, 5, 5), np.float32))
    assert recorded["relu#2"].inputs == ()
    assert recorded["relu#2"].receptive_field is None
    assert recorded["relu"].receptive_field is not None
    assert len(recorded.notes) == 1
    assert recorded.notes[0].startswith("Between relu and relu#2 something ran that has no module")


class Functional(nn.Module):
    """As most tutorials write it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.fc = nn.Conv2d(1, 2, 3), nn.Linear(2 * 13 * 13, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.conv(x)), 2)
        return F.log_softmax(self.fc(torch.flatten(x, 1)), dim=1)


def test_an_output_from_no_module_becomes_a_stage_of_its_own() -> None:
    model = Functional().eval()
    recorded = trace(model, digit())
    assert [stage.name for stage in recorded] == ["input", "conv", "fc", "output"]
    assert recorded["output"].kind is Kind.OTHER
    assert recorded["output"].inputs == recorded["fc"].inputs == ()
    assert [note.split(" something")[0] for note in recorded.notes] == ["Between conv and fc", "After fc"]
    with torch.no_grad():
        expected = model(torch.tensor(digit())[None])[0]
    np.testing.assert_array_equal(recorded["output"].values, expected)
    np.testing.assert_allclose(recorded.probabilities, expected.exp(), rtol=1e-5)


def test_names_that_are_taken_are_numbered() -> None:
    class Net(Functional):
        def __init__(self) -> None:
            super().__init__()
            self.input, self.output = nn.Identity(), nn.Identity()

        def forward(self, x: Tensor) -> Tensor:
            return self.output(super().forward(self.input(x))).exp()

    names = [stage.name for stage in trace(Net().eval(), digit())]
    assert names == ["input", "input#2", "conv", "fc", "output", "output#2"]


def test_a_single_layer_is_a_model_too() -> None:
    recorded = trace(nn.Conv2d(3, 2, 3).eval(), np.ones((3, 5, 5)))
    assert [stage.name for stage in recorded] == ["input", "conv2d"]
    assert recorded["conv2d"].kind is Kind.CONVOLUTION


def test_a_layer_that_gives_out_no_tensor_is_noted() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.pool, self.last = nn.MaxPool2d(2, return_indices=True), nn.ReLU()

        def forward(self, x: Tensor) -> dict[str, Tensor]:
            return {"found": self.last(self.pool(x)[0])}

    recorded = trace(Net().eval(), np.ones((4, 4)))
    assert [stage.name for stage in recorded] == ["input", "last"]
    assert recorded.notes[0] == "pool gave out tuple, not one tensor: it has no stage."
    assert recorded.notes[-1] == "The model gave out dict, not one tensor: the last stage is last."


def test_what_follows_a_layer_without_a_stage_has_no_inputs_that_can_be_looked_up() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.attention, self.last = nn.MultiheadAttention(4, 1, batch_first=True), nn.Linear(4, 2)

        def forward(self, x: Tensor) -> Tensor:
            return self.last(self.attention(x, x, x)[0])

    recorded = trace(Net().eval(), np.ones((3, 4)))
    assert recorded.notes == ("attention gave out tuple, not one tensor: it has no stage.",)
    assert recorded["last"].inputs == ()
    assert recorded["last"].shape == (3, 2)


def test_two_inputs_are_both_named() -> None:
    class Add(nn.Module):
        def forward(self, a: Tensor, b: Tensor) -> Tensor:
            return a + b

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv, self.add = nn.Conv2d(1, 1, 1), Add()

        def forward(self, x: Tensor) -> Tensor:
            return self.add(self.conv(x), x)

    recorded = trace(Net().eval(), np.ones((4, 4)))
    assert recorded["add"].inputs == ("conv", "input")
    assert recorded["add"].receptive_field is None
    assert recorded.notes == ()


def test_a_colour_picture_and_a_double_precision_model() -> None:
    model = nn.Sequential(nn.Conv2d(3, 2, 3)).double().eval()
    recorded = trace(model, np.ones((1, 3, 8, 9), np.float32))
    assert recorded["input"].shape == (3, 8, 9)
    assert recorded["0"].shape == (2, 6, 7)
    assert recorded["0"].values.dtype == np.float32


def test_words_for_a_model_that_reads_numbers() -> None:
    recorded = trace(nn.Sequential(nn.Embedding(9, 4), nn.Flatten(), nn.Linear(8, 2)).eval(), np.array([3, 4]))
    assert recorded["input"].values.tolist() == [3.0, 4.0]
    assert recorded["1"].shape == (8,)


@pytest.mark.parametrize("shape", [(28, 28), (1, 28, 28), (1, 1, 28, 28)])
@pytest.mark.parametrize("name", ["dense", "textbook"])
def test_a_picture_may_come_with_or_without_its_outer_axes(name: str, shape: tuple[int, ...]) -> None:
    model = untrained(name)
    for given in (digit().reshape(shape), torch.tensor(digit()).reshape(shape)):
        recorded = trace(model, given)
        assert recorded["input"].shape == (1, 28, 28)
        np.testing.assert_array_equal(recorded.probabilities, trace(model, digit()).probabilities)


@pytest.mark.parametrize(
    ("model", "shape", "seen"),
    [
        (nn.Linear(5, 2), (5,), (5,)),
        (nn.Linear(5, 2), (1, 5), (5,)),
        (nn.Conv1d(2, 1, 3), (2, 9), (2, 9)),
        (nn.Conv1d(2, 1, 3), (1, 2, 9), (2, 9)),
        (nn.Conv3d(2, 1, 3), (2, 5, 6, 7), (2, 5, 6, 7)),
        (nn.ReLU(), (1, 5, 6, 7), (5, 6, 7)),
    ],
    ids=str,
)
def test_inputs_that_are_no_pictures(model: nn.Module, shape: tuple[int, ...], seen: tuple[int, ...]) -> None:
    assert trace(model.eval(), np.ones(shape))["input"].shape == seen


class Rows(nn.Module):
    """A recurrent network that reads a picture row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn, self.last = nn.LSTM(28, 8, batch_first=True), nn.Linear(8, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.rnn(x[:, 0])[0][:, -1])


class Patches(nn.Module):
    """A transformer that reads a picture by patches."""

    def __init__(self) -> None:
        super().__init__()
        self.embed, self.last = nn.Linear(49, 8), nn.Linear(8, 10)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        x = self.embed(F.unfold(x, 7, stride=7).transpose(1, 2))
        return self.last(self.attention(x, x, x)[0].mean(1))


class Lines(nn.Module):
    """A convolution along the rows of a picture, then ten scores."""

    def __init__(self) -> None:
        super().__init__()
        self.conv, self.last = nn.Conv1d(28, 4, 3), nn.Linear(4 * 26, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.conv(x[:, 0]).flatten(1))


@pytest.mark.parametrize("kind", [Rows, Patches, Lines])
def test_a_picture_reaches_a_model_whose_layers_take_fewer_axes(kind: type[nn.Module]) -> None:
    torch.manual_seed(3)
    model, picture = kind().eval(), torch.tensor(digit())[None]
    recorded = trace(model, picture)
    assert recorded["input"].shape == (1, 28, 28)
    with torch.no_grad():
        np.testing.assert_allclose(recorded["last"].values, model(picture)[0], rtol=1e-5, atol=1e-6)
    with pytest.raises(TraceError, match="one input at a time; got a batch of 8"):
        trace(model, torch.rand(8, 1, 28, 28))


# Refusals


def test_a_batch_is_refused_with_the_way_to_pick_one() -> None:
    batch = torch.rand(8, 1, 28, 28)
    message = r"one input at a time; got a batch of 8, shape \(8, 1, 28, 28\).*cnnviz\.trace\(model, batch\[0\]\)"
    with pytest.raises(TraceError, match=message):
        trace(untrained("textbook"), batch)
    assert trace(untrained("textbook"), batch[0])["input"].shape == (1, 28, 28)


def test_a_picture_of_the_wrong_size_is_refused_with_the_layer_that_minds() -> None:
    message = (
        r"'Sequential' cannot read an input of shape \(1, 1, 32, 32\): it stopped in 'dense': that layer "
        "takes 5,408 numbers and was given 7,200. Give an input of the size that the network was made for."
    )
    with pytest.raises(TraceError, match=message):
        trace(untrained("textbook"), torch.zeros(32, 32))


def test_a_failure_inside_the_model_is_told_with_its_place_and_reason() -> None:
    class Picky(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            raise ValueError("I do not like this one")

    model = nn.Sequential(nn.ReLU(), Picky()).eval()
    with pytest.raises(TraceError, match="it stopped in '1': I do not like this one") as caught:
        trace(model, np.ones((4, 4)))
    assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(TraceError, match="it stopped between its layers: I do not"):
        trace(Picky().eval(), np.ones((4, 4)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (np.zeros((3, 28, 28)), r"a picture with 1 channel, shape \(1, 1, H, W\); got 3, shape \(1, 3, 28, 28\)"),
        (np.zeros(784), r"takes an input of shape \(1, C, H, W\); got \(784,\)"),
        (np.zeros((1, 1, 1, 28, 28)), r"takes an input of shape \(1, C, H, W\); got \(1, 1, 1, 28, 28\)"),
        (np.zeros((28, 28), np.uint8), r"takes floating-point numbers; got torch.uint8.*astype\('float32'\) / 255"),
        (torch.zeros(28, 28, dtype=torch.bool), r"takes floating-point numbers; got torch.bool"),
        (np.zeros((28, 0)), r"The input is empty: its shape is \(28, 0\)"),
        (np.full((28, 28), np.nan), r"784 numbers that are NaN or infinite, out of 784"),
        (torch.tensor([[np.inf, 0.0]]), r"1 numbers that are NaN or infinite, out of 2"),
        (np.array([["a"]]), r"takes numbers; got an array of <U1"),
        (np.array([[None]]), r"takes numbers; got an array of object"),
        ("three.png", r"takes a tensor or a NumPy array; got str\..*cnnviz\.preprocess\(path\)"),
        ([[0.0]], r"takes a tensor or a NumPy array; got list"),
    ],
)
def test_an_input_that_does_not_fit_is_refused_in_words(given: object, message: str) -> None:
    with pytest.raises(TraceError, match=message):
        trace(untrained("textbook"), given)


def test_only_a_module_with_weights_can_be_traced() -> None:
    with pytest.raises(TraceError, match=r"takes a torch\.nn\.Module and its input; got function"):
        trace(F.relu, digit())
    lazy = nn.LazyLinear(3)
    with pytest.raises(TraceError, match="has no weights yet"):
        trace(lazy, digit())
    assert lazy.has_uninitialized_params()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of torch.jit
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_torchscript_is_refused_with_what_to_trace_instead(inside: bool, training: bool) -> None:
    plain = nn.Sequential(nn.Conv2d(1, 1, 3), nn.ReLU()).train(training)
    picture = torch.tensor(digit())[None]
    for made in (torch.jit.trace(plain, picture), torch.jit.script(plain)):
        model = nn.Sequential(made, nn.ReLU()) if inside else made
        with pytest.raises(TraceError, match=r"TorchScript module cannot.*Trace the nn\.Module that it was made from"):
            trace(model, picture)


# Looking things up


def test_an_unknown_layer_is_answered_with_those_there_are() -> None:
    recorded = trace(untrained("textbook"), digit())
    message = r"^The model has no layer 'conv9'. It has: conv1, relu1, pool1, flatten, dense, softmax\.$"
    with pytest.raises(TraceError, match=message):
        recorded["conv9"]
    with pytest.raises(KeyError, match=message):
        recorded["conv9"]
    assert issubclass(UnknownStageError, TraceError)


def test_a_trace_can_be_searched_counted_and_walked() -> None:
    recorded = trace(untrained("textbook"), digit())
    assert len(recorded) == len(recorded.stages) == 7
    assert list(recorded) == list(recorded.stages)
    assert "pool1" in recorded
    assert "conv9" not in recorded
    assert recorded.stages[0] is recorded["input"]
    assert repr(recorded) == "Trace(Sequential, 7 stages: input, conv1, relu1, pool1, flatten, dense, softmax)"
    assert repr(recorded["pool1"]) == "Stage('pool1', max_pooling, (32, 13, 13))"


def test_probabilities_are_the_softmax_of_scores_and_softmax_itself_as_it_is() -> None:
    model = untrained("textbook")
    whole, scores = trace(model, digit()), trace(model[:-1], digit())
    assert whole.probabilities is whole["softmax"].values
    np.testing.assert_allclose(scores.probabilities, whole.probabilities, rtol=1e-6)
    assert scores.probabilities.sum() == pytest.approx(1, abs=1e-6)

    class Shares(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return F.softmax(x, dim=1)

    functional = nn.Sequential(model[:-1], Shares()).eval()
    np.testing.assert_array_equal(trace(functional, digit()).probabilities, whole.probabilities)
    huge = trace(nn.Identity(), np.array([1e4, 0.0, -1e4]))
    np.testing.assert_array_equal(huge.probabilities, [1, 0, 0])


def test_a_softmax_over_the_batch_is_no_softmax_of_the_scores() -> None:
    scores = np.arange(10, dtype=np.float32)
    for layer in (nn.Softmax(dim=0), nn.LogSoftmax(dim=0)):
        recorded = trace(nn.Sequential(nn.Identity(), layer), scores)
        assert recorded["1"].kind is Kind.OTHER
        assert recorded.probabilities.sum() == pytest.approx(1)
    for dim in (1, -1):
        assert trace(nn.Softmax(dim=dim), scores)["softmax"].kind is Kind.SOFTMAX


def test_only_a_softmax_over_the_scores_sees_all_of_them() -> None:
    for layer in (nn.Softmax, nn.LogSoftmax):
        fields = [
            trace(nn.Sequential(nn.Flatten(), layer(dim=dim)), digit())["1"].receptive_field for dim in (0, 1, -1)
        ]
        assert fields[0] is None
        assert [field and field.size for field in fields[1:]] == [(28, 28), (28, 28)]


@pytest.mark.parametrize("name", ["textbook", "softmax", "scores"])
def test_scores_that_are_no_numbers_give_no_probabilities(name: str) -> None:
    model = untrained("textbook")
    model.dense.bias.data[3] = np.nan if name == "textbook" else np.inf
    recorded = trace(model[:-1] if name == "scores" else model, digit())
    message = "gave out no probabilities: .* are NaN or infinite. The first stage that holds any is 'dense'"
    with pytest.raises(TraceError, match=message):
        recorded.probabilities  # noqa: B018


def test_a_score_of_minus_infinity_is_a_probability_of_zero() -> None:
    model = nn.Linear(2, 3)
    model.bias.data[1] = -np.inf
    recorded = trace(model, np.ones(2, np.float32))
    assert recorded.probabilities[1] == 0
    assert recorded.probabilities.sum() == pytest.approx(1)


def test_a_model_that_does_not_classify_has_no_probabilities() -> None:
    for model in (nn.Conv2d(1, 8, 3), nn.Sequential(nn.Flatten(), nn.Linear(784, 1))):
        with pytest.raises(TraceError, match="does not classify: its last stage, '(conv2d|1)', has shape"):
            trace(model, digit()).probabilities  # noqa: B018


# How it shows itself


def test_a_terminal_sees_a_table() -> None:
    lines = str(trace(untrained("textbook"), digit())).splitlines()
    assert lines[0].split() == ["stage", "kind", "shape", "parameters", "sees", "lowest", "highest"]
    assert lines[1].split() == ["input", "input", "1×28×28", "1×1", "0.000", "1.000"]
    assert lines[2].split()[:5] == ["conv1", "convolution", "32×26×26", "320", "3×3"]
    assert lines[4].split()[:7] == ["pool1", "max", "pooling", "32×13×13", "4×4", "every", "2"]
    assert lines[-1] == "54,410 parameters"
    assert len(lines) == 9


def test_notes_are_part_of_what_is_shown() -> None:
    recorded = trace(Functional().eval(), digit())
    assert "Note: Between conv and fc something ran that has no module (F.relu, + or" in str(recorded)
    assert "Between conv and fc something ran that has no module (F.relu, + or" in recorded._repr_html_()


def test_a_notebook_sees_pictures_and_nothing_from_elsewhere() -> None:
    from base64 import b64decode
    from io import BytesIO
    from re import findall

    from PIL import Image

    recorded = trace(untrained("textbook"), digit())
    page = recorded._repr_html_()
    assert "http" not in page
    assert "<script" not in page
    pictures = findall(r'alt="(\w+) (\d+)" src="data:image/png;base64,([^"]+)"', page)
    assert [name for name, _, _ in pictures].count("conv1") == 16
    assert "and 16 more" in page
    first = np.asarray(Image.open(BytesIO(b64decode(pictures[0][2]))))
    assert first.shape == (28, 28, 3)
    ink = recorded["input"].values[0]
    assert (first[ink == 0] == (247, 248, 250)).all()  # zero is the background
    assert (first[ink == ink.max()] == (140, 50, 4)).all()  # the largest is the darkest orange


def test_names_and_values_of_any_kind_can_be_shown() -> None:
    model = nn.Sequential()
    model.add_module("<b>", nn.Upsample(scale_factor=2))
    recorded = trace(model.eval(), np.ones((1, 2, 2)))
    assert "&lt;b&gt;" in recorded._repr_html_()
    assert "<b>" not in recorded._repr_html_()
    overflow = Trace("Net", (Stage("x", Kind.OTHER, np.array([[[np.nan, np.inf]]], np.float32)),), 0)
    assert "nan" in str(overflow)
    assert "<img" in overflow._repr_html_()


# The package attribute `trace` is a function or a module: both can be called


IMPORTS = (
    "import cnnviz",
    "import cnnviz.trace",
    "import cnnviz.trace as t; t.Trace; t.trace",
    "from cnnviz.trace import Trace",
    "from cnnviz.trace import trace",
    "from cnnviz import trace",
    "import cnnviz; cnnviz.trace; import cnnviz.trace as t; t.Trace; t.trace",
    "import cnnviz.trace; cnnviz.trace.Trace; cnnviz.trace.trace",
    "import cnnviz; cnnviz.Trace; cnnviz.trace",
    "from cnnviz import Trace, trace; import cnnviz.trace",
    "import cnnviz.pipeline",
)


def test_trace_can_be_called_after_any_import() -> None:
    script = f"""
import sys, torch
for imports in {IMPORTS!r}:
    for name in [name for name in sys.modules if name.startswith("cnnviz")]:
        del sys.modules[name]  # as in a fresh interpreter, but for torch
    names = {{}}
    exec(imports + chr(10) + "import cnnviz", names)
    for _ in range(2):
        print(len(names["cnnviz"].trace(torch.nn.Sequential(torch.nn.ReLU()), torch.zeros(4, 4))), end="")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("22" * len(IMPORTS), "")


@pytest.mark.parametrize("imports", ["import cnnviz", "import cnnviz.trace", "from cnnviz import Stage, Trace, trace"])
def test_importing_brings_in_neither_torch_nor_streamlit(imports: str) -> None:
    script = f"{imports}\nimport sys\nprint([name for name in ('torch', 'streamlit', 'PIL') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_package_names_lead_here() -> None:
    assert cnnviz.Trace is Trace
    assert cnnviz.Stage is Stage
    assert cnnviz.trace(untrained("dense"), digit())["hidden"].shape == (68,)
