"""A changed network is what one gets by hand, and nobody else's."""

import hashlib
import threading
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments.ablation import ablate
from cnnviz.experiments.variant_accuracy import COUNT, SLICE, measure
from cnnviz.experiments.variants import Variant, built, trained_layers


def batch(count: int = 20) -> torch.Tensor:
    return torch.tensor(mnist.load("test").images[:count].astype(np.float32)[:, None] / 255)


def by_hand(x: torch.Tensor, weights: dict[str, torch.Tensor], relu: Any = F.relu, pool: Any = F.max_pool2d) -> Any:
    """two-block, written out with torch.nn.functional."""
    for block in (1, 2):
        for layer in (1, 2):
            name = f"conv{block}_{layer}"
            x = relu(F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"], padding=1))
        x = pool(x, 2)
    return F.softmax(F.linear(x.flatten(1), weights["dense.weight"], weights["dense.bias"]), dim=1)


def weights() -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in models.load_model("two-block").state_dict().items()}


def variant(*steps: str, model: str = "two-block") -> nn.Sequential:
    return built(Variant(model, steps))


def fingerprint(model: nn.Module) -> str:
    return hashlib.sha256(b"".join(p.numpy().tobytes() for p in model.state_dict().values())).hexdigest()


def edited(changes: dict[str, Any]) -> dict[str, torch.Tensor]:
    found = weights()
    for name, change in changes.items():
        change(found[name])
    return found


KERNEL = [0.5, -1, 0, 2, 1.25, 0, 0, -3, 1]


@pytest.mark.parametrize(
    ("step", "changes"),
    [
        ("off conv1_2 3", {"conv1_2.weight": lambda w: w[3].zero_(), "conv1_2.bias": lambda b: b[3].zero_()}),
        ("bias conv1_2 3", {"conv1_2.bias": lambda b: b[3].zero_()}),
        ("off dense 4", {"dense.weight": lambda w: w[4].zero_(), "dense.bias": lambda b: b[4].zero_()}),
        (
            f"kernel conv2_2 5 7 {','.join(map(str, KERNEL))}",
            {"conv2_2.weight": lambda w: w[5, 7].copy_(torch.tensor(KERNEL).view(3, 3))},
        ),
        (
            "swap conv1_1 2 6",
            {
                "conv1_1.weight": lambda w: w.copy_(w[[0, 1, 6, 3, 4, 5, 2, 7]]),
                "conv1_1.bias": lambda b: b.copy_(b[[0, 1, 6, 3, 4, 5, 2, 7]]),
            },
        ),
    ],
)
def test_changed_weights_give_what_the_functions_give(step: str, changes: dict[str, Any]) -> None:
    wanted = by_hand(batch(), edited(changes))
    assert torch.allclose(variant(step)(batch()), wanted, atol=1e-6)
    assert not torch.allclose(models.load_model("two-block")(batch()), wanted, atol=1e-4)


def test_without_relu_and_with_averages_it_is_what_the_functions_give() -> None:
    steps = [f"linear relu{block}_{layer}" for block in (1, 2) for layer in (1, 2)]
    assert torch.allclose(variant(*steps)(batch()), by_hand(batch(), weights(), relu=lambda x: x), atol=1e-5)
    pools = variant("average pool1", "average pool2")
    assert torch.allclose(pools(batch()), by_hand(batch(), weights(), pool=F.avg_pool2d), atol=1e-6)
    one = variant("average pool2")  # that one alone
    assert not torch.allclose(one(batch()), pools(batch()), atol=1e-4)


def test_a_layer_drawn_anew_is_as_pytorch_draws_it_and_comes_back_with_its_seed() -> None:
    one, again, other = (variant(f"random conv2_1 {seed}") for seed in (7, 7, 8))
    assert one is again
    drawn, before = dict(one.state_dict()), weights()
    bound = 1 / (8 * 9) ** 0.5
    fresh = nn.Conv2d(8, 16, 3).requires_grad_(False)
    assert abs(float(drawn["conv2_1.weight"].std() / fresh.weight.std()) - 1) < 0.1
    assert bound * 0.95 < float(drawn["conv2_1.weight"].abs().max()) <= bound
    assert not torch.equal(drawn["conv2_1.weight"], other.state_dict()["conv2_1.weight"])
    assert all(torch.equal(drawn[name], before[name]) for name in before if not name.startswith("conv2_1"))


def test_drawing_weights_anew_leaves_torchs_own_random_numbers_alone() -> None:
    torch.manual_seed(3)
    wanted = torch.rand(4)
    torch.manual_seed(3)
    built(Variant("two-block", ("random conv1_1 41",)))
    assert torch.equal(torch.rand(4), wanted)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_is_drawn_anew_is_drawn_first_and_what_is_off_stays_off(order: tuple[int, ...]) -> None:
    steps = ("random conv1_1 5", "swap conv1_1 0 1", "off conv1_1 1")
    drawn, made = variant(steps[0]).conv1_1.weight, variant(*(steps[place] for place in order)).conv1_1.weight
    assert torch.equal(made[0], drawn[1])
    assert made[1].abs().max() == 0
    assert torch.equal(made[2:], drawn[2:])


@pytest.mark.parametrize("model", models.NAMES)
def test_without_steps_it_is_the_network(model: str) -> None:
    assert torch.equal(built(Variant(model))(batch()), models.load_model(model)(batch()))


@pytest.mark.parametrize("model", models.NAMES)
def test_a_variant_never_leaks_into_the_shared_network_or_into_anothers(model: str) -> None:
    shared = models.load_model(model)
    before, answers = fingerprint(shared), shared(batch())
    layer = trained_layers(model)[0]
    count = len(shared.get_submodule(layer).weight)
    steps = [f"off {layer} {channel}" for channel in range(min(8, count))] + [f"random {layer} {s}" for s in range(8)]
    wanted = {}
    for step in steps:
        built.cache_clear()
        wanted[step] = variant(step, model=model)(batch())
    built.cache_clear()
    wrong: list[str] = []

    def visit(place: int) -> None:
        for turn in range(12):
            step = steps[(place * 5 + turn) % len(steps)]
            if not torch.equal(variant(step, model=model)(batch()), wanted[step]):
                wrong.append(step)
            if not torch.equal(shared(batch()), answers):
                wrong.append("the shared network")

    threads = [threading.Thread(target=visit, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert fingerprint(shared) == before
    own = {parameter.data_ptr() for parameter in shared.parameters()}
    assert all(parameter.data_ptr() not in own for parameter in variant(steps[0], model=model).parameters())
    assert not any(parameter.requires_grad for parameter in variant(steps[0], model=model).parameters())


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("", "no step ''"),
        ("melt conv1_1 3", "The steps are: off, bias"),
        ("off conv1_1", "written so: off LAYER MAP"),
        ("off conv9 3", "no layer 'conv9'. It has: conv1_1"),
        ("off conv1_1 8", "no map of conv1_1 '8': they go from 0 to 7"),
        ("off conv1_1 -1", "no map of conv1_1 '-1'"),
        ("off pool1 0", "pool1 has learned nothing"),
        ("kernel conv1_1 0 0 1,2", "has 9 numbers; 2 came"),
        ("kernel conv1_1 0 1 1,2,3,4,5,6,7,8,9", "no input map '1'"),
        ("kernel conv1_1 0 0 1,2,3,4,5,6,7,8,nan", "'nan' is no weight"),
        ("kernel conv1_1 0 0 1,2,3,4,5,6,7,8,1e9", "'1e9' is no weight"),
        ("kernel dense 0 0 1", "dense is no convolution"),
        ("swap conv1_1 0 9", "no map of conv1_1 '9'"),
        ("random conv1_1 x", "no seed 'x'"),
        ("random relu1_1 1", "relu1_1 has learned nothing"),
        ("linear pool1", "pool1 is no ReLU"),
        ("average relu1_1", "relu1_1 is no pooling"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(step: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        variant(step)


@pytest.mark.parametrize("steps", ["off conv1_1 3", [3], {"a": 1}, ["off conv1_1 3"] * 201])
def test_what_is_no_list_of_steps_is_refused(steps: Any) -> None:
    with pytest.raises(ModelError, match="list of steps|at most 200"):
        Variant.from_wire("two-block", steps)


@pytest.mark.parametrize("model", models.NAMES)
def test_an_ablation_equals_a_network_built_without_that_map(model: str) -> None:
    network = models.load_model(model)
    picture = mnist.load("test").images[7].astype(np.float32) / 255
    layers = dict(network.named_children())
    names = list(layers)
    for name in trained_layers(model):
        found = ablate(network, picture, name)
        assert found.whole == pytest.approx(network(torch.tensor(picture)[None, None])[0].numpy(), abs=1e-6)
        assert found.changes == pytest.approx(found.without[:, found.digit] - found.whole[found.digit])
        for channel in range(0, len(found.without), 3):
            smaller = without_map(layers, names, name, channel)
            wanted = smaller(torch.tensor(picture)[None, None])[0].numpy()
            assert found.without[channel] == pytest.approx(wanted, abs=1e-5), (name, channel)


def without_map(layers: dict[str, nn.Module], names: list[str], name: str, channel: int) -> nn.Sequential:
    """A network that has one map less: a smaller layer, and a smaller one after it."""
    first: Any = layers[name]
    after = next(n for n in names[names.index(name) + 1 :] if isinstance(layers[n], nn.Conv2d | nn.Linear))
    second: Any = layers[after]
    kept = [place for place in range(len(first.weight)) if place != channel]
    each = second.weight.shape[1] // len(first.weight)  # inputs of the next layer that come from one map
    inputs = [place * each + cell for place in kept for cell in range(each)]
    changed: dict[str, nn.Module] = {}
    for one, rows, columns in ((name, kept, None), (after, None, inputs)):
        old: Any = layers[one]
        weight = old.weight[rows] if rows is not None else old.weight[:, columns]
        bias = old.bias[rows] if rows is not None else old.bias
        made: Any = (
            nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=old.padding)
            if isinstance(old, nn.Conv2d)
            else nn.Linear(weight.shape[1], weight.shape[0])
        )
        made.load_state_dict({"weight": weight, "bias": bias})
        changed[one] = made.requires_grad_(False)
    return nn.Sequential(*(changed.get(one, layers[one]) for one in names))


def test_an_ablation_of_a_layer_that_is_not_there_is_refused() -> None:
    with pytest.raises(ModelError, match="no layer 'conv9'"):
        ablate(models.load_model("textbook"), np.zeros((28, 28), np.float32), "conv9")


def test_the_score_is_what_a_loop_over_the_digits_counts() -> None:
    whole, broken = models.load_model("dense"), variant("random dense 2", model="dense")
    found = list(measure(whole, broken))
    assert [score.seen for score in found] == list(range(SLICE, COUNT + 1, SLICE))
    mnist_test = mnist.load("test")
    right = {0: 0, 1: 0}
    for place in range(0, 10_000, 10):
        picture = torch.tensor(mnist_test.images[place].astype(np.float32) / 255)[None, None]
        for which, model in enumerate((whole, broken)):
            right[which] += int(model(picture).argmax()) == int(mnist_test.labels[place])
    assert (found[-1].whole, found[-1].changed) == (right[0], right[1])
    assert found[-1].changed < 500 < found[-1].whole
