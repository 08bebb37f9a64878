"""What is seen of a training afterwards is what its networks answer."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from workshop_of_their_own import own_workshop

from cnnviz import mnist, models
from cnnviz.digit_code import decoded
from cnnviz.errors import TrainingError
from cnnviz.ink import Ink
from cnnviz.runs.settings import Settings
from cnnviz.stacks.layers import Convolution, Dense, Flatten, MaxPooling, Relu
from cnnviz.stacks.wire import to_wire
from cnnviz.trace import trace
from cnnviz.ui import trainings
from cnnviz.ui.chapters.train import ANSWERS
from cnnviz.ui.laboratory import Answer, Asked
from cnnviz.workshop.replay import at_moment

SMALL = (Convolution(4), Relu(), MaxPooling(2, 2), Flatten(), Dense(10))


def digit(index: int = 18) -> Ink:
    picture: Ink = mnist.load("test").images[index].astype(np.float32) / 255
    return picture


def ask(name: str, **wants: Any) -> Answer:
    return ANSWERS[name](Asked("two-block", digit(), wants))


@pytest.fixture(scope="module")
def ended() -> Iterator[tuple[str, str]]:
    """Two runs that have ended, with different settings."""
    with own_workshop():
        names = []
        for epochs, seed in ((1, 1), (2, 5)):
            settings = Settings(digits=2000, epochs=epochs, seed=seed).to_wire()
            run = ask("start", stack=to_wire(SMALL), settings=settings).data["run"]
            for _ in range(1200):
                if ask("look", run=run).data["phase"] == "finished":
                    break
                time.sleep(0.1)
            else:
                raise AssertionError("The run never ended.")
            names.append(run)
        yield names[0], names[1]


@pytest.fixture(scope="module")
def read_by(ended: tuple[str, str]) -> list[np.ndarray[Any, Any]]:
    """What each network answers to the 10,000 test digits, in one go."""
    digits = torch.from_numpy(mnist.load("test").images.astype(np.float32) / 255)[:, None]
    found = []
    for run in ended:
        with torch.inference_mode():
            found.append(at_moment(trainings.workshop().history(run), -1)(digits).numpy())
    return found


def test_each_moment_of_a_run_is_what_the_network_made_of_the_digit_then(ended: tuple[str, str]) -> None:
    history = trainings.workshop().history(ended[1])
    told = ask("moments", run=ended[1])
    assert [each["step"] for each in told.data["moments"]] == [each.step for each in history.kept]
    assert told.data["layers"] == ["conv1", "relu1", "pool1", "dense", "softmax"]
    for place, kept in enumerate(history.kept):
        seen = trace(at_moment(history, place), digit()[None, None])
        np.testing.assert_array_equal(told.arrays["shares"][place], seen.probabilities)
        one = ask("moment", run=ended[1], place=place, shown="pool1")
        np.testing.assert_array_equal(one.arrays["maps"], seen["pool1"].values)
        np.testing.assert_array_equal(one.arrays["filters"], kept.weights["conv1.weight"])
    held = {point.step: point.held_back for point in history.points}
    assert [each["heldBack"] for each in told.data["moments"]] == [held[each.step] for each in history.kept]
    assert told.data["moments"][0]["heldBack"] < 0.4 < told.data["moments"][-1]["heldBack"]


@pytest.mark.parametrize("network", ["textbook", "two-block"])
def test_a_shipped_network_is_gone_through_from_chance_to_its_last_weights(network: str) -> None:
    told = ask("moments", network=network)
    assert len(told.data["moments"]) == len(models.checkpoints(network)) == len(told.arrays["shares"])
    assert told.data["moments"][0]["step"] == 0
    with torch.inference_mode():
        wanted = models.load_model(network)(torch.from_numpy(digit())[None, None])[0].numpy()
    np.testing.assert_allclose(told.arrays["shares"][-1], wanted, atol=1e-5)
    for layer in told.data["layers"]:
        seen = ask("moment", network=network, place=0, shown=layer)
        assert seen.data["seen"]["shown"] == layer
        np.testing.assert_array_equal(seen.arrays["probabilities"], told.arrays["shares"][0])


def test_the_confusion_matrix_counts_what_the_network_answers(
    ended: tuple[str, str], read_by: list[np.ndarray[Any, Any]]
) -> None:
    labels, answers = mnist.load("test").labels, read_by[0].argmax(1)
    told = ask("mistakes", run=ended[0])
    wanted = np.zeros((10, 10), int)
    np.add.at(wanted, (labels, answers), 1)
    assert told.data["counts"] == wanted.tolist()
    assert told.data["total"] == 10_000
    label, answer = np.unravel_index((wanted - np.diag(np.diag(wanted))).argmax(), (10, 10))
    behind = ask("cell", run=ended[0], label=int(label), answer=int(answer))
    assert behind.data["count"] == wanted[label, answer] > 0
    assert len(behind.data["digits"]) == min(24, wanted[label, answer])
    for each in behind.data["digits"]:
        assert (labels[each["place"]], answers[each["place"]]) == (label, answer)
    assert ask("cell", run=ended[0], label=0, answer=0).data["count"] == wanted[0, 0]


def test_the_worst_mistakes_are_the_surest_wrong_answers_and_can_be_loaded(
    ended: tuple[str, str], read_by: list[np.ndarray[Any, Any]]
) -> None:
    labels, shares = mnist.load("test").labels, read_by[0]
    wrong = np.flatnonzero(shares.argmax(1) != labels)
    surest = np.sort(shares[wrong].max(1))[::-1]
    told = ask("mistakes", run=ended[0])
    digits = told.data["digits"]
    assert len(digits) == min(24, len(wrong))
    np.testing.assert_allclose([each["sureness"] for each in digits], surest[: len(digits)], atol=1e-5)
    for each, picture in zip(digits, told.arrays["pictures"], strict=True):
        assert each["label"] == labels[each["place"]] != each["answer"]
        assert shares[each["place"]].argmax() == each["answer"]
        np.testing.assert_array_equal(picture, digit(each["place"]))
        assert np.abs(decoded(each["code"]) - picture).max() <= 0.5 / 15 + 1e-6


def test_two_runs_are_compared_by_settings_curves_and_the_digits_that_one_alone_reads(
    ended: tuple[str, str], read_by: list[np.ndarray[Any, Any]]
) -> None:
    labels = mnist.load("test").labels
    rights = [shares.argmax(1) == labels for shares in read_by]
    told = ask("versus", run=ended[1], other=ended[0])
    assert told.data["settings"] == {"epochs": [1, 2], "seed": [1, 5]}
    assert told.data["stacks"] is None
    np.testing.assert_allclose(told.data["test"], [right.mean() for right in rights])
    assert told.data["counts"] == {"gained": (~rights[0] & rights[1]).sum(), "lost": (rights[0] & ~rights[1]).sum()}
    for name, wrong in (("gained", 0), ("lost", 1)):
        assert told.data[name]
        for each in told.data[name]:  # told with the answer of the run that reads it wrongly
            assert rights[1 - wrong][each["place"]]
            assert read_by[wrong][each["place"]].argmax() == each["answer"] != each["label"]
    assert [curve[-1][0] for curve in told.data["curves"]] == [1, 2]
    told.wire()


def test_a_network_that_has_ended_reads_whichever_digit_comes_then(ended: tuple[str, str]) -> None:
    model = at_moment(trainings.workshop().history(ended[0]), -1)
    for index in (35, 18):
        found = ANSWERS["look"](Asked("two-block", digit(index), {"run": ended[0], "shown": "relu1"}))
        seen = trace(model, digit(index)[None, None])
        np.testing.assert_array_equal(found.arrays["probabilities"], seen.probabilities)
        np.testing.assert_array_equal(found.arrays["maps"], seen["relu1"].values)


def test_runs_that_are_gone_are_left_out(ended: tuple[str, str]) -> None:
    found = ask("runs", runs=[ended[0], "nobody's", ended[1]]).data["runs"]
    assert [each["run"] for each in found] == list(ended)
    assert found[1]["settings"]["epochs"] == 2
    assert found[0]["test"] == ask("look", run=ended[0]).data["test"]


@pytest.mark.parametrize(
    ("name", "wants", "message"),
    [
        ("moments", {}, "names no training"),
        ("moments", {"network": "dense"}, "no moments were kept. There are some of: textbook, two-block"),
        ("moments", {"network": ["textbook"]}, "no moments were kept"),
        ("moment", {"network": "textbook", "place": 99}, "place is 99; it may be a whole number from 0 to"),
        ("moment", {"network": "textbook", "place": True}, "place is True"),
        ("mistakes", {"run": "nobody's"}, "not here any more"),
        ("runs", {"runs": "all"}, "Ask about 0 to 8 trainings"),
        ("runs", {"runs": ["x"] * 9}, "Ask about 0 to 8 trainings"),
        ("versus", {"run": "x"}, "names no training"),
    ],
)
def test_nonsense_is_refused_in_words(name: str, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(TrainingError, match=message):
        ask(name, **wants)


def test_a_cell_that_is_none_is_refused_and_a_run_that_goes_on_has_no_mistakes_yet(ended: tuple[str, str]) -> None:
    with pytest.raises(TrainingError, match="answer is 10; it may be a whole number from 0 to 9"):
        ask("cell", run=ended[0], label=1, answer=10)
    run = ask("start", stack=to_wire(SMALL), settings=Settings(epochs=50).to_wire()).data["run"]
    with pytest.raises(TrainingError, match="not measured yet"):
        ask("mistakes", run=run)
    ask("command", run=run, command="stop")
