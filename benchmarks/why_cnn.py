"""What the experiments of the chapter why_cnn take on this machine, one thread; and from a knob to painted.

    python benchmarks/why_cnn.py [ROUNDS]
"""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from measuring import app, chromium, measurement, timed, write

from cnnviz import mnist, models
from cnnviz.experiments.equivariance import equivariance
from cnnviz.experiments.measured import failures, measured_set
from cnnviz.experiments.shift_map import shift_map

DIGIT = mnist.load("test").images[32].astype(np.float32) / 255
EXPERIMENTS: dict[str, tuple[str, Callable[[], object]]] = {
    "225 moves, read by three networks": ("median 100 ms", lambda: shift_map(DIGIT, 7)),
    "289 moves, read by three networks": ("", lambda: shift_map(DIGIT, 8)),
    "289 moves, centred, read by three networks": ("", lambda: shift_map(DIGIT, 8, centred=True)),
    "a map moved both ways": ("", lambda: equivariance(models.load_model("textbook"), DIGIT, 2, -3, 4)),
    "24 failures of a test set": ("", lambda: failures(measured_set("moved"), "dense")),
}

# From a key to the map of the moved digit, made both ways by the server, painted.
_MOVE = """async (step) => {
    const part = document.querySelector('.wc-part');
    const before = part.dataset.move;
    const began = performance.now();
    document.querySelector(`[data-testid=nudge-${step}]`).click();
    while (part.dataset.move === before) await new Promise((next) => setTimeout(next));
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    torch.set_num_threads(1)
    found: list[dict[str, Any]] = [
        measurement(what, "ms", timed(run, rounds), goal) for what, (goal, run) in EXPERIMENTS.items()
    ]
    with app() as server, chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"{server.url}/why_cnn")
        page.get_by_test_id("skip").click()
        page.locator(".wc-part[data-move]").wait_for()
        moves = []
        for turn in range(rounds + 1):
            moves.append(page.evaluate(_MOVE, "left" if turn % 2 else "up"))
            page.get_by_test_id("nudge-home").click()
            page.wait_for_timeout(600)
        found.append(measurement("the digit moved, the map made both ways, painted", "ms", moves[1:], "median 100 ms"))
    write("8_why_cnn", found)


if __name__ == "__main__":
    main()
