"""What a detail computes for a cell, and prints, is what PyTorch recorded for it."""

import random
from decimal import Decimal

import pytest
from detail_page import Cell, DetailPage, close_to, half_a_digit, recorded

from cnnviz.trace import Stage

# All stages of a model, or those that no other model has.
STAGES = {
    "two-block": None,
    "textbook": None,
    "textbook-linear": ("pool1",),
    "dense": ("hidden", "relu", "dense"),
}


def agree(detail: DetailPage, stage: Stage) -> Cell:
    """Assert that the open cell's number is the recorded one, and that what is printed of it is that number."""
    cell, value, printed = detail.cell, detail.value, detail.printed()
    assert cell
    wanted = recorded(stage, cell)
    assert close_to(value, wanted, stage), f"{cell}: the page computes {value}, PyTorch recorded {wanted}"
    half = half_a_digit(printed)
    # What is not certain never reads 1: the last number below it stands for all that would be rounded up.
    almost_one = stage.kind == "softmax" and Decimal(printed) + 2 * half == 1 and Decimal(printed) < value < 1
    slack = Decimal("1e-9")  # the page prints float32 numbers
    assert almost_one or abs(Decimal(printed) - Decimal(value)) <= half + slack, f"{cell}: {printed} for {value}"
    ticks = detail.root.get_by_test_id("recorded")
    if stage.kind != "input":
        assert ticks.get_attribute("data-agrees") == "true", f"{cell}: {ticks.inner_text()}"
    return cell


@pytest.mark.parametrize("model", STAGES)
def test_every_kind_of_cell_comes_to_what_was_recorded(detail: DetailPage, model: str) -> None:
    rng = random.Random(model)
    if model != "two-block":
        detail.draw.choose_model(model)
    detail.draw.choose_sample(rng.randrange(20))
    trace = detail.draw.wait_until_read().trace
    for stage in trace:
        if stage.name not in (STAGES[model] or [stage.name for stage in trace]):
            continue
        channels = len(stage.values) if stage.values.ndim == 3 else 1
        cell = detail.open(stage.name, rng.randrange(channels))
        agree(detail, stage)
        # From where the click left the keyboard's focus.
        detail.press("ArrowRight" if cell.column == 0 else "ArrowLeft")
        assert agree(detail, stage) == cell._replace(column=1 if cell.column == 0 else cell.column - 1)
        for _ in range(2):
            wanted = detail.point_at_any(stage, cell, rng)
            pointed = agree(detail, stage)
            assert wanted in (None, pointed)
        if stage.values.ndim == 3:
            detail.press("ArrowDown" if pointed.row == 0 else "ArrowUp")
            assert agree(detail, stage) == pointed._replace(row=1 if pointed.row == 0 else pointed.row - 1)
        if channels > 1:
            detail.press("PageDown" if pointed.channel == 0 else "PageUp")
            assert agree(detail, stage).channel == (1 if pointed.channel == 0 else pointed.channel - 1)
