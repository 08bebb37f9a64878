"""What is outlined in the network: what a cell saw on every map before it, and what a pixel can reach after it."""

import pytest
from detail_page import DetailPage

from cnnviz.trace import Stage, Trace

Extent = tuple[int, int, int, int]  # first row, last row, first column, last column

# Each outlined map, with the first and last row and column of the outline, in cells of the map.
_OUTLINED = """() => {
    const plane = document.querySelector('.nv-plane');
    const corners = new Map([...plane.querySelectorAll('[data-testid=map]')]
        .map((map) => [`${parseFloat(map.style.left)} ${parseFloat(map.style.top)}`, map]));
    const found = [];
    for (const kind of ['nv-outline', 'nv-whole']) {
        const path = plane.querySelector(`.${kind}`);
        const whole = path.getAttribute('d');
        for (const part of whole.split(/(?=M)/).filter(Boolean)) {
            const [, left, top] = /^M(\\S+) ([^a-z]+)/.exec(part);
            const map = corners.get(`${parseFloat(left)} ${parseFloat(top)}`);
            const canvas = map.querySelector('canvas');
            path.setAttribute('d', part.replace(/^M\\S+ [^a-z]+/, 'M0 0'));
            const box = path.getBBox();
            const [wide, high] = [map.clientWidth / canvas.width, map.clientHeight / canvas.height];
            // The line lies 1 px outside of the cells.
            found.push([map.dataset.stage, Number(map.dataset.channel), {
                rows: [box.y + 1, box.y + box.height - 1, high], columns: [box.x + 1, box.x + box.width - 1, wide] }]);
        }
        path.setAttribute('d', whole);
    }
    return found;
}"""


class Frame:
    """An outline as it is painted. It equals the extent that it is around, on whole px."""

    def __init__(self, found: dict[str, list[float]]) -> None:
        self.sides = found["rows"], found["columns"]

    def __eq__(self, extent: object) -> bool:
        if not isinstance(extent, tuple):
            return NotImplemented
        for (start, end, cell), first, last in zip(self.sides, extent[::2], extent[1::2], strict=True):
            # What is less than 3 px wide is outlined as if it were as wide.
            if abs(start - first * cell) > 0.51 or abs(end - max(start + 3, (last + 1) * cell)) > 0.51:
                return False
        return True

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return str([[round(start / cell, 2), round(end / cell, 2) - 1] for start, end, cell in self.sides])


def outlined(detail: DetailPage) -> dict[str, dict[int, Frame]]:
    """Stage to channel to what is outlined there."""
    found: dict[str, dict[int, Frame]] = {}
    for stage, channel, box in detail.page.evaluate(_OUTLINED):
        found.setdefault(stage, {})[channel] = Frame(box)
    return found


def saw(before: Stage, after: Stage, row: int, column: int) -> Extent:
    """The cells of an earlier map that a cell depends on, clipped at the map's edges.

    From both receptive fields on the input: as far as their corners are apart, in steps of the earlier map.
    """
    extent: list[int] = []
    for axis, place in ((0, row), (1, column)):
        one, other = before.receptive_field, after.receptive_field
        assert one
        assert other
        first = (other.offset[axis] + place * other.step[axis] - one.offset[axis]) / one.step[axis]
        count = (other.size[axis] - one.size[axis]) / one.step[axis] + 1
        assert first == int(first)
        assert count == int(count)
        extent += [max(0, int(first)), min(before.values.shape[axis + 1], int(first + count)) - 1]
    return extent[0], extent[1], extent[2], extent[3]


def reached(stage: Stage, row: int, column: int) -> Extent | None:
    """The cells of a map that see a pixel of the input."""
    field = stage.receptive_field
    assert field
    seeing = [
        (y, x)
        for y in range(stage.values.shape[1])
        for x in range(stage.values.shape[2])
        if row in field.window(y, x)[0] and column in field.window(y, x)[1]
    ]
    rows, columns = [y for y, _ in seeing], [x for _, x in seeing]
    return (min(rows), max(rows), min(columns), max(columns)) if seeing else None


def maps_before(trace: Trace, name: str) -> list[Stage]:
    return list(trace)[: [stage.name for stage in trace].index(name)]


@pytest.mark.parametrize(("row", "column"), [(6, 6), (0, 0), (13, 3), (1, 13)])
def test_a_cell_outlines_what_it_saw_on_every_map_before_it(detail: DetailPage, row: int, column: int) -> None:
    detail.open("conv2_2", 6)
    detail.point(row, column)
    detail.wait_for(f"d.dataset.row === '{row}' && d.dataset.column === '{column}'")
    trace = detail.trace()
    wanted = {
        stage.name: dict.fromkeys(range(len(stage.values)), saw(stage, trace["conv2_2"], row, column))
        for stage in maps_before(trace, "conv2_2")
    }
    # What is pointed at in the network stays outlined until the pointer's way to the detail is noticed.
    detail.draw.until(lambda: wanted.items() <= outlined(detail).items(), lambda: f"{outlined(detail)} != {wanted}")
    found = outlined(detail)
    # Its own cell is marked, and nothing after it.
    assert found["conv2_2"] == {6: (row, row, column, column)}
    assert found.keys() == {stage.name for stage in maps_before(trace, "relu2_2")}
    field = trace["conv2_2"].receptive_field
    assert field
    rows, columns = field.window(row, column)
    assert found["input"][0] == (max(0, rows[0]), min(27, rows[-1]), max(0, columns[0]), min(27, columns[-1]))


def test_a_layer_that_works_map_by_map_outlines_its_own_map_alone(detail: DetailPage) -> None:
    detail.open("pool1", 5)
    detail.point(13, 0)
    detail.wait_for("d.dataset.row === '13' && d.dataset.column === '0'")
    found = outlined(detail)
    assert found["relu1_2"] == {5: (26, 27, 0, 1)}
    assert found["conv1_2"] == {5: (26, 27, 0, 1)}
    assert found["relu1_1"] == dict.fromkeys(range(8), (25, 27, 0, 2))


def test_a_pixel_outlines_all_that_it_can_reach(detail: DetailPage) -> None:
    box = detail.map("input").bounding_box()
    assert box
    trace = detail.trace()
    for row, column in ((14, 9), (0, 27)):
        detail.page.mouse.move(
            box["x"] + box["width"] * (column + 0.5) / 28, box["y"] + box["height"] * (row + 0.5) / 28
        )

        def agrees(row: int = row, column: int = column) -> bool:
            found = outlined(detail)
            return all(
                found.get(stage.name) == dict.fromkeys(range(len(stage.values)), reached(stage, row, column))
                for stage in maps_before(trace, "flatten")[1:]
            )

        detail.draw.until(agrees, lambda: str(outlined(detail)))
    detail.page.mouse.move(5, 5)
    detail.draw.until(lambda: outlined(detail) == {}, lambda: str(outlined(detail)))


def test_pointing_at_a_product_shows_its_cell_in_the_network(detail: DetailPage) -> None:
    detail.open("conv2_2", 6)
    detail.point(5, 7)
    detail.root.locator(".dt-product").nth(0).hover()
    found = outlined(detail)
    assert found["relu2_1"] == {0: (4, 4, 6, 6)}
    detail.page.mouse.move(5, 5)
    detail.draw.until(lambda: len(outlined(detail)["relu2_1"]) == 16, lambda: str(outlined(detail)["relu2_1"]))
