"""What the page of `train` knows by itself, ranges, stacks as text, the program, agrees with what trains."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from recordings import run_node

from cnnviz import mnist, texts
from cnnviz.runs.settings import Settings
from cnnviz.runs.tray import EMPTY
from cnnviz.stacks.building import build
from cnnviz.stacks.layers import KINDS
from cnnviz.stacks.presets import PRESETS
from cnnviz.stacks.stack import MOST_LAYERS, Stack
from cnnviz.stacks.wire import from_wire, settings, to_wire
from cnnviz.ui.blueprint import described

WRONG = ("c65", "c8k12", "q7", "c8-", "c8x2", "c1.5", "o1", "f3", "r2", "-".join(["r"] * 25), "c8k3k", "d0", "<b>")
PROGRAMS: tuple[dict[str, Any], ...] = (
    {"digits": 600, "epochs": 1},
    {"digits": 300, "epochs": 2, "optimizer": "momentum", "learning_rate": 0.05, "augmentation": "light", "seed": 7}
    | {"falling": False, "learn": True},
)


def random_stacks(count: int) -> list[Stack]:
    """Layers in any order with any settings: whether they fit one another makes no difference to their text."""
    random = np.random.default_rng(4)
    found = []
    for _ in range(count):
        layers = []
        for kind in random.choice(list(KINDS), random.integers(0, 12)):
            given = {
                each["name"]: round(float(random.uniform(0, 0.9)), 2)
                if each["name"] == "share"
                else int(random.integers(each["least"], each["most"] + 1))
                for each in settings()[kind]
            }
            layers.append({"kind": str(kind), **given})
        found.append(from_wire({"layers": layers}))
    return found


STACKS = [*PRESETS.values(), *random_stacks(200)]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    picture = mnist.load("test").images[18].astype(np.float32) / 255
    programs = [
        {
            "picture": picture.ravel().tolist(),
            "state": state,
            "description": described(PRESETS["textbook"]),
            "words": texts.chapter("train")["words"],
        }
        for state in PROGRAMS
    ]
    path = tmp_path_factory.mktemp("train") / "cases.json"
    asked = {"stacks": [to_wire(stack)["layers"] for stack in STACKS], "texts": WRONG, "programs": programs}
    path.write_text(json.dumps(asked))
    return run_node("train-cases.mjs", path)


def test_the_layers_have_the_settings_and_ranges_of_those_that_are_built(page: Any) -> None:
    assert list(page["kinds"]) == list(KINDS)
    for kind, told in page["kinds"].items():
        assert from_wire({"layers": [told["usual"]]}) == (KINDS[kind](),)
        assert told["ranges"] == [[each["name"], each["least"], each["most"]] for each in settings()[kind]]
    assert page["most"] == MOST_LAYERS


def test_the_settings_have_the_ranges_and_usual_values_of_those_that_train(page: Any) -> None:
    told = page["settings"]
    for knob in Settings.knobs():
        name = knob["name"]
        assert told["initial"][name] == knob["default"]
        if "choices" in knob:
            assert told["optimizers" if name == "optimizer" else "variations"] == knob["choices"]
        elif name != "falling":
            assert told["ranges"][name] == [knob["least"], knob["most"], knob["default"]]


def test_a_stack_comes_back_from_its_text_as_it_was(page: Any) -> None:
    for stack, told in zip(STACKS, page["stacks"], strict=True):
        assert from_wire({"layers": told["back"]}) == stack, told["text"]
    assert page["stacks"][list(PRESETS).index("textbook")]["text"] == page["textbook"]
    assert len({told["text"] for told in page["stacks"]}) == len(set(STACKS))


def test_a_text_that_is_no_stack_is_told_in_words(page: Any) -> None:
    for text, told in zip(WRONG, page["texts"], strict=True):
        assert told.get("error") in texts.chapter("train")["broken"], text


def test_the_program_runs_and_begins_with_the_shares_that_the_page_shows(page: Any) -> None:
    picture = torch.from_numpy(mnist.load("test").images[18].astype(np.float32) / 255)[None, None]
    for state, code in zip(PROGRAMS, page["programs"], strict=True):
        comment = f"# {texts.chapter('train')['words']['code']['handwriting']}"
        assert (comment in code["pytorch"]) == state.get("learn", False)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code["pytorch"], "the page", "exec"), {"__name__": "page"})
        shares, *passes, right = said.getvalue().splitlines()
        untrained = build(PRESETS["textbook"], state.get("seed", 1)).eval()
        np.testing.assert_allclose(json.loads(shares), untrained(picture)[0].tolist(), atol=1e-6)
        assert [int(line.split()[0]) for line in passes] == list(range(1, state["epochs"] + 1))
        assert float(right) > 0.2  # a few hundred digits: better than guessing
        compile(code["keras"], "the page", "exec")


def test_a_tray_is_written_by_the_page_as_by_the_server(tmp_path: Path) -> None:
    digits, tray = mnist.load("test"), EMPTY
    random = np.random.default_rng(3)
    told = []
    for place in range(100):
        ink = digits.images[place] / np.float32(255) * np.float32(random.uniform(0.3, 1))
        tray = tray.with_digit(ink, int(digits.labels[place]))
        told.append({"label": int(digits.labels[place]), "ink": ink.ravel().tolist()})
    path = tmp_path / "tray.json"
    path.write_text(json.dumps({"digits": told, "file": tray.to_file().decode()}))
    page = run_node("tray-files.mjs", path)
    assert page["written"].encode() == page["read"].encode() == tray.to_file()
