"""Streamlit's files go out compressed, and come out as they were."""

import asyncio
import gzip
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from cnnviz.ui.compression import CompressedOnce

SCRIPT = b"export const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];\n" * 100


class Server:
    """Answers with a script, and counts how often it is asked."""

    def __init__(self, answer: Response) -> None:
        self.answer, self.asked = answer, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.answer(scope, receive, send)


def asked(
    app: Any, path: str = "/static/js/index.js", method: str = "GET", **headers: str
) -> tuple[dict[str, str], bytes]:
    """Headers and body of the answer."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": raw}
    found: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        found.append(message)

    asyncio.run(app(scope, receive, send))
    start = {name.decode(): value.decode() for name, value in found[0]["headers"]}
    return start, b"".join(message.get("body", b"") for message in found[1:])


def script() -> Response:
    return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "immutable"})


def test_a_script_is_compressed_once_and_comes_out_as_it_was() -> None:
    server = Server(script())
    app = CompressedOnce(server)
    for _ in range(3):
        headers, body = asked(app, accept_encoding="gzip, br")
        assert headers["content-encoding"] == "gzip"
        assert headers["content-length"] == str(len(body))
        assert headers["cache-control"] == "immutable"
        assert headers["vary"] == "Accept-Encoding"
        assert len(body) < len(SCRIPT) / 10
        assert gzip.decompress(body) == SCRIPT
    assert server.asked == 1


@pytest.mark.parametrize(
    "asking",
    [
        {},
        {"accept_encoding": "gzip", "range": "bytes=0-9"},
        {"accept_encoding": "gzip", "if_none_match": '"1"'},
        {"accept_encoding": "gzip", "path": "/cnnviz/live"},
        {"accept_encoding": "gzip", "path": "/component/x.js"},
        {"accept_encoding": "gzip", "method": "HEAD"},
    ],
)
def test_what_is_not_a_whole_script_is_left_to_the_server(asking: dict[str, str]) -> None:
    server = Server(script())
    app = CompressedOnce(server)
    for count in (1, 2):
        headers, body = asked(app, **asking)
        assert "content-encoding" not in headers
        assert body == SCRIPT or asking.get("method") == "HEAD"
        assert server.asked == count


@pytest.mark.parametrize(
    "answer",
    [
        Response(SCRIPT, 404, media_type="text/javascript"),
        Response(b"short", media_type="text/javascript"),
        PlainTextResponse(SCRIPT),
        Response(SCRIPT, media_type="text/javascript", headers={"Content-Encoding": "br"}),
    ],
)
def test_what_is_not_worth_it_goes_out_as_it_came(answer: Response) -> None:
    headers, body = asked(CompressedOnce(Server(answer)), accept_encoding="gzip")
    assert headers.get("content-encoding") != "gzip"
    assert body == answer.body


def test_half_a_file_is_not_kept_for_the_next_visitor() -> None:
    async def left_early(scope: Scope, receive: Receive, send: Send) -> None:
        async def half(message: Any) -> None:
            await send(message if "body" not in message else {**message, "body": message["body"][:3000]})

        await script()(scope, receive, half)

    app = CompressedOnce(left_early)
    asked(app, accept_encoding="gzip")
    app.app = Server(script())
    headers, body = asked(app, accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == SCRIPT
