"""The chapter `pooling`: by hand, with another window, and while the digit moves."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from chapter_page import ChapterPage
from playwright.sync_api import Browser, Locator, expect
from torch.nn import functional as F

from cnnviz import models, pipeline
from cnnviz.experiments.shift import TOLERANCE, at_the_same_place, moved_along, shift
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk

WINDOW = {"width": 1440, "height": 900}
LIVELY = "[data-testid=knob-map] [aria-checked=true]"


@pytest.fixture
def chapter_page(browser: Browser) -> Iterator[ChapterPage]:
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    page = ChapterPage(context.new_page())
    yield page
    assert page.complaints() == []
    context.close()


def came(page: ChapterPage, server: str, query: str = "") -> ChapterPage:
    page.open(f"{server}/pooling{query}")
    page.reveal()
    return page


def knob(page: ChapterPage, name: str, text: str) -> Locator:
    return page.page.get_by_test_id(f"knob-{name}").get_by_role("radio", name=text, exact=True)


def before() -> Any:
    read = pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing(), "two-block")
    return read, read.trace["relu1_2"], read.trace["pool1"]


def chosen_map(page: ChapterPage) -> int:
    name = page.page.locator(LIVELY).get_attribute("aria-label")
    assert name
    return int(name.split()[-1])


def plain(text: str) -> float:
    return float(text.replace("\N{MINUS SIGN}", "-"))


def patch_of(page: ChapterPage) -> list[float]:
    return [plain(text) for text in page.page.get_by_test_id("patch-cell").all_inner_texts()]


# The sixteen cells stand window by window in the document: four for each of the four windows.
def winners(numbers: list[float]) -> list[int]:
    return [4 * window + max(range(4), key=lambda place: numbers[4 * window + place]) for window in range(4)]


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_patch_is_pooled_by_hand_and_marked_at_once(chapter_page: ChapterPage, server: str, keyboard: bool) -> None:
    page = came(chapter_page, server)
    cells, told = page.page.get_by_test_id("patch-cell"), page.page.get_by_test_id("hand-told")
    numbers = patch_of(page)
    loser = min(range(4), key=lambda place: numbers[place])
    for place in (loser, *winners(numbers)):
        if keyboard:
            cells.nth(place).focus()
            page.page.keyboard.press("Enter")
        else:
            cells.nth(place).click()
        if place == loser:
            expect(told).to_contain_text("there is a larger one")
            assert page.page.get_by_test_id("taken").all_inner_texts() == ["?"] * 4
    taken = [plain(text) for text in page.page.get_by_test_id("taken").all_inner_texts()]
    assert taken == [numbers[place] for place in winners(numbers)]
    expect(told).to_contain_text("16 numbers became 4")
    page.page.get_by_test_id("undo").click()
    assert page.page.get_by_test_id("taken").all_inner_texts()[3] == "?"
    page.page.get_by_test_id("another-patch").click()
    assert page.page.get_by_test_id("taken").all_inner_texts() == ["?"] * 4
    assert patch_of(page) != numbers


def test_the_arrow_keys_go_from_number_to_number(chapter_page: ChapterPage, server: str) -> None:
    page = came(chapter_page, server)
    cells = page.page.get_by_test_id("patch-cell")
    cells.first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.page.keyboard.press(key)
    # Row 1, column 2: in the upper right window, its third number.
    expect(cells.nth(6)).to_be_focused()


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_window_and_stride_pool_as_pytorch_does_and_can_be_undone(
    chapter_page: ChapterPage, server: str, keyboard: bool
) -> None:
    page = came(chapter_page, server)
    own = page.page.locator(".pl-own")
    expect(own).to_have_attribute("data-size", "14x14")
    if keyboard:
        knob(page, "window", "2 × 2").focus()
        page.page.keyboard.press("ArrowRight")
    else:
        knob(page, "window", "3 × 3").click()
    expect(own).to_have_attribute("data-size", "9x9")
    knob(page, "stride", "1").click()
    expect(own).to_have_attribute("data-size", "26x26")
    page.page.get_by_test_id("pooled-largest").focus()
    page.page.keyboard.press("ArrowDown")
    row, column = map(int, re.findall(r"\d+", page.page.locator(".pl-reader .pl-caption").inner_text()))
    cells = torch.tensor(before()[1].values)[chosen_map(page)][None]
    for name, way in (("largest", F.max_pool2d), ("average", F.avg_pool2d)):
        shown = plain(page.page.get_by_test_id(f"value-{name}").inner_text())
        assert shown == pytest.approx(way(cells, 3, 1)[0, row, column].item(), abs=0.00501)
    for size in ("26x26", "26x26", "9x9"):  # the cell, the stride, the window
        expect(own).to_have_attribute("data-size", size)
        page.page.get_by_test_id("undo").click()
    expect(own).to_have_attribute("data-size", "14x14")


def test_what_remains_is_that_of_the_layers(chapter_page: ChapterPage, server: str) -> None:
    page = came(chapter_page, server)
    _, given, pooled = before()
    told = page.page.get_by_test_id("remains").inner_text()
    layer = dict(models.load_model("two-block").named_children())["conv2_1"]
    costs = [
        layer(torch.zeros(1, *shape)).numel() * layer.weight[0].numel() for shape in ((8, 28, 28), (8, 14, 14))
    ]
    assert f"{given.values.size:,} → {pooled.values.size:,}" in told
    assert f"{costs[0]:,} → {costs[1]:,}" in told
    knob(page, "stride", "1").click()
    assert "28 → 27" in page.page.get_by_test_id("remains").inner_text()


@pytest.mark.parametrize(("right", "down"), [("1", "0"), ("2", "\N{MINUS SIGN}2"), ("0", "0")])
def test_the_changed_cells_are_those_of_the_real_network(
    chapter_page: ChapterPage, server: str, right: str, down: str
) -> None:
    page = came(chapter_page, server)
    knob(page, "dx", right).click()
    knob(page, "dy", down).click()
    move = int(plain(down)), int(plain(right))
    read, given, pooled = before()
    found = shift(models.load_model("two-block"), read.picture, [(0, 0), move])
    channel = chosen_map(page)
    for compare in ("at the same place", "after moving it back"):
        knob(page, "compare", compare).click()
        for name, maps, stage in (("before", found.before, given), ("after", found.after, pooled)):
            one, other = maps[0][channel][None], maps[1][channel][None]
            change = (
                at_the_same_place(one, other)
                if compare == "at the same place"
                else moved_along(one, other, move, stage, read.picture.shape)
            )
            text = page.page.get_by_test_id(f"change-{name}").inner_text()
            assert text.startswith(f"{change.changed} of {change.compared} ")


def test_the_address_brings_the_state_back(chapter_page: ChapterPage, server: str) -> None:
    page = came(chapter_page, server)
    knob(page, "window", "3 × 3").click()
    knob(page, "stride", "2").click()
    knob(page, "dx", "2").click()
    knob(page, "compare", "after moving it back").click()
    page.page.get_by_test_id("another-patch").click()
    numbers = patch_of(page)
    page.page.wait_for_function("() => /patch=/.test(location.search) && /compare=back/.test(location.search)")
    other = came(page, page.page.url.split("/pooling")[0], "?" + page.page.url.split("?")[1])
    expect(other.page.locator(".pl-own")).to_have_attribute("data-size", "13x13")
    expect(knob(other, "dx", "2")).to_have_attribute("aria-checked", "true")
    expect(knob(other, "compare", "after moving it back")).to_have_attribute("aria-checked", "true")
    assert patch_of(other) == numbers
    other.page.get_by_test_id("reset").click()
    expect(other.page.locator(".pl-own")).to_have_attribute("data-size", "14x14")


@pytest.mark.parametrize(
    "query", ["window=5", "stride=0", "patch=here", "done=99", "dx=7", "compare=both", "map=-1", "cell=1"]
)
def test_a_broken_knob_in_the_address_gets_one_message(chapter_page: ChapterPage, server: str, query: str) -> None:
    page = came(chapter_page, server, f"?{query}")
    alert = page.page.locator(".cnnviz [role=alert]:visible")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("address")
    expect(alert).to_contain_text(query.split("=")[1])
    expect(page.page.locator(".pl-own")).to_have_attribute("data-size", "14x14")


def test_a_place_beyond_the_map_is_no_harm(chapter_page: ChapterPage, server: str) -> None:
    page = came(chapter_page, server, "?patch=90-90&cell=400-1&map=31")
    assert len(patch_of(page)) == 16
    expect(page.page.locator(".pl-own")).to_have_attribute("data-size", "14x14")


@pytest.mark.parametrize("query", ["", "?window=3&stride=2&dx=2&dy=-1&compare=back&model=textbook"])
def test_the_code_prints_what_is_on_screen(chapter_page: ChapterPage, server: str, query: str) -> None:
    page = came(chapter_page, server, query)
    code = page.code()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    patch, rest = done.stdout.split("]]])\n")
    numbers = patch_of(page)
    shown = [numbers[place] for place in winners(numbers)]
    found = [float(number) for number in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", patch)]
    assert found == pytest.approx(shown, abs=0.00501)
    shape, unpooled, pooled = rest.strip().split("\n")
    size = page.page.locator(".pl-own").get_attribute("data-size")
    assert size
    assert ", ".join(size.split("x")) in shape
    values = [plain(page.page.get_by_test_id(f"value-{name}").inner_text()) for name in ("largest", "average")]
    assert [float(number) for number in re.findall(r"tensor\((.+?)\)", shape)] == pytest.approx(values, abs=0.00501)
    for line, name in ((unpooled, "before"), (pooled, "after")):
        told = page.page.get_by_test_id(f"change-{name}").inner_text()
        assert re.findall(r"\d+", line) == re.findall(r"\d+", told)[:2]
    assert {float(number) for number in re.findall(r"> ([\d.e-]+)\)", code)} == {TOLERANCE}
    keras = page.page.get_by_test_id("code-keras").locator("code").inner_text()
    assert f"MaxPooling2D(pool_size={'3' if query else '2'}, strides=2)" in keras


def test_at_390_px_nothing_hangs_over_and_fingers_hit_the_buttons(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = came(ChapterPage(context.new_page()), server)
    assert page.page.evaluate("document.scrollingElement.scrollWidth") <= 390
    for name in ("patch-cell", "another-patch"):
        box = page.page.get_by_test_id(name).first.bounding_box()
        assert box
        assert box["height"] >= 40
    for button in page.page.locator(".pl-segment, .pl-thumb").all():
        box = button.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 40
        assert box["x"] + box["width"] <= 390
    page.page.get_by_test_id("patch-cell").nth(winners(patch_of(page))[0]).tap()
    expect(page.page.get_by_test_id("hand-told")).to_contain_text("largest")
    context.close()
