"""The chapter `evidence`, its JavaScript against PyTorch: the contributions, a patch, and the code that it shows."""

import ast
import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recordings import run_node, traces_of, write

from cnnviz import guests, models, texts
from cnnviz.experiments import gradients, trust
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.contributions import contributions
from cnnviz.experiments.erasing import TENTH, check
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import Convolution, Dense, Dropout, Flatten, Relu, Tanh
from cnnviz.trace import Trace

Scenes = list[dict[str, Any]]


def shown(path: Path, traces: list[Trace], name: str, scenes: Scenes) -> Scenes:
    answers: Scenes = run_node(
        "evidence-scenes.mjs",
        write(
            path / "recording",
            traces,
            name,
            scenes=scenes,
            data={
                "layers": [stage.name for stage in gradients.layers(traces[0])],
                "usual": gradients.usual_layer(traces[0]),
            },
            words=texts.chapter("evidence")["words"]["code"],
            texts=texts.chapter("evidence"),
            frame=texts.frame(),
        ),
    )
    return answers


@pytest.mark.parametrize("name", models.NAMES)
def test_the_page_and_the_server_make_the_same_map_of_contributions(tmp_path: Path, name: str) -> None:
    pictures = trust.chosen(4)
    traces = traces_of(models.load_model(name), np.stack(pictures)[:, None])
    claims = [(read, Claim(digit, other)) for read in range(4) for digit, other in ((3, None), (7, 1), (0, 9))]
    scenes = [
        {"read": read, "search": f"?class={claim.digit}" + (f"&against={claim.against}" if claim.against else "")}
        for read, claim in claims
    ]
    for (read, claim), answer in zip(claims, shown(tmp_path, traces, name, scenes), strict=True):
        wanted = contributions(traces[read], claim)
        np.testing.assert_allclose(answer["areas"], wanted.areas.ravel(), atol=1e-4)
        assert answer["total"] == pytest.approx(wanted.total, abs=1e-4)
        plane = answer["plane"]
        assert (plane["rows"], plane["columns"]) == (wanted.plane.rows, wanted.plane.columns)
        assert plane["start"] == pytest.approx(list(wanted.plane.start))
        assert plane["side"] == list(wanted.plane.side)


def test_a_patch_is_what_a_cell_sees_and_black_beyond_the_picture(tmp_path: Path) -> None:
    picture = trust.chosen(1)[0]
    traces = traces_of(models.load_model("two-block"), picture[None, None])
    asked = [(stage, row, row) for stage in ("relu1_1", "relu2_2") for row in (0, 5, 13)]
    places = [{"stage": stage, "row": row, "column": column} for stage, row, column in asked]
    scenes = [{"read": 0, "search": "", "patch": place} for place in places]
    padded = np.pad(picture, 28)
    for (stage, row, column), answer in zip(asked, shown(tmp_path, traces, "two-block", scenes), strict=True):
        field = traces[0][stage].receptive_field
        assert field
        rows, columns = field.window(row, column)
        wanted = padded[rows.start + 28 : rows.stop + 28, columns.start + 28 : columns.stop + 28]
        assert (answer["cut"]["top"], answer["cut"]["left"]) == (rows.start, columns.start)
        np.testing.assert_allclose(answer["cut"]["pixels"], wanted.ravel())


SEARCHES = [
    "?method=contributions",
    "?method=contributions&class=7&against=1",
    "?method=occlusion&side=3",
    "?method=saliency&class=2",
    "?method=integrated&class=7&against=1",
    "?method=grad-cam",
    "?method=grad-cam&layer=pool1&class=4",
]


def a_guest() -> str:
    """A network with tanh and dropout between its dense layers."""
    layers = (Convolution(3, 5, 3), Relu(), Flatten(), Dense(20), Tanh(), Dropout(), Dense(12), Relu(), Dense())
    return guests.welcome(build(layers, seed=3), {"label": "mine", "accuracy": {}, "parameters": 0})


@pytest.mark.parametrize("search", ["?method=contributions", "?method=contributions&class=7&against=1"])
def test_a_layer_that_changes_each_number_by_itself_is_carried_through_on_the_page_too(
    tmp_path: Path, search: str
) -> None:
    name = a_guest()
    picture = trust.chosen(1)[0]
    traces = traces_of(models.load_model(name), picture[None, None])
    (answer,) = shown(tmp_path, traces, name, [{"read": 0, "search": search}])
    wanted = contributions(traces[0], Claim(answer["wants"]["class"], answer["wants"]["against"]))
    np.testing.assert_allclose(answer["areas"], wanted.areas.ravel(), atol=1e-4)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(answer["code"]["pytorch"], "the page", "exec"), {})
    total, largest = [float(line) for line in out.getvalue().splitlines()]
    assert total == pytest.approx(wanted.areas.sum(dtype=np.float64), abs=1e-4)
    assert largest == pytest.approx(np.abs(wanted.areas).max(), abs=1e-4)


@pytest.mark.parametrize("name", ["two-block", "textbook", "dense"])
def test_the_code_prints_what_is_shown(tmp_path: Path, name: str) -> None:
    model = models.load_model(name)
    picture = trust.chosen(1)[0]
    traces = traces_of(model, picture[None, None])
    scenes = [{"read": 0, "search": search} for search in SEARCHES]
    for answer in shown(tmp_path, traces, name, scenes):
        wants = answer["wants"]
        assert answer["problems"] == []
        claim = Claim(wants["class"], wants["against"])
        method = Method(wants["method"])
        wanted = evidence(method, model, picture, claim, side=wants["side"], layer=wants["layer"])
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(answer["code"]["pytorch"], "the page", "exec"), {})
        total, largest, *left = [float(line) for line in out.getvalue().splitlines()]
        assert total == pytest.approx(wanted.areas.sum(dtype=np.float64), abs=2e-3)
        assert largest == pytest.approx(np.abs(wanted.areas).max(), abs=1e-4)
        if method in (Method.OCCLUSION, Method.SALIENCY, Method.INTEGRATED):
            found = check(model, picture, {"own": wanted.on_pixels}, claim=claim)
            assert left == pytest.approx([found.ranked["own"][TENTH]], abs=2e-3)
        else:
            assert left == []
        ast.parse(answer["code"]["keras"])


def test_grad_cam_of_a_network_without_maps_gives_way_to_the_contributions(tmp_path: Path) -> None:
    traces = traces_of(models.load_model("dense"), trust.chosen(1)[0][None, None])
    (answer,) = shown(tmp_path, traces, "dense", [{"read": 0, "search": "?method=grad-cam"}])
    assert answer["wants"]["method"] == "contributions"
    assert not answer["wants"]["possible"]


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ("?method=guess", "the way of asking “guess”. It may be contributions, occlusion"),
        ("?side=2", "the side of the square “2”. It may be 1, 3, 5 or 7"),
        ("?layer=a-b", "the layer “a-b”. It may be the name"),
        ("?map=1.5", "the map “1.5”. It is a whole number"),
        ("?seed=0", "the random weights “0”"),
        ("?class=x", "the class “x”"),
    ],
)
def test_a_broken_knob_is_named(tmp_path: Path, search: str, message: str) -> None:
    traces = traces_of(models.load_model("textbook"), trust.chosen(1)[0][None, None])
    (answer,) = shown(tmp_path, traces, "textbook", [{"read": 0, "search": search}])
    (problem,) = answer["problems"]
    assert message in problem
