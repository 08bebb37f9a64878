"""Cold load: from opening the page, nothing cached, until the values of two-block are painted; and the bytes it took.

    python benchmarks/cold_load.py [VISITS]

The server is warm: somebody has opened the page before.
"""

import sys
from typing import Any

from measuring import NETWORK, app, chromium, measurement, opened, write
from playwright.sync_api import Browser

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
    with app() as server, chromium() as browser:
        opened(browser, server.url).context.close()
        found = [visit(browser, server.url) for _ in range(visits)]
    write(
        "3_cold_load",
        [
            measurement(
                "page opened to values painted, nothing cached", "s", [took for took, _ in found], "at most 2 s"
            ),
            measurement("bytes over the wire until then", "MB", [size for _, size in found], "at most 3 MB"),
        ],
    )


if __name__ == "__main__":
    main()
