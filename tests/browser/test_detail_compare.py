"""A drawing is pinned, another one drawn: each cell is told for both, with the difference."""

from decimal import Decimal

import pytest
from conftest import Visit
from detail_page import DetailPage, close_to, half_a_digit, number, recorded

from cnnviz.ui import samples


@pytest.mark.parametrize(("stage", "channel"), [("conv2_1", 3), ("relu1_2", 5), ("pool2", 9), ("flatten", 0)])
def test_the_same_cell_is_told_for_both_drawings(detail: DetailPage, stage: str, channel: int) -> None:
    cell = detail.open(stage, channel)
    before = detail.trace()
    detail.page.get_by_test_id("pin").click()
    detail.draw.choose_sample(samples.FIRST + 1)
    after = detail.trace()
    assert detail.cell == cell
    assert close_to(detail.value, recorded(after[stage], cell), after[stage])
    parts = detail.texts("[data-testid=pinned] .dc-pinnedvalue")
    now, pinned, difference = map(number, parts)
    assert now - pinned == difference
    for printed, trace in ((now, after), (pinned, before)):
        # A sum of rounded numbers may need one of them rounded the other way: a whole last digit.
        assert abs(printed - Decimal(recorded(trace[stage], cell))) <= 2 * half_a_digit(str(printed))
    detail.page.get_by_test_id("pin").click()
    assert detail.texts("[data-testid=pinned] .dc-pinnedvalue") == []


def test_each_class_is_compared_in_its_logit_and_its_share(detail: DetailPage) -> None:
    before = detail.trace()
    detail.open("dense")
    detail.page.get_by_test_id("pin").click()
    detail.draw.choose_sample(0)
    after = detail.trace()
    for name, trace in (("now", after), ("pinned", before)):
        shown = [float(number(text)) for text in detail.texts(f".dc-class{name}")[-10:]]
        assert shown == pytest.approx(list(trace["dense"].values), abs=0.0051)
    columns = [list(map(number, detail.texts(f".dc-class{name}")[-10:])) for name in ("now", "pinned", "difference")]
    assert [now - pinned for now, pinned in zip(*columns[:2], strict=True)] == columns[2]
    # The difference of two sums is the sum of the differences, map by map.
    detail.root.get_by_role("button", name="the difference").click()
    maps = sum(map(number, detail.texts(".dc-tilelabel")))
    assert abs(maps - columns[2][detail.cell.column if detail.cell else 0]) <= Decimal("0.01")

    detail.open("softmax")
    now, pinned, difference = (
        [number(text) for text in detail.texts(f".dc-sharelines .dc-{name}")]
        for name in ("percent", "pinnedshare", "pinneddifference")
    )
    assert [one - other for one, other in zip(now, pinned, strict=True)] == difference
    shares = [[float(one) / 100 for one in column] for column in (now, pinned)]
    assert shares[0] == pytest.approx(list(after.probabilities), abs=2e-6)
    assert shares[1] == pytest.approx(list(before.probabilities), abs=2e-6)


def test_another_network_forgets_the_pinned_drawing(detail: DetailPage) -> None:
    detail.open("conv1_1", 3)
    detail.page.get_by_test_id("pin").click()
    detail.draw.choose_model("textbook")
    detail.open("conv1", 3)
    assert detail.page.get_by_test_id("pin").get_attribute("aria-pressed") == "false"
    assert detail.texts("[data-testid=pinned]") == []


# Calls the component and at once its clean-up, as Streamlit does when new data overtakes a call under way; `gone`:
# while it is out of the page, as Streamlit does when it takes the component away.
_CLEAN_UP = """async (gone) => {
    const { default: cnnviz } = await import('/_stcore/bidi-components/cnnviz.network/network/index.js');
    const parentElement = document.querySelector('.cnnviz').closest('[data-testid=stBidiComponentRegular]');
    const header = '{"live": "/cnnviz/live", "epoch": -1, "values": 0}'.padEnd(64);
    const data = new Uint8Array(4 + header.length);
    new DataView(data.buffer).setUint32(0, header.length, true);
    data.set(new TextEncoder().encode(header), 4);
    const cleanUp = cnnviz({ data, parentElement, setStateValue: () => {} });
    const { parentNode } = parentElement;
    if (gone) parentElement.remove();
    cleanUp();
    if (gone) parentNode.append(parentElement);
}"""


def test_a_clean_up_that_comes_too_early_leaves_the_component_at_work(visit: Visit) -> None:
    detail = DetailPage(visit())
    detail.draw.choose_sample(samples.FIRST)
    cell = detail.open("conv2_1", 3)
    detail.page.get_by_test_id("pin").click()
    detail.page.evaluate(_CLEAN_UP, False)
    assert detail.cell == cell
    assert detail.page.get_by_test_id("pin").get_attribute("aria-pressed") == "true"
    detail.draw.choose_sample(samples.FIRST + 1)
    after = detail.trace()
    assert detail.cell == cell
    assert close_to(detail.value, recorded(after["conv2_1"], cell), after["conv2_1"])


def test_a_pinned_drawing_outlives_the_component(visit: Visit) -> None:
    detail = DetailPage(visit())
    detail.draw.choose_sample(samples.FIRST)
    cell = detail.open("conv2_1", 3)
    before = detail.trace()
    detail.page.get_by_test_id("pin").click()
    with detail.draw.session_told():
        detail.draw.choose_sample(samples.FIRST + 1)
    detail.page.wait_for_function("() => location.search.includes('cell=')")
    after = detail.trace()
    detail.draw.network.evaluate("(network) => { network.dataset.old = ''; }")
    detail.page.evaluate(_CLEAN_UP, True)
    # A change of theme is one of the moments at which Streamlit calls the component again.
    detail.page.emulate_media(color_scheme="dark")
    detail.draw.wait_for("n.dataset.old === undefined && Number(n.dataset.revision) > 0 && n.dataset.exact === 'true'")
    detail.wait_for_cell(cell)
    detail.wait_for("d.querySelector('[data-testid=pinned]')")
    now, pinned, difference = map(number, detail.texts("[data-testid=pinned] .dc-pinnedvalue"))
    assert now - pinned == difference
    for printed, trace in ((now, after), (pinned, before)):
        assert abs(printed - Decimal(recorded(trace["conv2_1"], cell))) <= 2 * half_a_digit(str(printed))
    assert detail.page.get_by_test_id("pin").get_attribute("aria-pressed") == "true"
