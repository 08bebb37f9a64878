"""The laboratory: an experiment asked for by a chapter, answered at once or in steps."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from starlette.routing import Router

from cnnviz.errors import DataError
from cnnviz.ui import laboratory
from cnnviz.ui.chapters import relu
from cnnviz.ui.laboratory import Answer, Asked, Step

PICTURE = np.linspace(0, 1, 784, dtype="<f4").reshape(28, 28)


def body(**changes: Any) -> bytes:
    told = {"model": "textbook", "picture": base64.b64encode(PICTURE.tobytes()).decode(), "wants": {"times": 2}}
    return json.dumps(told | changes).encode()


class Visit:
    """One request to the route, and what came back."""

    def __init__(self, path: str, sent: bytes, leaves_after: int | None = None) -> None:
        self.status = 0
        self.pieces: list[bytes] = []
        self._leaves_after = leaves_after
        with ThreadPoolExecutor(1) as thread:  # a browser test that runs in this one has a loop already
            thread.submit(asyncio.run, self._come(path, sent)).result(timeout=30)

    async def _come(self, path: str, sent: bytes) -> None:
        gone = asyncio.Event()
        waiting = [{"type": "http.request", "body": sent, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if waiting:
                return waiting.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            elif message["body"]:
                self.pieces.append(message["body"])
                if len(self.pieces) == self._leaves_after:
                    gone.set()
                    await asyncio.sleep(5)  # cut short by the end of the request

        scope = {"type": "http", "method": "POST", "path": laboratory.PATH + path, "headers": []}
        scope |= {"asgi": {"version": "3.0", "spec_version": "2.3"}, "query_string": b""}
        await Router(laboratory.routes())(scope, receive, send)

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces)

    def packets(self) -> list[tuple[dict[str, Any], bytes]]:
        found, left = [], self.content
        while left:
            end = 4 + int.from_bytes(left[:4], "little")
            found.append(opened(left[4:end]))
            left = left[end:]
        return found


def opened(message: bytes) -> tuple[dict[str, Any], bytes]:
    end = 4 + int.from_bytes(message[:4], "little")
    return json.loads(message[4:end]), message[end:]


def offer(patch: pytest.MonkeyPatch, **experiments: Callable[[Asked], Any]) -> None:
    patch.setattr(relu, "ANSWERS", experiments, raising=False)
    patch.setattr(relu, "WORKS", experiments, raising=False)


def test_an_answer_holds_what_the_experiment_made_of_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(asked: Asked) -> Answer:
        return Answer({"model": asked.model}, {"picture": asked.picture * asked.wants["times"]})

    offer(monkeypatch, doubled=doubled)
    visit = Visit("/ask/relu/doubled", body())
    header, numbers = opened(visit.content)
    assert visit.status == 200
    assert header["data"] == {"model": "textbook"}
    assert header["arrays"] == [{"name": "picture", "shape": [28, 28]}]
    np.testing.assert_array_equal(np.frombuffer(numbers, "<f4").reshape(28, 28), 2 * PICTURE)


def test_an_experiments_own_message_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(asked: Asked) -> Answer:
        raise DataError("There is no such angle. Name one from -180 to 180.")

    offer(monkeypatch, refused=refused)
    visit = Visit("/ask/relu/refused", body())
    assert (visit.status, json.loads(visit.content)) == (
        400,
        {"error": "There is no such angle. Name one from -180 to 180."},
    )


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"", "did not arrive whole"),
        (b"[" * 100_000, "did not arrive whole"),
        (body(picture="?"), "did not arrive whole"),
        (body(picture=base64.b64encode(b"1234").decode()), "did not arrive whole"),
        (body(picture=base64.b64encode(np.full(784, np.nan, "<f4").tobytes()).decode()), "did not arrive whole"),
        (body(wants=[1]), "did not arrive whole"),
        (body(model="../secret"), "There is no network '../secret'"),
        (body(model=["textbook"]), "There is no network"),
    ],
)
def test_a_broken_question_gets_one_message(monkeypatch: pytest.MonkeyPatch, sent: bytes, message: str) -> None:
    offer(monkeypatch, any=lambda asked: Answer())
    visit = Visit("/ask/relu/any", sent)
    assert visit.status == 400
    assert message in json.loads(visit.content)["error"]
    working = Visit("/work/relu/any", sent)
    header, _ = working.packets()[-1]
    assert header["end"] == "failed"
    assert message in header["error"]


@pytest.mark.parametrize("path", ["/ask/relu/nothing", "/ask/os/system", "/work/relu/nothing", "/work/os/system"])
def test_what_no_chapter_offers_is_not_found(path: str) -> None:
    assert Visit(path, body()).status == 404


def test_too_large_a_question_is_refused() -> None:
    assert Visit("/ask/relu/any", b" " * (laboratory.MAX_BODY + 1)).status == 413


def test_a_work_tells_its_steps_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def counting(asked: Asked) -> Iterator[Step]:
        yield Step(1, 2)
        yield Step(2, 2, Answer({"found": 7}, {"row": np.arange(3)}))

    offer(monkeypatch, counting=counting)
    first, second, last = Visit("/work/relu/counting", body()).packets()
    assert first[0] == {"done": 1, "total": 2, "answer": False, "data": {}, "arrays": []}
    assert second[0]["data"] == {"found": 7}
    np.testing.assert_array_equal(np.frombuffer(second[1], "<f4"), [0, 1, 2])
    assert last[0] == {"end": "done"}


def test_a_work_that_fails_says_so_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(asked: Asked) -> Iterator[Step]:
        yield Step(1, 2)
        raise DataError("The digits are damaged. Install cnnviz again.")

    offer(monkeypatch, failing=failing)
    assert Visit("/work/relu/failing", body()).packets()[-1][0] == {
        "end": "failed",
        "error": "The digits are damaged. Install cnnviz again.",
    }


def test_who_leaves_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    closed = threading.Event()

    def endless(asked: Asked) -> Iterator[Step]:
        try:
            while True:
                steps.append(1)
                yield Step(len(steps), 1_000_000)
        finally:
            closed.set()

    offer(monkeypatch, endless=endless)
    Visit("/work/relu/endless", body(), leaves_after=3)
    assert closed.wait(10)
    after = len(steps)
    assert after < 100
    laboratory._bench.submit(int).result()
    assert len(steps) == after


def test_works_of_several_visitors_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[int] = []
    both = threading.Barrier(2, timeout=20)

    def counting(asked: Asked) -> Iterator[Step]:
        who = asked.wants["who"]
        yield Step(0, 5)
        for done in range(1, 6):
            order.append(who)
            time.sleep(0.02)  # a step of a real work; meanwhile the other visitor's next one comes to the bench
            yield Step(done, 5)

    offer(monkeypatch, counting=counting)

    def come(who: int) -> None:
        both.wait()
        Visit("/work/relu/counting", body(wants={"who": who}))

    # The bench is held until both are in the queue, so that neither is done before the other has come.
    hold = threading.Event()
    laboratory._bench.submit(hold.wait, 20)
    threads = [threading.Thread(target=come, args=(who,)) for who in (1, 2)]
    for thread in threads:
        thread.start()
    while laboratory._bench._work_queue.qsize() < 2:
        pass
    hold.set()
    for thread in threads:
        thread.join()
    assert sorted(order) == [1] * 5 + [2] * 5
    # In turns: never three steps of one while the other still has some to do.
    assert all(len(set(order[at : at + 3])) == 2 for at in range(6))
