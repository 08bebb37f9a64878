"""A drawing is pinned, another one drawn: each cell is told for both, with the difference."""

from decimal import Decimal

import pytest
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
