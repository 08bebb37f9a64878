"""The window slides over every position of a map, at its own pace or step by step."""

from collections.abc import Iterator

import pytest
from detail_page import DetailPage

# Every position that is shown, in order, with how many of the map's cells are painted then.
_WATCH = """() => {
    const detail = document.querySelector('[data-testid=detail]');
    window.visited = [];
    window.watcher?.disconnect();
    window.watcher = new MutationObserver(() => {
        const { row, column } = detail.dataset;
        if (row !== undefined) window.visited.push([Number(row), Number(column), painted()]);
    });
    const painted = () => {
        const canvas = detail.querySelector('[data-testid=output-map] canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    };
    window.watcher.observe(detail, { attributeFilter: ['data-row', 'data-column'] });
}"""
_VISITED = "() => window.visited"
# A clock that goes on by 5 ms a frame, however slow the machine is: one position a frame at the fastest pace.
_CLOCK = """() => {
    const ask = (window.truly ??= window.requestAnimationFrame.bind(window));
    let now = 1000;
    window.asked = 0;
    window.requestAnimationFrame = (frame) => {
        window.asked++;
        return ask(() => frame((now += 5)));
    };
}"""
_FRAMES = """() => new Promise((done) => {
    let left = 12;
    const next = () => (left-- ? window.truly(next) : done());
    next();
})"""


@pytest.fixture
def pooled(detail: DetailPage) -> Iterator[DetailPage]:
    """A map of 7x7, at the fastest pace, whose positions are written down as they are shown."""
    detail.open("pool2", 3)
    detail.root.get_by_label("Speed").fill("7")
    detail.page.evaluate(_WATCH)
    detail.page.evaluate(_CLOCK)
    yield detail
    detail.page.evaluate("() => { window.watcher.disconnect(); window.requestAnimationFrame = window.truly; }")


def test_play_visits_every_position_in_reading_order_and_fills_the_map(pooled: DetailPage) -> None:
    pooled.output().focus()
    pooled.press("Space")
    pooled.wait_for("d.querySelector('[data-testid=play]').textContent === 'Play' && d.dataset.row === '6'", 20)
    visited = pooled.page.evaluate(_VISITED)
    assert [place[:2] for place in visited] == [[row, column] for row in range(7) for column in range(7)]
    # Each position is there with the cells before it painted, the rest blank; at the end the map is whole.
    assert [painted for _, _, painted in visited] == list(range(1, 50))


def test_space_pauses_and_goes_on_from_there_and_steps_lead_both_ways(pooled: DetailPage) -> None:
    pooled.root.get_by_label("Speed").fill("3")  # 10 a second: 20 frames each
    pooled.output().focus()
    pooled.press("Space")
    pooled.wait_for("Number(d.dataset.column) >= 2")
    pooled.press("Space")
    cell = pooled.cell
    assert cell
    pooled.page.evaluate(_FRAMES)
    pooled.page.evaluate(_FRAMES)
    assert pooled.cell == cell
    place = 7 * cell.row + cell.column
    for name, to in (("One position on", place + 1), ("One position back", place), ("One position back", place - 1)):
        pooled.root.get_by_role("button", name=name).click()
        assert pooled.page.evaluate(_VISITED)[-1] == [to // 7, to % 7, to + 1]
    pooled.output().focus()
    pooled.press("Space")
    pooled.wait_for(f"7 * d.dataset.row + Number(d.dataset.column) > {place + 1}")
    # Pointing at a cell by hand ends it, and shows the whole map.
    pooled.output().locator("canvas").click(position={"x": 3, "y": 3})
    pooled.page.evaluate(_FRAMES)
    assert pooled.page.evaluate(_VISITED)[-1] == [0, 0, 49]


def test_nothing_plays_on_when_the_detail_is_closed(pooled: DetailPage) -> None:
    pooled.root.get_by_label("Speed").fill("3")
    pooled.root.get_by_test_id("play").click()
    pooled.wait_for("d.dataset.column === '2'")
    pooled.close()
    pooled.page.evaluate(_FRAMES)
    before = pooled.page.evaluate("() => [window.asked, window.visited.length]")
    pooled.page.evaluate(_FRAMES)
    pooled.page.evaluate(_FRAMES)
    assert pooled.page.evaluate("() => [window.asked, window.visited.length]") == before
    cell = pooled.open("pool2", 3)
    pooled.page.evaluate(_FRAMES)
    pooled.page.evaluate(_FRAMES)
    assert pooled.cell == cell
