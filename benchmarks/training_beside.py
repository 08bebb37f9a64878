"""What stays quick while networks are trained on the same server: the pages beside one run, drawing beside eight.

    python benchmarks/training_beside.py [STROKES]

One run: started on its page, which stays open and watches it, while its stack is edited there, and while knobs are
turned in another chapter and digits are drawn in other windows. Eight: what the server sees of eight pages that ask
for a run at the same moment and watch it to its end, four looks a second each; no browsers are started for them, since
eight of those would measure the browsers. One real browser draws meanwhile.
"""

import base64
import json
import sys
import threading
import time
import urllib.request
from typing import Any

import knobs
from measuring import app, chromium, measurement, opened, write
from pen_up import drawn, pen_ups
from playwright.sync_api import Browser, Page

from cnnviz import mnist
from cnnviz.stacks.presets import PRESETS
from cnnviz.stacks.wire import to_wire

EIGHT = 8
MOST = 2_000  # strokes: ten minutes and more
DIGITS = 3_000  # of each of the eight runs
CHAPTER = "relu"  # one whose knobs count in the page, beside its three ways to the server
_LOOK = 0.25  # seconds between two looks of a page
_REACTION, _PEN = "median 150 ms", "95 % within 500 ms"
_DIGIT = mnist.load("test").images[18].astype("<f4") / 255

# From pressing + beside "maps" until the totals tell of it and the frame is drawn.
_EDITED = """async ([sign]) => {
    const totals = document.querySelector('[data-testid=totals]');
    const before = totals.textContent;
    const field = document.querySelector('[data-testid=set-maps]').parentElement;
    const began = performance.now();
    [...field.querySelectorAll('button')].find((one) => one.textContent === sign).click();
    while (totals.textContent === before) {
        if (performance.now() - began > 10000) throw new Error('The totals stay as they were.');
        await new Promise((next) => setTimeout(next, 2));
    }
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""
# From pressing Pause or Resume until the page says so.
_COMMANDED = """async () => {
    const bar = document.querySelector('[data-testid=run]');
    const before = bar.dataset.phase;
    const began = performance.now();
    document.querySelector('[data-testid=main]').click();
    while (bar.dataset.phase === before) {
        if (performance.now() - began > 10000) throw new Error(`The run stays ${before}.`);
        await new Promise((next) => setTimeout(next, 2));
    }
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""


class Pupil(threading.Thread):
    """A page that asks for a run and looks at it until it is over."""

    def __init__(self, url: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.url, self.seed = url, seed
        self.seconds = 0.0  # until it was finished
        self.failed = ""

    def run(self) -> None:
        settings = {"digits": DIGITS, "epochs": 1, "seed": self.seed}
        stack = to_wire(PRESETS["textbook"])
        began = time.monotonic()
        run = self._asked("start", {"stack": stack, "settings": settings})["run"]
        while not self.seconds:
            found = self._asked("look", {"run": run, "points": 0})
            if found["phase"] == "finished":
                self.seconds = time.monotonic() - began
            elif found["phase"] in ("failed", "stopped"):
                self.failed = found["message"] or found["phase"]
                return
            time.sleep(_LOOK)

    def _asked(self, name: str, wants: dict[str, Any]) -> dict[str, Any]:
        picture = base64.b64encode(_DIGIT.tobytes()).decode()
        body = json.dumps({"model": "textbook", "picture": picture, "wants": wants}).encode()
        with urllib.request.urlopen(f"{self.url}/cnnviz/laboratory/ask/train/{name}", body, timeout=60) as answer:
            content = answer.read()
        length = int.from_bytes(content[:4], "little")
        told: dict[str, Any] = json.loads(content[4 : 4 + length])["data"]
        return told


def train_page(browser: Browser, url: str) -> Page:
    """The chapter with a run going on that lasts longer than the measurements."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{url}/train?epochs=50")
    page.get_by_test_id("skip").click()
    page.locator("[data-testid=layer][data-kind=softmax]").wait_for()
    page.get_by_test_id("main").click()
    page.locator("[data-testid=run][data-phase=running]").wait_for()
    return page


def beside_one(browser: Browser, url: str, strokes: int) -> list[dict[str, Any]]:
    """Reactions of the train page itself, of a chapter and of drawing while a run goes on."""
    page = train_page(browser, url)
    page.get_by_test_id("layer").first.locator("button").first.click()
    page.get_by_test_id("set-maps").wait_for()
    edits = []
    for turn in range(strokes):
        edits.append(page.evaluate(_EDITED, ["+" if turn % 2 else "−"]))
        page.wait_for_timeout(300)
    commands = []
    for _ in range(2 * (strokes // 4)):
        commands.append(page.evaluate(_COMMANDED))
        page.wait_for_timeout(500)
    chapter = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    knobs.opened(chapter, f"{url}/{CHAPTER}")
    ways = knobs.ways(chapter, 5)
    chapter.context.close()
    drawing = opened(browser, url)
    painted = [ms for ms, _ in pen_ups(drawing, strokes)]
    drawing.context.close()
    page.locator("[data-testid=run][data-phase=running]").wait_for()  # else it was beside nothing
    page.context.close()
    return [
        measurement("beside a run: an edit of the stack to painted", "ms", edits[1:], _REACTION),
        measurement("beside a run: pause or resume to painted", "ms", commands, _REACTION),
        *(
            measurement(f"beside a run: {way} to painted ({CHAPTER})", "ms", found, _REACTION)
            for way, found in ways.items()
        ),
        measurement("beside a run: pen-up to all maps and bars painted", "ms", painted, _PEN),
    ]


def beside_eight(browser: Browser, url: str) -> list[dict[str, Any]]:
    """Drawing while eight ask for a run at once; and how long each of them takes."""
    page = opened(browser, url)
    pupils = [Pupil(url, seed) for seed in range(EIGHT)]
    for pupil in pupils:
        pupil.start()
    found: list[float] = []
    for painted, _ in drawn(page, MOST):
        found.append(painted)
        if not any(pupil.is_alive() for pupil in pupils):
            break
    for pupil in pupils:
        if pupil.failed or not pupil.seconds:
            raise RuntimeError(pupil.failed or "A run came to no end.")
    finished = [pupil.seconds for pupil in pupils]
    return [
        measurement(f"beside {EIGHT} who train: pen-up to all maps and bars painted", "ms", found[1:], _PEN),
        measurement(f"{EIGHT} who train {DIGITS:,} digits each at once: from start to finished", "s", finished, "all"),
    ]


def main() -> None:
    strokes = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with app() as server, chromium() as browser:
        found = beside_one(browser, server.url, strokes)
    with app() as server, chromium() as browser:
        found += beside_eight(browser, server.url)
    write("7_training_beside", found)


if __name__ == "__main__":
    main()
