"""The chapter `train`: layers stacked by mouse and keyboard, a run watched, left, found again, and used."""

import re
from collections.abc import Iterator
from typing import Any

import axe
import numpy as np
import pytest
import torch
from chapter_page import held_up, visiting
from playwright.sync_api import Browser, Locator, Page, expect

from cnnviz import mnist
from cnnviz.questions import asking
from cnnviz.stacks.building import build
from cnnviz.stacks.presets import PRESETS
from cnnviz.ui import samples

QUICK = "stack=c4-r-m2-f-d10&digits=2000&epochs=1"
LONG = "stack=c4-r-m2-f-d10&epochs=50"


@pytest.fixture
def chapter(browser: Browser, server: str) -> Iterator[Any]:
    """`chapter("epochs=1")` opens the chapter with that in its address, the picture revealed."""
    described = "[data-testid=layer][data-kind=softmax], .is-wrong"
    with visiting(browser, f"{server}/train", lambda page: page.locator(described).first.wait_for()) as visit:
        yield visit


def layers(page: Page) -> list[str]:
    found: list[str] = page.get_by_test_id("layer").evaluate_all("nodes => nodes.map((node) => node.dataset.name)")
    return found


def shares(page: Page) -> list[float]:
    bars = page.get_by_test_id("own").get_by_test_id("probability")
    return [float(value) for value in bars.evaluate_all("nodes => nodes.map((node) => node.dataset.value)")]


def run(page: Page, phase: str) -> Locator:
    found = page.locator(f"[data-testid=run][data-phase={phase}]")
    found.wait_for(timeout=120_000)
    return found


def test_it_opens_alive_with_the_untrained_textbook_network_on_the_learners_digit(chapter: Any) -> None:
    page = chapter().page
    assert layers(page) == ["conv1", "relu1", "pool1", "flatten", "dense", "softmax"]
    assert "54,410 parameters" in page.get_by_test_id("totals").inner_text()
    picture = torch.tensor(samples.ink(samples.FIRST))[None, None]
    with torch.no_grad():
        wanted = build(PRESETS["textbook"], 1).eval()(picture)[0].numpy()
    np.testing.assert_allclose(shares(page), wanted, atol=1e-6)
    expect(page.get_by_test_id("main")).to_be_enabled()
    for testid in ("main", "stack", "settings", "chart-loss", "chart-read", "own", "chosen"):
        box = page.get_by_test_id(testid).bounding_box()
        assert box["y"] + box["height"] <= 900, f"{testid} ends at {box['y'] + box['height']:.0f}"


def test_layers_are_added_turned_moved_and_taken_out_and_it_can_be_undone(chapter: Any) -> None:
    visit = chapter()
    page = visit.page
    page.get_by_test_id("layer").nth(1).locator("button").first.click()
    page.get_by_test_id("add-convolution").click()
    page.locator("[data-testid=layer][data-name=conv1_2]").wait_for()
    assert layers(page)[:3] == ["conv1_1", "relu1_1", "conv1_2"]
    page.get_by_test_id("set-kernel").press("ArrowUp")
    expect(page.get_by_test_id("set-kernel")).to_have_value("4")
    assert page.evaluate("document.activeElement.dataset.key") == "set-kernel"  # one can go on turning
    page.wait_for_function("() => location.search.includes('c32-r-c8k4-m2-f-d10')")
    page.locator("[data-testid=layer][data-name=conv1_2] .tr-pick").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.locator("[data-testid=layer][data-name=relu1_2]").wait_for()
    assert layers(page)[:3] == ["conv1_1", "conv1_2", "relu1_2"]
    page.keyboard.press("Delete")
    page.locator("[data-testid=layer][data-name=conv1_2]").wait_for(state="detached")
    page.wait_for_function("() => !location.search.includes('stack')")  # as at the beginning
    for _ in range(2):
        page.get_by_test_id("undo").click()
    page.wait_for_function("() => location.search.includes('c32-r-c8k4-m2-f-d10')")
    page.reload()
    visit.reveal()
    page.locator("[data-testid=layer][data-name=conv1_2]").wait_for()
    page.get_by_test_id("reset").click()
    page.locator("[data-testid=layer][data-name=conv1_2]").wait_for(state="detached")
    page.get_by_test_id("set-maps").fill("900")
    page.get_by_test_id("set-maps").press("Enter")
    expect(page.locator(".cnnviz [role=alert]").first).to_contain_text("maps goes from 1 to 64")
    expect(page.get_by_test_id("set-maps")).to_have_value("32")


def test_what_is_being_typed_stays_while_another_number_is_turned(chapter: Any) -> None:
    page = chapter().page
    maps = page.get_by_test_id("set-maps")
    maps.press("End")
    maps.press_sequentially("1")  # 321, on the way to nothing yet
    before = page.get_by_test_id("totals").inner_text()
    kernel = page.locator("[data-key='set-kernel more']")
    kernel.evaluate("(button) => button.click()")  # without the focus, which would end the typing
    expect(page.get_by_test_id("set-kernel")).to_have_value("4")
    expect(page.get_by_test_id("totals")).not_to_have_text(before)
    expect(maps).to_have_value("321")
    expect(maps).to_be_focused()


def test_a_seed_that_is_being_typed_stays_while_a_run_is_watched(chapter: Any) -> None:
    page = chapter(LONG).page
    page.get_by_test_id("main").click()
    run(page, "running")
    seed = page.get_by_test_id("seed")
    seed.fill("12")
    page.wait_for_function(
        "(before) => Number(document.querySelector('[data-testid=run]').dataset.step) > before",
        arg=int(page.get_by_test_id("run").get_attribute("data-step") or "nan"),
    )
    expect(seed).to_have_value("12")
    seed.press("Enter")
    expect(page.get_by_test_id("status")).to_contain_text("other layers, settings")
    expect(seed).to_have_value("12")
    page.get_by_test_id("stop").click()


def test_what_is_added_is_what_is_looked_at_and_costs_what_it_costs(chapter: Any) -> None:
    page = chapter("stack=c4-r-m2-f-d10").page
    costs = page.get_by_test_id("costs")
    expect(costs).to_have_text("Gives out 4×26×26 · learns 40 numbers · 24,336 multiplications · each sees 3×3 px")
    page.locator("[data-testid=layer][data-name=pool1] .tr-pick").click()
    page.get_by_test_id("add-convolution").click()
    expect(page.get_by_test_id("chosen")).to_have_attribute("data-layer", "conv2")
    expect(costs).to_have_text("Gives out 8×11×11 · learns 296 numbers · 34,848 multiplications · each sees 8×8 px")
    axe.load(page)
    assert axe.serious(page, "[data-testid=stack]") == []


def held(page: Page, place: int) -> tuple[float, float]:
    """The middle of a layer's handle, in the window."""
    handle = page.get_by_test_id("handle").nth(place)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_layer_is_dragged_to_another_place_let_go_by_escape_and_put_back(chapter: Any) -> None:
    page = chapter("stack=c4-r-m2-f-d10").page
    whole, drop = layers(page), page.get_by_test_id("drop")
    x, y = held(page, 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 45, steps=4)
    expect(drop).to_be_visible()
    expect(drop).to_have_attribute("data-place", "1")
    page.keyboard.press("Escape")
    expect(drop).to_be_hidden()
    page.mouse.up()
    assert layers(page) == whole
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 45, steps=4)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('stack=c4-m2-r-f-d10')")
    assert layers(page)[:3] == ["conv1", "pool1", "relu1"]
    page.get_by_test_id("undo").click()
    page.locator("[data-testid=layer]:nth-of-type(4)[data-name=pool1]").wait_for()
    assert layers(page) == whole
    # Where it cannot stand it says so as everywhere.
    (x, y), (_, below) = held(page, 2), held(page, 4)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, below + 20, steps=4)
    page.mouse.up()
    expect(page.locator("[data-testid=layer].is-wrong [data-testid=problem]")).to_contain_text("pool1 does not fit")
    # A click on the handle chooses the layer.
    page.mouse.click(*held(page, 1))
    expect(page.locator("[data-testid=layer].is-chosen")).to_have_attribute("data-kind", "relu")


def test_a_finger_drags_a_layer_and_the_page_stays(chapter: Any) -> None:
    page = chapter("stack=c4-r-m2-f-d10", width=390, height=844, has_touch=True, is_mobile=True).page
    x, y = held(page, 1)
    finger = page.context.new_cdp_session(page)
    top = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    before = page.evaluate(top)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for way in range(1, 9):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y + 5 * way}]})
    expect(page.get_by_test_id("drop")).to_have_attribute("data-place", "2")
    assert page.evaluate(top) == before
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => location.search.includes('stack=c4-m2-r-f-d10')")


def test_a_stack_that_cannot_be_says_where_why_and_what_would_fit(chapter: Any) -> None:
    page = chapter("stack=c32-r-m8-m8-f-d10").page
    problem = page.locator("[data-testid=layer].is-wrong [data-testid=problem]")
    expect(problem).to_contain_text("larger than the map of 3×3")
    expect(page.get_by_test_id("main")).to_be_disabled()
    page.locator("[data-testid=layer].is-wrong .tr-pick").click()
    page.get_by_test_id("set-size").fill("3")
    page.get_by_test_id("set-size").press("Enter")
    expect(page.get_by_test_id("problem")).to_be_hidden()
    expect(page.get_by_test_id("main")).to_be_enabled()


@pytest.mark.parametrize("query", ["stack=c32-x", "learning_rate=fast", "epochs=2.5", "optimizer=lion"])
def test_a_broken_address_gets_one_message_and_the_usual_network(chapter: Any, query: str) -> None:
    page = chapter(query).page
    expect(page.locator(".cnnviz [role=alert]").first).to_contain_text("The address asks for")
    assert len(layers(page)) == 6


def test_the_code_stands_beside_in_both_languages_and_is_saved(chapter: Any) -> None:
    page = chapter("stack=c4-r-m2-f-d10").page
    page.get_by_test_id("tab-keras").click()
    expect(page.get_by_test_id("stack-code")).to_contain_text('layers.Conv2D(4, 3, name="conv1")')
    page.get_by_test_id("tab-keras").press("ArrowLeft")
    expect(page.get_by_test_id("stack-code")).to_contain_text('("conv1", nn.Conv2d(1, 4, 3)),')
    with page.expect_download() as saved:
        page.get_by_test_id("save-code").click()
    assert "nn.Conv2d(1, 4, 3)" in saved.value.path().read_text()


def test_a_run_is_watched_found_again_after_a_reload_asked_about_and_used(chapter: Any) -> None:
    visit = chapter(QUICK)
    page = visit.page
    before = shares(page)
    page.get_by_test_id("main").click()
    run(page, "running")
    page.reload()
    page.get_by_test_id("run").wait_for()
    run(page, "finished")
    expect(page.get_by_test_id("status")).to_contain_text(re.compile("it reads .* of the 10,000 test digits rightly"))
    after = shares(page)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) > 0.1
    loss = page.get_by_test_id("chart-loss").locator(".tr-value").first
    assert 0 < float(loss.get_attribute("data-value") or "nan") < np.log(10)
    asked = page.locator(".ch-check").get_by_test_id("question")
    asked.first.wait_for()
    assert set(asked.evaluate_all("nodes => nodes.map((node) => node.dataset.kind)")) <= set(asking.kinds("train"))
    page.get_by_test_id("use").click()
    expect(page.locator(".ch-strip select").first).to_have_value(re.compile("^own-"))
    expect(page.locator(".ch-strip select option:checked").first).to_have_text(re.compile("my network"))


def test_a_run_is_stepped_paused_resumed_and_stopped(chapter: Any) -> None:
    page = chapter(LONG).page
    page.get_by_test_id("step").click()
    run(page, "paused")
    page.locator("[data-testid=run][data-step='1']").wait_for()
    page.get_by_test_id("step").click()
    page.locator("[data-testid=run][data-step='2']").wait_for()
    page.get_by_test_id("main").click()  # resume
    run(page, "running")
    page.get_by_test_id("main").click()
    run(page, "paused")
    # Another stack may be built meanwhile; the run stays what it is.
    page.get_by_test_id("add-tanh").click()
    expect(page.get_by_test_id("status")).to_contain_text("other layers, settings")
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("back")).to_be_hidden()
    page.get_by_test_id("stop").click()
    run(page, "finished")


def test_buttons_pressed_before_they_were_answered_all_count(chapter: Any) -> None:
    page = chapter(LONG).page
    with held_up(page, "start") as came:
        for _ in range(3):
            page.get_by_test_id("step").click()
        page.wait_for_timeout(100)
        assert len(came) == 1  # one run, however often it is pressed
    page.locator("[data-testid=run][data-step='3']").wait_for()
    with held_up(page, "command"):
        for _ in range(4):
            page.get_by_test_id("step").click()
    page.locator("[data-testid=run][data-step='7']").wait_for()
    page.get_by_test_id("stop").click()
    run(page, "finished")
    expect(page.get_by_test_id("status")).to_contain_text("Stopped at batch 7 of")
    expect(page.get_by_test_id("main")).to_have_text(re.compile("Resume"))


def test_steps_that_go_too_far_are_named_with_the_learning_rate(chapter: Any) -> None:
    page = chapter("stack=c4-r-m2-f-d10&learning_rate=10&optimizer=adam&falling=0&digits=2000&epochs=1").page
    page.get_by_test_id("main").click()
    run(page, "finished")
    expect(page.get_by_test_id("status")).to_contain_text("at a learning rate of 10 the steps go too far")


def test_a_run_that_was_at_work_and_is_gone_with_the_server_is_told_of(chapter: Any) -> None:
    visit = chapter(LONG)
    page = visit.page
    for is_open in (False, True):
        kept = {"run": "gone", "open": is_open}
        page.evaluate("kept => localStorage.setItem('cnnviz.train', JSON.stringify(kept))", kept)
        page.reload()
        page.get_by_test_id("status").wait_for()
        page.wait_for_function("() => JSON.parse(localStorage.getItem('cnnviz.train')).run === null")
        said = page.get_by_test_id("status").inner_text()
        assert ("This training is not here any more" in said) == is_open
    page.get_by_test_id("step").click()
    run(page, "paused")
    expect(page.get_by_test_id("status")).not_to_contain_text("not here any more")
    page.get_by_test_id("stop").click()
    run(page, "finished")


def test_what_the_digit_is_meant_to_be_is_chosen_and_goes_with_another_digit(chapter: Any) -> None:
    page = chapter(LONG).page
    label = int(mnist.load("test").labels[samples.SAMPLES[samples.FIRST]])
    chosen = page.locator("[data-testid=own] [aria-pressed=true]")
    expect(chosen).to_have_attribute("data-digit", str(label))
    page.locator("[data-testid=own] [data-digit='8']").click()
    expect(chosen).to_have_attribute("data-digit", "8")
    page.wait_for_function("() => location.search.includes('label=8')")
    page.get_by_test_id("samples").locator("summary").click()
    page.get_by_test_id("sample").nth(2).click()
    expect(chosen).to_have_attribute("data-digit", str(samples.labels()[2]))


def test_on_a_phone_all_of_it_is_as_wide_as_the_screen(chapter: Any) -> None:
    page = chapter(QUICK, width=390).page
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert wide <= 0
    small = page.locator(".tr-change button, .tr-change select, .tr-see button").evaluate_all(
        "nodes => nodes.filter((node) => { const box = node.getBoundingClientRect();"
        " return box.width && box.height && Math.min(box.width, box.height) < 39.5; }).map((node) => node.outerHTML)"
    )
    assert small == []
