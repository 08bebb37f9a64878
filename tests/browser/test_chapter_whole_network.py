"""The chapter of the whole network: one stage after the other, what excites a map, and the task of the square."""

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chapter_page import ChapterPage
from playwright.sync_api import Browser

from cnnviz import patches, pipeline
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk

WINDOW = {"width": 1440, "height": 900}
Come = Callable[..., ChapterPage]


@pytest.fixture
def come(browser: Browser, server: str) -> Iterator[Come]:
    """`come("?step=3")`: the chapter with its picture shown."""
    contexts, pages = [], []

    def come(query: str = "", **options: Any) -> ChapterPage:
        contexts.append(browser.new_context(**{"viewport": WINDOW, **options}))
        page = ChapterPage(contexts[-1].new_page())
        pages.append(page)
        page.open(f"{server}/whole_network{query}")
        page.reveal()
        page.page.locator("[data-testid=network][data-state=shown]").wait_for()
        return page

    yield come
    for page, context in zip(pages, contexts, strict=True):
        assert page.complaints() == []
        context.close()


def reading(model: str = "two-block") -> pipeline.Reading:
    desk = Desk(base=Base(sample=samples.FIRST), model=model)
    return pipeline.read(desk.drawing(), desk.model, desk.steps)


def stage_of(page: ChapterPage) -> str:
    """The stage that one has come to."""
    current = page.page.locator("[data-testid=step][aria-current=step]")
    assert current.count() == 1
    name = current.get_attribute("data-stage")
    assert name
    return name


def seen(page: ChapterPage) -> set[str]:
    """The stages whose maps are shown: said to be, and, on the plane, painted on its sheet."""
    names, painted = page.page.evaluate(
        """() => {
            const sheet = document.querySelector('.nv-sheet');
            const box = sheet.getBoundingClientRect();
            const ratio = sheet.width / box.width;
            const context = sheet.getContext('2d');
            const lies = (map) => {
                const { left, top, width, height } = map.getBoundingClientRect();
                const place = [left - box.left, top - box.top, width, height].map((px) => Math.round(px * ratio));
                return context.getImageData(...place).data.some((value, at) => at % 4 === 3 && value > 0);
            };
            const all = [...document.querySelectorAll('.nv-plane .nv-map')];
            const shown = document.querySelectorAll('.nv-map:not([data-ahead])');
            return [[...shown], all.filter(lies)].map((maps) => maps.map((map) => map.dataset.stage));
        }"""
    )
    assert set(painted) == set(names) - {"dense", "softmax"}
    return set(names)


def panel(page: ChapterPage, place: int) -> Any:
    return page.page.get_by_test_id("panel").nth(place)


def test_next_back_and_the_list_go_from_stage_to_stage(come: Come) -> None:
    page = come()
    stages = [stage.name for stage in reading().trace]
    assert stage_of(page) == stages[1]
    assert seen(page) == set(stages[:2])
    page.page.get_by_test_id("step-next").click()
    assert seen(page) == set(stages[:3])
    assert page.page.get_by_test_id("sentence").inner_text().startswith(stages[2])
    page.page.get_by_test_id("step-back").click()
    page.page.get_by_test_id("step-back").click()
    assert seen(page) == {"input"}
    assert page.page.get_by_test_id("step-back").is_disabled()
    page.page.locator("[data-testid=step][data-stage=pool2]").click()
    assert seen(page) == set(stages[: stages.index("pool2") + 1])
    page.page.get_by_test_id("step-all").click()
    assert seen(page) == set(stages)
    assert page.page.get_by_test_id("step-next").is_disabled()


def test_space_goes_on_and_shift_space_goes_back(come: Come) -> None:
    page = come("?step=0")
    page.page.locator("h1.ch-title").click()
    for wanted in ("conv1_1", "relu1_1", "conv1_2"):
        page.page.keyboard.press("Space")
        assert stage_of(page) == wanted
    page.page.keyboard.press("Shift+Space")
    assert stage_of(page) == "relu1_1"
    # On a button Space is the button's own, and the arrows go along the list.
    page.page.locator("[data-testid=step][data-stage=input]").focus()
    page.page.keyboard.press("Space")
    assert stage_of(page) == "input"
    page.page.keyboard.press("ArrowRight")
    assert stage_of(page) == "conv1_1"


def test_the_answer_is_shown_when_it_is_reached(come: Come) -> None:
    page = come("?step=11")
    percent = page.page.locator(".nv-percent")
    logit = page.page.locator(".nv-logit").first
    assert not percent.is_visible()
    assert not logit.is_visible()
    page.page.get_by_test_id("step-next").click()
    assert stage_of(page) == "dense"
    assert logit.is_visible()
    assert not percent.is_visible()
    page.page.get_by_test_id("step-next").click()
    assert percent.is_visible()


def test_the_strip_tells_what_each_stage_costs_so_far(come: Come) -> None:
    page = come("?step=13")
    row = page.page.get_by_test_id("costs").locator("tr").nth(2)
    told = [text.replace(",", "") for text in row.locator("td").all_inner_texts()]
    counts = [stage.parameters for stage in reading().trace]
    assert [int(text) if text.isdigit() else 0 for text in told[:-1]] == counts
    assert int(told[-1]) == sum(counts)
    page.page.locator("[data-testid=step][data-stage=conv1_2]").click()
    assert int(row.locator("td").last.inner_text()) == sum(counts[:4])


def test_a_pointed_cell_moves_the_squares(come: Come) -> None:
    page = come("?step=5")
    squares = page.page.locator("[data-testid=costs] .wn-frame")
    before = squares.nth(4).get_attribute("x")
    map_ = page.page.locator("[data-testid=map][data-stage=relu1_2][data-channel='2']")
    box = map_.bounding_box()
    assert box
    page.page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.page.wait_for_function(
        "(before) => document.querySelectorAll('[data-testid=costs] .wn-frame')[4].getAttribute('x') !== before",
        arg=before,
    )
    sizes = [float(squares.nth(place).get_attribute("width") or 0) for place in range(5)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_map_is_chosen_and_its_patches_shown_beside_ones_own(come: Come, keyboard: bool) -> None:
    page = come()
    tile = panel(page, 0).get_by_test_id("tile").nth(6)
    if keyboard:
        tile.focus()
        tile.press("Enter")
    else:
        tile.click()
    assert panel(page, 0).get_attribute("data-channel") == "6"
    own = float(panel(page, 0).get_by_test_id("own-patch").get_attribute("data-value"))
    assert own == pytest.approx(float(reading().trace["relu1_1"].values[6].max()), abs=1e-5)
    captions = panel(page, 0).get_by_test_id("patch").all_inner_texts()
    kept = patches.load("two-block")["relu1_1"]
    assert [float(caption.split()[0]) for caption in captions] == pytest.approx(kept.values[6].tolist(), abs=1e-3)
    assert [int(caption.split()[-1]) for caption in captions] == kept.labels[6].tolist()
    pixels = page.page.evaluate(
        "() => { const c = document.querySelector('[data-testid=patch] canvas');"
        " return [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 0); }"
    )
    assert pixels == kept.pixels[6, 0].ravel().tolist()
    panel(page, 1).get_by_test_id("layer").first.click()
    assert panel(page, 1).get_attribute("data-stage") == "relu1_1"


def test_a_map_that_no_digit_excites_says_so(come: Come) -> None:
    kept = patches.load("two-block")["relu2_1"]
    dead = int(kept.values[:, 0].argmin())
    assert kept.values[dead, 0] == 0
    stages = [stage.name for stage in reading().trace]
    page = come(f"?layer2={stages.index('relu2_1')}&map2={dead}")
    panel(page, 1).get_by_text("No training digit excites this map").wait_for()
    assert panel(page, 1).get_by_test_id("patch").first.is_hidden()


def test_a_clicked_map_of_the_network_is_chosen(come: Come) -> None:
    page = come("?step=13")
    page.page.locator("[data-testid=map][data-stage=conv2_2][data-channel='9']").click()
    assert panel(page, 1).get_attribute("data-channel") == "9"
    assert panel(page, 1).get_attribute("data-stage") == "relu2_2"


@pytest.mark.parametrize(
    ("guess", "verdict"), [("conv2_1", "small"), ("conv2_2", "right"), ("pool2", "late"), ("dense", "late")]
)
def test_the_task_is_marked_by_what_the_cells_see(come: Come, guess: str, verdict: str) -> None:
    page = come("?side=12")
    page.page.get_by_test_id("guess").filter(has_text=guess).first.click()
    told = page.page.get_by_test_id("task-verdict")
    assert told.get_attribute("data-verdict") == verdict
    side = max(reading().trace[guess].receptive_field.size)  # type: ignore[union-attr]
    assert f"{side} × {side}" in told.inner_text()


def test_the_square_is_set_by_slider_drag_and_keys(come: Come) -> None:
    page = come("?guess=8")
    slider = page.page.get_by_test_id("side")
    slider.focus()
    slider.press("ArrowRight")
    page.page.get_by_text("square: 13 × 13 pixels").wait_for()
    # Another square is another question.
    assert page.page.get_by_test_id("task-verdict").get_attribute("data-verdict") is None
    square = page.page.get_by_test_id("square")
    frame = square.locator(".wn-frame")
    square.focus()
    at = int(frame.get_attribute("y") or 0)
    square.press("ArrowUp")
    assert int(frame.get_attribute("y") or 0) == at - 1
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    assert box
    page.page.mouse.click(box["x"] + 2, box["y"] + 2)
    assert (frame.get_attribute("x"), frame.get_attribute("y")) == ("0", "0")


def test_what_was_turned_is_undone_reset_and_restored_by_the_address(come: Come) -> None:
    page = come()
    panel(page, 0).get_by_test_id("tile").nth(2).click()
    page.page.get_by_test_id("guess").filter(has_text="pool2").click()
    page.page.get_by_test_id("undo").click()
    assert page.page.get_by_test_id("task-verdict").get_attribute("data-verdict") is None
    assert panel(page, 0).get_attribute("data-channel") == "2"
    page.page.locator("[data-testid=step][data-stage=relu2_2]").click()
    page.page.wait_for_function("() => /step=9/.test(location.search) && /map=2/.test(location.search)")
    page.page.reload()  # another visit: nothing is known of this one but its address
    page.reveal()
    page.page.locator("[data-testid=network][data-state=shown]").wait_for()
    assert stage_of(page) == "relu2_2"
    assert panel(page, 0).get_attribute("data-channel") == "2"
    page.page.get_by_test_id("reset").click()
    assert stage_of(page) == "conv1_1"


@pytest.mark.parametrize("query", ["step=99", "step=1.5", "map=many", "side=0", "guess=-1"])
def test_a_broken_knob_in_the_address_gets_one_message(come: Come, query: str) -> None:
    page = come(f"?{query}")
    alert = page.page.locator(".cnnviz [role=alert]:visible")
    assert alert.count() == 1
    assert alert.inner_text().startswith("The address asks for")
    assert stage_of(page) == "conv1_1"


@pytest.mark.parametrize(
    ("model", "text"),
    [("dense", "without maps"), ("textbook-no-relu", "behind a ReLU"), ("textbook-linear", "behind a ReLU")],
)
def test_a_network_without_patches_says_why(come: Come, model: str, text: str) -> None:
    page = come(f"?model={model}&step=13")
    page.page.get_by_test_id("no-patches").get_by_text(text).wait_for()
    assert page.page.get_by_test_id("panel").locator("visible=true").count() == 0
    assert seen(page) == {stage.name for stage in reading(model).trace}


def test_another_network_is_shown_from_the_same_page(come: Come) -> None:
    page = come("?step=13&layer=7&map=20")
    page.page.locator(".ch-strip select").select_option("textbook")
    page.page.locator("[data-testid=network][data-model=textbook][data-state=shown]").wait_for()
    assert seen(page) == {stage.name for stage in reading("textbook").trace}
    assert page.page.get_by_test_id("panel").locator("visible=true").count() == 1


def test_the_code_prints_what_the_page_shows(come: Come) -> None:
    page = come("?step=3&map=5")
    lines = page.code()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(lines, "<page>", "exec"), {})
    printed = out.getvalue().splitlines()
    cells = page.page.get_by_test_id("costs").locator("tr")
    parameters, products = (cells.nth(row).locator("td").nth(3).inner_text().replace(",", "") for row in (2, 3))
    assert printed[1:3] == [parameters, products]
    own = page.page.get_by_test_id("own-patch").all()
    assert [float(line) for line in printed[-2:]] == pytest.approx(
        [float(json.loads(one.get_attribute("data-value") or "0")) for one in own], abs=1e-6
    )
    assert "layers.Conv2D(8, 3" in page.page.get_by_test_id("code-keras").inner_text()


def test_on_a_phone_stage_comes_below_stage_and_fingers_reach_all(come: Come) -> None:
    page = come("?step=2", viewport={"width": 390, "height": 844}, has_touch=True)
    clip = page.page.locator(".wn-clip")
    height = clip.bounding_box()["height"]  # type: ignore[index]
    page.page.get_by_test_id("step-next").tap()
    page.page.wait_for_function("(height) => document.querySelector('.wn-clip').offsetHeight > height + 40", arg=height)
    small: list[Any] = page.page.evaluate(
        "() => [...document.querySelectorAll('.wn-see button:not(.nv-map), .wn-change button, .wn-change input')]"
        ".filter((one) => one.offsetParent && (one.offsetHeight < 40)).map((one) => one.outerHTML.slice(0, 90))"
    )
    assert small == []
