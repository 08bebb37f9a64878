"""Every chapter, driven through predict, see, change, check and next, with the mouse and with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import axe
import pytest
from chapter_page import ChapterPage
from conftest import Visit
from draw_page import SEVEN
from playwright.sync_api import Browser, Page, expect

from cnnviz import pipeline, texts
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk

WINDOW = {"width": 1440, "height": 900}


@pytest.fixture
def chapter_page(browser: Browser) -> Iterator[ChapterPage]:
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    page = ChapterPage(context.new_page())
    yield page
    assert page.complaints() == []
    context.close()


def situation(seed: int = 1, sample: int = samples.FIRST) -> Situation:
    desk = Desk(base=Base(sample=sample))
    return Situation(pipeline.read(desk.drawing(), desk.model, desk.steps), seed)


def title_of(chapter: str) -> str:
    title: str = texts.chapter(chapter)["title"]
    return title


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_a_chapter_is_gone_through_from_prediction_to_the_next_one(
    chapter_page: ChapterPage, server: str, chapter: str, keyboard: bool
) -> None:
    page = chapter_page
    page.open(f"{server}/{chapter}")
    assert not page.see.is_visible()
    page.answer(page.prediction, asking.predict(chapter, situation()).wire(), right=False, keyboard=keyboard)
    page.see.wait_for()
    page.change.wait_for()
    asked = [one.wire() for one in asking.ask(chapter, situation())]
    if asked:
        page.questions.first.wait_for()
        for question in asked:
            page.answer(page.asked(question["kind"]), question, keyboard=keyboard)
        total = len(asking.kinds(chapter))
        page.page.get_by_test_id("progress").filter(has_text=f"{total} of {total}").wait_for()
        page.page.get_by_test_id("stTopNavLink").filter(has_text="✓").wait_for()
    else:  # train: about a run, which is not there yet; see test_chapter_train.py
        page.page.locator(".ch-check", has_text="Train a network to its end").wait_for()
    place = asking.CHAPTERS.index(chapter)
    there = asking.CHAPTERS[place + 1] if place + 1 < len(asking.CHAPTERS) else None
    if there and keyboard:
        page.page.keyboard.press("n")
    elif there:
        page.page.get_by_test_id("next").click()
    if there:
        page.wait_for_title(title_of(there))


@pytest.mark.parametrize("chapter", [chapter for chapter in asking.CHAPTERS if chapter != "train"])
def test_new_questions_come_on_demand_and_a_wrong_answer_is_told_why(
    chapter_page: ChapterPage, server: str, chapter: str
) -> None:
    page = chapter_page
    page.open(f"{server}/{chapter}")
    page.reveal()
    page.page.get_by_test_id("again").click()
    asked: list[dict[str, Any]] = [question.wire() for question in asking.ask(chapter, situation(seed=2))]
    page.page.locator(".ch-check[data-round='2']").wait_for()
    for question in asked:
        page.answer(page.asked(question["kind"]), question, right=False)
        assert page.asked(question["kind"]).locator(".ch-verdict").inner_text()


def test_the_digit_goes_along_and_another_one_is_chosen(chapter_page: ChapterPage, server: str) -> None:
    page = chapter_page
    page.open(f"{server}/relu?sample=3&model=textbook")
    strip = page.page.locator(".ch-strip")
    told = pipeline.read(Desk(base=Base(sample=3)).drawing(), "textbook")
    strip.get_by_text(f"read as {told.digit}").wait_for()
    page.page.get_by_test_id("samples").locator("summary").click()
    page.page.get_by_test_id("sample").nth(10).click()
    other = pipeline.read(Desk(base=Base(sample=10)).drawing(), "textbook")
    strip.get_by_text(f"read as {other.digit}").wait_for()
    page.page.wait_for_function("() => /sample=10/.test(location.search) && /model=textbook/.test(location.search)")
    page.page.reload()
    strip.get_by_text(f"read as {other.digit}").wait_for()


@pytest.mark.parametrize("query", ["digit=nonsense", "sample=99", "model=lenet"])
def test_a_broken_address_gets_one_message_and_the_page_works(
    chapter_page: ChapterPage, server: str, query: str
) -> None:
    page = chapter_page
    page.open(f"{server}/relu?{query}")
    alert = page.page.locator(".cnnviz [role=alert]")
    assert alert.count() == 1
    assert "address" in alert.inner_text()
    page.reveal()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("chapter", asking.CHAPTERS)
def test_nothing_serious_is_found_about_a_chapters_accessibility(
    browser: Browser, server: str, chapter: str, scheme: Any
) -> None:
    context = browser.new_context(viewport=WINDOW, color_scheme=scheme)  # type: ignore[arg-type]
    page = ChapterPage(context.new_page())
    page.open(f"{server}/{chapter}")
    axe.load(page.page)
    assert axe.serious(page.page, ".cnnviz") == []
    page.reveal()
    page.page.locator(".ch-questions > *").first.wait_for()
    page.page.get_by_test_id("code").last.locator("summary").click()
    assert axe.serious(page.page, ".cnnviz") == []
    page.page.set_viewport_size({"width": 390, "height": 844})
    wide = page.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert wide <= 0, f"On a phone the page is {wide} px too wide"
    context.close()


def test_what_is_drawn_is_read_in_a_chapter_and_there_is_a_way_back(visit: Visit) -> None:
    desk = visit()
    desk.expected.append("404")
    desk.press("Clear")
    desk.draw(SEVEN)
    reading = desk.wait_until_read()
    page = ChapterPage(desk.page)
    desk.page.get_by_test_id("next").click()
    first = next(iter(asking.CHAPTERS))
    page.wait_for_title(title_of(first))
    desk.page.locator(".ch-strip").get_by_text(f"read as {reading.digit}").wait_for()
    desk.page.wait_for_function("() => location.search.includes('digit=')")
    address = desk.page.url
    desk.page.get_by_test_id("draw").click()
    back = desk.page.get_by_test_id("next").filter(has_text="Back to")
    back.wait_for()
    desk.wait_for("Number(n.dataset.revision) > 0")
    assert desk.prediction == str(reading.digit)
    back.click()
    page.wait_for_title(title_of(first))
    # Another visitor who gets the link sees the same digit, in the chapter and on the desk.
    other = visit(address.replace(f"/{first}", "/"))
    other.expected.append("404")
    assert other.prediction == str(reading.digit)
    other.choose_sample(4)
    other.page.wait_for_function("() => !location.search.includes('digit=')")


@pytest.mark.parametrize("way", ["mouse", "keyboard", "back"])
def test_what_was_turned_last_is_there_again_though_the_page_was_left_at_once(
    chapter_page: ChapterPage, server: str, way: str
) -> None:
    page = chapter_page
    links = page.page.get_by_test_id("stTopNavLink")
    to_relu, to_pooling = (links.filter(has_text=title_of(chapter)) for chapter in ("relu", "pooling"))
    page.open(f"{server}/pooling")
    to_relu.click()
    page.wait_for_title(title_of("relu"))
    page.reveal()
    slider = page.page.get_by_test_id("bias")
    before = slider.input_value()
    if way == "keyboard":
        to_pooling.focus()  # and there it stays: nothing but the key tells that the page is left
    slider.evaluate("(node) => { node.value = node.min; node.dispatchEvent(new Event('input', { bubbles: true })); }")
    turned = slider.input_value()
    assert turned != before
    if way == "keyboard":
        to_pooling.press("Enter")
    elif way == "mouse":
        to_pooling.click()
    else:
        page.page.go_back()
    page.wait_for_title(title_of("pooling"))
    to_relu.click()
    page.wait_for_title(title_of("relu"))
    expect(slider).to_have_value(turned)


def choose_quickly(page: Page, sample: int, model: str) -> None:
    """A sample, and before anything has answered, a network."""
    page.evaluate(
        """([sample, model]) => {
            document.querySelectorAll('.ch-menu .cnnviz-sample')[sample].click();
            const select = document.querySelector('.ch-strip select');
            select.value = model;
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        [sample, model],
    )


@pytest.mark.parametrize("answering", [True, False], ids=["at once", "by the script alone"])
def test_a_digit_and_a_network_that_are_chosen_quickly_are_shown_and_go_along(
    chapter_page: ChapterPage, server: str, answering: bool
) -> None:
    page = chapter_page
    page.open(f"{server}/classify")
    page.reveal()
    page.questions.first.wait_for()
    if not answering:
        page.expected.append("ERR_FAILED")
        page.page.route("**/cnnviz/chapter/**", lambda route: route.abort())
    read = pipeline.read(Desk(base=Base(sample=4)).drawing(), "textbook")
    told = page.page.locator(".ch-told").filter(has_text=f"read as {read.digit},")
    choose_quickly(page.page, 4, "textbook")
    told.wait_for()
    page.page.wait_for_function("() => location.search.includes('sample=4') && location.search.includes('textbook')")
    # The questions are of this digit and this network: others would mark these answers as wrong.
    page.page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
    for question in asking.ask("classify", Situation(read, 1)):
        page.answer(page.asked(question.kind), question.wire())
    page.page.get_by_test_id("next").click()
    page.wait_for_title(title_of("whole_network"))
    told.wait_for()
    assert page.page.locator(".ch-strip select").input_value() == "textbook"


def test_a_digit_is_shown_while_the_script_has_not_been_told(chapter_page: ChapterPage, server: str) -> None:
    page = chapter_page
    # What the page tells its session is held back: what is shown comes without it.
    page.page.add_init_script(
        """const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) { if (!window.holding) send.call(this, data); };"""
    )
    page.open(f"{server}/relu")
    page.reveal()
    page.questions.first.wait_for()
    page.page.evaluate("() => { window.holding = true; }")
    read = situation(sample=4).reading
    page.page.evaluate("() => document.querySelectorAll('.ch-menu .cnnviz-sample')[4].click()")
    page.page.locator(".ch-told").filter(has_text=f"read as {read.digit},").wait_for()
    page.page.get_by_test_id("again").click()
    page.page.locator(".ch-check[data-round='2']").wait_for()


@pytest.mark.parametrize("answering", [True, False], ids=["at once", "by the script alone"])
def test_new_questions_stay_when_the_script_has_run_and_are_in_the_address(
    chapter_page: ChapterPage, server: str, answering: bool
) -> None:
    page = chapter_page
    page.open(f"{server}/relu")
    page.reveal()
    page.questions.first.wait_for()
    if not answering:
        page.expected.append("ERR_FAILED")
        page.page.route("**/cnnviz/chapter/**", lambda route: route.abort())
    for seed in (2, 3):
        with page.script_ran():
            page.page.get_by_test_id("again").click()
            page.page.locator(f".ch-check[data-round='{seed}']").wait_for()
        shown = [each.get_attribute("data-kind") for each in page.questions.all()]
        assert shown == [one.kind for one in asking.ask("relu", situation(seed))]
    page.page.wait_for_function("() => location.search.includes('round=3')")
    page.page.reload()
    page.reveal()
    page.page.locator(".ch-check[data-round='3']").wait_for()
