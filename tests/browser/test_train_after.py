"""After a training: gone through again, its confusions opened, a mistake read, two runs side by side."""

import re

import numpy as np
import torch
from chapter_page import ChapterPage
from playwright.sync_api import Browser, Page, expect

from cnnviz import mnist, models
from cnnviz.runs.settings import Settings
from cnnviz.ui import samples

QUICK = "stack=c4-r-m2-f-d10&digits=2000&epochs=1"


def shares(page: Page) -> list[float]:
    found = page.get_by_test_id("moment-share").evaluate_all("nodes => nodes.map((node) => +node.dataset.value)")
    return [float(value) for value in found]


def train(page: Page) -> None:
    page.get_by_test_id("main").click()
    page.locator("[data-testid=run]:not([data-phase=finished])").wait_for()
    page.locator("[data-testid=run][data-phase=finished]").wait_for(timeout=120_000)


def read_of_shipped(page: Page) -> None:
    """The shipped networks are gone through before anything was trained, with slider and keyboard."""
    picture = torch.tensor(samples.ink(samples.FIRST))[None, None]
    moments = models.checkpoints("textbook")
    slider = page.get_by_test_id("moment")
    expect(slider).to_have_value(str(len(moments) - 1))
    for key, place in (("End", -1), ("Home", 0), ("ArrowRight", 1)):
        slider.press(key)
        expect(slider).to_have_value(str(range(len(moments))[place]))
        with torch.no_grad():
            wanted = models.load_checkpoint("textbook", moments[place])(picture)[0].numpy()
        np.testing.assert_allclose(shares(page), wanted, atol=1e-5)
    page.get_by_test_id("moments-of").select_option("two-block")
    expect(slider).to_have_value(str(len(models.checkpoints("two-block")) - 1))
    maps = models.load_model("two-block").get_submodule("conv2_2").out_channels
    page.get_by_test_id("moment-layer-name").select_option("pool2")
    expect(page.get_by_test_id("moment-maps")).to_contain_text(f"pool2: {maps} maps")


def test_a_training_is_gone_through_its_mistakes_are_opened_and_it_is_compared(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visit = ChapterPage(context.new_page())
    page = visit.page
    visit.open(f"{server}/train?{QUICK}")
    visit.reveal()
    page.get_by_test_id("moment-line").wait_for()
    read_of_shipped(page)

    page.get_by_test_id("after-confusion").click()
    expect(page.get_by_test_id("confusion")).to_contain_text("This comes when a training has ended")
    train(page)
    # The matrix: every test digit is counted; a cell opens its digits, by mouse and by keyboard.
    counts = page.get_by_test_id("count")
    expect(counts.first).not_to_be_empty()
    assert sum(int(text or 0) for text in counts.all_inner_texts()) == 10_000
    count = page.locator("[data-testid=count][data-label='4'][data-answer='9']")
    count.click()
    found = page.get_by_test_id("confusion").get_by_test_id("found")
    expect(found.first).to_have_attribute("aria-label", re.compile("^A 4, read as a 9"))
    assert len(found.all()) == min(24, int(count.inner_text()))
    count.press("ArrowUp")
    page.keyboard.press("Enter")
    above = page.locator("[data-testid=count][data-label='3'][data-answer='9']")
    expect(above).to_have_attribute("aria-pressed", "true")

    # The worst mistake becomes the digit on screen, with what it is.
    page.get_by_test_id("after-confusion").press("ArrowRight")
    worst = page.get_by_test_id("mistakes").get_by_test_id("found").first
    label = int(mnist.load("test").labels[int(worst.get_attribute("data-place") or -1)])
    worst.click()
    expect(page.locator("[data-testid=own] [aria-pressed=true]")).to_have_attribute("data-digit", str(label))
    page.wait_for_function("() => location.search.includes('digit=')")
    answer = re.search(r"read as a (\d)", worst.get_attribute("aria-label") or "")
    assert answer
    expect(page.get_by_test_id("own")).to_have_attribute("data-best", answer[1])  # read wrongly here too

    # Another run stands beside the first.
    page.get_by_test_id("after-comparison").click()
    expect(page.get_by_test_id("comparison")).to_contain_text("Train twice")
    page.get_by_test_id("add-tanh").click()
    train(page)
    versus = page.get_by_test_id("versus")
    expect(versus).to_contain_text("Only this run reads them rightly")
    expect(versus.locator("tr", has_text="Layers")).to_contain_text("conv 4 · ReLU · max pool 2 · flatten · dense 10")
    page.get_by_test_id("after-moments").click()
    expect(page.get_by_test_id("moments-of")).to_have_value("two-block")  # as it was chosen
    page.get_by_test_id("moments-of").select_option("run")
    expect(page.get_by_test_id("moment-line")).to_contain_text(f"After {2000 // Settings().batch} batches, one pass")
    assert visit.complaints() == []
    context.close()
