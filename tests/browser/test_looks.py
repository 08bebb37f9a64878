"""Where things stand, and whether they can be read."""

import pytest
from conftest import Visit
from draw_page import DrawPage
from test_reading import maps_of

# Luminance of a colour, and the contrast of two: WCAG 2.2, "relative luminance" and "contrast ratio".
_CONTRASTS = """() => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
        .getContext('2d', { willReadFrequently: true });
    const rgba = (color) => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        return context.getImageData(0, 0, 1, 1).data;
    };
    const luminance = ([r, g, b]) => {
        const [R, G, B] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    const paper = (node) => {
        for (; node; node = node.parentElement) {
            const color = rgba(getComputedStyle(node).backgroundColor);
            if (color[3] > 0) return color;
        }
        return [255, 255, 255];
    };
    const found = [];
    for (const node of document.querySelectorAll('.cnnviz *')) {
        const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
        if (!own || !node.checkVisibility() || node.closest(':disabled, .cnnviz-off, option')) continue;
        const [a, b] = [rgba(getComputedStyle(node).color), paper(node)].map(luminance);
        found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.className, node.textContent.trim()]);
    }
    return [found, luminance(paper(document.querySelector('.cnnviz')))];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    found, background = page.page.evaluate(_CONTRASTS)
    assert background < 0.05 if scheme == "dark" else background > 0.8
    assert len(found) > 50
    # Letters of 24 px, or of 18.7 px in bold, need 3; only the answer's are that large.
    faint = [entry for entry in found if entry[0] < (3 if "nv-percent" in entry[1] else 4.5)]
    assert faint == []


_BOXES = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).map((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom, `${one.tagName} ${one.textContent}`];
})"""


def test_a_desktop_shows_the_whole_network_without_scrolling(blank: DrawPage) -> None:
    blank.choose_sample(6)
    for name, count in (("map", len(maps_of("two-block"))), ("probability", 10), ("drawing", 1)):
        boxes = blank.page.evaluate(_BOXES, f"[data-testid={name}]")
        assert len(boxes) == count
        for left, top, right, bottom, what in boxes:
            assert min(left, top) >= 0, what
            assert right <= 1440, what
            assert bottom <= 900, what
    assert blank.page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight <= innerHeight")


def test_the_answer_is_the_largest_element_of_text(blank: DrawPage) -> None:
    blank.choose_sample(6)
    largest = blank.page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((one) => one.childElementCount === 0 && one.textContent.trim() && one.checkVisibility())
            .sort((a, b) => parseFloat(getComputedStyle(b).fontSize) - parseFloat(getComputedStyle(a).fontSize))[0]
            .textContent"""
    )
    assert largest == blank.prediction


def test_nothing_lies_over_the_drawing_surface(visit: Visit) -> None:
    page = visit()
    for width, height in ((1440, 900), (1280, 720), (1024, 768), (390, 844)):
        page.page.set_viewport_size({"width": width, "height": height})
        page.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        ((x0, y0, x1, y1, _),) = page.page.evaluate(_BOXES, "[data-testid=drawing]")
        assert (x1 - x0, y1 - y0) == (280, 280)
        others = page.page.evaluate(_BOXES, ".cnnviz :is(button, input, select, label, h2, p)")
        assert len(others) > 30
        for left, top, right, bottom, what in others:
            assert left >= x1 or right <= x0 or top >= y1 or bottom <= y0, (width, what)
        assert page.page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")


def test_nothing_jumps_when_the_values_arrive(visit: Visit, server: str) -> None:
    watch = """
        window.shifts = [];
        new PerformanceObserver((list) => {
            if (!document.querySelector('[data-testid=network]')) return;
            for (const shift of list.getEntries()) window.shifts.push(shift.value);
        }).observe({ type: 'layout-shift', buffered: true });
    """
    page = visit("about:blank")
    page.page.add_init_script(watch)
    page.open(server)
    page.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert sum(page.page.evaluate("() => window.shifts")) < 0.05


def test_the_stages_keep_their_places_whatever_is_read(blank: DrawPage) -> None:
    places = [blank.page.evaluate(_BOXES, "[data-testid=map], .nv-bar, .nv-legend, .cnnviz-desk section")]
    blank.choose_sample(3)
    places.append(blank.page.evaluate(_BOXES, "[data-testid=map], .nv-bar, .nv-legend, .cnnviz-desk section"))
    first, second = ([box[:4] for box in boxes] for boxes in places)
    assert first == second
