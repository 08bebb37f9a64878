"""The live route: a drawing in, every stage's values out, without a run of the page's script.

While the pen moves, the network view posts the strokes here. It keeps no state: what
was drawn is forgotten with the answer.
"""

import gzip
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from anyio import CapacityLimiter, to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from cnnviz.errors import CnnvizError, EmptyDrawingError
from cnnviz.ui import another, laboratory
from cnnviz.ui.announcing import Announced
from cnnviz.ui.compression import CompressedOnce
from cnnviz.ui.delivery import InOnePiece
from cnnviz.ui.promptness import AtOnce
from cnnviz.views.network import Encoding

PATH = "/cnnviz/live"
# A drawing of some hundred strokes is about 20 kB; a picture under it at most 200 kB.
MAX_BODY = 1_500_000
# Python runs one thread at a time, and threads that want to run at once get in each other's way. So the frames under
# the pens of a class go one after the other, and each browser asks for its next when it has the last; a drawing at
# rest, and the pages' scripts, need not wait behind them.
_under_pens, _at_rest = CapacityLimiter(1), CapacityLimiter(2)
_ENDS_FRAME = 40  # bytes at the end of a body, where a frame has its encoding


def routes() -> list[Route]:
    """What the server answers beside Streamlit's own pages."""
    own = [Route(PATH, answer, methods=["POST"]), Route("/draw", first_page, methods=["GET"])]
    return [*own, *laboratory.routes(), *another.routes()]


def middleware() -> list[Middleware]:
    """What each request passes on its way."""
    return [Middleware(one) for one in (AtOnce, CompressedOnce, Announced, InOnePiece)]


async def first_page(request: Request) -> Response:
    """To the page `draw` by its name: Streamlit knows the first page by the bare address alone."""
    query = request.url.query
    return RedirectResponse("./" + (f"?{query}" if query else ""))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Load torch and the networks beside the start, so that the first visitor need not wait for them."""
    from cnnviz.ui import compat, warmup

    compat.use_own_menu()
    threading.Thread(target=warmup.ready, name="warm up", daemon=True).start()
    yield {}


async def answer(request: Request) -> Response:
    """POST a desk as JSON, get the values of all stages as bytes.

    200: the values, `X-Cnnviz-Encoding` says how. 204: an empty drawing. 400: a
    message in JSON. 413: too large.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return JSONResponse({"error": "The drawing is too large. Clear it and start again."}, 413)
    way = _under_pens if Encoding.INT8.encode() in body[-_ENDS_FRAME:] else _at_rest
    return await to_thread.run_sync(_respond, bytes(body), limiter=way)


def _respond(body: bytes) -> Response:
    # Imported here: the server starts, and serves its first files, while torch still loads.
    from cnnviz.ui import reading

    try:
        encoding, content = reading.answer(body)
    except EmptyDrawingError:
        return Response(status_code=204)
    except CnnvizError as error:
        return JSONResponse({"error": str(error)}, 400)
    headers = {"Cache-Control": "no-store", "X-Cnnviz-Encoding": encoding}
    if encoding == "int8":
        # Level 1 takes well under a millisecond and leaves a third: a class shares one wifi.
        content, headers["Content-Encoding"] = gzip.compress(content, 1), "gzip"
    else:
        # Says "as it is" to the server's own compression, which is slower than the wire here.
        headers["Content-Encoding"] = "identity"
    return Response(content, media_type="application/octet-stream", headers=headers)
