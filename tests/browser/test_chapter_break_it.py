"""The chapter `break_it`: digits and networks broken by mouse, keyboard and touch, and what is shown is PyTorch's."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from chapter_page import ChapterPage
from playwright.sync_api import Browser, Locator, Page

from cnnviz import models
from cnnviz.experiments.input_changes import Change, changed
from cnnviz.experiments.variants import Variant, built
from cnnviz.ui import samples

THREE = samples.ink(samples.FIRST)
EIGHT = samples.ink(16)
INPUT, NETWORK = "input-half", "network-half"


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[Any]:
    """`chapter("turn=30")` opens the chapter with that in its address, the picture revealed."""
    contexts, pages = [], []

    def visit(query: str = "", touch: bool = False) -> Page:
        size = {"width": 390, "height": 844} if touch else {"width": 1440, "height": 900}
        contexts.append(browser.new_context(viewport=size, has_touch=touch))  # type: ignore[arg-type]
        page = ChapterPage(contexts[-1].new_page())
        pages.append(page)
        page.open(f"{server}/break_it?{query}")
        page.reveal()
        settled(page.page)
        return page.page

    yield visit
    for page in pages:
        assert page.complaints() == []
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Wait until what was asked is shown, in both halves."""
    for half in (INPUT, NETWORK):
        page.locator(f"[data-testid={half}][data-state=shown]").wait_for()


def shares(model: str | torch.nn.Module, picture: np.ndarray) -> list[float]:
    network = models.load_model(model) if isinstance(model, str) else model
    found: list[float] = network(torch.tensor(picture)[None, None])[0].tolist()
    return found


def numbers(shown: Locator) -> list[float]:
    return [float(number) for number in (shown.get_attribute("data-shares") or "").split()]


def reads(page: Page, change: Change, drawn: np.ndarray = THREE, second: str = "dense") -> None:
    """Both networks' shares on the page are PyTorch's for the changed digit."""
    settled(page)
    picture = changed(drawn, [change])[0]
    for place, model in enumerate(("two-block", second)):
        reader = page.get_by_test_id("reader").nth(place)
        assert reader.get_attribute("data-model") == model
        assert numbers(reader) == pytest.approx(shares(model, picture), abs=1e-4)


def answers(page: Page, *steps: str) -> None:
    """The changed network's shares on the page are those of a network built so."""
    settled(page)
    wanted = shares(built(Variant("two-block", steps)), THREE)
    assert numbers(page.get_by_test_id("answers")) == pytest.approx(wanted, abs=1e-4)


def middle(box: Any, row: float, column: float) -> tuple[float, float]:
    return box["x"] + (column + 0.5) * box["width"] / 28, box["y"] + (row + 0.5) * box["height"] / 28


def test_the_digit_is_turned_moved_rubbed_out_and_put_back(chapter: Any) -> None:
    page: Page = chapter()
    slider = page.get_by_test_id("slider")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    reads(page, Change(turn=3))
    plot = page.get_by_test_id("curves")
    box = plot.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 60, box["y"] + 100)
    settled(page)
    turned = int(page.get_by_test_id("amount").inner_text().removesuffix("°"))
    assert turned > 100
    reads(page, Change(turn=turned))
    told = page.get_by_test_id("breaks")
    marks = page.get_by_test_id("break").evaluate_all("all => all.map((one) => one.dataset.value)")
    assert marks
    assert all(f"{mark}°".replace("-", "\N{MINUS SIGN}") in told.inner_text() for mark in marks)
    page.get_by_test_id("undo-input").click()
    reads(page, Change(turn=3))
    # A breaking point is chosen as it is told, finer than the slider's steps.
    mark = page.locator("[data-testid=break][data-network='1']").last
    broken = float(mark.get_attribute("data-value") or "nan")
    assert broken % 1
    point = mark.bounding_box()
    assert point
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    reads(page, Change(turn=broken))
    assert page.get_by_test_id("reader").nth(1).get_attribute("data-held") == "false"
    page.get_by_test_id("undo-input").click()
    reads(page, Change(turn=3))
    page.get_by_test_id("film").nth(0).press("Enter")
    reads(page, Change(turn=-180))
    page.get_by_test_id("as-drawn").click()
    reads(page, Change())
    # Dragged, and by the keys.
    page.locator("[data-along=right]").click()
    surface = page.get_by_test_id("surface")
    grip = surface.bounding_box()
    page.mouse.move(*middle(grip, 10, 10))
    page.mouse.down()
    page.mouse.move(*middle(grip, 12, 14), steps=4)
    page.mouse.up()
    reads(page, Change(right=4, down=2))
    surface.press("ArrowUp")
    reads(page, Change(right=4, down=1))
    page.get_by_test_id("reset").click()
    # Rubbed out: a stroke, then a cell by the keys; a stroke is undone as one.
    page.locator("[data-along=erase]").click()
    page.get_by_test_id("rubber").nth(0).click()
    settled(page)
    before = int(surface.get_attribute("data-ink") or 0)
    page.mouse.move(*middle(grip, 8, 4))
    page.mouse.down()
    page.mouse.move(*middle(grip, 8, 24), steps=5)
    page.mouse.up()
    row = tuple(cell for cell in range(8 * 28 + 4, 8 * 28 + 25) if THREE.ravel()[cell] > 0)
    assert len(row) > 3
    reads(page, Change(erased=row))
    assert int(surface.get_attribute("data-ink") or 0) == before - len(row)
    assert f"{len(row)} of {before}" in page.get_by_test_id("gone").inner_text()
    for _ in range(30):
        surface.press("ArrowUp")
    surface.press("Space")  # no ink there
    reads(page, Change(erased=row))
    page.get_by_test_id("undo-input").click()
    reads(page, Change())
    # Another network beside it; all of it stands in the address.
    page.get_by_test_id("second").select_option("textbook")
    page.locator("[data-along=noise]").click()
    slider.fill("0.5")
    page.get_by_test_id("other-noise").click()
    reads(page, Change(noise=0.5, seed=2), second="textbook")
    page.wait_for_function("() => /noise=0.5/.test(location.search) && /seed=2/.test(location.search)")
    page.reload()
    page.get_by_test_id("skip").click()
    reads(page, Change(noise=0.5, seed=2), second="textbook")


def test_an_eight_becomes_a_three_by_a_finger_and_by_the_greedy_player(chapter: Any) -> None:
    page: Page = chapter("along=game", touch=True)
    surface = page.get_by_test_id("surface")
    surface.scroll_into_view_if_needed()
    reads(page, Change(), EIGHT)
    grip = surface.bounding_box()
    scrolled = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop")
    client = page.context.new_cdp_session(page)
    for kind, row, column in (("touchStart", 4, 12), ("touchMove", 14, 12), ("touchMove", 22, 12), ("touchEnd", 0, 0)):
        x, y = middle(grip, row, column)
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    inked = np.flatnonzero(EIGHT[4:23, 12] > 0) + 4
    rubbed = tuple(int(row) * 28 + 12 for row in inked)
    assert rubbed
    reads(page, Change(erased=rubbed), EIGHT)
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop") == scrolled
    page.get_by_test_id("game-again").click()
    page.get_by_test_id("greedy").click()
    page.get_by_test_id("greedy-told").filter(has_text="The greedy player").wait_for()
    page.locator(".bi-game[data-won=true]").wait_for()
    settled(page)
    erased = int(page.get_by_test_id("rubbed").inner_text().split()[0])
    assert 1 <= erased <= 12
    assert page.get_by_test_id("reader").nth(0).get_attribute("data-prediction") == "3"
    assert page.get_by_test_id("best").inner_text() == ""  # that was no feat of the visitor's
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert wide <= 0


def test_the_network_is_broken_map_by_map_and_made_whole(chapter: Any) -> None:
    page: Page = chapter()
    loss = page.get_by_test_id("loss")
    assert loss.count() == 8
    whole = shares("two-block", THREE)
    for place in range(8):
        without = shares(built(Variant("two-block", (f"off conv1_1 {place}",))), THREE)
        told = float(loss.nth(place).get_attribute("data-change") or "nan")
        assert told == pytest.approx(without[3] - whole[3], abs=1e-5)
    loss.nth(5).click()
    answers(page, "off conv1_1 5")
    network = page.locator(".bi-network")
    network.locator(".nv-map[data-stage=conv2_1][data-channel='4']").click()
    page.get_by_test_id("looked-at").filter(has_text="conv2_1, map 4").wait_for()
    settled(page)
    assert loss.count() == 16
    page.get_by_test_id("off").press("Enter")
    answers(page, "off conv1_1 5", "off conv2_1 4")
    page.get_by_test_id("step").nth(0).click()
    answers(page, "off conv2_1 4")
    page.get_by_test_id("undo").click()
    answers(page, "off conv1_1 5", "off conv2_1 4")
    page.get_by_test_id("whole").click()
    answers(page)
    # A kernel by the keyboard, and one that is put in.
    page.locator("[data-testid=layer][data-stage=conv1_1]").click()
    settled(page)
    weight = page.get_by_test_id("tools").get_by_test_id("weight").nth(4)
    weight.fill("-2.5")
    weight.press("Enter")
    kernel = models.load_model("two-block").conv1_1.weight[4, 0].ravel().tolist()
    kernel[4] = -2.5
    edited = ",".join(map(str, kernel))
    answers(page, f"kernel conv1_1 4 0 {edited}")
    weight.fill("many")
    weight.press("Enter")
    page.locator(".cnnviz [role=alert]").filter(has_text="“many” is no weight").wait_for()
    page.get_by_test_id("preset").select_option("vertical")
    answers(page, "kernel conv1_1 4 0 -1,0,1,-1,0,1,-1,0,1")
    page.get_by_test_id("learned").click()
    page.get_by_test_id("swap").select_option("2")
    page.get_by_test_id("zero-bias").click()
    page.get_by_test_id("random").click()
    answers(page, "swap conv1_1 4 2", "bias conv1_1 4", "random conv1_1 1")
    page.get_by_test_id("whole").click()
    page.get_by_test_id("try-relu").click()
    page.locator("[data-testid=layer][data-stage=pool2]").click()
    page.get_by_test_id("special").click()
    relus = [f"linear relu{block}_{layer}" for block in (1, 2) for layer in (1, 2)]
    answers(page, *relus, "average pool2")
    named = page.locator(".bi-network").get_attribute("data-prediction")
    assert named == page.get_by_test_id("answers").get_attribute("data-prediction")
    # Measured in the background; cancelled, and once more to the end.
    measure = page.get_by_test_id("measure")
    measure.click()
    measure.filter(has_text="Cancel").click()
    assert page.get_by_test_id("measured").inner_text() == ""
    measure.click()
    done = page.locator(".bi-measuring[data-whole]")
    done.wait_for()
    found = {name: int(done.get_attribute(f"data-{name}") or 0) for name in ("whole", "changed")}
    assert found["whole"] > 950 > found["changed"]
    assert f"{found['changed']} of 1,000" in page.get_by_test_id("measured").inner_text()
    page.get_by_test_id("whole").click()
    assert page.locator(".bi-measuring[data-whole]").count() == 0  # that was another network
    assert shares("two-block", THREE) == whole


def test_a_broken_knob_gets_one_message_and_steps_that_do_not_fit_are_left_out(chapter: Any) -> None:
    page: Page = chapter("turn=4000&steps=off conv1_1 5;off conv9 1;average pool2&stage=3")
    alert = page.locator(".cnnviz [role=alert]")
    assert alert.count() == 1
    assert "It goes from -180 to 170" in alert.inner_text()
    reads(page, Change())
    answers(page, "off conv1_1 5", "average pool2")
    assert "1 of the changes" in page.get_by_test_id("steps").inner_text()
    page.locator(".ch-strip select").select_option("textbook")
    page.locator(".bi-network[data-model=textbook]").wait_for()
    settled(page)
    wanted = shares("textbook", THREE)
    assert numbers(page.get_by_test_id("answers")) == pytest.approx(wanted, abs=1e-4)
    assert "3 of the changes" in page.get_by_test_id("steps").inner_text()


_OVERLAPS = """(selector) => {
    const boxes = [...document.querySelectorAll(selector)].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return boxes.flatMap(([one, a], at) =>
        boxes.slice(at + 1).filter(([, b]) => meet(a, b)).map(([other]) => [one, other]));
}"""


@pytest.mark.parametrize("width", [1440, 1024])
def test_no_label_lies_on_another_and_no_number_of_the_answer_is_cut(chapter: Any, width: int) -> None:
    page = chapter()
    page.set_viewport_size({"width": width, "height": 768})
    for second in ("dense", "textbook"):
        page.get_by_test_id("second").select_option(second)
        settled(page)
        assert page.locator(".bi-mark").count() >= 3
        meeting = page.evaluate(_OVERLAPS, ".bi-mark, .bi-break")
        assert [pair for pair in meeting if any(pair)] == []  # circles, which have no text, may meet
    lowest = page.evaluate(
        """() => [...document.querySelectorAll('.nv-row')].map((row) => {
            const [text, own] = [row.querySelector('.nv-p'), row].map((one) => one.getBoundingClientRect());
            return own.bottom - text.bottom;
        })"""
    )
    assert len(lowest) == 10
    assert min(lowest) >= -0.5
