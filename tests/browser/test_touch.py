"""A finger on a narrow screen."""

from itertools import pairwise

from conftest import Visit
from draw_page import CANVAS, SEVEN, DrawPage, Points
from playwright.sync_api import Browser, Route

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What could scroll: the document, and Streamlit's main section.
_SCROLLED = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map((one) => one.scrollTop)"""
_TOO_WIDE = """() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]
    .map((one) => one.scrollWidth - one.clientWidth)"""

_PLACES = """() => [...document.querySelectorAll('[data-testid=map]')].map((map) => {
    const { left, top } = map.getBoundingClientRect();
    return [map.dataset.stage, left, top];
})"""


def draw_with_a_finger(page: DrawPage, points: Points, steps: int = 4) -> None:
    """The moves of `DrawPage.draw`, made by a finger."""
    line = page.page.context.new_cdp_session(page.page)

    def touch(kind: str, *at: tuple[float, float]) -> None:
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

    places = [page.place(x, y) for x, y in points]
    touch("touchStart", places[0])
    for (x0, y0), (x1, y1) in pairwise(places):
        for step in range(1, steps + 1):
            touch("touchMove", (x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps))
            # A finger's moves arrive once a frame: without a frame between them they would be one move.
            page.page.evaluate("() => new Promise(requestAnimationFrame)")
    with page.read_anew():
        touch("touchEnd")


def test_a_finger_draws_what_a_mouse_draws(visit: Visit, blank: DrawPage) -> None:
    phone = visit(**PHONE)
    phone.clear()
    box = phone.surface.bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (CANVAS, CANVAS)
    draw_with_a_finger(phone, SEVEN)
    phone.wait_until_read()
    phone.wait_until_shown()
    blank.draw(SEVEN)
    assert phone.prediction == blank.prediction == "7"
    assert phone.desk.strokes == blank.desk.strokes
    assert list(phone.probabilities()) == list(blank.probabilities())


def test_the_page_stands_still_while_a_finger_draws(visit: Visit) -> None:
    phone = visit(**PHONE)
    phone.clear()
    before = phone.page.evaluate(_SCROLLED)
    draw_with_a_finger(phone, [(140, 250), (140, 20), (140, 200), (20, 200)])
    assert phone.page.evaluate(_SCROLLED) == before
    assert len(phone.desk.strokes) == 1


def test_a_narrow_page_is_as_wide_as_the_screen_and_stacks_the_stages(visit: Visit) -> None:
    phone = visit(**PHONE)
    assert max(phone.page.evaluate(_TOO_WIDE)) <= 0
    tops: dict[str, float] = {}
    for stage, left, top in phone.page.evaluate(_PLACES):
        assert left >= 0
        tops.setdefault(stage, top)
    convolutions = [tops[name] for name in ("input", "conv1_1", "conv1_2", "pool1", "conv2_1", "conv2_2", "pool2")]
    assert convolutions == sorted(set(convolutions))


def test_maps_lie_where_they_belong_when_the_style_sheet_comes_late(browser: Browser, server: str) -> None:
    """A browser that was never here may run the page's modules before its style sheet is there."""
    context = browser.new_context(**PHONE)
    page = DrawPage(context.new_page())
    held: list[Route] = []
    page.page.route("**/style.css*", lambda route: held.append(route))
    page.page.goto(server, wait_until="commit")
    page.wait_for("Number(n.dataset.revision) > 0", 30)
    unstyled = page.page.evaluate(_PLACES)
    assert held
    page.page.unroute("**/style.css*")  # which lets them go on
    page.page.wait_for_function(
        """() => {
            const left = (one) => one.getBoundingClientRect().left;
            const first = document.querySelector('[data-testid=map]'), around = document.querySelector('.nv-scroller');
            return getComputedStyle(first).position === 'absolute' && left(first) === left(around);
        }"""
    )
    assert page.page.evaluate(_PLACES) != unstyled
    context.close()
