"""From a knob to painted, in every chapter: nothing on any page takes longer than 150 ms (median).

    python benchmarks/knobs.py [TURNS]

Every slider, list, number and button of a chapter's "See" and "Change it" is turned in the page; another digit,
another network and new questions go to the server and back. Painted is when the browser has drawn the frame that shows
the change.
"""

import sys
from typing import Any

import numpy as np
from measuring import app, chromium, measurement, write
from playwright.sync_api import Page

from cnnviz.questions import asking

GOAL = "median 150 ms"
# The buttons of `train` start trainings, which are measured by training.py.
CHAPTERS = tuple(name for name in asking.CHAPTERS if name != "train")

# After the frame in which it is shown: a frame's callbacks run before it is drawn, a task after it.
_TURN = """async ([place, turn]) => {
    const kinds = 'input[type=range], input[type=checkbox], select, button:not([data-testid=failure])'; // it leaves
    const knobs = [...document.querySelectorAll(`:is([data-testid=see], [data-testid=change]) :is(${kinds})`)];
    const knob = knobs.filter((one) => !one.disabled && one.offsetParent)[place];
    if (!knob) return null;
    const fire = (name) => knob.dispatchEvent(new Event(name, { bubbles: true }));
    const began = performance.now();
    if (knob.type === 'range') {
        const [low, high, step] = [knob.min || 0, knob.max || 100, knob.step || 1].map(Number);
        const steps = Math.max(1, Math.round((high - low) / step));
        knob.value = String(low + step * ((turn * 3 + 1) % (steps + 1)));
        fire('input'); fire('change');
    } else if (knob.tagName === 'SELECT') {
        knob.selectedIndex = (knob.selectedIndex + 1) % knob.options.length;
        fire('input'); fire('change');
    } else knob.click();
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""

_ASKED = """async ([selector, place, watched]) => {
    const target = document.querySelectorAll(selector)[place];
    const root = document.querySelector(watched);
    const began = performance.now();
    const shown = new Promise((next) => {
        const observer = new MutationObserver(() => { observer.disconnect(); next(); });
        observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    if (target.tagName === 'SELECT') {
        target.selectedIndex = (target.selectedIndex + 1) % target.options.length;
        target.dispatchEvent(new Event('change', { bubbles: true }));
    } else target.click();
    await shown;
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
}"""


def opened(page: Page, url: str) -> None:
    """A chapter with its picture and its questions."""
    page.goto(url)
    page.get_by_test_id("skip").click()
    page.locator(".ch-check [data-testid=question]").first.wait_for()
    page.wait_for_timeout(1500)  # charts load Plotly, once


def turned(page: Page, turns: int) -> list[float]:
    """ms from each turn of each knob to painted."""
    found: list[float] = []
    for place in range(80):
        for turn in range(turns):
            took = page.evaluate(_TURN, [place, turn])
            if took is None:
                return found
            found.append(took)
            page.wait_for_timeout(30)
    return found


def asked(page: Page, turns: int, selector: str, places: list[int], watched: str) -> list[float]:
    """ms from asking the server to painted."""
    found = []
    for turn in range(turns):
        found.append(page.evaluate(_ASKED, [selector, places[turn % len(places)], watched]))
        page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
        page.wait_for_timeout(150)
    return found


def ways(page: Page, turns: int) -> dict[str, list[float]]:
    """ms of each way to turn something in a chapter that is open."""
    times = 3 * turns  # there is one of each, and many knobs
    return {
        "a knob": turned(page, turns),
        "another digit": asked(page, times, ".ch-menu .cnnviz-sample", [3, 9, 14], ".ch-told"),
        "another network": asked(page, times, ".ch-strip select", [0], ".ch-told"),
        "new questions": asked(page, times, "[data-testid=again]", [0], ".ch-questions"),
    }


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found: dict[str, dict[str, list[float]]] = {}
    with app() as server, chromium() as browser:
        for chapter in CHAPTERS:
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            opened(page, f"{server.url}/{chapter}")
            for way, samples in ways(page, turns).items():
                print(f"{chapter}: {way}: median {np.median(samples):.0f} ms of {len(samples)}")
                found.setdefault(way, {})[chapter] = samples
            page.context.close()
    write("6_knobs", [slowest(way, chapters) for way, chapters in found.items()])


def slowest(way: str, chapters: dict[str, list[float]]) -> dict[str, Any]:
    """The row of the chapter that takes longest: the goal holds for each of them."""
    chapter = max(chapters, key=lambda name: float(np.median(chapters[name])))
    return measurement(f"{way} to painted, in the slowest chapter ({chapter})", "ms", chapters[chapter], GOAL)


if __name__ == "__main__":
    main()
