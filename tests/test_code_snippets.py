"""Show me the code: what the page says prints a cell's number does print it, typed at a Python prompt."""

import base64
import code
import contextlib
import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chains import chain, shown
from PIL import Image
from recordings import run_node, with_random_weights, write

import cnnviz
from cnnviz import mnist, models, pipeline
from cnnviz.drawing import Stroke
from cnnviz.preprocessing import Steps
from cnnviz.trace import Trace, trace
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk, base_from_picture

SEVEN = Stroke(((80, 70), (200, 70.5), (130.2, 220)), 18)
RUBBED = Stroke(((120, 60), (120, 80)), 24, erases=True)
LONG = Stroke(tuple((40 + 0.7 * step, 60 + 0.1 * step) for step in range(280)), 12)


def uploaded() -> Base:
    """A grey picture of a digit as the page lays it under the strokes."""
    out = io.BytesIO()
    Image.fromarray(255 - mnist.load("test").images[61]).resize((90, 90)).save(out, "PNG")
    return base_from_picture(base64.b64encode(out.getvalue()).decode())


DESKS = {
    "strokes": Desk(base=None, strokes=(SEVEN, Stroke(((100, 150), (180, 150)), 8))),
    "an eraser": Desk(base=None, strokes=(SEVEN, RUBBED)),
    "a stroke of many points": Desk(base=None, strokes=(replace(LONG, points=LONG.points[::5]),)),
    "a dot": Desk(base=None, strokes=(Stroke(((140, 140),), 30),)),
    "a sample": Desk(base=Base(sample=7)),
    "strokes over a sample": Desk(base=Base(sample=2), strokes=(SEVEN, RUBBED)),
    "an uploaded picture": Desk(base=uploaded()),
    "strokes over an uploaded picture": Desk(base=uploaded(), strokes=(SEVEN,)),
    "a long drawing": Desk(base=None, strokes=(LONG, SEVEN)),
}
STEPS = [Steps(), Steps(redraw=False), Steps(crop=False), Steps(center=False), Steps(False, False, False)]


class Prompt(code.InteractiveConsole):
    """Python's own prompt: what is printed is kept, an error is the test's."""

    def type(self, text: str) -> list[float]:
        """What the text prints, typed line after line: a number a line."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            for line in text.splitlines():
                open_ended = self.push(line)
        assert not open_ended, text
        return [float(line) for line in out.getvalue().splitlines()]

    def showtraceback(self) -> None:
        raise AssertionError("the code fails at the prompt")

    showsyntaxerror = showtraceback  # type: ignore[assignment]


def codes(path: Path, traces: list[Trace], model: str, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = run_node("snippets.mjs", write(path / "recording", traces, model, asked=asked))
    return answers


def cells_of(found: Trace, rng: random.Random) -> list[tuple[int, int, int, int]]:
    """A random cell of every stage, and its first one, in the corner."""
    cells = []
    for index, stage in enumerate(found):
        shape = stage.shape if stage.is_maps else (1, 1, *stage.shape)
        cells += [(index, 0, 0, 0), (index, *(rng.randrange(length) for length in shape))]
    return cells


def recorded(found: Trace, cell: tuple[int, int, int, int]) -> float:
    stage, *place = cell
    values = found.stages[stage].values
    return float(values[tuple(place)] if values.ndim == 3 else values[place[2]])


def check(text: str, wanted: float, by_hand: bool = True) -> None:
    numbers = Prompt().type(text)
    assert len(numbers) == 1 + by_hand, text
    assert numbers[0] == pytest.approx(wanted, rel=1e-6, abs=1e-12), text
    # A sum by hand is rounded as PyTorch rounds, in an order of its own.
    assert numbers[-1] == pytest.approx(wanted, rel=1e-4, abs=1e-6), text


@pytest.mark.parametrize("name", models.NAMES)
def test_code_for_every_kind_of_stage_prints_its_number(tmp_path: Path, name: str) -> None:
    desk = replace(DESKS["strokes"], model=name)
    found = pipeline.read(desk.drawing(), name, desk.steps).trace
    cells = cells_of(found, random.Random(name))
    asked = [{"read": 0, "cell": cell, "desk": desk.wire()} for cell in cells]
    for cell, answer in zip(cells, codes(tmp_path, [found], name, asked), strict=True):
        check(answer["code"], recorded(found, cell), by_hand=cell[0] > 0)


@pytest.mark.parametrize("drawn", DESKS)
def test_code_tells_what_was_drawn_and_which_steps_were_taken(tmp_path: Path, drawn: str) -> None:
    desks = [replace(DESKS[drawn], steps=steps) for steps in STEPS]
    traces = [pipeline.read(desk.drawing(), desk.model, desk.steps).trace for desk in desks]
    cell = (len(traces[0]) - 2, 0, 0, 3)  # a logit: everything before it has to be right
    asked = [{"read": index, "cell": cell, "desk": desk.wire()} for index, desk in enumerate(desks)]
    for found, answer in zip(traces, codes(tmp_path, traces, "two-block", asked), strict=True):
        check(answer["code"], recorded(found, cell))


def test_without_a_desk_the_picture_is_written_out(tmp_path: Path) -> None:
    found = trace(models.load_model("dense"), np.random.default_rng(2).random((1, 28, 28), np.float32))
    (answer,) = codes(tmp_path, [found], "dense", [{"read": 0, "cell": (4, 0, 0, 1), "desk": None}])
    check(answer["code"], recorded(found, (4, 0, 0, 1)))


def test_a_picture_written_out_is_exact_and_a_drawing_is_told_by_its_strokes(tmp_path: Path) -> None:
    asked, traces = [], []
    for index, drawn in enumerate(("a long drawing", "an uploaded picture", "strokes over a sample")):
        desk = DESKS[drawn]
        traces.append(pipeline.read(desk.drawing(), desk.model, desk.steps).trace)
        row, column = divmod(int(traces[-1]["input"].values.argmax()), 28)
        asked.append({"read": index, "cell": (0, 0, row, column), "desk": desk.wire()})
    long, picture, strokes = codes(tmp_path, traces, "two-block", asked)
    for answer in (long, picture):
        assert "b64decode" in answer["code"]
        (number,) = Prompt().type(answer["code"])
        assert np.float32(number) == answer["result"]
    assert "Stroke(((80, 70), (200, 70.5), (130.2, 220)), 18)" in strokes["code"]
    assert f"images[{samples.SAMPLES[2]}]" in strokes["code"]


def test_code_for_a_softmax_has_its_temperature(tmp_path: Path) -> None:
    desk = DESKS["a sample"]
    found = pipeline.read(desk.drawing(), desk.model, desk.steps).trace
    cell = (len(found) - 1, 0, 0, 4)
    (answer,) = codes(
        tmp_path, [found], "two-block", [{"read": 0, "cell": cell, "desk": desk.wire(), "temperature": 4.5}]
    )
    assert answer["result"] != pytest.approx(recorded(found, cell), rel=1e-2)
    check(answer["code"], answer["result"], by_hand=False)


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("seed", range(8))
def test_code_for_windows_of_all_sorts_prints_their_numbers(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = with_random_weights(chain(seed), seed)
    found = trace(model, shown(seed))
    monkeypatch.setattr(cnnviz, "load_model", lambda name: model)
    monkeypatch.setattr(cnnviz, "trace", lambda model, digit: found)
    cells = cells_of(found, random.Random(seed))
    asked = [{"read": 0, "cell": cell, "desk": Desk().wire()} for cell in cells]
    for cell, answer in zip(cells, codes(tmp_path, [found], "", asked), strict=True):
        plain = found.stages[cell[0]].kind in ("input", "other")
        check(answer["code"], recorded(found, cell), by_hand=not plain)


def test_the_page_knows_where_the_samples_are_in_mnist(tmp_path: Path) -> None:
    desks = [Desk(base=Base(sample=sample)) for sample in range(len(samples.SAMPLES))]
    found = pipeline.read(desks[0].drawing()).trace
    asked = [{"read": 0, "cell": (0, 0, 0, 0), "desk": desk.wire()} for desk in desks]
    for answer, index in zip(codes(tmp_path, [found], "two-block", asked), samples.SAMPLES, strict=True):
        told = f'preprocess(mnist.load("test").images[{index}])' in answer["code"]
        assert told, "SAMPLES in network/arithmetic/drawing-code.js differ from those in cnnviz/ui/samples.py"
