"""The browser part of our components, each as one script and one style.

The address is the one at which Streamlit serves the folder: of the component "cnnviz.network" it is
network/index.js and network/style.css. A hundred modules asked for one by one
took longer than everything else on the way to the first values.
"""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cnnviz.ui import linking

SERVED = "/_stcore/bidi-components/"
PACKAGE = Path(__file__).resolve().parents[1]
SCRIPT, STYLE = "text/javascript", "text/css"


@cache
def folders() -> dict[str, Path]:
    """Where each component's files lie, by the name that Streamlit knows it by."""
    manifest = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
    components = manifest["tool"]["streamlit"]["component"]["components"]
    return {f"{manifest['project']['name']}.{one['name']}": PACKAGE / one["asset_dir"] for one in components}


class InOnePiece:
    """ASGI middleware: answers for an entry, its style and what it imports later; all else goes on to the server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the whole script or style, or with 304 to a browser that has it."""
        found = _content(scope)
        if found is None:
            await self.app(scope, receive, send)
            return
        content, kind = found[0].encode(), found[1]
        # Asked for at each visit, sent when it changed: the name stays the same from version to version.
        headers = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:16]}"', "Cache-Control": "no-cache"}
        if Headers(scope=scope).get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
            await Response(status_code=304, headers=headers)(scope, receive, send)
        else:
            await Response(content, media_type=kind, headers=headers)(scope, receive, send)


def _content(scope: Scope) -> tuple[str, str] | None:
    if scope["type"] != "http" or scope["method"] != "GET" or SERVED not in scope["path"]:
        return None
    component, _, name = scope["path"].partition(SERVED)[2].partition("/")
    root = folders().get(component)
    if root is None:
        return None
    folder = component.rpartition(".")[2]
    entry = f"{folder}/index.js"
    if name == f"{folder}/style.css":
        return linking.style(root / name), STYLE
    if name == entry:
        return linking.script(root, entry), SCRIPT
    if f"behind={entry}" == scope.get("query_string", b"").decode("latin-1") and name in linking.later(root, entry):
        return linking.script(root, entry, name), SCRIPT
    return None
