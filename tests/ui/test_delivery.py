"""What the browser gets for a component's address, and what the page says of it beforehand."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from cnnviz.ui import announcing, delivery, linking
from cnnviz.ui.announcing import Announced
from cnnviz.ui.delivery import InOnePiece

ROOT = delivery.folders()["cnnviz.network"]
ENTRY = "network/index.js"
AT = "/_stcore/bidi-components/cnnviz.network"


def asked(app: Any, path: str, query: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the answer."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw}
    found: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        found.append(message)

    asyncio.run(app(scope, receive, send))
    start = {name.decode(): value.decode() for name, value in found[0]["headers"]}
    return found[0]["status"], start, b"".join(message.get("body", b"") for message in found[1:])


def server(answer: Response) -> Any:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await answer(scope, receive, send)

    return app


ELSE = PlainTextResponse("the server's own")


def test_the_entry_the_style_and_the_detail_come_whole() -> None:
    app = InOnePiece(server(ELSE))
    detail = "network/detail/detail.js"
    for path, query, content in (
        ("network/index.js", "", linking.script(ROOT, ENTRY)),
        ("network/style.css", "", linking.style(ROOT / "network/style.css")),
        (detail, "behind=network/index.js", linking.script(ROOT, ENTRY, detail)),
    ):
        status, headers, body = asked(app, f"{AT}/{path}", query)
        assert status == 200
        assert headers["content-type"].startswith("text/css" if path.endswith("css") else "text/javascript")
        assert body.decode() == content


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"{AT}/network/studio.js", ""),
        (f"{AT}/network/detail/detail.js", ""),
        (f"{AT}/network/detail/detail.js", "behind=network/studio.js"),
        (f"{AT}/network/studio.js", "behind=network/index.js"),
        (f"{AT}/chapter/index.js", ""),
        (f"{AT}/../components/network/index.js", "behind=../../x"),
        ("/_stcore/bidi-components/another.thing/index.js", ""),
        ("/static/js/index.js", ""),
    ],
)
def test_all_else_is_left_to_the_server(path: str, query: str) -> None:
    assert asked(InOnePiece(server(ELSE)), path, query)[2] == ELSE.body


def test_no_file_outside_the_component_is_given() -> None:
    for path in ("../style.css", "../../shell.css", "/etc/index.js", "../../../../package/index.js"):
        assert asked(InOnePiece(server(ELSE)), f"{AT}/{path}")[2] == ELSE.body, path


def test_a_browser_that_has_the_script_is_told_so() -> None:
    app = InOnePiece(server(ELSE))
    _, headers, _ = asked(app, f"{AT}/network/index.js")
    status, _, body = asked(app, f"{AT}/network/index.js", if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    assert asked(app, f"{AT}/network/index.js", if_none_match='"other"')[0] == 200


PAGE = "<html><head><title>Streamlit</title></head><body></body></html>"


def test_the_page_names_what_it_needs() -> None:
    answer = HTMLResponse(PAGE, headers={"ETag": '"1"', "Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT"})
    _, headers, body = asked(Announced(server(answer)), "/draw")
    assert body.decode() == PAGE.replace("</head>", announcing.links("network") + "</head>")
    assert headers["content-length"] == str(len(body))
    assert not {"etag", "last-modified"} & set(headers)


@pytest.mark.parametrize(
    "answer", [HTMLResponse(PAGE, 404), PlainTextResponse(PAGE), Response(status_code=304), HTMLResponse("no head")]
)
def test_what_is_no_page_goes_out_as_it_came(answer: Response) -> None:
    assert asked(Announced(server(answer)), "/draw")[2] == answer.body


def test_what_is_named_is_what_there_is() -> None:
    named = re.findall(r'href="\./([^"]+)"', announcing.links("network"))
    assert len(named) == len(set(named))
    for name in named:
        path = Path(announcing._static(), name)
        if name.startswith("static/"):
            assert path.is_file(), name
    for start in ("static/js/BidiComponent.", "static/js/Html.", "_stcore/bidi-components/streamlit-drawable-canvas."):
        assert any(name.startswith(start) for name in named), start
    # Streamlit names those of its page itself.
    page = Path(announcing._static(), "index.html").read_text()
    assert not any(name in page for name in named)
