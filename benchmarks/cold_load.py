"""Cold load: from opening the page, nothing cached, until the values of two-block are painted; and the bytes it took.

    python benchmarks/cold_load.py [VISITS]

The server is warm: somebody has opened the page before. Beside it, visit by visit, a page of Streamlit's with one
word on it: what is there before anything of ours, the floor.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from measuring import NETWORK, app, chromium, measurement, write
from playwright.sync_api import Browser

_WORD = """
import streamlit as st
st.html('<p data-testid="network" data-revision="1">A word</p>')
"""

_WATCH = f"""
    new MutationObserver((_, observer) => {{
        if (!(Number({NETWORK}?.dataset.revision) > 0)) return;
        window.painted = performance.now();
        observer.disconnect();
    }}).observe(document, {{ subtree: true, childList: true, attributeFilter: ['data-revision'] }});
"""


def visit(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds until painted, and megabytes until then."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    taken: list[float] = []

    def frame(event: dict[str, Any]) -> None:
        # Streamlit's messages are binary, which the protocol shows in base64.
        taken.append(len(event["response"]["payloadData"]) * 3 / 4)

    line.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    line.on("Network.webSocketFrameReceived", frame)
    page.add_init_script(_WATCH)
    page.goto(url)
    page.wait_for_function("() => window.painted", timeout=60_000)
    seconds = page.evaluate("() => window.painted") / 1000
    megabytes = sum(taken) / 1e6
    context.close()
    return seconds, megabytes


def main() -> None:
    visits = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        (word := Path(folder, "word.py")).write_text(_WORD, encoding="utf-8")
        bare = ("streamlit", "run", str(word), "--server.headless", "true", "--server.port")
        with app() as ours, app(bare) as plain, chromium() as browser:
            for server in (ours, plain):
                visit(browser, server.url)
            found = [(visit(browser, ours.url), visit(browser, plain.url)) for _ in range(visits)]
    took = [seconds for (seconds, _), _ in found]
    floor = [seconds for _, (seconds, _) in found]
    size = [megabytes for (_, megabytes), _ in found]
    write(
        "3_cold_load",
        [
            measurement("page opened to values painted, nothing cached", "s", took, "at most 2 s"),
            measurement("bytes over the wire until then", "MB", size, "at most 3 MB"),
            measurement("a page of Streamlit's with one word on it, opened in turn with it", "s", floor, ""),
        ],
    )


if __name__ == "__main__":
    main()
