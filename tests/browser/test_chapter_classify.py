"""The chapter `classify` in a browser: flatten, weigh and add, turn logits, read scribbles."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from chapter_page import ChapterPage
from playwright.sync_api import Browser, Locator

from cnnviz import models, pipeline
from cnnviz.experiments.scribbles import scribbles
from cnnviz.ui.desk import Base, Desk

WINDOW = {"width": 1440, "height": 900}
SAMPLE = 6


class ClassifyPage(ChapterPage):
    """The chapter, with its picture revealed."""

    def visit(self, server: str, query: str = "") -> None:
        self.open(f"{server}/classify{query}")
        self.reveal()

    def logit(self, digit: int) -> Locator:
        return self.page.locator(f"[data-testid=logit][data-digit='{digit}']")

    def numbers(self, what: str = "share") -> list[float]:
        """The ten shares, or the ten logits, as they are shown."""
        found: list[str] = self.page.locator(".cl-dial[data-digit]").evaluate_all(
            "(nodes, what) => nodes.map((node) => node.dataset[what])", what
        )
        return [float(text) for text in found]

    def check(self, logits: Any, moves: dict[int, float], temperature: float = 1.0) -> None:
        """The ten shares are those that torch makes of the moved logits."""
        wanted = torch.tensor(np.array(logits), dtype=torch.float64)
        for digit, move in moves.items():
            wanted[digit] += move
        np.testing.assert_allclose(self.numbers(), torch.softmax(wanted / temperature, dim=0), atol=1e-5)

    def address_holds(self, text: str) -> None:
        self.page.wait_for_function("(text) => decodeURIComponent(location.search).includes(text)", arg=text)


@pytest.fixture
def classify(browser: Browser) -> Iterator[ClassifyPage]:
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    page = ClassifyPage(context.new_page())
    yield page
    assert page.complaints() == []
    context.close()


def read(model: str = "two-block", sample: int = SAMPLE) -> pipeline.Reading:
    return pipeline.read(Desk(base=Base(sample=sample)).drawing(), model)


def logits(model: str = "two-block", sample: int = SAMPLE) -> np.ndarray:
    return read(model, sample).trace["dense"].values


def test_a_logit_is_dragged_and_all_ten_shares_follow_at_once(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server)
    page.check(logits(), {})
    slider = page.logit(5)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    page.page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 0.95 * box["width"], box["y"] + box["height"] / 2, steps=5)
    move = round(page.numbers("logit")[5] - float(logits()[5]), 1)
    assert move > 3
    page.check(logits(), {5: move})
    page.page.mouse.up()
    assert page.numbers()[5] > 0.5
    page.page.get_by_test_id("told").get_by_text(f"5 rose by {move:.1f}").wait_for()
    page.address_holds(f"moves=5:{move:g}")
    # The true share stays marked: the tick is where the network put it.
    tick = page.page.locator(".cl-dial[data-digit='3'] .cl-sharebar .cl-was")
    left = float(tick.evaluate("(node) => parseFloat(node.style.left)"))
    assert left == pytest.approx(100 * read().probabilities[3], abs=1e-3)
    # Dragging is one turn.
    page.page.get_by_test_id("undo").click()
    page.check(logits(), {})
    assert page.page.get_by_test_id("undo").is_disabled()


def test_logits_and_temperature_are_turned_by_keys_alone(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server)
    page.logit(8).focus()
    for key in ("PageUp", "PageUp", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowLeft"):
        page.logit(8).press(key)
    page.check(logits(), {8: 2.2})
    temperature = page.page.get_by_test_id("temperature")
    temperature.focus()
    for _ in range(20):
        temperature.press("ArrowRight")
    page.check(logits(), {8: 2.2}, 10)
    assert sum(page.numbers()) == pytest.approx(1, abs=1e-9)
    assert page.page.get_by_test_id("total").inner_text().startswith("100")
    page.logit(8).press("Delete")
    page.check(logits(), {}, 10)
    page.page.get_by_test_id("reset").click()
    page.check(logits(), {})
    assert page.page.get_by_test_id("reset").is_disabled()


def test_a_scribble_is_read_and_its_shares_add_up_to_one(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server, "?model=textbook")
    for each in scribbles("textbook"):
        page.page.locator(f"[data-testid=source][data-name={each.name}]").click()
        page.check(each.logits, {})
        np.testing.assert_allclose(page.numbers(), each.probabilities, atol=1e-5)
        assert sum(page.numbers()) == pytest.approx(1, abs=1e-9)
        told = page.page.get_by_test_id("told").inner_text()
        assert "no certainty" in told
        assert f"“{each.probabilities.argmax()} with" in told
    page.page.locator("[data-testid=source][data-name=none]").click()
    page.check(logits("textbook"), {})


@pytest.mark.parametrize("model", models.NAMES)
def test_a_class_is_explained_and_compared_with_another(classify: ClassifyPage, server: str, model: str) -> None:
    page = classify
    page.visit(server, f"?model={model}")
    weigh = page.page.get_by_test_id("weigh")
    values = logits(model)
    assert int(weigh.get_attribute("data-class") or -1) == values.argmax()
    assert float(weigh.get_attribute("data-logit") or 0) == pytest.approx(values.max(), abs=1e-4)
    page.page.get_by_test_id("class").get_by_role("radio").nth(8).click()
    assert float(weigh.get_attribute("data-logit") or 0) == pytest.approx(values[8], abs=1e-4)
    against = page.page.get_by_test_id("against").get_by_role("radio")
    assert against.nth(9).is_disabled()  # 8 itself, after "no other class"
    against.nth(0).focus()
    against.nth(0).press("ArrowRight")
    assert weigh.get_attribute("data-against") == "0"
    assert float(weigh.get_attribute("data-logit") or 0) == pytest.approx(values[8] - values[0], abs=1e-4)
    ratio = re.search(r"([\d.,]+) times", page.page.get_by_test_id("odds").inner_text())
    assert ratio
    assert float(ratio[1].replace(",", "")) == pytest.approx(np.exp(abs(values[8] - values[0])), rel=1e-2)
    page.address_holds("class=8&against=0")
    sums = [
        float(text.replace("\N{MINUS SIGN}", "-").replace("= ", ""))
        for text in page.page.locator(".cl-sumvalue").all_inner_texts()
    ]
    assert sum(sums[:3]) == pytest.approx(sums[3], abs=1e-9)


def test_pointing_at_the_digit_tells_what_its_maps_add_there(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server)
    found = read().trace
    weight = found["dense"].weight
    assert weight is not None
    areas = (found["pool2"].values * weight[3].reshape(found["pool2"].shape)).sum(axis=0)
    over = page.page.get_by_test_id("over-digit")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    page.page.mouse.move(box["x"] + 13.5 / 28 * box["width"], box["y"] + 9.5 / 28 * box["height"])
    told = page.page.get_by_test_id("pointed")
    told.get_by_text("rows 8\N{EN DASH}11, columns 12\N{EN DASH}15").wait_for()

    def sum_told() -> float:
        return float(told.inner_text().rsplit(" ", 1)[1].replace("\N{MINUS SIGN}", "-"))

    assert sum_told() == pytest.approx(areas[2, 3], abs=1e-3)
    over.focus()
    over.press("ArrowDown")
    over.press("ArrowLeft")
    told.get_by_text("rows 12\N{EN DASH}15, columns 8\N{EN DASH}11").wait_for()
    assert sum_told() == pytest.approx(areas[3, 2], abs=1e-3)


@pytest.mark.parametrize(("model", "source"), [("two-block", "pool2"), ("dense", "input")])
def test_flattening_plays_and_is_pointed_at_from_either_side(
    classify: ClassifyPage, server: str, model: str, source: str
) -> None:
    page = classify
    page.visit(server, f"?model={model}")
    detail = page.page.get_by_test_id("detail")
    maps, strip = (detail.get_by_role("slider", name=name) for name in (f"{source}, its cells", "flatten, its entries"))
    values = read(model).trace[source].values
    strip.focus()
    strip.press("Home")
    for _ in range(3):
        strip.press("ArrowRight")
    assert detail.get_attribute("data-column") == "3"
    assert float(detail.get_attribute("data-value") or "nan") == pytest.approx(values[0, 0, 3])
    maps.focus()
    maps.press("ArrowDown")
    index = 3 + values.shape[2]
    assert detail.get_attribute("data-column") == str(index)
    assert float(detail.get_attribute("data-value") or "nan") == pytest.approx(values.ravel()[index])
    detail.get_by_test_id("play").click()
    page.page.wait_for_function("() => Number(document.querySelector('[data-testid=detail]').dataset.column) > 3")
    detail.get_by_test_id("play").click()
    stopped = int(detail.get_attribute("data-column") or -1)
    assert float(detail.get_attribute("data-value") or "nan") == pytest.approx(values.ravel()[stopped])
    # Nothing lies behind a chapter's picture.
    maps.press("Escape")
    assert detail.is_visible()


def test_the_address_restores_the_state(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server, "?sample=4&class=2&against=7&temperature=2&moves=7:3.5,1:-2&scribble=cross")
    known = {each.name: each.logits for each in scribbles("two-block")}
    page.check(known["cross"], {7: 3.5, 1: -2.0}, 2)
    weigh = page.page.get_by_test_id("weigh")
    values = logits(sample=4)
    assert float(weigh.get_attribute("data-logit") or 0) == pytest.approx(values[2] - values[7], abs=1e-4)


@pytest.mark.parametrize("query", ["moves=5=9", "temperature=0", "class=ten", "against=3.5", "scribble=cat"])
def test_a_broken_knob_gets_one_clear_message_and_the_page_works(
    classify: ClassifyPage, server: str, query: str
) -> None:
    page = classify
    page.visit(server, f"?{query}")
    alert = page.page.locator(".cnnviz [role=alert]:visible")
    assert alert.count() == 1
    assert "The address asks for" in alert.inner_text()
    page.check(logits(), {})


def test_a_finger_turns_a_logit(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = ClassifyPage(context.new_page())
    page.visit(server)
    slider = page.logit(4)
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    assert box["height"] >= 40
    page.page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    assert page.numbers("logit")[4] > float(logits()[4]) + 3
    for target in page.page.locator(".cl-pick, .cl-source").all():
        found = target.bounding_box()
        assert found
        assert min(found["width"], found["height"]) >= 40
    width = page.page.evaluate("() => document.querySelector('.cnnviz-chapter-root').scrollWidth")
    assert width <= 390
    assert page.complaints() == []
    context.close()


def test_the_chart_of_temperatures_stands_below(classify: ClassifyPage, server: str) -> None:
    page = classify
    page.visit(server)
    page.page.get_by_test_id("code").last.scroll_into_view_if_needed()
    page.page.locator(".st-key-cnnviz-charts .js-plotly-plot").wait_for()
