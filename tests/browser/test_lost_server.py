"""A server that stops while one draws, and comes back."""

from pathlib import Path

from conftest import Visit
from draw_page import SEVEN, THREE
from own_app import STREAMLIT_SAYS, app_at
from playwright.sync_api import expect

from cnnviz.server import HOST, address, check_port


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
