"""The live route: what goes in as a desk comes out as the values that cnnviz computes."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from starlette.requests import Request
from starlette.responses import Response

import cnnviz
from cnnviz import models
from cnnviz.drawing import Stroke
from cnnviz.trace import Trace
from cnnviz.ui import live
from cnnviz.ui.desk import Desk
from cnnviz.views.network import Encoding, encode

SEVEN = (Stroke(((80.0, 70.0), (205.0, 70.0), (165.0, 160.0), (145.0, 235.0)), 18.0),)


def post(body: bytes, chunk: int = 1000) -> Response:
    """The route's answer to a POST whose body arrives in pieces."""
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)] or [b""]

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    request = Request({"type": "http", "method": "POST", "path": live.PATH, "headers": []}, receive)
    # In a thread of its own: a browser test that runs in this one has a loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, live.answer(request)).result()


def ask(desk: Desk, encoding: str = "float32") -> Response:
    return post(json.dumps({**desk.wire(), "encoding": encoding}).encode())


def traced(desk: Desk) -> Trace:
    """What `cnnviz` gives in Python for the same drawing."""
    return cnnviz.trace(cnnviz.load_model(desk.model), cnnviz.preprocess(desk.drawing(), desk.steps))


@pytest.mark.parametrize("model", models.NAMES)
def test_float32_is_every_value_of_the_trace_exactly(model: str) -> None:
    for desk in (Desk(model=model), Desk(model=model, base=None, strokes=SEVEN)):
        response = ask(desk)
        assert response.status_code == 200
        assert response.headers["X-Cnnviz-Encoding"] == "float32"
        assert response.headers["Cache-Control"] == "no-store"
        wanted = np.concatenate([stage.values.ravel() for stage in traced(desk).stages])
        np.testing.assert_array_equal(np.frombuffer(response.body, "<f4"), wanted)


def test_int8_is_packed_and_holds_the_same_trace() -> None:
    desk = Desk(base=None, strokes=SEVEN)
    response = ask(desk, "int8")
    assert response.headers["X-Cnnviz-Encoding"] == "int8"
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.body) == encode(traced(desk), Encoding.INT8)
    assert len(response.body) < len(ask(desk).body) / 4


def test_the_steps_of_the_desk_are_taken() -> None:
    desk = Desk(base=None, strokes=SEVEN)
    plain = Desk.from_wire(desk.wire() | {"steps": {"center": False, "crop": False}})
    assert ask(desk).body != ask(plain).body
    np.testing.assert_array_equal(np.frombuffer(ask(plain).body, "<f4", 784), traced(plain)["input"].values.ravel())


@pytest.mark.parametrize(
    "strokes", [(), (Stroke(((-500.0, -500.0), (-400.0, -400.0)), 18.0),), (Stroke(((9.0, 9.0),), 9.0, erases=True),)]
)
def test_an_empty_drawing_has_no_content(strokes: tuple[Stroke, ...]) -> None:
    response = ask(Desk(base=None, strokes=strokes))
    assert response.status_code == 204
    assert response.body == b""


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "did not arrive whole"),
        (b"{", "did not arrive whole"),
        (b"[" * 100_000, "did not arrive whole"),
        (b"\xff\xfe\x00", "did not arrive whole"),
        (b"[1, 2]", "did not arrive whole"),
        (b'"desk"', "did not arrive whole"),
        (b'{"model": "lenet"}', "There is no network 'lenet'"),
        (b'{"strokes": [[18, 0, NaN, 1]]}', "not a number"),
        (b'{"strokes": [[18, 0, 1e999, 1]]}', "not a number"),
        (b'{"strokes": [[18, 0, 1]]}', "stroke did not arrive whole"),
        (b'{"base": {"sample": 99}}', "damaged"),
    ],
)
def test_what_is_no_desk_gets_a_message(body: bytes, message: str) -> None:
    response = post(body)
    assert response.status_code == 400
    assert message in json.loads(response.body)["error"]


class Endless:
    """A body that never ends, and counts how much of it was taken."""

    def __init__(self) -> None:
        self.taken = 0

    async def __call__(self) -> dict[str, Any]:
        self.taken += 100_000
        return {"type": "http.request", "body": bytes(100_000), "more_body": True}


def test_a_body_without_end_is_refused_before_it_is_all_read() -> None:
    endless = Endless()
    request = Request({"type": "http", "method": "POST", "path": live.PATH, "headers": []}, endless)
    with ThreadPoolExecutor(1) as thread:
        response = thread.submit(asyncio.run, live.answer(request)).result()
    assert response.status_code == 413
    assert "too large" in json.loads(response.body)["error"]
    assert endless.taken <= live.MAX_BODY + 100_000


def test_the_routes_take_posts_alone_but_for_the_first_pages_name() -> None:
    assert live.routes()[0].path == "/cnnviz/live"
    assert [route.path for route in live.routes() if route.methods != {"POST"}] == ["/draw"]


@pytest.mark.parametrize(("query", "to"), [("", "./"), ("sample=4&model=dense", "./?sample=4&model=dense")])
def test_the_page_draw_is_found_by_its_name_and_what_the_address_holds_goes_along(query: str, to: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/draw", "query_string": query.encode(), "headers": []}
    answered = asyncio.run(live.first_page(Request({**scope, "server": ("127.0.0.1", 80), "scheme": "http"})))
    assert answered.status_code == 307
    assert answered.headers["location"] == to
