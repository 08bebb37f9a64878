"""The chapter `train`: the network kept as a file and loaded again, and a tray of one's own handwriting."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe
import numpy as np
import pytest
from chapter_page import ChapterPage, held_up
from playwright.sync_api import Browser, Page, expect

from cnnviz.runs.tray import Tray
from cnnviz.ui import samples
from cnnviz.workshop import saving

QUICK = "stack=f-d10&digits=2000&epochs=1"
SEVEN = ((0.25, 0.2), (0.75, 0.2), (0.45, 0.85))


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[ChapterPage]:
    """The chapter with a network that is trained in a second or two, the picture revealed."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    chapter = ChapterPage(context.new_page())
    chapter.open(f"{server}/train?{QUICK}")
    chapter.reveal()
    chapter.page.locator("[data-testid=layer][data-kind=softmax]").wait_for()
    yield chapter
    assert chapter.complaints() == []
    context.close()


def train(page: Page) -> None:
    page.get_by_test_id("main").click()
    page.locator("[data-testid=run][data-phase=finished]").wait_for(timeout=120_000)


def draw(page: Page, points: Any) -> None:
    pad = page.get_by_test_id("pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    (x, y), *more = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in more:
        page.mouse.move(x, y, steps=6)
    page.mouse.up()


def labels(page: Page) -> list[str]:
    found: list[str] = page.get_by_test_id("tray-digit").evaluate_all("nodes => nodes.map((one) => one.dataset.label)")
    return found


def rows(page: Page) -> list[str]:
    found: list[str] = (
        page.get_by_test_id("tray-rows").locator(".tr-row").evaluate_all("nodes => nodes.map((one) => one.dataset.who)")
    )
    return found


def test_digits_are_drawn_kept_saved_added_learned_from_and_looked_at(chapter: ChapterPage, tmp_path: Path) -> None:
    page = chapter.page
    things, problem = page.get_by_test_id("tray-digit"), page.get_by_test_id("tray-problem")
    page.get_by_test_id("put-3").click()  # the digit on screen
    expect(things).to_have_count(1)
    page.get_by_test_id("put-4").click()
    expect(problem).to_contain_text("nothing on the surface")
    draw(page, SEVEN)
    page.get_by_test_id("pad").press("7")
    expect(things).to_have_count(2)
    expect(page.locator("[data-testid=tray-rows] [data-who=strip]")).to_be_visible()
    page.reload()
    chapter.reveal()
    expect(things).to_have_count(2)
    assert labels(page) == ["3", "7"]
    with page.expect_download() as saved:
        page.get_by_test_id("tray-save").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    tray = Tray.from_file(file.read_bytes())
    assert tray.digits.labels.tolist() == [3, 7]
    np.testing.assert_array_equal(tray.digits.images[0], np.rint(samples.ink(samples.FIRST) * 255))
    # The 7 stands in the middle, as the pictures of MNIST do.
    rows_of_ink = np.flatnonzero(tray.digits.images[1].max(axis=1))
    assert 18 <= np.ptp(rows_of_ink) + 1 <= 22

    things.nth(0).focus()
    page.keyboard.press("Delete")
    expect(things).to_have_count(1)
    page.get_by_test_id("tray-back").click()
    expect(things).to_have_count(2)
    page.get_by_test_id("tray-empty").click()
    expect(things).to_have_count(0)
    page.get_by_test_id("tray-load").set_input_files(file)
    expect(things).to_have_count(2)
    page.get_by_test_id("tray-load").set_input_files({"name": "x.json", "mimeType": "", "buffer": b"{}"})
    expect(problem).to_contain_text("The file is no tray of digits")
    assert labels(page) == ["3", "7"]

    page.get_by_test_id("tray-learn").check()
    page.wait_for_function("() => location.search.includes('learn=1')")
    train(page)
    tray = page.get_by_test_id("chart-read").locator(".tr-value.is-tray")
    expect(tray).to_have_text("yours (2), learned 100\u202f%")
    expect(page.locator("[data-testid=tray-rows] [data-who=run]")).to_be_visible()
    assert rows(page) == ["strip", "before", "run"]
    expect(page.get_by_test_id("tray")).to_contain_text("learned from all of them: this is no test")
    axe.load(page)
    assert axe.serious(page, "[data-testid=tray]") == []
    # Without them it would be another run.
    page.get_by_test_id("tray-learn").uncheck()
    expect(page.get_by_test_id("main")).to_have_text(re.compile("Start this one"))
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("tray-learn")).to_be_checked()
    expect(page.get_by_test_id("main")).to_have_text(re.compile("Start again"))
    before = page.locator(".ch-told").inner_text()
    things.nth(1).click()
    page.get_by_test_id("tray-look").click()
    expect(page.locator(".ch-told")).not_to_have_text(before)


def test_digits_drawn_and_put_there_faster_than_they_are_answered_are_all_on_the_tray(chapter: ChapterPage) -> None:
    page = chapter.page
    page.get_by_test_id("tray-clear").click()
    with held_up(page, "drawn"):
        for digit in (7, 1, 4):
            draw(page, SEVEN)
            page.get_by_test_id(f"put-{digit}").click()
        expect(page.get_by_test_id("tray-digit")).to_have_count(0)
    expect(page.get_by_test_id("tray-digit")).to_have_count(3)
    assert labels(page) == ["7", "1", "4"]


def test_a_link_that_learns_from_handwriting_says_where_there_is_none(chapter: ChapterPage, server: str) -> None:
    page = chapter.page
    lacks, status = page.get_by_test_id("tray-lacks"), page.get_by_test_id("status")
    expect(lacks).to_have_text("")
    chapter.open(f"{server}/train?{QUICK}&learn=1")
    chapter.reveal()
    expect(lacks).to_contain_text("no digit of yours is on the tray of this browser")
    expect(status).to_contain_text("no digit of yours is on the tray of this browser")
    expect(page.get_by_test_id("tray-learn")).to_be_checked()
    page.get_by_test_id("put-3").click()
    expect(lacks).to_have_text("")
    expect(status).not_to_contain_text("no digit of yours")
    page.get_by_test_id("reset").click()
    expect(page.get_by_test_id("tray-learn")).not_to_be_checked()


def test_a_network_is_saved_loaded_used_and_built_on(chapter: ChapterPage, tmp_path: Path) -> None:
    page = chapter.page
    expect(page.get_by_test_id("save-network")).to_be_disabled()
    train(page)
    with page.expect_download() as saved:
        page.get_by_test_id("save-network").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    network = saving.load(file.read_bytes())
    assert network.card["parameters"] == 7850
    expect(page.get_by_test_id("load-code")).to_contain_text(f'cnnviz.load_network("{file.name}")')

    choose, problem = page.get_by_test_id("load-network"), page.get_by_test_id("files-problem")
    choose.set_input_files({"name": "mine.pt", "mimeType": "", "buffer": b"\x80\x04 a pickle"})
    expect(problem).to_contain_text("no whole zip file of a network")
    choose.set_input_files({"name": "huge.zip", "mimeType": "", "buffer": bytes(3_000_000)})
    expect(problem).to_contain_text("huge.zip is larger than any network of this page")
    choose.set_input_files(file)
    expect(page.get_by_test_id("files-told")).to_contain_text("7,850 parameters. Measured anew")
    expect(problem).to_be_hidden()
    axe.load(page)
    assert axe.serious(page, "[data-testid=files]") == []
    page.get_by_test_id("reset").click()
    page.wait_for_function("() => !location.search.includes('stack')")
    page.get_by_test_id("build-loaded").click()
    page.wait_for_function("() => location.search.includes('stack=f-d10') && location.search.includes('digits=2000')")
    page.get_by_test_id("use-loaded").click()
    expect(page.locator(".ch-strip select").first).to_have_value(re.compile("^own-"))
