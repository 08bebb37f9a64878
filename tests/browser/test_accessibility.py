"""axe-core finds nothing serious in what the app adds to the page, and the keyboard goes through it as one reads."""

from itertools import pairwise

import axe
import pytest
from conftest import Visit
from detail_page import DetailPage

STAGES = ("input", "conv1_1", "relu1_1", "pool1", "flatten", "dense", "softmax")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_on_the_page_or_in_any_detail(visit: Visit, scheme: str) -> None:
    detail = DetailPage(visit(color_scheme=scheme))
    axe.load(detail.page)
    assert axe.serious(detail.page, ".cnnviz") == []
    for stage in STAGES:
        detail.open(stage)
        # Another theme has other colours, and the same nodes.
        rules = ["color-contrast"] if scheme == "dark" else None
        assert axe.serious(detail.page, "[data-testid=detail]", rules) == [], stage
    # With all that can be opened, and two drawings compared.
    detail.open("conv2_1", 3)
    detail.page.get_by_test_id("pin").click()
    detail.root.get_by_test_id("table").locator("summary").click()
    detail.root.get_by_test_id("code").locator("summary").click()
    assert axe.serious(detail.page, ".cnnviz") == []


def test_tab_goes_through_a_detail_in_reading_order_with_a_ring_around_each_stop(detail: DetailPage) -> None:
    detail.open("conv1_1", 2)
    detail.root.locator("header button:not(:disabled)").first.focus()
    stops = []
    for _ in range(30):
        detail.press("Tab")
        found = detail.page.evaluate(
            """() => {
                const one = document.activeElement;
                const { left, top, width, height } = one.getBoundingClientRect();
                const { outlineStyle, outlineWidth } = getComputedStyle(one);
                const inside = document.querySelector('[data-testid=detail]').contains(one);
                return { inside, left, top, bottom: top + height, seen: width > 0 && height > 0,
                    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, html: one.outerHTML.slice(0, 120) };
            }"""
        )
        if not found["inside"]:
            break
        stops.append(found)
    assert len(stops) >= 9  # back, the input, its link, the map, back, play, on, speed, precision, code, table
    assert [stop["html"] for stop in stops if not (stop["ring"] and stop["seen"])] == []
    # Line by line from the top, and within a line from left to right.
    for one, other in pairwise(stops):
        below = other["top"] >= one["bottom"] - 1
        beside = other["left"] >= one["left"]
        assert below or beside, f"{one['html']} comes before {other['html']}"


def test_a_reader_is_told_the_sum_in_a_sentence(detail: DetailPage) -> None:
    cell = detail.open("conv1_1", 2)
    spoken = detail.root.locator("[aria-live=polite]")
    wanted = f"row {cell.row}, column {cell.column}"
    detail.draw.until(lambda: wanted in " ".join(spoken.all_inner_texts()), lambda: str(spoken.all_inner_texts()))
    assert detail.root.get_attribute("aria-label") == "Convolution: conv1_1, map 2"
