"""Pointing at a cell in an open detail: until its window, products and receptive field are painted.

    python benchmarks/pointing.py [CELLS]

Measured in the page by its own clock, from the browser's pointer event: "script and layout" until every listener has
run and the page is laid out, "on the screen" until the frame that follows. And what of a detail costs while the pen
moves: the longest of the frames of each stroke.
"""

import math
import random
import sys
import time
from itertools import pairwise

from measuring import NETWORK, app, chromium, measurement, opened, surface, write
from playwright.sync_api import Locator, Page

DETAIL = "document.querySelector('[data-testid=detail]')"
LASTS = 2.0  # seconds of a stroke
_WATCH = """() => {
    window.made = [];
    let began = 0;
    window.addEventListener('pointermove', () => { began = performance.now(); }, true);
    window.addEventListener('pointermove', () => {
        document.body.getBoundingClientRect();
        const [started, ready] = [began, performance.now()];
        const frame = new MessageChannel();
        frame.port1.onmessage = () => window.made.push([ready - started, performance.now() - started]);
        requestAnimationFrame(() => frame.port2.postMessage(null));
    });
}"""
_FRAMES = """() => {
    window.frames_ = [];
    const next = (now) => { window.frames_.push(now); requestAnimationFrame(next); };
    requestAnimationFrame(next);
}"""


def open_cell(page: Page, stage: str, channel: int = 0) -> None:
    page.locator(f"[data-testid=map][data-stage={stage}][data-channel='{channel}']").click()
    page.wait_for_function(f"() => {DETAIL}?.dataset.stage === '{stage}'")
    page.wait_for_function(f"() => {DETAIL}.getAnimations({{ subtree: true }}).length === 0")


def pointed(page: Page, place: Locator, cells: int) -> list[tuple[float, float]]:
    """Milliseconds of script and layout, and until the frame, of each of so many random places on a canvas."""
    box = place.bounding_box()
    assert box
    rng = random.Random(0)
    page.evaluate("() => { window.made.length = 0 }")
    for made in range(cells + 5):
        page.mouse.move(box["x"] + box["width"] * rng.random(), box["y"] + box["height"] * rng.random())
        page.wait_for_function("(count) => window.made.length >= count", arg=made + 1)
    found: list[tuple[float, float]] = page.evaluate("() => window.made")
    return found[5:]  # the first ones still warm things up


def drawn(page: Page, strokes: int) -> list[float]:
    """The longest time between two frames, in ms, of each stroke."""
    left, top = surface(page)
    longest = []
    for _ in range(strokes):
        page.mouse.move(left + 140, top + 55)
        page.mouse.down()
        page.evaluate("() => { window.frames_.length = 0 }")
        began = time.monotonic()
        while (lasted := time.monotonic() - began) < LASTS:
            angle = math.tau * lasted / LASTS
            page.mouse.move(left + 140 + 60 * math.sin(angle), top + 140 - 85 * math.cos(angle))
        frames = page.evaluate("() => window.frames_")
        page.mouse.up()
        longest.append(max(after - before for before, after in pairwise(frames)))
        page.wait_for_function(f"() => {NETWORK}.dataset.exact === 'true'")
        page.get_by_role("button", name="Undo", exact=True).click()
        page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
    return longest


def main() -> None:
    cells = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    goal = "95 % within 16 ms"
    found = []
    with app() as server, chromium() as browser:
        page = opened(browser, server.url)
        page.evaluate(_WATCH)
        page.evaluate(_FRAMES)
        without = drawn(page, 10)
        open_cell(page, "conv2_2", 6)
        times = pointed(page, page.locator("[data-testid=output-map] canvas"), cells)
        found += [
            measurement("pointing at a cell of 16 inputs: script and layout", "ms", [one for one, _ in times], goal),
            measurement("pointing at a cell of 16 inputs: on the screen", "ms", [one for _, one in times], ""),
        ]
        longest = drawn(page, 10)
        page.close()
        page = opened(browser, server.url)
        page.evaluate(_WATCH)
        page.get_by_test_id("model").select_option("textbook")
        page.wait_for_function(f"() => {NETWORK}.dataset.model === 'textbook' && {NETWORK}.dataset.state === 'shown'")
        open_cell(page, "dense")
        times = pointed(page, page.locator(".dc-mosaic[tabindex]:visible canvas"), cells)
        found += [
            measurement("pointing at one of 5,408 products: script and layout", "ms", [one for one, _ in times], goal),
            measurement("pointing at one of 5,408 products: on the screen", "ms", [one for _, one in times], ""),
            measurement("longest frame of a stroke, a convolution's detail open", "ms", longest, "none above 50 ms"),
            measurement("longest frame of a stroke, no detail open", "ms", without, ""),
        ]
    write("pointing", found)


if __name__ == "__main__":
    main()
