"""Pen-up to painted: from the pointerup event until all maps and bars of two-block show the whole drawing.

    python benchmarks/pen_up.py [STROKES]

Measured in the page by its own clock. "Painted" is the moment when data-revision rises with float32 values; "on the
screen" is after the frame that follows.
"""

import sys
from collections.abc import Iterator

from measuring import NETWORK, app, chromium, cleared, measurement, opened, surface, write
from playwright.sync_api import Page

SHAPES = (
    ((80, 70), (205, 70), (165, 160), (145, 235)),
    ((150, 45), (140, 235)),
    ((95, 80), (150, 55), (185, 90), (140, 135), (190, 180), (150, 228), (90, 210)),
    ((200, 60), (120, 70), (80, 140), (120, 215), (180, 190), (150, 150), (95, 170)),
)
_WATCH = f"""() => {{
    window.made = [];
    let up = null;
    window.addEventListener('pointerup', (event) => {{
        if (event.composedPath()[0].matches('canvas')) up = performance.now();
    }}, true);
    new MutationObserver(() => {{
        if (up === null || {NETWORK}?.dataset.exact !== 'true') return;
        const [started, painted] = [up, performance.now()];
        up = null;
        const frame = new MessageChannel();
        frame.port1.onmessage = () => window.made.push([painted - started, performance.now() - started]);
        requestAnimationFrame(() => frame.port2.postMessage(null));
    }}).observe(document.body, {{ subtree: true, attributeFilter: ['data-revision'] }}); // it may be mounted anew
}}"""


def pen_ups(page: Page, strokes: int) -> list[tuple[float, float]]:
    """ms from each pen-up to painted, and to the frame on the screen; the first stroke still warms things up.

    Of a page it can be asked once: the page goes on counting.
    """
    return list(drawn(page, strokes))[1:]


def drawn(page: Page, strokes: int) -> Iterator[tuple[float, float]]:
    """The same of each stroke, one more than `strokes`, as it is made."""
    page.evaluate(_WATCH)
    left, top = surface(page)
    for made in range(strokes + 1):
        if made % 4 == 0:
            cleared(page)
        (x, y), *others = SHAPES[made % len(SHAPES)]
        page.mouse.move(left + x, top + y)
        page.mouse.down()
        for x, y in others:
            page.mouse.move(left + x, top + y, steps=12)
        page.mouse.up()
        page.wait_for_function("(count) => window.made.length === count", arg=made + 1)
        painted, shown = page.evaluate("() => window.made.at(-1)")
        yield painted, shown


def main() -> None:
    strokes = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with app() as server, chromium() as browser:
        found = pen_ups(opened(browser, server.url), strokes)
    goal = "median 60 ms, 95 % within 120 ms"
    write(
        "1_pen_up",
        [
            measurement("pen-up to all maps and bars painted", "ms", [painted for painted, _ in found], goal),
            measurement("pen-up to the frame on the screen", "ms", [shown for _, shown in found], ""),
        ],
    )


if __name__ == "__main__":
    main()
