"""The chapter `relu`: its knobs by mouse and by keyboard, undone, kept in the address; broken ones are told of."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from chapter_page import visiting
from playwright.sync_api import Browser, Locator, Page

from cnnviz import models, pipeline
from cnnviz.experiments.without_relu import NETWORKS
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[Any]:
    """`chapter("bias=-0.2")` opens the chapter with that in its address, the picture revealed."""
    with visiting(browser, f"{server}/relu") as visit:
        yield visit


def before(model: str = "two-block", stage: str = "conv1_1", channel: int = 1) -> torch.Tensor:
    found = pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing(), model).trace
    return torch.tensor(found[stage].values[channel])


def passing(page: Page) -> Locator:
    return page.get_by_test_id("passing")


def shown(page: Page, name: str) -> float:
    return float(passing(page).get_attribute(f"data-{name}") or "nan")


def test_the_share_that_is_cut_follows_the_bias_by_mouse_and_keyboard(chapter: Any) -> None:
    page = chapter().page
    cells = before()
    slider = page.get_by_test_id("bias")
    box = slider.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
        bias = shown(page, "bias")
        assert bias > 0
        assert shown(page, "cut") == int((cells + bias < 0).sum())
    page.mouse.up()
    undo = page.get_by_test_id("undo")
    while undo.is_enabled():  # one turn, or several where the machine is so slow that they are told apart
        undo.click()
    assert shown(page, "bias") == 0
    slider.focus()
    slider.press("Home")
    assert shown(page, "bias") < 0
    assert shown(page, "cut") == cells.numel()
    page.wait_for_function("() => /bias=-/.test(location.search)")
    page.get_by_test_id("reset").click()
    assert shown(page, "bias") == 0
    page.wait_for_function("() => !/bias/.test(location.search)")


def test_a_cell_is_chosen_by_pointing_and_by_arrows_and_its_point_moves(chapter: Any) -> None:
    page = chapter("bias=0.1").page
    surface = page.get_by_test_id("before")
    box = surface.locator("canvas").bounding_box()
    point = page.locator(".cr-point")
    places = set()
    for row, column in ((5, 9), (20, 18)):
        page.mouse.click(box["x"] + (column + 0.5) * box["width"] / 28, box["y"] + (row + 0.5) * box["height"] / 28)
        wanted = torch.relu(before() + 0.1)[row, column].item()
        assert shown(page, "value") == pytest.approx(wanted, abs=1e-5)
        places.add(point.get_attribute("cx"))
    assert len(places) == 2
    page.mouse.move(0, 0)
    surface.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        surface.press(key)
    page.get_by_test_id("cell").filter(has_text="row 18, column 19").wait_for()
    assert shown(page, "value") == pytest.approx(torch.relu(before() + 0.1)[18, 19].item(), abs=1e-5)


def test_any_map_of_any_relu_is_chosen_by_its_thumbnail_and_the_address_brings_it_back(chapter: Any) -> None:
    visit = chapter()
    page = visit.page
    page.get_by_test_id("stage").nth(2).press("Enter")
    assert page.get_by_test_id("stage").nth(2).evaluate("(node) => node === document.activeElement")
    assert page.get_by_test_id("thumb").count() == 16
    page.get_by_test_id("thumb").nth(11).click()
    page.get_by_text("conv2_1, map 11", exact=True).wait_for()
    assert shown(page, "cut") == int((before(stage="conv2_1", channel=11) < 0).sum())
    page.wait_for_function("() => /relu=3/.test(location.search) && /map=11/.test(location.search)")
    other = chapter(page.url.partition("?")[2]).page
    other.get_by_text("relu2_1, map 11", exact=True).wait_for()


def test_relu_switched_off_cuts_nothing(chapter: Any) -> None:
    page = chapter("row=16&column=15").page
    assert shown(page, "cut") > 0
    page.get_by_test_id("on").press("Space")
    assert shown(page, "cut") == 0
    assert shown(page, "value") == pytest.approx(before()[16, 15].item(), abs=1e-5)
    page.get_by_test_id("undo").click()
    assert shown(page, "cut") > 0


def test_a_learned_filter_and_its_negative_keep_one_side_each(chapter: Any) -> None:
    page = chapter("row=12&column=16").page
    page.get_by_test_id("filter").select_option("4")
    kernel = models.load_model("two-block").conv1_1.weight[4:5]
    picture = torch.tensor(pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing()).picture)[None, None]
    answer = torch.nn.functional.conv2d(picture, kernel, padding=1)[0, 0, 12, 16].item()
    for name, sign in (("plus", 1), ("minus", -1)):
        values = page.get_by_test_id(name).locator(".cr-value").all_inner_texts()
        numbers = [float(value.replace("\N{MINUS SIGN}", "-")) for value in values]
        assert numbers == pytest.approx([sign * answer, max(0, sign * answer)], abs=1e-3)
    page.wait_for_function("() => /filter=4/.test(location.search)")


def test_two_layers_follow_what_is_typed_and_a_word_is_no_number(chapter: Any) -> None:
    page = chapter().page
    entry = page.get_by_test_id("x0")
    entry.fill("2.5")
    page.get_by_test_id("layers").filter(has_text="all three give (7.5,\N{NO-BREAK SPACE}13.5)").wait_for()
    entry.fill("two")
    alert = page.locator(".cnnviz [role=alert]:visible")
    alert.filter(has_text="no number").wait_for()
    assert alert.count() == 1
    entry.blur()
    assert alert.count() == 0
    assert entry.input_value() == "2.5"
    page.get_by_test_id("find").click()
    page.get_by_test_id("layers").filter(has_text="no other matrix").wait_for()
    page.get_by_test_id("undo").click()
    assert entry.input_value() == "2.5"
    for place in range(4):
        page.get_by_test_id(f"second{place}").fill("0")
    page.get_by_test_id("find").click()
    alert.filter(has_text="makes no difference").wait_for()


def test_three_networks_read_the_digit_and_ten_pictures_weigh_it(chapter: Any) -> None:
    page = chapter("sample=3").page
    drawing = Desk(base=Base(sample=3)).drawing()
    for name in NETWORKS:
        found = page.locator(f"[data-testid=reader][data-model={name}]").get_attribute("data-prediction")
        assert found == str(pipeline.read(drawing, name).digit)
    logits = pipeline.read(drawing, "textbook-linear").trace["dense"].values
    sums = [float(one.get_attribute("data-value") or "nan") for one in page.get_by_test_id("weighed").all()]
    assert sums == pytest.approx(logits.tolist(), abs=1e-4)
    page.get_by_test_id("times").press("Enter")
    assert page.get_by_test_id("times").get_attribute("aria-pressed") == "true"
    page.get_by_test_id("code").last.scroll_into_view_if_needed()
    page.locator(".js-plotly-plot").nth(1).wait_for()


@pytest.mark.parametrize("query", ["bias=much", "map=1.5", "relu=9", "filter=round", "first=1,2,3", "x=a,b"])
def test_a_broken_knob_in_the_address_gets_one_message(chapter: Any, query: str) -> None:
    page = chapter(query).page
    alert = page.locator(".cnnviz [role=alert]:visible")
    assert alert.count() == 1
    assert "The address asks for" in alert.inner_text()
    assert shown(page, "bias") == 0


def test_a_network_without_maps_before_relu_gives_way_to_the_usual_one(chapter: Any) -> None:
    page = chapter("model=dense").page
    page.locator(".cnnviz [role=alert]", has_text="dense has no convolution").wait_for()
    assert page.locator(".ch-strip option").all_inner_texts() == ["two-block", "textbook"]


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_wider_than_the_page(chapter: Any, width: int) -> None:
    page = chapter("model=textbook", width).page
    page.get_by_test_id("weighed").first.wait_for()
    over = page.evaluate(
        "() => [...document.querySelectorAll('.cnnviz-chapter-root *')].filter((node) =>"
        " node.getBoundingClientRect().width && node.getBoundingClientRect().right > innerWidth + 1"
        " && !node.closest('.ch-codebox, .ch-figure')).map((node) => node.className.baseVal ?? node.className)"
    )
    assert over == []
