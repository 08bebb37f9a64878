"""What every measurement here needs: the app in a process of its own, a browser on it, and a way to write down."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from cnnviz.server import HOST, address, check_port

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NETWORK = "document.querySelector('[data-testid=network]')"


@dataclass(frozen=True)
class App:
    """The app as it runs: where, and in which process."""

    url: str
    process: int

    def memory(self) -> float:
        """Resident memory in MB (Linux)."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def health(url: str) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


APP = ("cnnviz.cli", "--no-browser", "--port")


@contextmanager
def app(command: Sequence[str] = APP) -> Iterator[App]:
    """The app on a free port of this machine, from this checkout; ended when the block is left.

    Another module may be run instead; the port is put behind it.
    """
    url = address(HOST, port := check_port(HOST, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=HERE.parent,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 60
        while not health(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The app did not start at {url}. Try: python -m {' '.join(command)} {port}")
            time.sleep(0.01)
        yield App(url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser: the one that CNNVIZ_CHROMIUM names, or Debian's."""
    with sync_playwright() as playwright:
        path = os.environ.get("CNNVIZ_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def opened(browser: Browser, url: str) -> Page:
    """The page in a window of 1440x900 as a new visitor has it, its first values painted."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_function(f"() => Number({NETWORK}?.dataset.revision) > 0", timeout=60_000)
    page.get_by_test_id("drawing").locator("canvas.upper-canvas").wait_for()
    return page


def cleared(page: Page) -> None:
    """Wait until nothing is on the canvas."""
    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_function(f"() => {NETWORK}.dataset.prediction === ''")
    page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")


def surface(page: Page) -> tuple[float, float]:
    """Left and top of the drawing surface, 280x280, in the window."""
    box = page.get_by_test_id("drawing").locator("canvas.upper-canvas").bounding_box()
    assert box
    return box["x"], box["y"]


def timed(run: Callable[[], object], rounds: int) -> list[float]:
    """ms of each round, after one that warms up."""
    run()
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        found.append(1000 * (time.perf_counter() - began))
    return found


def measurement(what: str, unit: str, samples: Sequence[float], goal: str, worst: int = 95) -> dict[str, Any]:
    """Median and 95th percentile (`worst=5` where more is better); of a single sample there is no percentile."""
    several = len(samples) > 1
    return {
        "what": what,
        "unit": unit,
        "median": round(float(np.median(samples)), 3),
        "p95": round(float(np.percentile(samples, worst)), 3) if several else None,
        "goal": goal,
        "samples": len(samples),
    }


def write(name: str, measurements: Sequence[dict[str, Any]]) -> None:
    """Print the measurements and keep them as benchmarks/results/NAME.json, for the README's table."""
    for one in measurements:
        p95 = "" if one["p95"] is None else f", 95th percentile {one['p95']:g}"
        found = f"median {one['median']:g}{p95} {one['unit']}"
        print(f"{one['what']}: {found} ({one['samples']} samples; goal: {one['goal'] or 'none'})")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(list(measurements), indent=2) + "\n", encoding="utf-8")
