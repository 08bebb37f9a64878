"""A server that stops while one draws, and comes back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conftest import Visit
from draw_page import SEVEN, THREE
from playwright.sync_api import expect

from cnnviz.server import HOST, address, check_port

# What Chromium and Streamlit print while nobody answers; nothing of ours is among it.
STREAMLIT_SAYS = (
    "Failed to load resource: net::ERR_CONNECTION_(REFUSED|RESET)",
    "WebSocket (onclose: code=1006|connection to .* failed)",
    "Cannot send rerun backMessage when disconnected from server",
    "Client Error in reaching server endpoint",
    "Streamlit server is not responding",
)


@contextmanager
def app_at(port: int, log: Path) -> Iterator[None]:
    """The app at a port that stays the same when it is started again; killed, not asked to end."""
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cnnviz.cli", "--no-browser", "--port", str(port)],
            cwd=log.parent,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_the_page_says_that_it_reconnects_and_keeps_the_drawing(visit: Visit, tmp_path: Path) -> None:
    port = check_port(HOST, 0)
    log = tmp_path / "log.txt"
    with app_at(port, log):
        page = visit("about:blank")
        page.expected += STREAMLIT_SAYS
        page.until(lambda: answers(page, address(HOST, port)), lambda: log.read_text(), 60)
        page.clear()
        page.draw(SEVEN)
    # Nobody is there any more; the hand goes on.
    mouse = page.page.mouse
    mouse.move(*page.place(110, 150))
    mouse.down()
    mouse.move(*page.place(205, 145), steps=5)
    mouse.up()
    said = page.page.get_by_text("Reconnecting").filter(visible=True)
    expect(said.first).to_be_visible(timeout=10_000)
    assert page.prediction == "7"
    # Streamlit's own window would lie over the drawing: it is there by now, and stays out of sight.
    page.page.locator("[role=dialog]").wait_for(state="attached")
    assert page.page.get_by_role("dialog").count() == 0
    mouse.move(*page.place(40, 260))
    mouse.down()
    mouse.move(*page.place(80, 260), steps=3)
    mouse.up()
    before = page.revision
    with app_at(port, log):
        page.wait_for(f"Number(n.dataset.revision) > {before} && n.dataset.exact === 'true'", 40)
        expect(said).to_have_count(0, timeout=10_000)
        assert len(page.desk.strokes) == 3
        page.wait_until_read()
        page.wait_until_shown()
        page.clear()
        page.draw(THREE)
        page.wait_until_read()
        assert page.prediction == "3"
        page.wait_until_shown()


def answers(page, url: str) -> bool:
    from playwright.sync_api import Error

    try:
        page.open(url)
    except Error:
        return False
    return True
