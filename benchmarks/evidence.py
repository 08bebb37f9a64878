"""What a map of evidence takes: its computing, on one thread, and from another digit or a knob to painted.

    python benchmarks/evidence.py [ROUNDS]
"""

import sys
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np
import torch
from measuring import app, chromium, measurement, timed, write
from playwright.sync_api import Page

from cnnviz import mnist, models
from cnnviz.experiments import gradients
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.erasing import check
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.experiments.imagined import OfClass, imagine

DIGIT = mnist.load("test").images[0].astype(np.float32) / 255  # a 7
CLAIM = Claim(7)
_OCCLUSION, _PAINTED, _KNOB = "median 250 ms", "median 300 ms", "median 100 ms"

# Looked at after each frame: a frame's callbacks run before it is drawn, a task after it.
_SHOWN = """async ([selector, place]) => {
    const map = document.querySelector('[data-testid=own-map]');
    const before = map.dataset.sum;
    const began = performance.now();
    document.querySelectorAll(selector)[place].click();
    while (map.dataset.state !== 'shown' || map.dataset.sum === before) {
        if (performance.now() - began > 10000) throw new Error(`Nothing new is shown after ${selector} ${place}`);
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    }
    return performance.now() - began;
}"""


def computed(rounds: int) -> list[dict[str, Any]]:
    """The experiments themselves, on the two networks with maps."""
    found = []
    for name in ("two-block", "textbook"):
        model = models.load_model(name)
        maps = {method: evidence(method, model, DIGIT, CLAIM).on_pixels for method in Method}
        for method in Method:
            times = timed(lambda model=model, method=method: evidence(method, model, DIGIT, CLAIM), rounds)  # type: ignore[misc]
            goal = _OCCLUSION if method is Method.OCCLUSION else ""
            found.append(measurement(f"{method.value}, {name}", "ms", times, goal))
        both = {"own": maps[Method.OCCLUSION], "other": maps[Method.SALIENCY]}
        times = timed(lambda model=model, both=both: check(model, DIGIT, both), rounds)  # type: ignore[misc]
        found.append(measurement(f"erasing by two maps and 20 times at random, {name}", "ms", times, ""))
        times = timed(lambda model=model: list(imagine(model, OfClass(7))), 3)  # type: ignore[misc]
        found.append(measurement(f"120 steps of a picture that is made up, {name}", "ms", times, ""))
    return found


def painted(page: Page, selector: str, places: Iterator[int], rounds: int) -> list[float]:
    """ms from a click to a new map painted."""
    found = []
    for _ in range(rounds + 1):
        found.append(page.evaluate(_SHOWN, [selector, next(places)]))
        page.wait_for_timeout(500)
    return found[1:]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    torch.set_num_threads(1)
    gradients.prepare().join()
    found = computed(rounds)
    with app() as server, chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{server.url}/evidence")
        page.get_by_test_id("skip").click()
        page.wait_for_timeout(4000)  # captum is imported beside
        # Through all methods: the same one twice would change nothing.
        digits, classes = cycle([3, 9, 14, 5]), cycle([1, 2, 9, 0])
        for place, method in enumerate(Method):
            page.get_by_test_id("method").locator(".cl-pick").nth(place).click()
            page.wait_for_timeout(800)
            for what, selector, places, goal in (
                ("another digit", ".ch-menu .cnnviz-sample", digits, _PAINTED),
                ("another class to compare with", "[data-testid=against] .cl-pick", classes, _KNOB),
            ):
                times = painted(page, selector, places, rounds)
                found.append(measurement(f"{what}, {method.value} painted", "ms", times, goal))
                print(what, method.value, round(float(np.median(times))))
    write("9_evidence", found)


if __name__ == "__main__":
    main()
