"""What a detail prints adds up, digit by digit, to what it prints as the sum."""

import random
from decimal import Decimal

import pytest
from detail_page import DetailPage, number, numbers_in

RNG = random.Random(7)


def total_rows(detail: DetailPage, part: str) -> list[Decimal]:
    """The numbers of "sum, bias, total", or of "their sum", from top to bottom."""
    return [number(text) for text in detail.texts(f"{part} .dt-row:not([hidden]) dd")]


@pytest.mark.parametrize(("model", "stage", "inputs"), [("two-block", "conv2_2", 16), ("textbook", "conv1", 1)])
def test_nine_products_make_a_sum_and_the_sums_with_the_bias_make_the_cell(
    detail: DetailPage, model: str, stage: str, inputs: int
) -> None:
    if model != "two-block":
        detail.draw.choose_model(model)
    detail.open(stage, 5)
    rows, columns = detail.output().locator("canvas").evaluate("(canvas) => [canvas.height, canvas.width]")
    for place in range(6):
        detail.point(RNG.randrange(rows), RNG.randrange(columns))
        # Each time another input map is spelled out.
        card = detail.root.get_by_test_id("input-card").nth(place % inputs)
        card.click()
        detail.page.mouse.move(0, 0)
        products = [number(text) for text in detail.texts(".dt-spelled .dt-result")]
        assert len(products) == 9
        (their_sum,) = total_rows(detail, ".dt-spelled .dt-theirsum")
        assert sum(products) == their_sum
        sums = [number(text) for text in detail.texts(".dt-cardsum")]
        assert len(sums) == inputs
        assert sums[place % inputs] == their_sum
        of_all, bias, cell = total_rows(detail, ".dt-sum")
        assert sum(sums) == of_all
        assert of_all + bias == cell
        assert number(detail.root.get_by_test_id("recorded").inner_text().removesuffix("✓")) == cell
        # A value and its weight make the product, as far as the printed digits go.
        for value, weight, product in zip(
            *(map(number, detail.texts(f".dt-spelled .{name}")) for name in ("dt-value", "dt-factor")),
            products,
            strict=True,
        ):
            assert abs(value * weight - product) < Decimal("0.0015")


def test_the_maps_of_a_class_and_the_bias_make_its_logit(detail: DetailPage) -> None:
    detail.open("dense")
    for digit in "073":
        detail.press(digit)
        detail.wait_for(f"d.dataset.column === '{digit}'")
        maps = [number(text) for text in detail.texts(".dc-tilelabel")]
        assert len(maps) == 16
        of_all, bias, logit = total_rows(detail, ".dc-facts")
        assert sum(maps) == of_all
        assert of_all + bias == logit
        value, weight, product = numbers_in(detail.texts("[data-testid=entry] .dc-entryproduct")[0])
        assert abs(Decimal(value) * Decimal(weight) - Decimal(product)) <= Decimal("0.0005")


def test_the_exponentials_make_their_sum_and_the_percentages_a_hundred(detail: DetailPage) -> None:
    detail.open("softmax")
    lines = detail.texts(".dc-sharelines .dc-exponential")
    assert len(lines) == 10
    assert sum(map(number, lines)) == number(detail.texts(".dc-sharefoot .dc-exponential")[0])
    assert sum(map(number, detail.texts(".dc-sharelines .dc-percent"))) == 100
    detail.press("3")
    top, bottom = (number(detail.texts(f".is-short .{name}")[0]) for name in ("dc-numerator", "dc-denominator"))
    assert abs(top / bottom - Decimal(detail.printed())) <= Decimal("0.000002")


def test_a_temperature_other_than_one_keeps_the_true_share_marked(detail: DetailPage) -> None:
    cell = detail.open("softmax")
    true = detail.trace().probabilities
    marks = "(nodes) => nodes.map((one) => parseFloat(one.style.left) / 100)"
    slider = detail.root.get_by_test_id("temperature")
    slider.focus()
    detail.press(*["ArrowRight"] * 10)
    temperature = float(detail.texts(".dc-degrees")[0])
    assert temperature > 1
    logits = detail.trace()["dense"].values.astype(float)
    hot = [2.718281828459045 ** (logit / temperature) for logit in logits]
    assert abs(detail.value - hot[cell.column] / sum(hot)) < 0.002  # the slider's temperature is printed in hundredths
    assert detail.root.locator(".dc-was").evaluate_all(marks) == pytest.approx(list(true), abs=1e-5)
    assert detail.root.get_by_test_id("recorded").get_attribute("data-agrees") == "false"
    detail.root.get_by_role("button", name="Back to 1").click()
    detail.wait_for(f"Math.abs(d.dataset.value - {true[cell.column]}) < 1e-6")


def test_the_average_of_a_window_is_its_sum_divided(detail: DetailPage) -> None:
    detail.draw.choose_model("textbook-linear")
    detail.open("pool1", 3)
    detail.point(6, 5)
    values = [number(text) for text in detail.texts(".dt-taken")]
    assert len(values) == 4
    their_sum, average = total_rows(detail, ".dt-words")
    assert sum(values) == their_sum
    assert abs(their_sum / 4 - average) <= Decimal("0.0006")


def test_the_largest_of_a_window_is_the_cell_and_leads_to_where_it_came_from(detail: DetailPage) -> None:
    detail.open("pool1", 3)
    detail.point(6, 5)
    values = [number(text) for text in detail.texts(".dt-taken")]
    assert max(values) == Decimal(detail.printed())
    detail.root.locator(".dt-from").click()
    detail.wait_for("d.dataset.stage === 'relu1_2' && d.dataset.channel === '3'")
    cell = detail.cell
    assert cell
    assert (cell.row // 2, cell.column // 2) == (6, 5)
    assert Decimal(detail.printed()) == max(values)


def test_a_relu_says_how_much_of_its_map_it_cut(detail: DetailPage) -> None:
    detail.open("relu1_2", 3)
    before = detail.trace()["conv1_2"].values[3]
    assert f"{(before <= 0).sum()} of 784 cells cut to zero" in detail.root.inner_text()


def test_full_precision_prints_the_very_float32_numbers(detail: DetailPage) -> None:
    cell = detail.open("conv2_1", 2)
    stage = detail.trace()["conv2_1"]
    short = detail.texts(".dt-spelled .dt-factor")
    detail.root.get_by_test_id("precision").check()
    exact = stage.values[cell.channel, cell.row, cell.column]
    (printed,) = numbers_in(detail.texts("[data-testid=recorded]")[0])
    assert printed == str(exact)
    # conv2_1's sums are sums of 72 products: the page's double precision differs from PyTorch's in the last digits.
    assert abs(float(detail.printed()) - float(exact)) <= 1e-5 * abs(float(exact)) + 1e-6
    weights = [numbers_in(text)[0] for text in detail.texts(".dt-spelled .dt-factor")]
    assert stage.weight is not None
    assert weights == [str(weight) for weight in stage.weight[2, 0].reshape(-1)]
    detail.root.get_by_test_id("precision").uncheck()
    assert detail.texts(".dt-spelled .dt-factor") == short


def test_the_table_tells_the_same_numbers(detail: DetailPage) -> None:
    detail.open("conv1_1", 4)
    detail.root.get_by_test_id("table").locator("summary").click()
    table = detail.root.get_by_test_id("table")
    products = [number(text) for text in table.locator("tbody tr td:nth-child(6)").all_inner_texts()]
    assert products[:9] == [number(text) for text in detail.texts(".dt-spelled .dt-result")]
    assert sum(products[:9]) == products[9]
    foot = [number(text) for text in table.locator("tfoot td").all_inner_texts()[:3]]
    assert foot == total_rows(detail, ".dt-sum")
    spoken = detail.root.locator("[aria-live=polite]").last
    detail.draw.until(lambda: str(foot[2]).replace("-", "−") in spoken.inner_text(), spoken.inner_text)
    table.locator("summary").click()
