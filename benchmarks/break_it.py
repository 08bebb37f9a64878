"""What the experiments of the chapters take on this machine, one thread; and from a knob to painted.

    python benchmarks/break_it.py [ROUNDS]
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from measuring import app, chromium, measurement, timed, write
from playwright.sync_api import Page

from cnnviz import mnist, models
from cnnviz.experiments.ablation import ablate
from cnnviz.experiments.input_changes import Change
from cnnviz.experiments.sweeps import sweep
from cnnviz.experiments.variants import Variant, built

DIGIT = mnist.load("test").images[32].astype(np.float32) / 255


def experiments() -> dict[str, tuple[str, Callable[[], object]]]:
    """By what is measured: its goal, and a run of it."""
    model = models.load_model("two-block")

    def ablations() -> None:
        for layer in ("conv1_1", "conv2_1"):  # 8 and 16 maps
            ablate(model, DIGIT, layer)

    seeds = iter(range(10**6))
    return {
        "24 ablations, a batch a layer": ("median 50 ms", ablations),
        "36 rotations, 16 at once": ("", lambda: sweep(model, DIGIT, "turn", Change(noise=0.1))),
        "a variant built": ("", lambda: built(Variant("two-block", (f"random conv1_1 {next(seeds)}",)))),
    }


_KNOB = """async ([half, selector, place]) => {
    const root = document.querySelector(`[data-testid=${half}]`);
    const knob = root.querySelectorAll(selector)[place];
    const began = performance.now();
    if (knob.type === 'range') {
        knob.value = String(Number(knob.value) === 40 ? 20 : 40);
        knob.dispatchEvent(new Event('input', { bubbles: true }));
    } else knob.click();
    while (root.dataset.state !== 'shown') await new Promise((next) => setTimeout(next));
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""


def knob(page: Page, half: str, selector: str, turns: int) -> list[float]:
    """ms from a turn of a knob of break_it to all that follows painted."""
    found: list[float] = []
    for turn in range(turns + 1):
        found.append(page.evaluate(_KNOB, [half, selector, turn % page.locator(selector).count()]))
        page.wait_for_timeout(600)
    return found[1:]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    torch.set_num_threads(1)
    found: list[dict[str, Any]] = [
        measurement(what, "ms", timed(run, rounds), goal) for what, (goal, run) in experiments().items()
    ]
    with app() as server, chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{server.url}/break_it")
        page.get_by_test_id("skip").click()
        page.locator("[data-testid=network-half][data-state=shown]").wait_for()
        for what, half, selector in (
            ("the digit turned, read by two networks, painted", "input-half", "[data-testid=slider]"),
            ("a map switched off, all later stages painted", "network-half", "[data-testid=loss]"),
        ):
            found.append(measurement(what, "ms", knob(page, half, selector, rounds), "median 100 ms"))
    write("7_break_it", found)


if __name__ == "__main__":
    main()
