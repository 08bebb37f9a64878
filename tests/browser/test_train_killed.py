"""A training whose browser, worker and server are killed: what is found again, and what is told."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chapter_page import ChapterPage
from conftest import FLAGS
from own_app import STREAMLIT_SAYS, app_at
from playwright.sync_api import Browser, BrowserType, Page, expect

from cnnviz.server import HOST, address, check_port
from cnnviz.stacks.layers import Convolution, Dense, Flatten, MaxPooling, Relu
from cnnviz.stacks.stack import survey
from cnnviz.workshop.schedule import schedule

STACK = (Convolution(4), Relu(), MaxPooling(), Flatten(), Dense())
EPOCHS, A_PASS = 50, 55_000 // 64
ASKED = f"stack=c4-r-m2-f-d10&epochs={EPOCHS}"


def until(what: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


@contextmanager
def browser_with(chromium: str, profile: Path, kind: BrowserType) -> Iterator[tuple[int, Browser]]:
    """A Chromium of this test's own, which finds in the profile what the one before left there; its pid."""
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    process = subprocess.Popen(
        [chromium, "--headless", *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: port.exists() and port.read_text().count("\n"))
        yield process.pid, kind.connect_over_cdp(f"http://{HOST}:{port.read_text().split()[0]}")
    finally:
        process.kill()
        process.wait()


def opened(browser: Browser, url: str) -> ChapterPage:
    chapter = ChapterPage(browser.contexts[0].new_page())
    chapter.page.set_viewport_size({"width": 1440, "height": 900})
    chapter.open(url)
    chapter.reveal()
    return chapter


def reached(page: Page, phase: str, beyond: int = -1) -> int:
    """The batches of the run when it is in this phase, and further than some."""
    page.wait_for_function(
        "([phase, step]) => { const { dataset } = document.querySelector('[data-testid=run]');"
        " return dataset.phase === phase && Number(dataset.step) > step; }",
        arg=[phase, beyond],
        timeout=120_000,
    )
    return int(page.get_by_test_id("run").get_attribute("data-step"))


def assert_whole(page: Page) -> None:
    """The curve of a run that stands still has every point of its schedule, and one for where it stands."""
    step = int(page.get_by_test_id("run").get_attribute("data-step"))
    plan = schedule(A_PASS, EPOCHS, survey(STACK).parameters)
    points = sum(plan.is_point(each) for each in range(step + 1))
    path = page.get_by_test_id("chart-loss").locator("path.is-training").get_attribute("d")
    assert len(re.findall("[ML]", path)) == points + (not plan.is_point(step))
    assert path.count("M") == 1


def press(page: Page, name: str) -> None:
    page.get_by_test_id("run").get_by_role("button", name=re.compile(f"{name}$")).click()


def child_of(process: int) -> int:
    """The worker: the one process that the server has started."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = each.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.append(int(each.parent.name))
    (worker,) = found
    return worker


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose child a process is")
def test_a_run_outlives_its_browser_and_a_killed_worker_and_server_are_told(
    browser: Browser, chromium_path: str, tmp_path: Path
) -> None:
    port, log, profile = check_port(HOST, 0), tmp_path / "log.txt", tmp_path / "profile"
    url = f"{address(HOST, port)}/train"
    with app_at(port, log) as server:
        until(lambda: answers(port))
        with browser_with(chromium_path, profile, browser.browser_type) as (process, first):
            chapter = opened(first, f"{url}?{ASKED}")
            page = chapter.page
            page.get_by_test_id("main").click()
            at = reached(page, "running", 0)
            run = json.loads(page.evaluate("localStorage.getItem('cnnviz.train')"))["run"]
            until(lambda: is_on_disk(profile, run), 180)  # Chromium writes down what a page keeps once a minute
            assert chapter.complaints() == []
            os.kill(process, signal.SIGKILL)
        with browser_with(chromium_path, profile, browser.browser_type) as (_, second):
            chapter = opened(second, url)
            page = chapter.page
            at = reached(page, "running", at)
            assert json.loads(page.evaluate("localStorage.getItem('cnnviz.train')"))["run"] == run
            press(page, "Pause")
            at = reached(page, "paused", at)
            assert_whole(page)
            press(page, "Resume")
            at = reached(page, "running", at)
            os.kill(child_of(server.pid), signal.SIGKILL)
            reached(page, "failed")
            status = page.get_by_test_id("status")
            expect(status).to_contain_text("The process that trained this network was ended from outside")
            expect(status).to_contain_text("(SIGKILL)")
            expect(status).to_contain_text("is lost: resume it.")
            assert_whole(page)
            press(page, "Resume")
            reached(page, "running", at)
            press(page, "Pause")
            reached(page, "paused", at)
            assert_whole(page)
            assert chapter.complaints() == []
            server.kill()
            expect(page.locator(".cnnviz [role=alert]").first).to_contain_text("The server does not answer")
            with app_at(port, log):
                expect(page.locator(".cnnviz [role=alert]").first).to_contain_text(
                    "This training is not here any more: the server was started anew", timeout=60_000
                )
                reached(page, "none")
                expect(page.get_by_test_id("main")).to_be_enabled()
            said = chapter.complaints()
            assert [each for each in said if not re.search("|".join(STREAMLIT_SAYS), each)] == []


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"{address(HOST, port)}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def is_on_disk(profile: Path, run: str) -> bool:
    files = (profile / "Default" / "Local Storage" / "leveldb").glob("*")
    return any(run.encode() in each.read_bytes() for each in files if each.is_file())
