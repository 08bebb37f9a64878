"""The chapter `classify`, its JavaScript against PyTorch: what speaks for a class, turned logits, the code."""

import ast
import contextlib
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import pictures, run_node, traces_of, with_random_weights, write
from torch import nn

from cnnviz import models, texts
from cnnviz.experiments.scribbles import DRAWN, scribbles
from cnnviz.trace import Trace

Scenes = list[dict[str, Any]]


def shown(path: Path, traces: list[Trace], name: str, scenes: Scenes, model: nn.Module | None = None) -> Scenes:
    found = scribbles(model or name)
    answers: Scenes = run_node(
        "classify-scenes.mjs",
        write(
            path / "recording",
            traces,
            name,
            scenes=scenes,
            names=[each.name for each in found],
            logits=[each.logits.tolist() for each in found],
            words=texts.chapter("classify")["words"]["code"],
            texts=texts.chapter("classify"),
            frame=texts.frame(),
        ),
    )
    return answers


def part(model: Any, name: str) -> Callable[[torch.Tensor], torch.Tensor]:
    """The network from its input to the layer before `name`."""
    part: Callable[[torch.Tensor], torch.Tensor] = model[: list(dict(model.named_children())).index(name)]
    return part


def turns(rng: random.Random) -> dict[int, float]:
    return {digit: rng.randrange(-200, 201) / 10 for digit in rng.sample(range(10), rng.randrange(4))}


@pytest.mark.parametrize("name", models.NAMES)
@pytest.mark.parametrize("weights", ["trained", "random"])
def test_shares_of_turned_logits_are_those_of_torch(tmp_path: Path, name: str, weights: str) -> None:
    model = models.load_model(name) if weights == "trained" else with_random_weights(models.build(name), 3)
    traces = traces_of(model, pictures(8, seed=2))
    rng = random.Random(name)
    cases = []
    for index in range(len(traces) * 8):
        scribble = rng.choice(["none", *DRAWN])
        temperature = float(f"{10 ** rng.uniform(-1, 1):.3g}")
        cases.append((index % len(traces), scribble, temperature, turns(rng)))
    scenes = [
        {
            "read": read,
            "search": f"?scribble={scribble}&temperature={temperature}&moves="
            + ",".join(f"{digit}:{move}" for digit, move in moves.items()),
        }
        for read, scribble, temperature, moves in cases
    ]
    known = {each.name: each.logits for each in scribbles(model)}
    answers = shown(tmp_path, traces, name, scenes, model)
    for (read, scribble, temperature, moves), answer in zip(cases, answers, strict=True):
        assert answer["problems"] == []
        own = traces[read][traces[read].stages[-1].inputs[0]].values
        logits = torch.tensor(known.get(scribble, own), dtype=torch.float64)
        for digit, move in moves.items():
            logits[digit] += move
        wanted = torch.softmax(logits / temperature, dim=0)
        assert sum(answer["shares"]) == pytest.approx(1, abs=1e-12)
        np.testing.assert_allclose(answer["shares"], wanted, atol=1e-5)


@pytest.mark.parametrize("name", models.NAMES)
@pytest.mark.parametrize("weights", ["trained", "random"])
def test_contributions_over_the_digit_and_the_biases_add_up_to_the_logit(
    tmp_path: Path, name: str, weights: str
) -> None:
    model = models.load_model(name) if weights == "trained" else with_random_weights(models.build(name), 5)
    inputs = pictures(6, seed=4)
    traces = traces_of(model, inputs)
    pairs = [(read, digit, other) for read in range(6) for digit in range(10) for other in (None, (digit + 3) % 10)]
    scenes = [
        {"read": read, "search": f"?class={digit}" + ("" if other is None else f"&against={other}")}
        for read, digit, other in pairs
    ]
    layer = model.get_submodule("dense")
    for (read, digit, other), answer in zip(pairs, shown(tmp_path, traces, name, scenes, model), strict=True):
        picture = torch.tensor(inputs[read])[None].requires_grad_()
        logits = part(model, "softmax")(picture)[0]
        logit = logits[digit] - (0 if other is None else logits[other])
        bias = layer.bias[digit] - (0 if other is None else layer.bias[other])
        scale = max(1.0, float(logits.detach().abs().max()))
        assert answer["bias"] == pytest.approx(bias.item(), abs=1e-6)
        assert answer["total"] == pytest.approx(logit.item(), abs=1e-5 * scale)
        assert answer["pro"] + answer["con"] + answer["bias"] == pytest.approx(logit.item(), abs=1e-5 * scale)
        lying = sum(answer["areas"]) + answer["carried"]
        assert lying + answer["bias"] == pytest.approx(logit.item(), abs=1e-5 * scale)
        if name == "dense":
            # A network of ReLUs is linear around a picture: its contributions are gradient times picture.
            (gradient,) = torch.autograd.grad(logit, picture)
            wanted = (gradient * picture)[0, 0]
            assert answer["perMap"] is None
        else:
            maps = part(model, "flatten")(picture)[0]
            weight = layer.weight[digit] - (0 if other is None else layer.weight[other])
            products = maps * weight.reshape(maps.shape)
            np.testing.assert_allclose(answer["perMap"], products.sum(dim=(1, 2)).detach(), atol=1e-5 * scale)
            wanted = products.sum(dim=0)
        np.testing.assert_allclose(answer["areas"], wanted.flatten().detach(), atol=1e-5 * scale)


@pytest.mark.parametrize("name", [name for name in models.NAMES if name != "dense"])
def test_a_cell_lies_over_the_middle_of_the_pixels_that_change_it(tmp_path: Path, name: str) -> None:
    model = with_random_weights(models.build(name), 1, positive=True)
    (answer,) = shown(tmp_path, traces_of(model, pictures(2, seed=1)), name, [{"read": 0, "search": ""}], model)
    plane = answer["plane"]
    row, column = plane["rows"] // 2, plane["columns"] // 2 + 1
    # Whichever pixel can be the largest of a window changes it: average the windows to see them all.
    averaging = nn.Sequential(*(nn.AvgPool2d(2) if isinstance(each, nn.MaxPool2d) else each for each in model))
    names = list(dict(model.named_children()))
    picture = torch.rand(1, 1, 28, 28, requires_grad=True)
    cell = averaging[: names.index("flatten")](picture)[0, 0, row, column]
    (gradient,) = torch.autograd.grad(cell, picture)
    for place, pixels, axis in ((row, gradient[0, 0].abs().sum(1), 0), (column, gradient[0, 0].abs().sum(0), 1)):
        seen = pixels.nonzero().flatten()
        first = plane["start"][axis] + place * plane["side"][axis]
        assert first + (plane["side"][axis] - 1) / 2 == (seen.min().item() + seen.max().item()) / 2
        assert plane["start"][axis] >= 0
        assert plane["start"][axis] + plane["side"][axis] * plane["rows"] <= 28


QUERIES = [
    "",
    "?class=7",
    "?class=2&against=3&temperature=2.5",
    "?moves=5:2.5,8:-1&temperature=0.1",
    "?scribble=spiral&moves=0:-3.3&against=1",
]


@pytest.mark.parametrize("name", models.NAMES)
def test_the_code_prints_what_is_shown(tmp_path: Path, name: str) -> None:
    traces = traces_of(models.load_model(name), pictures(2, seed=6))
    answers = shown(tmp_path, traces, name, [{"read": 0, "search": query} for query in QUERIES])
    for query, answer in zip(QUERIES, answers, strict=True):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(answer["code"]["pytorch"], query, "exec"), {})
        *maps, logit, shares = (ast.literal_eval(line) for line in out.getvalue().splitlines())
        assert logit == pytest.approx(answer["total"], rel=1e-4, abs=1e-4)
        np.testing.assert_allclose(shares, answer["shares"], atol=1e-5)
        if answer["perMap"]:
            np.testing.assert_allclose(maps[0], answer["perMap"], rtol=1e-4, atol=1e-4)
        else:
            assert maps == []
        assert "Flatten()" in answer["code"]["keras"]
        ast.parse(answer["code"]["keras"])


def test_the_knobs_stand_in_the_address_as_they_were_read(tmp_path: Path) -> None:
    traces = traces_of(models.load_model("two-block"), pictures(2, seed=1))
    answers = shown(tmp_path, traces, "two-block", [{"read": 0, "search": query} for query in QUERIES])
    for query, answer in zip(QUERIES, answers, strict=True):
        written = {f"{name}={text}" for name, text in answer["written"].items() if text}
        assert written == set(filter(None, query.strip("?").split("&")))


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?class=ten", "the class “ten”. It may be read or a digit"),
        ("?against=-1", "the class to compare with “-1”"),
        ("?temperature=0", "the temperature “0”. It goes from 0.1 to 10."),
        ("?temperature=hot", "the temperature “hot”"),
        ("?moves=5=2", "logits moved by “5=2”. It may be as 5:2.5,8:-1"),
        ("?moves=5:99", "a number from -20 to 20"),
        ("?scribble=cat", "the scribble “cat”. It may be none, spiral, cross, dots or zigzag."),
    ],
)
def test_a_broken_knob_in_the_address_is_told_and_left_as_it_was(tmp_path: Path, query: str, message: str) -> None:
    traces = traces_of(models.load_model("two-block"), pictures(2, seed=1))
    plain, broken = shown(tmp_path, traces, "two-block", [{"read": 0, "search": search} for search in ("", query)])
    (told,) = broken["problems"]
    assert message in told
    assert {**broken, "problems": []} == plain


def test_the_page_knows_the_scribbles_by_name(tmp_path: Path) -> None:
    traces = traces_of(models.load_model("two-block"), pictures(2, seed=1))
    (answer,) = shown(tmp_path, traces, "two-block", [{"read": 0, "search": "?scribble=nothing"}])
    told = answer["problems"][0].partition("It may be none, ")[2]
    assert told.replace(" or ", ", ").rstrip(".").split(", ") == list(DRAWN)
