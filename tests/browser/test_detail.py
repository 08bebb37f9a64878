"""Opening a cell and going back, while the network stays in sight and the pen goes on drawing."""

import pytest
from conftest import Visit
from detail_page import Cell, DetailPage, close_to, recorded
from draw_page import SEVEN, ZERO
from playwright.sync_api import expect
from test_touch import PHONE


def test_a_click_on_a_map_opens_the_cell_under_the_mouse(detail: DetailPage) -> None:
    box = detail.map("conv2_1", 3).bounding_box()
    assert box
    # The map is 14 cells wide: the middle of row 2, column 11.
    place = {"x": box["width"] * 11.5 / 14, "y": box["height"] * 2.5 / 14}
    detail.map("conv2_1", 3).click(position=place)
    detail.wait_for_cell(Cell("conv2_1", 3, 2, 11))
    assert "conv2_1, map 3" in detail.root.inner_text()
    assert "row 2, column 11, counted from 0" in detail.root.inner_text()
    assert detail.root.get_by_test_id("recorded").get_attribute("data-agrees") == "true"


def test_enter_opens_the_map_that_has_the_keyboards_focus(detail: DetailPage) -> None:
    detail.map("pool1", 5).focus()
    detail.press("Enter")
    detail.wait_for("d.dataset.stage === 'pool1' && d.dataset.channel === '5'")
    # The focus goes on to the map of the detail: arrows move there, Escape closes.
    assert detail.output().evaluate("(one) => one === document.activeElement")
    cell = detail.cell
    assert cell
    detail.press("ArrowDown")
    detail.wait_for_cell(cell._replace(row=cell.row + 1))
    detail.press("Escape")
    detail.wait_until_closed()
    assert detail.map("pool1", 5).evaluate("(one) => one === document.activeElement")


def test_a_finger_opens_a_map_drags_over_it_and_goes_back(visit: Visit) -> None:
    detail = DetailPage(visit(**PHONE))
    map_ = detail.map("relu1_2", 2)
    map_.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    before = map_.bounding_box()
    map_.tap()
    detail.wait_for("d.dataset.stage === 'relu1_2' && d.dataset.channel === '2'")
    detail.wait_until_still()
    # Far up in the page the network is low now, the detail below it: both are in sight.
    for part in (detail.draw.network, detail.root.locator("header")):
        expect(part).to_be_in_viewport(ratio=1)
    canvas = detail.output().locator("canvas")
    canvas.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    box = canvas.bounding_box()
    assert box
    cell = box["width"] / 28
    line = detail.page.context.new_cdp_session(detail.page)

    def touch(kind: str, *at: tuple[int, int]) -> None:
        points = [{"x": box["x"] + cell * (column + 0.5), "y": box["y"] + cell * (row + 0.5)} for row, column in at]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (3, 4))
    detail.wait_for_cell(Cell("relu1_2", 2, 3, 4))
    touch("touchMove", (20, 25))
    detail.wait_for_cell(Cell("relu1_2", 2, 20, 25))
    for _ in range(10):
        # The finger rests: lifted in full swing it would be a fling, and the next tap would only end it.
        touch("touchMove", (20, 25))
        detail.page.evaluate("() => new Promise(requestAnimationFrame)")
    touch("touchEnd")
    back = detail.root.get_by_test_id("back")
    back.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    back.tap()
    detail.wait_until_closed()
    assert map_.bounding_box() == before


@pytest.mark.parametrize("way", ["Escape", "the button", "the browser's back button", "a click on nothing"])
def test_each_way_back_shows_the_whole_network_again(detail: DetailPage, way: str) -> None:
    height = "() => document.querySelector('[data-testid=network]').clientHeight"
    before, entries = detail.page.evaluate(height), detail.page.evaluate("() => history.length")
    detail.open("conv1_2", 4)
    assert detail.page.evaluate(height) < before
    detail.page.wait_for_function("() => location.search.includes('map=conv1_2.4')")
    if way == "Escape":
        detail.press("Escape")
    elif way == "the button":
        detail.root.get_by_test_id("back").click()
    elif way == "the browser's back button":
        detail.page.go_back()
    else:
        detail.draw.network.click(position={"x": 3, "y": 3})
    detail.wait_until_closed()
    detail.page.wait_for_function(f"{height} === {before}")
    assert "map=" not in detail.page.url
    assert detail.data().keys().isdisjoint({"stage", "channel", "row", "column", "value"})
    # The way back takes its step of the browser's history along: opening again adds no second one.
    assert detail.page.evaluate("() => history.length") <= entries + 1
    assert detail.draw.prediction == "3"


def test_the_network_stays_in_sight_and_live_above_a_detail(detail: DetailPage) -> None:
    detail.open("conv2_2", 6)
    assert all(detail.map(*key).is_visible() for key in detail.draw.maps())
    before = detail.draw.painted()
    detail.draw.choose_sample(0)
    after = detail.draw.painted()
    changed = {stage for (stage, channel), pixels in after.items() if (before[stage, channel] != pixels).any()}
    assert changed == {stage for stage, _ in after}
    assert detail.draw.prediction == "0"
    opened = detail.open("relu1_1", 1)
    assert close_to(detail.value, recorded(detail.trace()[opened.stage], opened), detail.trace()[opened.stage])


def test_the_numbers_follow_the_pen_while_a_detail_is_open(detail: DetailPage) -> None:
    cell = detail.open("conv2_2", 6)
    detail.draw.clear()
    assert detail.data()["value"] == ""
    assert "empty" in detail.root.inner_text()
    detail.draw.draw(ZERO[:12], lift=False)
    detail.wait_for("d.dataset.value !== ''")
    middle = detail.data()["value"]
    for x, y in ZERO[12:]:
        detail.page.mouse.move(*detail.draw.place(x, y), steps=2)
    detail.wait_for(f"d.dataset.value !== '{middle}'")
    detail.draw.lift()
    reading = detail.draw.wait_until_read()
    assert detail.cell == cell
    stage = reading.trace["conv2_2"]
    assert close_to(detail.value, recorded(stage, cell), stage)
    detail.draw.clear()
    detail.draw.draw(SEVEN)
    stage = detail.draw.wait_until_read().trace["conv2_2"]
    assert close_to(detail.value, recorded(stage, cell), stage)
    assert detail.root.get_by_test_id("recorded").get_attribute("data-agrees") == "true"


def test_another_network_closes_the_detail(detail: DetailPage) -> None:
    detail.open("conv2_2", 6)
    detail.draw.choose_model("textbook")
    detail.wait_until_closed()
    detail.draw.choose_model("two-block")
