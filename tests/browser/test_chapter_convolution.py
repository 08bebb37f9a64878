"""The chapter on convolution: its window, its weights, its knobs, its pictures and its tasks."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from chapter_page import ChapterPage
from PIL import Image
from playwright.sync_api import Browser, Locator
from torch.nn import functional as F

from cnnviz import pipeline
from cnnviz.assets import asset
from cnnviz.picture_files import photograph
from cnnviz.ui import samples
from cnnviz.ui.desk import Base, Desk

DIGIT = pipeline.read(Desk(base=Base(sample=samples.FIRST)).drawing()).trace
EDGE = [[-1.0, 0, 1]] * 3


class Lesson(ChapterPage):
    """The chapter, opened at its picture."""

    @property
    def look(self) -> Locator:
        return self.page.get_by_test_id("convolution")

    @property
    def weights(self) -> Locator:
        return self.page.locator(".cv-grid").get_by_test_id("weight")

    @property
    def alert(self) -> Locator:
        return self.page.locator(".ch-chapter .cnnviz-alert")

    def value(self) -> float:
        return float(self.look.get_attribute("data-value") or "nan")

    def place(self) -> tuple[int, int]:
        return int(self.look.get_attribute("data-row") or -1), int(self.look.get_attribute("data-column") or -1)

    def kernel(self) -> list[str]:
        return [self.weights.nth(place).input_value() for place in range(self.weights.count())]

    def press(self, name: str) -> None:
        self.page.get_by_test_id(name).click()

    def check(self, kernel: list[list[float]], **options: int) -> None:
        """The number on screen is the one that PyTorch gives."""
        answer = F.conv2d(torch.tensor(DIGIT["input"].values)[None], torch.tensor([[kernel]]), **options)[0, 0]
        assert self.value() == pytest.approx(answer[self.place()].item(), abs=1e-5)

    def open_here(self, server: str, query: str = "") -> "Lesson":
        self.open(f"{server}/convolution{query}")
        self.reveal()
        self.weights.first.wait_for()
        return self


@pytest.fixture
def lesson(browser: Browser) -> Iterator[Lesson]:
    context = browser.new_context(viewport={"width": 1440, "height": 1400})
    page = Lesson(context.new_page())
    yield page
    assert page.complaints() == []
    context.close()


def test_the_window_follows_pointer_keys_and_play(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    surface = page.page.get_by_test_id("map-surface")
    box = surface.bounding_box()
    assert box
    cell = box["width"] / 26
    page.page.mouse.click(box["x"] + 10.5 * cell, box["y"] + 8.5 * cell)
    assert page.place() == (8, 10)
    page.check(EDGE)
    surface.focus()
    surface.press("ArrowDown")
    surface.press("ArrowRight")
    assert page.place() == (9, 11)
    page.check(EDGE)
    surface.press("Home")
    assert page.place() == (9, 0)
    page.page.mouse.move(0, 0)
    surface.press("Space")
    page.page.wait_for_function("() => Number(document.querySelector('[data-testid=convolution]').dataset.column) >= 3")
    surface.press("Space")
    page.check(EDGE)


def test_weights_are_typed_dragged_and_stepped_and_every_way_is_undone(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    first = page.weights.first
    first.fill("0,5")
    first.press("Enter")
    page.check([[0.5, 0, 1], *EDGE[1:]])
    first.press("ArrowUp")
    page.check([[0.6, 0, 1], *EDGE[1:]])
    box = page.weights.nth(4).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x, y - 61, steps=6)
    page.page.mouse.up()
    page.check([[0.6, 0, 1], [-1, 1, 1], EDGE[2]])
    page.page.wait_for_function("() => /kernel=0.6_0_1_-1_1_1/.test(location.search)")
    page.press("undo")
    page.check([[0.6, 0, 1], *EDGE[1:]])
    page.press("reset")
    page.check(EDGE)
    assert page.page.get_by_test_id("filter").input_value() == "vertical"


@pytest.mark.parametrize("text", ["abc", "1e999", "", "2000"])
def test_what_is_no_weight_gets_one_message_and_nothing_is_lost(lesson: Lesson, server: str, text: str) -> None:
    page = lesson.open_here(server)
    before, value = page.kernel(), page.value()
    page.weights.nth(2).fill(text)
    page.weights.nth(2).press("Enter")
    page.alert.filter(has_text="is no weight").wait_for()
    assert page.page.get_by_role("alert").filter(visible=True).count() == 1
    assert page.kernel() == before
    assert page.value() == value
    page.weights.nth(2).fill("2")
    page.weights.nth(2).press("Enter")
    assert page.alert.is_hidden()


def test_stride_padding_and_dilation_are_drawn_and_worked_out(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    for knob in ("stride-3", "padding-2", "dilation-2"):
        page.press(knob)
        page.check(EDGE, **_turned(page))
    formula = page.page.get_by_test_id("formula").inner_text()
    assert "⌊(28 + 2·2 − 2·(3 − 1) − 1) / 3⌋ + 1 = ⌊27 / 3⌋ + 1 = 10" in formula
    assert "900 multiplications: 9 at each of 100 places" in page.page.get_by_test_id("costs").inner_text()
    page.press("size-5")
    assert page.weights.count() == 25
    page.press("undo")
    assert page.weights.count() == 9


def _turned(page: Lesson) -> dict[str, int]:
    found = {}
    for name in ("stride", "padding", "dilation"):
        chosen = page.page.locator(f"[data-testid^={name}-][aria-pressed=true]")
        found[name] = int(chosen.inner_text())
    return found


def test_a_learned_filter_gives_what_pytorch_recorded(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    page.page.get_by_test_id("filter").select_option("learned-3")
    recorded = DIGIT["conv1_1"].values[3][page.place()]
    assert page.value() == pytest.approx(float(recorded), abs=1e-5)
    page.look.get_by_text("PyTorch recorded the same in conv1_1, map 3").wait_for()


def test_the_address_restores_the_state_and_a_broken_knob_gets_one_message(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server, "?kernel=1_0_0_0_-2_0_0_0_1&stride=2&window=5_6&dilation=9")
    assert page.alert.inner_text() == "The address asks for dilation “9”. It may be 1, 2 or 3."
    assert page.place() == (5, 6)
    page.check([[1.0, 0, 0], [0, -2, 0], [0, 0, 1]], stride=2)


def test_the_colour_picture_shows_each_channels_part_before_the_sum(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    page.page.get_by_test_id("picture").select_option("scene")
    page.page.get_by_test_id("channel").nth(2).click()
    page.weights.first.fill("3")
    page.weights.first.press("Enter")
    row, column = page.place()
    scene = photograph(asset("pictures", "scene.png"))[row : row + 3, column : column + 3]
    sums = [float((scene[..., channel] * np.array(EDGE)).sum()) for channel in range(3)]
    sums[2] += 4 * float(scene[0, 0, 2])
    assert page.value() == pytest.approx(sum(sums), abs=1e-5)
    texts = page.page.locator(".cv-channelsum").all_inner_texts()
    shown = [float(text.replace("\N{MINUS SIGN}", "-")) for text in texts]
    np.testing.assert_allclose(shown, sums, atol=0.01)
    page.page.get_by_test_id("colour").uncheck()
    assert page.page.get_by_test_id("channel").filter(visible=True).count() == 0


def upload(page: Lesson, name: str, content: bytes) -> None:
    page.page.get_by_test_id("photo").set_input_files([{"name": name, "mimeType": "image/png", "buffer": content}])


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def test_a_photograph_of_ones_own_is_read_and_a_kernel_that_does_not_fit_says_what_would(
    lesson: Lesson, server: str
) -> None:
    page = lesson.open_here(server)
    pixels = np.random.default_rng(4).integers(0, 256, (10, 14, 3), np.uint8)
    upload(page, "mine.png", png(pixels))
    page.look.get_by_text("Picture, 10 × 14").wait_for()
    row, column = page.place()
    window = pixels[row : row + 3, column : column + 3] / 255
    assert page.value() == pytest.approx(float((window * np.array(EDGE)[..., None]).sum()), abs=1e-5)
    page.press("size-7")
    page.press("dilation-3")
    page.look.get_by_text("spans 19 × 19 cells, the padded picture has 10 × 14: it does not fit").wait_for()
    assert "A kernel of 3 × 3 would fit, or dilation 1 would fit." in page.look.inner_text()
    page.press("dilation-1")
    assert page.look.get_attribute("data-value")


def test_what_is_no_photograph_gets_one_message_and_the_picture_stays(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    value = page.value()
    upload(page, "huge.png", png(np.zeros((5_000, 10_000), np.uint8)))
    page.alert.filter(has_text="at most 40 million pixels").wait_for()
    assert page.page.get_by_role("alert").filter(visible=True).count() == 1
    assert page.value() == value


def test_a_task_is_measured_at_once(lesson: Lesson, server: str) -> None:
    page = lesson.open_here(server)
    tasks = page.page.get_by_test_id("tasks")
    assert tasks.get_attribute("data-solved") == "false"
    for place, weight in enumerate((-1, -1, 2, -1, 2, -1, 2, -1, -1)):
        page.weights.nth(place).fill(str(weight))
    page.weights.last.press("Enter")
    tasks.get_by_text("Solved").wait_for()
    assert tasks.get_attribute("data-solved") == "true"
    page.press("task-4")
    assert tasks.get_by_test_id("stroke").count() == 2
