"""A detail fits below the network, on a desktop, a projector and a phone, and can be read there."""

from typing import Any

import pytest
from conftest import Visit
from detail_page import DetailPage
from test_touch import PHONE

SIZES: dict[str, dict[str, Any]] = {
    "a desktop": {"viewport": {"width": 1440, "height": 900}},
    "a projector": {"viewport": {"width": 1024, "height": 768}},
    "a phone": PHONE,
}
STAGES = ("input", "conv1_1", "relu1_1", "pool1", "conv2_2", "flatten", "dense", "softmax")

_FOUND = """() => {
    const detail = document.querySelector('[data-testid=detail]');
    const network = document.querySelector('[data-testid=network]').getBoundingClientRect();
    const own = detail.getBoundingClientRect();
    const main = document.querySelector('[data-testid=stMain]');
    const words = [];
    const walker = document.createTreeWalker(document.querySelector('.cnnviz'), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })) continue;
        if (parent.closest('.nv-spoken, .dc-unseen, option, select')) continue; // for readers alone, or not the page's
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].map((box) => seen(parent, box)).filter(Boolean);
        words.push({
            text: node.data.trim(), boxes, inside: detail.contains(parent), cut: cut(parent),
            name: String(parent.className.baseVal ?? parent.className),
            size: parseFloat(getComputedStyle(parent).fontSize),
        });
    }
    function seen(node, { left, top, right, bottom }) {
        // What of it is in sight where something around it scrolls.
        for (let outer = node; outer && outer !== detail.parentElement; outer = outer.parentElement) {
            if (getComputedStyle(outer).overflowY === 'visible') continue;
            const box = outer.getBoundingClientRect();
            [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
            [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
        }
        return left < right && top < bottom ? [left, top, right, bottom] : null;
    }
    function cut(node) {
        // Words that stick out of what they are clipped by.
        for (let outer = node; outer && outer !== detail; outer = outer.parentElement) {
            const { overflowX } = getComputedStyle(outer);
            if (overflowX === 'visible') continue;
            return (overflowX === 'hidden' || overflowX === 'clip') && outer.scrollWidth > outer.clientWidth + 1;
        }
        return false;
    }
    return {
        words,
        wider: [document.scrollingElement, main, detail].map((one) => one.scrollWidth - one.clientWidth),
        between: own.top - network.bottom,
        aside: [own.left - network.left, network.right - own.right],
        network: network.height,
    };
}"""


def overlapping(words: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of words that stand on one another, by more than the room between letters and line."""
    boxes = [(box, word) for word in words for box in word["boxes"] if box[2] - box[0] > 1]
    boxes.sort(key=lambda entry: entry[0][1])
    found = []
    for at, (one, first) in enumerate(boxes):
        for other, second in boxes[at + 1 :]:
            if other[1] > one[3]:
                break
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            if first is not second and wide > 1.5 and high > 6:
                found.append((f"{first['name']}: {first['text']}", f"{second['name']}: {second['text']}"))
    return found


def is_arithmetic(word: dict[str, Any]) -> bool:
    """Numbers that are part of a calculation, not of a legend, an axis, a place or an index."""
    return any(char.isdigit() for char in word["text"]) and any(
        name in word["name"].split()
        for name in (
            "dt-value", "dt-factor", "dt-result", "dt-cardsum", "dt-taken", "dc-term", "dc-number", "dc-lensvalue",
            "dc-entryproduct", "dc-value", "dc-weight", "dc-product", "dc-exponential", "dc-percent", "dc-share",
            "dc-numerator", "dc-denominator", "dc-pinnedvalue",
        )
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_every_detail_fits_and_can_be_read(visit: Visit, size: str) -> None:
    detail = DetailPage(visit(**SIZES[size]))
    for stage in STAGES:
        detail.map(stage).evaluate("(one) => one.scrollIntoView({ block: 'center', inline: 'center' })")
        if detail.map(stage).is_visible():
            detail.open(stage)
        else:  # the answer, where a low network leaves it out
            detail.close()
            detail.open(stage)
        for full, pinned in ((False, False), (True, False), (True, True), (False, True)):
            detail.root.get_by_test_id("precision").set_checked(full)
            pin = detail.page.get_by_test_id("pin")
            if pinned != (pin.get_attribute("aria-pressed") == "true"):
                pin.click()
            found = detail.page.evaluate(_FOUND)
            where = f"{stage}{', full precision' if full else ''}{', compared' if pinned else ''}"
            assert max(found["wider"]) <= 0, where
            assert found["between"] >= -1, where
            assert max(map(abs, found["aside"])) <= 1, where
            assert found["network"] >= 150, where
            inside = [word for word in found["words"] if word["inside"]]
            assert len(inside) > 10
            assert overlapping(inside) == [], where
            assert [word["text"] for word in inside if word["cut"]] == [], where
            assert [(word["name"], word["text"]) for word in found["words"] if word["size"] < 12] == [], where
            assert [(word["name"], word["text"]) for word in inside if word["size"] < 14] == [], where
            small = [(word["name"], word["text"]) for word in inside if is_arithmetic(word) and word["size"] < 16]
            assert small == [], where


def test_nothing_moves_where_less_motion_is_asked_for(visit: Visit) -> None:
    detail = DetailPage(visit(reduced_motion="reduce"))
    moving = """() => [...document.querySelectorAll('.cnnviz, .cnnviz *')].filter((one) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(one);
        const lasts = (text) => text.split(',').some((part) => parseFloat(part) > 0);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
    }).map((one) => one.className)"""
    assert detail.page.evaluate(moving) == []
    for stage in STAGES:
        detail.open(stage)
        assert detail.page.evaluate(moving) == [], stage


def test_what_moves_is_over_in_a_fifth_of_a_second(detail: DetailPage) -> None:
    detail.open("conv2_2")
    longest = """() => Math.max(...[...document.querySelectorAll('.cnnviz, .cnnviz *')].flatMap((one) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
        const texts = [transitionDuration, ...(animationName === 'none' ? [] : [animationDuration])];
        const ms = (text) => parseFloat(text) * (text.includes('ms') ? 1 : 1000);
        return texts.flatMap((text) => text.split(',')).map(ms);
    }))"""
    assert 0 < detail.page.evaluate(longest) <= 200


@pytest.mark.parametrize("size", SIZES)
def test_the_colour_scale_is_chosen_beside_an_open_detail(visit: Visit, size: str) -> None:
    page = visit(**SIZES[size])
    page.choose_sample(6)
    page.wait_until_read()
    detail = DetailPage(page)
    detail.map("conv2_2", 3).evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    cell = detail.open("conv2_2", 3)
    legend = ".dt-output .dt-ends > :last-child"
    largest = {}
    for way, scale in (("press", "map"), ("key", "network"), ("press", "layer")):
        choice = detail.page.locator(f".nv-choice[data-scale={scale}]")
        assert choice.is_visible()
        if way == "key":
            choice.focus()
            detail.page.keyboard.press("Enter")
        elif "has_touch" in SIZES[size]:
            choice.tap()
        else:
            choice.click()
        assert choice.get_attribute("aria-pressed") == "true"
        assert detail.cell == cell, "choosing a scale opens and closes nothing"
        (text,) = detail.texts(legend)
        largest[scale] = float(text)
    values = detail.trace()["conv2_2"].values
    # Legends print two digits.
    assert largest["map"] == pytest.approx(float(abs(values[3]).max()), rel=0.05)
    assert largest["layer"] == pytest.approx(float(abs(values).max()), rel=0.05)
    assert largest["network"] >= largest["layer"] > largest["map"]
    detail.close()
    assert detail.page.locator("[data-testid=network] .nv-picker").is_visible()


# Where each map's button lies on the sheet, and whether the sheet shows there what the map's own canvas holds.
_ON_THE_SHEET = """() => {
    const sheet = document.querySelector('.nv-sheet');
    const corner = sheet.getBoundingClientRect();
    const [right, down] = [sheet.width / corner.width, sheet.height / corner.height];
    const seen = sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data;
    return [...document.querySelectorAll('.nv-plane [data-testid=map]')].map((map) => {
        const canvas = map.querySelector('canvas');
        const own = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        const box = canvas.getBoundingClientRect();
        let wrong = 0;
        for (let row = 0; row < canvas.height; row++) {
            for (let column = 0; column < canvas.width; column++) {
                const x = Math.floor((box.left - corner.left + (column + 0.5) * box.width / canvas.width) * right);
                const y = Math.floor((box.top - corner.top + (row + 0.5) * box.height / canvas.height) * down);
                const [here, there] = [4 * (y * sheet.width + x), 4 * (row * canvas.width + column)];
                if ([0, 1, 2, 3].some((part) => seen[here + part] !== own[there + part])) wrong += 1;
            }
        }
        return wrong / (canvas.width * canvas.height);
    });
}"""


@pytest.mark.parametrize("ratio", [1, 2])
def test_what_is_seen_of_a_map_is_what_its_canvas_holds(visit: Visit, ratio: int) -> None:
    detail = DetailPage(visit(viewport={"width": 1440, "height": 900}, device_scale_factor=ratio))
    # A cell whose middle lies between two pixels may show its neighbour's colour where cells are smaller than pixels.
    assert (
        max(detail.page.evaluate(_ON_THE_SHEET)) < 0.02 if ratio > 1 else max(detail.page.evaluate(_ON_THE_SHEET)) == 0
    )
    detail.open("conv2_2", 3)
    assert max(detail.page.evaluate(_ON_THE_SHEET)) < 0.02


def test_a_projector_shows_every_detail_without_scrolling(visit: Visit) -> None:
    detail = DetailPage(visit(viewport={"width": 1024, "height": 768}))
    hidden = """() => {
        const detail = document.querySelector('[data-testid=detail]');
        const body = detail.querySelector('.dt-body');
        return [detail.getBoundingClientRect().bottom - innerHeight, body.scrollHeight - body.clientHeight];
    }"""
    for stage in ("conv1_1", "conv1_2", "relu2_1", "pool1", "flatten", "dense", "softmax"):
        detail.open(stage)
        assert max(detail.page.evaluate(hidden)) <= 0, stage
