"""Word to the browser, with the page itself, of what the page will need.

Streamlit's page asks for a component's files when its script has run and the session has told of it: seconds after
the browser came. What a page is going to need is known before, so index.html names it.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The chunks of Streamlit's own that show a style and a component, by the beginning of their names.
CHUNKS = ("BidiComponent", "Html")
OURS = "_stcore/bidi-components/cnnviz."
# The page with the canvas, by the end of its address; the others are chapters.
DRAW = ("", "draw")
CANVAS = "streamlit_drawable_canvas"
_CANVAS_SERVED = f"_stcore/bidi-components/streamlit-drawable-canvas.{CANVAS}"
_IMPORT = re.compile(r'(?:from|import)\s*"\./([^"]+\.js)"')
_END = b"</head>"


class Announced:
    """ASGI middleware: puts the links into each HTML page on its way out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the server answer; into a whole page of HTML put the links."""
        if scope["type"] != "http" or scope["method"] != "GET" or "/_stcore/" in scope["path"]:
            await self.app(scope, receive, send)
            return
        kept: Message | None = None
        body = bytearray()

        async def look(message: Message) -> None:
            nonlocal kept
            if message["type"] == "http.response.start" and _is_page(message):
                kept = message
            elif kept is None:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await _give(kept, bytes(body), links(_component(scope["path"])), send)

        await self.app(scope, receive, look)


def _component(path: str) -> str:
    return "network" if path.rpartition("/")[2] in DRAW else "chapter"


async def _give(start: Message, body: bytes, more: str, send: Send) -> None:
    page = body.replace(_END, more.encode() + _END, 1)
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["Content-Length"] = str(len(page))
    # They speak of the page as Streamlit has it; with them a browser would keep the links of an older version.
    for name in ("ETag", "Last-Modified"):
        del headers[name]
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": page})


def _is_page(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


@cache
def links(component: str) -> str:
    """A line of HTML for each file that a page with this component needs."""
    ours = f"{OURS}{component}/{component}"
    scripts = [*(f"static/js/{name}" for name in chunks(_static())), f"{ours}/index.js"]
    if component == "network":
        scripts += _canvas_scripts()
    # Fetched and not applied: the component brings its style along, and takes it away with it. A preload would do the
    # same, but a browser complains of one that is not used within seconds.
    return f'<link rel="stylesheet" media="not all" href="./{ours}/style.css">' + "".join(
        f'<link rel="modulepreload" href="./{name}">' for name in scripts
    )


def chunks(static: Path) -> list[str]:
    """Streamlit's files that it loads for the first style and the first component, and not with its page."""
    page = (static / "index.html").read_text(encoding="utf-8")
    folder = static / "static" / "js"
    found = [path.name for start in CHUNKS for path in sorted(folder.glob(f"{start}.*.js"))]
    for name in found:  # grows on the way
        text = (folder / name).read_text(encoding="utf-8")
        found += [other for other in dict.fromkeys(_IMPORT.findall(text)) if other not in found and other not in page]
    return found


def _static() -> Path:
    return _folder("streamlit") / "static"


def _canvas_scripts() -> Iterator[str]:
    # Not imported: outside a running app that raises.
    for path in sorted((_folder(CANVAS) / "frontend" / "build").glob("index-*.js")):
        yield f"{_CANVAS_SERVED}/{path.name}"


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
