"""Experiments on the digit that is on screen, asked for by a chapter without a run of the page's script.

A chapter's module in `cnnviz.ui.chapters` offers them by name: `ANSWERS`, functions that answer at once, and `WORKS`,
generators that answer in steps. Nothing is kept of a visitor: all that an experiment needs comes with the question.
"""

import base64
import binascii
import json
import struct
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, Self

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from cnnviz.errors import CnnvizError, DataError
from cnnviz.ink import Ink
from cnnviz.preprocessing import PICTURE
from cnnviz.stage import Array
from cnnviz.ui.payload import packed

PATH = "/cnnviz/laboratory"
MAX_BODY = 2_500_000  # bytes: a digit takes 4 kB, a full tray of drawn digits 600, the largest trained network 2,400
BROKEN = "The question did not arrive whole. Reload the page and try again."
TYPE = "application/octet-stream"
# "identity": as it is. The server's own compression would hold the steps of a work back.
HEADERS = {"Cache-Control": "no-store", "Content-Encoding": "identity"}

# All long works go through one thread, a step each in turn: none waits for another's end, and a core is left for pens.
_bench = ThreadPoolExecutor(1, "long work")


@dataclass(frozen=True, eq=False)
class Asked:
    """What an experiment is about."""

    model: str  # a name that `cnnviz.load_model` takes
    picture: Ink  # (28, 28), 0 to 1, read-only: what the network reads
    wants: Mapping[str, Any]  # JSON from outside: not checked

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Read a question: JSON with `model`, `picture` (784 float32 in base64) and `wants`. CnnvizError otherwise."""
        # Imported here: the server starts, and serves its first files, while torch still loads.
        from cnnviz import models

        try:
            wire = json.loads(body)
            model, wants = wire["model"], wire["wants"]
            raw = base64.b64decode(wire["picture"], validate=True)
            picture = np.frombuffer(raw, "<f4").reshape(PICTURE, PICTURE)
        except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
            raise DataError(BROKEN) from error
        if not isinstance(wants, Mapping) or not ((picture >= 0) & (picture <= 1)).all():
            raise DataError(BROKEN)
        if not models.is_known(model):
            raise models.unknown(model)
        return cls(model, picture, wants)


@dataclass(frozen=True, eq=False)
class Answer:
    """What an experiment found."""

    data: Mapping[str, Any] = field(default_factory=dict)  # JSON
    arrays: Mapping[str, Array] = field(default_factory=dict)  # any shape, sent as float32

    def wire(self, **more: Any) -> bytes:
        """As a message to the page: `more`, `data` and the shapes, then the numbers."""
        shapes = [{"name": name, "shape": list(each.shape)} for name, each in self.arrays.items()]
        numbers = b"".join(np.ascontiguousarray(each, "<f4").tobytes() for each in self.arrays.values())
        return packed({**more, "data": dict(self.data), "arrays": shapes}, numbers)


@dataclass(frozen=True, eq=False)
class Step:
    """How far a long work is, and what it found so far."""

    done: int
    total: int
    answer: Answer | None = None


Answering = Callable[[Asked], Answer]
Working = Callable[[Asked], Iterator[Step]]


def routes() -> list[Route]:
    """What the server answers: an experiment of a chapter, at once or in steps."""
    return [
        Route(f"{PATH}/ask/{{chapter}}/{{name}}", ask, methods=["POST"]),
        Route(f"{PATH}/work/{{chapter}}/{{name}}", work, methods=["POST"]),
    ]


async def ask(request: Request) -> Response:
    """200: an `Answer` as bytes. 400: a message in JSON. 404: no such experiment. 413: too large."""
    body = await body_of(request)
    if body is None:
        return JSONResponse({"error": BROKEN}, 413)
    return await run_in_threadpool(_answered, request.path_params, body)


def _answered(place: Mapping[str, str], body: bytes) -> Response:
    answering: Answering | None = _offered(place, "ANSWERS")
    if answering is None:
        return JSONResponse({"error": BROKEN}, 404)
    try:
        return Response(answering(Asked.from_body(body)).wire(), media_type=TYPE, headers=HEADERS)
    except CnnvizError as error:
        return JSONResponse({"error": str(error)}, 400)


async def work(request: Request) -> Response:
    """Packets, each with its length (4 bytes, little-endian) before it: `Step`s, and a last one that tells the end.

    Whoever hangs up ends the work. 404 and 413 as for `ask`; a message comes as a packet, since the work has begun.
    """
    body = await body_of(request)
    working: Working | None = await run_in_threadpool(_offered, request.path_params, "WORKS")
    if body is None or working is None:
        return JSONResponse({"error": BROKEN}, 413 if body is None else 404)
    return StreamingResponse(_steps(working, body), media_type=TYPE, headers=HEADERS)


async def _steps(working: Working, body: bytes) -> AsyncIterator[bytes]:
    from asyncio import get_running_loop

    on_the_bench = partial(get_running_loop().run_in_executor, _bench)
    steps: Iterator[Step] | None = None
    try:
        steps = working(await on_the_bench(Asked.from_body, body))
        while (step := await on_the_bench(next, steps, None)) is not None:
            yield _packet(_step(step))
        yield _packet(packed({"end": "done"}))
    except CnnvizError as error:
        yield _packet(packed({"end": "failed", "error": str(error)}))
    finally:
        close = getattr(steps, "close", None)
        if close is not None:
            # In its own thread, where its step may still be under way; not waited for: the visitor has gone.
            _bench.submit(close)


def _step(step: Step) -> bytes:
    told = {"done": step.done, "total": step.total, "answer": step.answer is not None}
    return (step.answer or Answer()).wire(**told)


def _packet(content: bytes) -> bytes:
    return struct.pack("<I", len(content)) + content


async def body_of(request: Request) -> bytes | None:
    """What was sent; None for more than MAX_BODY."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _offered(place: Mapping[str, str], kind: str) -> Any:
    from cnnviz.questions import asking

    chapter = place["chapter"]
    if chapter not in asking.CHAPTERS:
        return None
    return getattr(import_module(f"cnnviz.ui.chapters.{chapter}"), kind, {}).get(place["name"])
