"""Networks kept as files and the handwriting tray, as the server answers to the chapter `train`."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from test_laboratory import Visit, body
from workshop_of_their_own import own_workshop

import cnnviz
from cnnviz import digit_code, guests, mnist, models
from cnnviz.drawing import Drawing, Stroke
from cnnviz.errors import CnnvizError, DataError, DrawingError, ModelError, TrainingError
from cnnviz.preprocessing import picture
from cnnviz.runs.settings import Settings
from cnnviz.runs.tray import EMPTY, MOST, Tray
from cnnviz.stacks.layers import Dense, Flatten
from cnnviz.stacks.stack import MOST_PARAMETERS, Stack, plan
from cnnviz.stacks.wire import to_wire
from cnnviz.ui import laboratory, own_files, trainings
from cnnviz.ui.chapters.train import ANSWERS, WORKS
from cnnviz.ui.laboratory import Answer, Asked, Step
from cnnviz.workshop import saving
from cnnviz.workshop.replay import at_moment
from cnnviz.workshop.run import Run

SMALL: Stack = (Flatten(), Dense(10))
QUICK = Settings(digits=2000, epochs=2).to_wire()
BLANK = np.zeros((28, 28), np.float32)
STROKE = [18, 0, 100, 60, 150, 60, 150, 220]


def ask(name: str, **wants: Any) -> Answer:
    return ANSWERS[name](Asked("textbook", BLANK, wants))


def load(file: str) -> list[Step]:
    return list(WORKS["load"](Asked("textbook", BLANK, {"file": file})))


@pytest.fixture(scope="module", autouse=True)
def _workshop() -> Iterator[None]:
    with own_workshop():
        yield


def tray_of(places: range) -> Tray:
    """Test digits as if somebody had drawn them."""
    digits, tray = mnist.load("test"), EMPTY
    for place in places:
        tray = tray.with_digit(digits.images[place] / np.float32(255), int(digits.labels[place]))
    return tray


def trained(**more: Any) -> str:
    """A run to its end; its id."""
    run: str = ask("start", stack=to_wire(SMALL), settings=QUICK, **more).data["run"]
    deadline = time.monotonic() + 60
    while ask("look", run=run).data["phase"] != "finished":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return run


@pytest.fixture(scope="module")
def run() -> str:
    return trained()


def test_a_saved_network_comes_back_measured_anew_and_is_a_guest(run: str) -> None:
    told = ask("save", run=run).data
    *steps, last = load(told["file"])
    assert [step.done for step in steps] == sorted({step.done for step in steps})
    assert last.done == last.total == 10_000
    assert last.answer is not None
    found = last.answer.data
    accuracy = ask("look", run=run).data["test"]
    assert found["test"] == accuracy
    assert found["stack"] == to_wire(SMALL)
    assert found["settings"] == QUICK
    assert told["name"] == f"network-7850-{100 * accuracy:.1f}.zip"
    guest = guests.find(found["model"])
    assert guest is not None
    assert guest.card["accuracy"] == {"mnist_test": accuracy}
    used = guests.find(ask("use", run=run).data["model"])
    assert used is not None
    pictures = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert torch.equal(guest.model(pictures), used.model(pictures))


def test_the_accuracy_that_a_card_claims_is_not_believed(run: str) -> None:
    history = trainings.workshop().history(run)
    untrained = saving.save(history, history.kept[0].weights)  # with the card of the trained one
    last = load(base64.b64encode(untrained).decode())[-1]
    assert last.answer is not None
    assert last.answer.data["test"] < 0.3 < ask("look", run=run).data["test"]


def test_the_code_of_a_guest_loads_the_file_that_was_saved(run: str, tmp_path: Any, monkeypatch: Any) -> None:
    told = ask("save", run=run).data
    (tmp_path / told["name"]).write_bytes(base64.b64decode(told["file"]))
    monkeypatch.chdir(tmp_path)
    guest = guests.find(ask("use", run=run).data["model"])
    assert guest is not None
    model = eval(guest.card["code"], {"cnnviz": cnnviz})
    picture = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    assert torch.equal(model(picture), guest.model(picture))
    with pytest.raises(ModelError, match="nothing.zip cannot be read"):
        cnnviz.load_network("nothing.zip")


@pytest.mark.parametrize("file", [b"", b"\x80\x04 a pickle", b"PK\x03\x04 half a zip"])
def test_a_file_that_is_no_network_is_refused_in_words(file: bytes) -> None:
    [step] = load(base64.b64encode(file).decode())
    assert step.answer is not None
    assert "no whole zip file of a network. Load a network that was saved" in step.answer.data["refused"]
    with pytest.raises(DrawingError, match="did not arrive whole"):
        load("no base64!")


def test_a_run_without_an_end_is_not_saved() -> None:
    run = ask("start", stack=to_wire(SMALL), settings=Settings(epochs=50).to_wire()).data["run"]
    with pytest.raises(TrainingError, match="not measured yet"):
        ask("save", run=run)
    ask("command", run=run, command="stop")


def test_the_largest_network_and_the_fullest_tray_fit_into_a_question() -> None:
    units = 503
    stack: Stack = (Flatten(), Dense(units), Dense(10))
    assert MOST_PARAMETERS * 0.99 < sum(each.parameters for each in plan(stack)) <= MOST_PARAMETERS
    file = saving.save(Run(stack, Settings(digits=100)).history())
    assert len(file) <= own_files.LIMITS["network"]
    encoded = base64.b64encode(bytes(own_files.LIMITS["network"])).decode()
    assert len(body(wants={"file": encoded})) <= laboratory.MAX_BODY
    noise = np.random.default_rng(0).integers(1, 255, (MOST, 28, 28))
    full = json.dumps(
        {
            "cnnviz_tray": 1,
            "digits": [
                {"label": 7, "pixels": base64.b64encode(each.astype(np.uint8).tobytes()).decode()} for each in noise
            ],
        }
    )
    assert len(body(wants={"tray": full})) <= laboratory.MAX_BODY
    assert Visit("/ask/train/read-tray", body(wants={"tray": full})).status == 200


def test_a_drawn_digit_is_made_as_the_pictures_that_a_network_reads() -> None:
    empty = [[18, 0, -900, -900]]
    first, second, nonsense = ask("drawn", drawings=[[STROKE], empty, "x"]).data["drawn"]
    told = first["pixels"]
    stroke = Stroke(((100, 60), (150, 60), (150, 220)), 18)
    wanted = np.rint(picture(Drawing((stroke,))) * 255)
    np.testing.assert_array_equal(np.frombuffer(base64.b64decode(told), np.uint8).reshape(28, 28), wanted)
    # One that cannot be read holds none of the others up.
    assert "no ink" in second["refused"]
    assert "did not arrive whole" in nonsense["refused"]


def test_a_file_is_added_to_the_tray_and_nothing_twice() -> None:
    here, file = tray_of(range(3)).to_file().decode(), tray_of(range(1, 6)).to_file().decode()
    merged = Tray.from_file(ask("add", tray=here, file=file).data["tray"].encode())
    assert merged.to_file() == tray_of(range(6)).to_file()
    assert "it is no JSON" in ask("add", tray=here, file="GIF89a").data["refused"]
    wrong = json.dumps({"cnnviz_tray": 1, "digits": [{"label": 12, "pixels": ""}]})
    assert "Digit 1 of the tray" in ask("add", tray=here, file=wrong).data["refused"]


def test_the_tray_is_read_by_the_network_above_and_by_the_run_before_and_after(run: str) -> None:
    tray = tray_of(range(100))
    rows = ask("read-tray", tray=tray.to_file().decode(), run=run).data["rows"]
    assert [row["who"] for row in rows] == ["strip", "before", "run"]
    history = trainings.workshop().history(run)
    pictures = torch.from_numpy(tray.digits.images.astype(np.float32) / 255)[:, None]
    for row, model in zip(
        rows,
        (models.load_model("textbook"), *(saving.network(SMALL, history.kept[at].weights) for at in (0, -1))),
        strict=True,
    ):
        with torch.no_grad():
            wanted = model(pictures).argmax(dim=1).numpy()
        assert row["answers"] == wanted.tolist()
        assert row["right"] == int((wanted == tray.digits.labels).sum())
    assert rows[1]["right"] < 40 < rows[2]["right"]
    assert [row["learned"] for row in rows] == [0, 0, 0]
    assert rows[2]["step"] == history.kept[-1].step


def test_digits_of_the_tray_that_a_run_learned_from_are_named_so(run: str) -> None:
    odd = EMPTY
    for place in range(20):  # dark digits on bright paper: what no network reads as a 7 by itself
        odd = odd.with_digit(1 - mnist.load("test").images[place] / np.float32(255), 7)
    file = odd.to_file().decode()
    tested = trained(tray=file, learn=False)
    learned = trained(tray=file, learn=True)
    more = odd.with_digit(mnist.load("test").images[50] / np.float32(255), 0).to_file().decode()
    rows = {row["who"]: row for row in ask("read-tray", tray=more, run=learned, earlier=tested).data["rows"]}
    assert rows["run"]["learned"] == 20
    assert rows["earlier"]["learned"] == 0
    assert rows["run"]["right"] >= 20 > 10 > rows["earlier"]["right"]
    # How it was with the tray is told of each run, as a curve and beside another one.
    for each, counts in ((tested, (20, 0)), (learned, (20, 20))):
        told = ask("look", run=each, order=True)
        assert (told.data["order"]["tray"], told.data["order"]["learned"]) == counts
        points = told.arrays["points"]
        np.testing.assert_array_equal(np.isnan(points[:, 6]), np.isnan(points[:, 5]))
        read = at_moment(trainings.workshop().history(each), -1)(
            torch.from_numpy(odd.digits.images.astype(np.float32) / 255)[:, None]
        )
        assert points[-1, 6] == pytest.approx((read.argmax(1).numpy() == 7).mean())
    assert ask("versus", run=learned, other=tested).data["learned"] == [0, 20]
    # Only to be tested on, the tray changes nothing of what is learned.
    assert rows["earlier"]["answers"][:20] == ask("read-tray", tray=file, run=run).data["rows"][-1]["answers"]


def test_a_run_that_is_gone_leaves_the_tray_to_the_network_above() -> None:
    rows = ask("read-tray", tray=tray_of(range(2)).to_file().decode(), run="gone", earlier="gone").data["rows"]
    assert [row["who"] for row in rows] == ["strip"]


def test_a_digit_of_the_tray_has_a_code_for_the_page() -> None:
    image = mnist.load("test").images[18]
    code = ask("coded", pixels=base64.b64encode(image.tobytes()).decode()).data["code"]
    assert np.abs(digit_code.decoded(code) * 255 - image).max() <= 255 / 30 + 1e-4


@pytest.mark.parametrize(
    ("name", "wants", "message"),
    [
        ("save", {}, "has no run"),
        ("save", {"run": "x"}, "not here any more"),
        ("drawn", {}, "drawings did not arrive whole"),
        ("drawn", {"drawings": [[]] * (MOST + 1)}, "drawings did not arrive whole"),
        ("add", {"tray": 3}, "has no tray"),
        ("read-tray", {}, "has no tray"),
        ("coded", {"pixels": "AAAA"}, "picture of 28×28"),
        ("coded", {"pixels": "?"}, "did not arrive whole"),
    ],
)
def test_nonsense_is_refused_in_words(name: str, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        ask(name, **wants)


def test_a_tray_that_is_none_is_not_read() -> None:
    with pytest.raises(DataError, match="no tray of digits"):
        ask("read-tray", tray="{}")
