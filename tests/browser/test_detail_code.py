"""Show me the code: what the page shows for a cell is copied, run by Python, and prints the cell's number."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from detail_page import DetailPage
from draw_page import ZERO

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, folder: Path) -> list[float]:
    """What a Python process of its own prints, typed in at its prompt."""
    done = subprocess.run(
        [sys.executable, "-i", "-q"],
        input=code + "\n",
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSTARTUP": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "Error" not in done.stderr, done.stderr
    return [float(line) for line in done.stdout.split()]


@pytest.mark.parametrize(("stage", "channel"), [("conv2_2", 6), ("softmax", 0)])
def test_the_code_of_a_cell_prints_its_number(detail: DetailPage, tmp_path: Path, stage: str, channel: int) -> None:
    detail.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if stage == "softmax":
        # A drawing of one's own: its points go into the code.
        detail.draw.clear()
        detail.draw.draw(ZERO)
    detail.open(stage, channel)
    box = detail.root.get_by_test_id("code")
    box.locator("summary").click()
    box.get_by_role("button", name="Copy").click()
    box.get_by_text("Copied").wait_for()
    code = detail.page.evaluate("() => navigator.clipboard.readText()")
    assert code == box.locator("code").inner_text()
    printed = run(code, tmp_path)
    assert len(printed) == 2  # as recorded, and by hand
    assert printed == pytest.approx([detail.value] * 2, rel=1e-4, abs=1e-7)
    box.locator("summary").click()


def test_the_code_follows_the_cell(detail: DetailPage) -> None:
    cell = detail.open("conv1_1", 4)
    box = detail.root.get_by_test_id("code")
    box.locator("summary").click()
    box.get_by_text("mnist.load").wait_for()
    detail.press("ArrowUp", "ArrowUp", "ArrowLeft")
    box.get_by_text(f'trace["conv1_1"].values[4, {cell.row - 2}, {cell.column - 1}]').wait_for()
    box.locator("summary").click()
