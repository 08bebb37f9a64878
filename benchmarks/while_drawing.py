"""While the pen moves: complete updates a second, each with all maps and bars of two-block.

    python benchmarks/while_drawing.py [STROKES]

A stroke goes round for two seconds, a move as often as the browser takes one; an update is a rise of data-revision.
"""

import math
import sys
import time
from itertools import pairwise

from measuring import NETWORK, app, chromium, cleared, measurement, opened, surface, write

LASTS = 2.0  # seconds
_WATCH = f"""() => {{
    const network = {NETWORK};
    window.updates = [];
    new MutationObserver(() => window.updates.push(performance.now()))
        .observe(network, {{ attributeFilter: ['data-revision'] }});
}}"""


def main() -> None:
    strokes = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    rates: list[float] = []
    gaps: list[float] = []
    with app() as server, chromium() as browser:
        page = opened(browser, server.url)
        page.evaluate(_WATCH)
        left, top = surface(page)
        for _ in range(strokes):
            cleared(page)
            page.mouse.move(left + 140, top + 55)
            page.mouse.down()
            page.evaluate("() => { window.updates.length = 0; window.began = performance.now(); }")
            began = time.monotonic()
            while (lasted := time.monotonic() - began) < LASTS:
                angle = math.tau * lasted / LASTS
                page.mouse.move(left + 140 + 60 * math.sin(angle), top + 140 - 85 * math.cos(angle))
            seconds, times = page.evaluate("() => [(performance.now() - window.began) / 1000, window.updates]")
            page.mouse.up()
            rates.append(len(times) / seconds)
            gaps += [after - before for before, after in pairwise(times)]
    write(
        "2_while_drawing",
        [
            measurement("complete updates a second while the pen moves", "/s", rates, "at least 15", worst=5),
            measurement("time between two updates", "ms", gaps, ""),
        ],
    )


if __name__ == "__main__":
    main()
