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
