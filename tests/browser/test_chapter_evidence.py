"""The chapter `evidence` in a browser: the maps, their checks, what a filter looks for, a digit that nobody drew."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from chapter_page import visiting
from playwright.sync_api import Browser, Page

from cnnviz import models, patches, pipeline
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.experiments.imagined import STEPS
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[Any]:
    """`chapter("method=occlusion")` opens the chapter with that in its address, the picture revealed."""
    with visiting(browser, f"{server}/evidence") as visit:
        yield visit


def number(page: Page, testid: str, name: str) -> float:
    return float(page.get_by_test_id(testid).get_attribute(f"data-{name}") or "nan")


def wait_for_map(page: Page, method: str, total: float) -> None:
    """Wait until the map on screen is this method's, and adds up to the total."""
    page.wait_for_function(
        "([method, total]) => { const map = document.querySelector('[data-testid=own-map]');"
        " return document.querySelector('[data-testid=evidence]').dataset.method === method"
        " && map.dataset.state === 'shown' && Math.abs(map.dataset.sum - total) < 2e-3; }",
        arg=[method, total],
    )


def picture_of(sample: int) -> np.ndarray:
    return pipeline.read(Desk(base=Base(sample=sample)).drawing()).picture


def expected(method: Method, sample: int, claim: Claim, **more: Any) -> float:
    found = evidence(method, models.load_model("two-block"), picture_of(sample), claim, **more)
    return float(found.areas.sum(dtype=np.float64))


def test_five_ways_of_asking_with_their_checks_by_mouse_and_keyboard(chapter: Any) -> None:
    page = chapter().page
    first = samples.FIRST
    digit = pipeline.read(Desk(base=Base(sample=first)).drawing()).digit
    # Contributions: with the bias they are the logit.
    model = models.load_model("two-block")
    logits = model[:-1](torch.tensor(picture_of(first))[None, None])[0].tolist()
    wait_for_map(page, "contributions", expected(Method.CONTRIBUTIONS, first, Claim(digit)))
    assert number(page, "evidence", "number") == pytest.approx(logits[digit], abs=1e-4)
    page.get_by_test_id("verdict").locator("p").nth(4).wait_for()
    # Occlusion by mouse; its square by keyboard; a place by pointing and by arrows.
    page.get_by_test_id("method").get_by_text("Occlusion").click()
    wait_for_map(page, "occlusion", expected(Method.OCCLUSION, first, Claim(digit)))
    page.get_by_test_id("side").locator("[aria-checked=true]").press("ArrowLeft")
    wait_for_map(page, "occlusion", expected(Method.OCCLUSION, first, Claim(digit), side=3))
    wanted = evidence(Method.OCCLUSION, model, picture_of(first), Claim(digit), side=3).areas
    surface = page.get_by_test_id("own-map").get_by_test_id("over-digit")
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    page.mouse.click(box["x"] + 14.5 * box["width"] / 28, box["y"] + 10.5 * box["height"] / 28)
    assert number(page, "pointed", "value") == pytest.approx(wanted[10, 14], abs=1e-4)
    surface.press("ArrowDown")
    assert number(page, "pointed", "value") == pytest.approx(wanted[11, 14], abs=1e-4)
    # The others, with the arrow keys; two classes compared; Grad-CAM of another layer.
    page.get_by_test_id("method").locator("[aria-checked=true]").press("ArrowRight")
    wait_for_map(page, "saliency", expected(Method.SALIENCY, first, Claim(digit)))
    page.get_by_test_id("method").locator("[aria-checked=true]").press("ArrowRight")
    wait_for_map(page, "integrated", expected(Method.INTEGRATED, first, Claim(digit)))
    page.get_by_test_id("against").get_by_text("8").click()
    wait_for_map(page, "integrated", expected(Method.INTEGRATED, first, Claim(digit, 8)))
    assert number(page, "evidence", "number") == pytest.approx(logits[digit] - logits[8], abs=1e-4)
    # Beside it the two maps whose difference it is; erasing by it is followed as the one class against the other.
    alone = [number(page, testid, "sum") for testid in ("for-map", "con-map")]
    wanted_alone = [expected(Method.INTEGRATED, first, Claim(one)) for one in (digit, 8)]
    assert alone == pytest.approx(wanted_alone, abs=2e-3)
    verdict = page.get_by_test_id("verdict")
    verdict.get_by_text(f"share of {digit} between {digit} and 8").wait_for()
    page.get_by_test_id("method").locator("[aria-checked=true]").press("ArrowRight")
    wait_for_map(page, "grad-cam", expected(Method.GRAD_CAM, first, Claim(digit, 8)))
    page.get_by_test_id("layer").select_option("pool1")
    wait_for_map(page, "grad-cam", expected(Method.GRAD_CAM, first, Claim(digit, 8), layer="pool1"))
    # Other random weights make another map beside it.
    before = page.get_by_test_id("untrained-map").get_attribute("data-sum")
    page.get_by_test_id("another").click()
    page.wait_for_function(
        "(before) => ![before, ''].includes(document.querySelector('[data-testid=untrained-map]').dataset.sum)",
        arg=before,
    )
    page.wait_for_function(
        "() => ['method=grad-cam', 'layer=pool1', 'against=8', 'seed=2'].every((one) => location.search.includes(one))"
    )
    # Undone step by step, and all at once.
    page.get_by_test_id("undo").click()
    page.get_by_test_id("undo").click()
    wait_for_map(page, "grad-cam", expected(Method.GRAD_CAM, first, Claim(digit, 8)))
    page.get_by_test_id("reset").click()
    wait_for_map(page, "contributions", expected(Method.CONTRIBUTIONS, first, Claim(digit)))
    # Another digit: another map.
    page.get_by_test_id("method").get_by_text("Saliency").click()
    page.get_by_test_id("samples").locator("summary").click()
    page.get_by_test_id("sample").nth(10).click()
    other = pipeline.read(Desk(base=Base(sample=10)).drawing()).digit
    wait_for_map(page, "saliency", expected(Method.SALIENCY, 10, Claim(other)))


def test_what_a_filter_looks_for_and_a_digit_that_nobody_drew(chapter: Any) -> None:
    page = chapter("stage=relu2_1&map=8&method=occlusion&side=7&against=2").page
    wait_for_map(page, "occlusion", expected(Method.OCCLUSION, samples.FIRST, Claim(3, 2), side=7))
    filters = page.get_by_test_id("filters")
    kept = patches.load("two-block")["relu2_1"]
    page.get_by_test_id("training").nth(patches.KEPT - 1).wait_for()
    assert number(page, "filters", "best") == pytest.approx(kept.values[8, 0], abs=1e-4)
    own = pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing()).trace["relu2_1"].values[8].max()
    assert number(page, "filters", "own") == pytest.approx(own, abs=1e-4)
    page.get_by_test_id("make-patch").click()
    filters.get_by_text(f"step {STEPS} of {STEPS}").wait_for()
    assert number(page, "filters", "made") > kept.values[8, 0]
    assert "goes" in page.get_by_test_id("compared").inner_text()
    page.get_by_test_id("thumb").nth(2).click()
    page.wait_for_function("() => document.querySelector('[data-testid=filters]').dataset.made === ''")
    page.wait_for_function(
        "(best) => Math.abs(document.querySelector('[data-testid=filters]').dataset.best - best) < 1e-4",
        arg=float(kept.values[2, 0]),
    )
    # A digit forms as soon as one comes near; another one on demand.
    imagining = page.get_by_test_id("imagining")
    imagining.scroll_into_view_if_needed()
    imagining.get_by_text(f"step {STEPS} of {STEPS}").wait_for()
    imagining.get_by_test_id("imagined-class").get_by_text("7").click()
    page.get_by_test_id("imagine").click()
    page.wait_for_function(
        "(steps) => { const { step, digit } = document.querySelector('[data-testid=imagining]').dataset;"
        " return step === String(steps) && digit === '7'; }",
        arg=STEPS,
    )
    assert re.search(r"read as 7 with .*%", page.get_by_test_id("imagined-told").inner_text())
    page.get_by_test_id("read-imagined").click()
    page.locator(".ch-strip").get_by_text("read as 7").wait_for()


def test_a_network_without_maps_and_a_phone(chapter: Any) -> None:
    page = chapter("model=dense&method=grad-cam&side=2", 390).page
    alert = page.locator(".cnnviz [role=alert]:visible")
    assert alert.count() == 1
    assert "the side of the square “2”" in alert.inner_text()
    page.get_by_text("dense has no feature maps").wait_for()
    page.wait_for_function("() => document.querySelector('[data-testid=evidence]').dataset.method === 'contributions'")
    page.get_by_test_id("filters").get_by_text("For dense no patches are kept").wait_for()
    over = page.evaluate(
        "() => [...document.querySelectorAll('.cnnviz-chapter-root *')].filter((node) =>"
        " node.getBoundingClientRect().width && node.getBoundingClientRect().right > innerWidth + 1"
        " && !node.closest('.ch-codebox, .ch-figure')).map((node) => node.className.baseVal ?? node.className)"
    )
    assert over == []
    small = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=see] :is(button, select)')]"
        ".filter((node) => node.offsetHeight && node.offsetHeight < 40).map((node) => node.textContent)"
    )
    assert small == []
