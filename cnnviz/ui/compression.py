"""Streamlit's own scripts and styles and those of the components, compressed once for all visitors.

Streamlit serves its 3 MB of static files as they are, since compressing them for every
visitor costs more than a fast line saves. Thirty laptops on one wifi are no fast line: each
file is compressed at its first visitor and kept (about 1 MB in all).
"""

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLACES = ("/static/", "/_stcore/bidi-components/")
TYPES = ("text/javascript", "application/javascript", "text/css")
# Streamlit has some 250 scripts. The address can be asked for in endless ways, the memory has an end.
MOST = 400
# Smaller answers fit into one packet either way.
WORTH_IT = 1500


class CompressedOnce:
    """ASGI middleware: whole scripts and styles go out in gzip, each compressed once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else let the server answer and keep what is worth it."""
        if not _may_be_compressed(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"] + "?" + scope.get("query_string", b"").decode("latin-1")
        if path not in self._kept:
            answer = _Answer()
            await self.app(_asking_for_plain(scope), receive, answer.take)
            if not answer.is_worth_it() or len(self._kept) >= MOST:
                await answer.give(send)
                return
            body = await run_in_threadpool(gzip.compress, bytes(answer.body), 6)
            headers = MutableHeaders(raw=list(answer.start["headers"]))
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            headers.add_vary_header("Accept-Encoding")
            self._kept[path] = ({**answer.start, "headers": headers.raw}, body)
        start, body = self._kept[path]
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _asking_for_plain(scope: Scope) -> Scope:
    """The same request by a browser that takes no compression: a component's files Streamlit would compress itself."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


class _Answer:
    """The server's answer, kept back until all of it is here."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def give(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": bytes(self.body)})

    def is_worth_it(self) -> bool:
        headers = Headers(raw=self.start["headers"])
        return (
            self.start["status"] == 200
            and len(self.body) >= WORTH_IT
            # A visitor who leaves before the end gets half a file, which must not be kept for the others.
            and headers.get("content-length") == str(len(self.body))
            and headers.get("content-type", "").startswith(TYPES)
            and "content-encoding" not in headers
        )


def _may_be_compressed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith((".js", ".css")):
        return False
    headers = Headers(scope=scope)
    # Part of a file, or a question whether it changed, is the server's own business.
    partial = "range" in headers or "if-none-match" in headers or "if-modified-since" in headers
    known = any(place in scope["path"] for place in PLACES)
    return known and "gzip" in headers.get("accept-encoding", "") and not partial
