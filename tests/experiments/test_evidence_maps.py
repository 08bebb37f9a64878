"""Maps of evidence, each computed once more: by loops, by torch's own gradients, or from what must hold for it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnnviz import mnist, models
from cnnviz.errors import ModelError
from cnnviz.experiments import gradients
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.contributions import contributions
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.experiments.occlusion import occlusion
from cnnviz.experiments.plane import PIXELS, plane_of
from cnnviz.experiments.trust import methods
from cnnviz.experiments.untrained import untrained
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Convolution, Dense, Dropout, Flatten, Relu, Tanh
from cnnviz.trace import trace

CLAIMS = (Claim(7), Claim(3), Claim(7, 1), Claim(0, 9))


def digits(count: int, seed: int = 2) -> list[np.ndarray]:
    images = mnist.load("test").images
    return [
        images[place].astype(np.float32) / 255
        for place in np.random.default_rng(seed).choice(len(images), count, replace=False)
    ]


def number(model: nn.Module, picture: np.ndarray, claim: Claim) -> float:
    """The claim's number, by the network's own layers."""
    values = torch.tensor(picture)[None, None]
    for layer in list(model.children())[:-1]:
        values = layer(values)
    logits = values[0].double()
    return float(logits[claim.digit] - (0 if claim.against is None else logits[claim.against]))


@pytest.mark.parametrize("kind", ["trained", "untrained"])
@pytest.mark.parametrize("name", models.NAMES)
def test_contributions_and_biases_add_up_to_the_logit(name: str, kind: str) -> None:
    model = models.load_model(name) if kind == "trained" else untrained(name)
    for picture in digits(10):
        found = trace(model, picture[None])
        for claim in CLAIMS:
            made = contributions(found, claim)
            wanted = number(model, picture, claim)
            assert made.total == pytest.approx(wanted, abs=1e-4)
            assert made.products.sum(dtype=np.float64) + made.bias == pytest.approx(wanted, abs=1e-4)
            assert made.areas.sum(dtype=np.float64) + made.bias == pytest.approx(wanted, abs=1e-4)
            assert made.of_maps.sum(dtype=np.float64) + made.bias == pytest.approx(wanted, abs=1e-4)


def test_what_changes_each_number_by_itself_is_carried_through_exactly() -> None:
    layers = (Convolution(3, 5, 3), Relu(), Flatten(), Dense(20), Tanh(), Dropout(), Dense(12), Relu(), Dense())
    model = build(layers, seed=3).eval().requires_grad_(False)
    for picture in digits(5):
        for claim in CLAIMS:
            made = contributions(trace(model, picture[None]), claim)
            assert made.total == pytest.approx(number(model, picture, claim), abs=1e-4)
            # By hand: each layer's part of the number, one after the other, from the logits down.
            values = [torch.tensor(picture)[None, None]]
            for layer in model:
                values.append(layer(values[-1]))
            weights = torch.tensor(claim.signs(), dtype=torch.float32)
            for layer, before, after in reversed([*zip(model, values, values[1:], strict=False)][3:-1]):
                dense = isinstance(layer, nn.Linear)
                weights = weights @ layer.weight if dense else weights * (after / before).nan_to_num()[0]
            np.testing.assert_allclose(made.products.ravel(), (weights * values[3].ravel()).numpy(), atol=1e-5)


@pytest.mark.parametrize("name", models.NAMES)
def test_a_contribution_is_the_cell_times_the_logits_own_gradient(name: str) -> None:
    model = models.load_model(name)
    place = list(dict(model.named_children())).index("flatten")
    for picture in digits(5):
        maps = model[:place](torch.tensor(picture)[None, None]).detach().requires_grad_()
        logits = model[place:-1](maps)[0]
        (slope,) = torch.autograd.grad(logits[7] - logits[1], maps)
        made = contributions(trace(model, picture[None]), Claim(7, 1))
        np.testing.assert_allclose(made.products, (slope * maps.detach())[0], atol=1e-5)


def test_contributions_want_a_softmax_and_only_sums_before_it() -> None:
    picture = digits(1)[0]
    with pytest.raises(ModelError, match="ends with 'dense', not with softmax"):
        contributions(trace(models.load_model("textbook")[:-1], picture[None]), Claim(1))
    odd = nn.Sequential(nn.Flatten(), nn.Linear(784, 12), nn.LayerNorm(12), nn.Linear(12, 10), nn.Softmax(dim=1)).eval()
    with pytest.raises(ModelError, match="'2' mixes numbers .* Choose another way"):
        contributions(trace(odd, picture[None]), Claim(1))


@pytest.mark.parametrize("side", [1, 3, 5, 7])
@pytest.mark.parametrize("name", ["two-block", "textbook", "dense"])
def test_occlusion_is_what_covering_by_hand_takes_away(name: str, side: int) -> None:
    model = models.load_model(name)
    reach = side // 2
    for picture, claim in zip(digits(2, seed=side), CLAIMS[1:3], strict=True):
        found = occlusion(model, picture, claim, side)
        whole = number(model, picture, claim)
        for row in range(0, 28, 3):
            for column in range(row % 2, 28, 2):
                covered = picture.copy()
                covered[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = 0
                assert found[row, column] == pytest.approx(whole - number(model, covered, claim), abs=1e-4)


def test_occlusion_of_bare_paper_is_exactly_nothing_and_a_square_has_a_middle() -> None:
    model = models.load_model("two-block")
    assert not occlusion(model, np.zeros((28, 28), np.float32), Claim(1)).any()
    picture = digits(1)[0]
    near = F.max_pool2d(torch.tensor(picture)[None], 5, stride=1, padding=2)[0].numpy() > 0
    assert not occlusion(model, picture, Claim(1), 5)[~near].any()
    with pytest.raises(ValueError, match="its side is odd"):
        occlusion(model, picture, Claim(1), 4)


@pytest.mark.parametrize("name", models.NAMES)
def test_saliency_is_the_gradient_of_torch(name: str) -> None:
    model = models.load_model(name)
    for picture, claim in zip(digits(4), CLAIMS, strict=True):
        given = torch.tensor(picture)[None, None].requires_grad_()
        logits = model[:-1](given)
        wanted = logits[0, claim.digit] - (0 if claim.against is None else logits[0, claim.against])
        (slope,) = torch.autograd.grad(wanted, given)
        np.testing.assert_allclose(gradients.saliency(model, picture, claim), slope[0, 0], atol=1e-5)


@pytest.mark.parametrize("name", models.NAMES)
def test_integrated_gradients_are_the_mean_gradient_times_the_ink_and_add_up_to_the_rise(name: str) -> None:
    model = models.load_model(name)
    points, weights = np.polynomial.legendre.leggauss(gradients.STEPS)
    for picture, claim in zip(digits(4), CLAIMS, strict=True):
        # All points in one pass, as in use: another batch rounds otherwise, and a ReLU that is nearly 0 tips over.
        way = torch.tensor((points + 1) / 2, dtype=torch.float32)[:, None, None, None] * torch.tensor(picture)
        logits = model[:-1](way.requires_grad_())
        against = 0 if claim.against is None else logits[:, claim.against]
        (slopes,) = torch.autograd.grad((logits[:, claim.digit] - against).sum(), way)
        wanted = (slopes[:, 0].double().numpy() * (weights / 2)[:, None, None]).sum(axis=0)
        made = gradients.integrated_gradients(model, picture, claim)
        np.testing.assert_allclose(made.values, wanted * picture, atol=1e-4)
        rise = number(model, picture, claim) - number(model, np.zeros_like(picture), claim)
        assert made.rise == pytest.approx(rise, abs=1e-4)
        # ReLU and maxima bend the way from paper to picture: a sum misses a little, of more steps less.
        finer = gradients.integrated_gradients(model, picture, claim, steps=500)
        assert abs(made.gap) < 0.25
        assert abs(finer.gap) < 0.02
        assert not made.values[picture == 0].any()


@pytest.mark.parametrize(("name", "layer"), [("two-block", "relu2_2"), ("two-block", "pool1"), ("textbook", "conv1")])
def test_grad_cam_weighs_each_map_by_its_mean_gradient(name: str, layer: str) -> None:
    model = models.load_model(name)
    place = list(dict(model.named_children())).index(layer) + 1
    for picture, claim in zip(digits(4), CLAIMS, strict=True):
        maps = model[:place](torch.tensor(picture)[None, None]).detach().requires_grad_()
        logits = model[place:-1](maps)[0]
        wanted = logits[claim.digit] - (0 if claim.against is None else logits[claim.against])
        (slope,) = torch.autograd.grad(wanted, maps)
        summed = (slope.mean(dim=(2, 3), keepdim=True) * maps.detach()).sum(dim=1)[0]
        np.testing.assert_allclose(gradients.grad_cam(model, picture, claim, layer), summed, atol=1e-5)


def test_grad_cam_takes_the_last_maps_before_pooling_and_says_what_it_can_be_asked_about() -> None:
    picture = digits(1)[0]
    usual = {name: gradients.usual_layer(trace(models.load_model(name), picture[None])) for name in models.NAMES}
    assert usual == {
        "two-block": "relu2_2",
        "textbook": "relu1",
        "dense": None,
        "textbook-no-relu": "conv1",
        "textbook-linear": "conv1",
    }
    with pytest.raises(ModelError, match="this network has none"):
        evidence(Method.GRAD_CAM, models.load_model("dense"), picture, Claim(1))
    with pytest.raises(ModelError, match="can be asked about conv1, relu1, pool1, not about 'conv9'"):
        evidence(Method.GRAD_CAM, models.load_model("textbook"), picture, Claim(1), layer="conv9")
    with pytest.raises(ModelError, match="gives one row of numbers"):
        gradients.grad_cam(models.load_model("textbook"), picture, Claim(1), "dense")
    with pytest.raises(ModelError, match="no layer 'conv9'. It has: conv1"):
        gradients.grad_cam(models.load_model("textbook"), picture, Claim(1), "conv9")


@pytest.mark.parametrize("name", models.NAMES)
def test_areas_lie_in_the_middle_of_what_their_cells_see(name: str) -> None:
    found = trace(models.load_model(name), digits(1)[0][None])
    for stage in found:
        if not stage.is_maps:
            continue
        assert stage.receptive_field
        plane = plane_of(stage)
        areas = np.arange(plane.rows * plane.columns, dtype=np.float32).reshape(plane.rows, plane.columns) + 1
        spread = plane.on_pixels(areas)
        for row, column in ((0, 0), (plane.rows // 2, plane.columns // 3), (plane.rows - 1, plane.columns - 1)):
            at = np.argwhere(spread == areas[row, column])
            assert len(at) == plane.side[0] * plane.side[1]
            rows, columns = stage.receptive_field.window(row, column)
            np.testing.assert_allclose(at.mean(axis=0), [np.mean(rows), np.mean(columns)])


def test_the_map_of_a_network_that_all_share_leaves_no_trace_on_it() -> None:
    """Many threads ask at once, while others read; each gets what it gets alone, and no hook or gradient stays."""
    model = models.load_model("two-block")
    jobs = [(method, picture, Claim(place)) for place, picture in enumerate(digits(6)) for method in Method]
    alone = [evidence(method, model, picture, claim).areas for method, picture, claim in jobs]
    before = {key: value.clone() for key, value in model.state_dict().items()}
    go = threading.Event()
    readings: list[np.ndarray] = []

    def read() -> None:
        while not go.is_set():
            readings.append(trace(model, jobs[0][1][None]).probabilities)

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: evidence(job[0], model, job[1], job[2]).areas, jobs * 2))
    go.set()
    reader.join()
    for one, other in zip(alone * 2, together, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    for shares in readings:
        np.testing.assert_array_equal(shares, readings[0])
    for module in model.modules():
        assert not module._forward_hooks
        assert not module._forward_pre_hooks
        assert not module._backward_hooks
    assert all(parameter.grad is None and not parameter.requires_grad for parameter in model.parameters())
    assert all(torch.equal(before[key], value) for key, value in model.state_dict().items())


def test_an_untrained_network_is_the_same_each_time_and_another_for_another_seed() -> None:
    one, again, other = untrained("textbook"), untrained.__wrapped__("textbook"), untrained("textbook", 2)
    for own, same, another in zip(one.parameters(), again.parameters(), other.parameters(), strict=True):
        assert torch.equal(own, same)
        assert not torch.equal(own, another)
    inputs = {"conv1": 9, "dense": 5408}
    for layer, count in inputs.items():
        weight = one.get_submodule(layer).weight
        assert isinstance(weight, torch.Tensor)
        assert weight.abs().max().item() <= count**-0.5
        assert weight.std().item() == pytest.approx(count**-0.5 / 3**0.5, rel=0.1)
    assert methods("dense") == [method for method in Method if method is not Method.GRAD_CAM]
    assert PIXELS.on_pixels(digits(1)[0]).shape == (28, 28)


def test_a_method_is_asked_with_the_square_and_the_layer_that_were_chosen() -> None:
    model, (picture,), claim = models.load_model("two-block"), digits(1), Claim(3)
    for side in (1, 7):
        found = evidence(Method.OCCLUSION, model, picture, claim, side=side).areas
        np.testing.assert_array_equal(found, occlusion(model, picture, claim, side))
    found = evidence(Method.GRAD_CAM, model, picture, claim, layer="relu1_1").areas
    np.testing.assert_array_equal(found, gradients.grad_cam(model, picture, claim, "relu1_1"))
