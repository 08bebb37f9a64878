"""The chapter `why_cnn`: its maps, layers and test sets, by mouse and by keyboard, kept in the address."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from chapter_page import visiting
from draw_page import DrawPage
from playwright.sync_api import Browser, Page
from torch.nn import functional as F

from cnnviz import digit_code, models, pipeline
from cnnviz.experiments import measured
from cnnviz.experiments.layer_costs import SIDES, fits
from cnnviz.experiments.parameter_growth import parameter_growth
from cnnviz.preprocessing import preprocess
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk

NETWORKS = ("dense", "textbook", "two-block")


# Measures, and stops when the first layer was measured: sooner than a test could look.
_STOP_AT_THE_FIRST = """() => new Promise((done) => {
    const button = document.querySelector('[data-testid=measure]');
    const part = button.closest('.wc-part');
    new MutationObserver((_, observer) => {
        if (part.dataset.measured === '0') return;
        observer.disconnect();
        button.click();
        done();
    }).observe(part, { attributes: true });
    button.click();
})"""


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[Any]:
    """`chapter("dx=2")` opens the chapter with that in its address, the picture revealed."""
    ready = ".wc-see[data-ready=true]"
    with visiting(browser, f"{server}/why_cnn", lambda page: page.locator(ready).wait_for()) as visit:
        yield visit


def picture() -> torch.Tensor:
    read = pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing(), "two-block")
    return torch.tensor(read.picture)[None, None]


def moved(down: int, right: int) -> torch.Tensor:
    return F.pad(picture(), (right, -right, down, -down))


def told(page: Page, name: str) -> tuple[str, float]:
    """What a network's card says: the digit that is read, and the share."""
    card = page.locator(".wc-card", has=page.locator(f"[data-model={name}]"))
    return card.get_attribute("data-digit") or "", float(card.get_attribute("data-share") or "nan")


def agrees(page: Page, seen: torch.Tensor) -> None:
    for name in NETWORKS:
        shares = models.load_model(name)(seen)[0]
        assert told(page, name)[0] == str(int(shares.argmax()))
        assert told(page, name)[1] == pytest.approx(shares.max().item(), abs=1e-5)


def test_the_digit_moves_through_three_maps_and_all_that_follows(chapter: Any) -> None:
    page = chapter().page
    where = page.get_by_test_id("where")
    agrees(page, moved(0, 5))
    surface = page.get_by_test_id("moved")
    surface.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        surface.press(key)
    assert where.inner_text() == "6 to the right, 2 up"
    agrees(page, moved(-2, 6))
    page.get_by_test_id("nudge-left").click()
    agrees(page, moved(-2, 5))
    # A place of a map is the move itself: the third row from the top, at the left edge.
    shown = page.get_by_test_id("shift-map").nth(1)
    box = shown.locator("canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.5 * box["width"] / 17, box["y"] + 2.5 * box["height"] / 17)
    assert where.inner_text() == "8 to the left, 6 up"
    agrees(page, moved(-6, -8))
    shown.press("ArrowDown")
    assert where.inner_text() == "8 to the left, 5 up"
    # Dragging takes the digit along.
    page.get_by_test_id("nudge-home").click()
    held = surface.locator("canvas").bounding_box()
    assert held
    page.mouse.move(held["x"] + 90, held["y"] + 90)
    page.mouse.down()
    page.mouse.move(held["x"] + 90 - 4 * held["width"] / 28, held["y"] + 90 + 3 * held["width"] / 28, steps=4)
    page.mouse.up()
    assert where.inner_text() == "4 to the left, 3 down"
    agrees(page, moved(3, -4))
    page.wait_for_function("() => /dx=-4/.test(location.search) && /dy=3/.test(location.search)")

    page.get_by_test_id("knob-centred").get_by_text("centred again").click()
    page.locator(".wc-see[data-ready=true]").wait_for()
    page.wait_for_timeout(100)
    agrees(page, preprocess(moved(3, -4)[0, 0].numpy()))
    page.get_by_test_id("undo").click()
    agrees(page, moved(3, -4))
    page.get_by_test_id("class").select_option("8")
    assert "8 gets" in page.locator(".wc-card").first.inner_text()
    page.get_by_test_id("knob-source").get_by_text("test digits").click()
    found = measured.shift_accuracy()
    for name in NETWORKS:
        assert told(page, name)[1] == pytest.approx(found.right["plain"][name][11, 4] / found.count, abs=1e-6)

    page.get_by_test_id("filter").select_option("3")
    part = page.locator(".wc-part[data-move='3 -4 3']")
    part.wait_for()
    assert float(part.get_attribute("data-difference") or "nan") <= 1e-5
    head = page.get_by_test_id("head")
    wanted = models.load_model("two-block")[:-1](moved(3, -4))[0]
    read = int(models.load_model("two-block")(picture())[0].argmax())
    assert float(head.get_attribute("data-logit") or "nan") == pytest.approx(wanted[read].item(), abs=1e-4)
    page.get_by_test_id("reset").click()
    assert where.inner_text() == "5 to the right"


def test_layers_are_counted_measured_in_the_background_and_stopped(chapter: Any) -> None:
    page = chapter("side=112").page
    cells = page.get_by_test_id("costs").locator("td[data-what=parameters]")
    growth = parameter_growth(8, sides=SIDES, channels=1)
    counted = [int(cell.get_attribute("data-value") or 0) for cell in cells.all()]
    assert counted == [growth.dense[4], growth.convolution[4]]
    slider = page.get_by_test_id("side")
    slider.focus()
    for _ in range(2):
        slider.press("ArrowLeft")
    page.get_by_test_id("knob-colour").get_by_text("red").click()
    coloured = parameter_growth(8, sides=SIDES, channels=3)
    assert int(cells.first.get_attribute("data-value") or 0) == coloured.dense[2]
    part = page.locator(".wc-part", has=page.get_by_test_id("measure"))
    button = page.get_by_test_id("measure")
    page.evaluate(_STOP_AT_THE_FIRST)
    page.locator(".wc-part[data-outcome=stopped]").wait_for()
    assert 0 < int(part.get_attribute("data-measured") or 0) < len(SIDES)
    assert "Stopped" in page.get_by_test_id("measured").inner_text()
    page.get_by_test_id("knob-colour").get_by_text("grey").click()
    page.get_by_test_id("knob-quantity").get_by_text("time").click()
    button.click()
    # The page answers before the layers are all measured.
    page.get_by_test_id("knob-centred").get_by_text("centred again").click()
    page.locator(".wc-see[data-ready=true]").wait_for()
    assert part.get_attribute("data-outcome") == "running"
    page.locator(".wc-part[data-outcome=done]").wait_for(timeout=60_000)
    fitting = sum(fits(kind, side, 1) for side in SIDES for kind in ("dense", "convolution"))
    assert part.get_attribute("data-measured") == str(fitting)
    assert part.locator(".wc-dot.is-measured").count() == fitting
    assert part.locator(".wc-dot").count() == 2 * len(SIDES)
    assert page.get_by_test_id("costs").locator("td.wc-measured").count() == 4


def test_a_cell_of_the_matrix_shows_its_digits_and_a_digit_opens_in_the_network(chapter: Any) -> None:
    page = chapter("dx=99&set=moved&network=textbook&label=4&read=9&colour=1").page
    alert = page.locator(".cnnviz [role=alert]")
    assert alert.count() == 1
    assert "the move to the right “99”. It is a whole number from -8 to 8" in alert.inner_text()
    page.locator(".wc-gallery[data-key*='\"label\":4,\"read\":9']").wait_for()
    of = measured.measured_set("moved")
    count = int(((of.labels == 4) & (of.read["textbook"] == 9)).sum())
    assert f"of {count}" in page.get_by_test_id("gallery-count").inner_text()
    matrix = page.get_by_test_id("matrix").first
    matrix.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        matrix.press(key)
    first = page.locator(".wc-gallery[data-key*='\"network\":\"dense\",\"label\":2,\"read\":3']")
    first.wait_for()
    wanted = measured.failures(of, "dense", 2, 3)
    codes = [one.get_attribute("data-code") for one in first.get_by_test_id("failure").all()]
    assert codes == [one.code for one in wanted]
    first.get_by_test_id("failure").first.click()
    page.locator("[data-testid=network][data-prediction]").wait_for()
    desk = DrawPage(page)
    desk.wait_for("n.dataset.model === 'dense' && n.dataset.prediction === '3'")
    page.get_by_text("read as it lies").wait_for()
    shares = models.load_model("dense")(torch.from_numpy(digit_code.decoded(wanted[0].code).copy())[None, None])[0]
    bar = page.locator("[data-testid=probability][data-digit='3']")
    assert float(bar.get_attribute("data-value") or "nan") == pytest.approx(shares[3].item(), abs=1e-3)
