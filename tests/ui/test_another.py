"""Another digit, another network and new questions, as the server answers without a run of the page's script."""

import asyncio
import base64
import json
import struct
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from starlette.routing import Router

from cnnviz import digit_code, mnist, pipeline
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.ui import another, laboratory, samples, telling

SEVEN = mnist.load("test").images[0].astype(np.float32) / 255
ALL = {"redraw": True, "crop": True, "center": True}


def asked(path: str, body: bytes) -> tuple[int, bytes]:
    """Status and content of the answer to a post."""
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "method": "POST", "path": another.PATH + path, "headers": []}
    scope |= {"asgi": {"version": "3.0", "spec_version": "2.3"}, "query_string": b""}
    with ThreadPoolExecutor(1) as thread:  # a browser test that runs in this one has a loop already
        thread.submit(asyncio.run, Router(another.routes())(scope, receive, send)).result(timeout=60)
    return told[0]["status"], b"".join(each.get("body", b"") for each in told[1:])


def body(wants: Any, model: str = "two-block", picture: Any = SEVEN) -> bytes:
    code = base64.b64encode(np.ascontiguousarray(picture, "<f4").tobytes()).decode()
    return json.dumps({"model": model, "picture": code, "wants": wants}).encode()


def opened(content: bytes) -> tuple[dict[str, Any], Any]:
    """The header and the numbers behind it."""
    (length,) = struct.unpack("<I", content[:4])
    return json.loads(content[4 : 4 + length]), np.frombuffer(content, "<f4", offset=4 + length)


def wished(wish: dict[str, Any], chapter: str = "relu", **more: Any) -> tuple[dict[str, Any], Any]:
    status, content = asked(f"/{chapter}/picture", body({"wish": wish, "steps": ALL}, **more))
    assert status == 200, content
    return opened(content)


@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_each_chapter_shows_another_sample_with_its_values_and_its_prediction(chapter: str) -> None:
    header, numbers = wished({"sample": 4}, chapter)
    read = pipeline.read_picture(samples.ink(4), "two-block")
    wanted = np.concatenate([stage.values.ravel() for stage in read.trace])
    np.testing.assert_array_equal(numbers[: header["values"]], wanted)
    assert header["reading"] == telling.name_of(read)
    assert (header["sample"], header["network"]["model"], header["problems"]) == (4, "two-block", [])
    assert header["predict"] == json.loads(json.dumps(asking.predict(chapter, Situation(read, 1)).wire()))


def test_a_code_is_read_through_all_steps_or_exactly_as_it_is() -> None:
    moved = np.roll(SEVEN, 3, axis=1)
    code = digit_code.encoded(moved)
    for exact in (True, False):
        header, numbers = wished({"digit": code, "exact": exact})
        seen = digit_code.decoded(code)
        if not exact:
            seen = pipeline.picture(pipeline.Drawing(base=seen))
        np.testing.assert_array_equal(numbers[:784].reshape(28, 28), seen)
        assert header["steps"] == ({name: False for name in ALL} if exact else ALL)


def test_another_network_reads_the_very_picture_that_is_on_screen() -> None:
    moved = np.roll(SEVEN, 4, axis=0)  # what no step would leave where it is
    header, numbers = wished({"model": "textbook"}, picture=moved)
    read = pipeline.read_picture(moved, "textbook")
    assert header["reading"] == telling.name_of(read)
    np.testing.assert_array_equal(numbers[:784].reshape(28, 28), moved)
    assert header["address"]["model"] == "textbook"


def test_a_sample_and_a_network_that_are_wished_for_together_both_come() -> None:
    header, _ = wished({"sample": 4, "model": "textbook"})
    assert header["reading"] == telling.name_of(pipeline.read_picture(samples.ink(4), "textbook"))


def test_a_network_without_the_stages_of_a_chapter_is_told_of_as_the_page_does() -> None:
    header, _ = wished({"model": "dense"}, "pooling")
    assert header["network"]["model"] == "two-block"
    assert "dense" in header["notice"]
    assert wished({"model": "textbook"}, "pooling")[0]["notice"] is None


def test_an_empty_digit_leaves_a_sample_and_a_word_of_it() -> None:
    header, _ = wished({"digit": digit_code.encoded(np.zeros((28, 28), np.float32))})
    assert header["notice"]
    assert header["reading"] == telling.name_of(pipeline.read_picture(samples.ink(samples.FIRST), "two-block"))


@pytest.mark.parametrize("chapter", ["relu", "classify", "why_cnn"])
def test_the_questions_of_a_round_are_those_that_the_page_would_ask(chapter: str) -> None:
    status, content = asked(f"/{chapter}/questions", body({"round": 3}))
    assert status == 200
    header, _ = opened(content)
    situation = Situation(pipeline.read_picture(SEVEN, "two-block"), 3)
    assert header["questions"] == json.loads(json.dumps([one.wire() for one in asking.ask(chapter, situation)]))
    assert (header["round"], header["reading"]) == (3, telling.name_of(situation.reading))


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/relu/picture", b"{", 400),
        ("/relu/picture", body({"wish": {"digit": "!"}, "steps": ALL}), 400),
        ("/relu/picture", body({"wish": {"sample": 4}, "steps": 5}), 400),
        ("/relu/picture", body({"wish": {"sample": 4}}, model="nobody"), 400),
        ("/relu/picture", body([]), 400),
        ("/relu/questions", body({"round": "1"}), 400),
        ("/relu/questions", body({"round": -1}), 400),
        ("/relu/questions", body({"round": 10**9}), 400),
        ("/nowhere/picture", body({}), 404),
        ("/draw/picture", body({}), 404),
        ("/relu/nothing", body({}), 404),
        ("/relu/picture", b" " * (laboratory.MAX_BODY + 1), 413),
    ],
)
def test_what_cannot_be_answered_gets_a_message(path: str, sent: bytes, status: int) -> None:
    found, content = asked(path, sent)
    assert found == status
    assert json.loads(content)["error"]


@pytest.mark.parametrize("wish", [None, 4, [], {"sample": 99}, {"sample": True}, {"model": "nobody"}, {"digit": 4}])
def test_a_wish_that_means_nothing_leaves_what_is_on_screen(wish: Any) -> None:
    status, content = asked("/relu/picture", body({"wish": wish, "steps": ALL}))
    assert status == 200
    assert opened(content)[0]["reading"] == telling.name_of(pipeline.read_picture(SEVEN, "two-block"))


def test_what_a_chapter_shows_of_a_reading_is_made_once_and_anew_of_another() -> None:
    seen: list[pipeline.Reading] = []

    def material(situation: Situation) -> telling.Material:
        seen.append(situation.reading)
        return telling.Material(facts={"digit": str(situation.reading.digit)})

    lesson = telling.Lesson("a lesson of a test", material)
    two, same = pipeline.read_picture(samples.ink(2)), pipeline.read_picture(samples.ink(2))
    assert telling.material(lesson, two) is telling.material(lesson, same)
    other_picture, other_network = pipeline.read_picture(samples.ink(3)), pipeline.read_picture(samples.ink(2), "dense")
    for read in (other_picture, other_network):
        assert telling.material(lesson, read).facts == {"digit": str(read.digit)}
    assert seen == [two, other_picture, other_network]
    other_lesson = telling.Lesson("another one", material)
    assert telling.material(other_lesson, two) is not telling.material(lesson, two)
