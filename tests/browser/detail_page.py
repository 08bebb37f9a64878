"""The detail of one cell as a visitor has it: how it is opened, walked through, and read."""

import random
import re
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from draw_page import DrawPage, read
from playwright.sync_api import Locator

from cnnviz.stage import Stage
from cnnviz.trace import Trace

# The detail's root as a function's argument would be: `d`.
_DETAIL = "const d = document.querySelector('[data-testid=detail]');"
# The number that a detail comes to, wherever its kind prints it.
_RESULT = ".dt-total .dt-row:last-child dd, .dc-entry:not([data-testid]), .dc-fraction .dc-share"
_NUMBER = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-−+]?\d+)?")


class Cell(NamedTuple):
    """As the page counts, from 0: a number of a vector is a column."""

    stage: str
    channel: int
    row: int
    column: int


class DetailPage:
    """The page `draw` with what is below its network."""

    def __init__(self, page: DrawPage) -> None:
        self.draw = page
        self.page = page.page
        self.root = page.page.get_by_test_id("detail")

    # What one sees

    @property
    def cell(self) -> Cell | None:
        """The cell that is open."""
        data = self.data()
        if "stage" not in data:
            return None
        return Cell(data["stage"], int(data["channel"]), int(data["row"]), int(data["column"]))

    @property
    def value(self) -> float:
        return float(self.data()["value"])

    def data(self) -> dict[str, str]:
        found: dict[str, str] = self.page.evaluate(f"() => {{ {_DETAIL} return {{ ...d?.dataset }} }}")
        return found

    def is_open(self) -> bool:
        return self.root.is_visible()

    def output(self) -> Locator:
        """The map whose cell is explained, where the stage has maps."""
        return self.root.get_by_test_id("output-map")

    def printed(self) -> str:
        """The cell's number as it is printed."""
        return numbers_in(self.root.locator(_RESULT).first.inner_text())[-1]

    def texts(self, selector: str) -> list[str]:
        """What stands in the detail, in order, but for what is hidden."""
        found: list[str] = self.root.locator(selector).evaluate_all(
            "(nodes) => nodes.filter((one) => one.checkVisibility()).map((one) => one.textContent)"
        )
        return found

    # What was recorded

    def trace(self) -> Trace:
        """What PyTorch records for the drawing that was last sent to be read."""
        return read(self.draw.desk).trace

    # What one does

    def wait_for(self, condition: str, seconds: float = 8) -> None:
        """Wait until a JavaScript expression about the detail's root `d` is true."""
        self.page.wait_for_function(f"() => {{ {_DETAIL} return d && ({condition}) }}", timeout=1000 * seconds)

    def wait_for_cell(self, cell: Cell) -> None:
        pairs = zip(("stage", "channel", "row", "column"), cell, strict=True)
        self.wait_for(" && ".join(f"d.dataset.{name} === '{value}'" for name, value in pairs))

    def wait_until_still(self) -> None:
        """Opening moves the detail into its place; what is pointed at should be there."""
        self.wait_for("d.dataset.stage && d.getAnimations({ subtree: true }).length === 0")

    def map(self, stage: str, channel: int = 0) -> Locator:
        """A map of the network above."""
        return self.page.locator(f"[data-testid=map][data-stage='{stage}'][data-channel='{channel}']")

    def open(self, stage: str, channel: int = 0) -> Cell:
        """Click on the middle of a map; the cell there is opened."""
        self.map(stage, channel).click()
        self.wait_for(f"d.dataset.stage === '{stage}' && d.dataset.channel === '{channel}'")
        self.wait_until_still()
        cell = self.cell
        assert cell
        return cell

    def close(self) -> None:
        """By Escape, wherever the focus is."""
        self.page.keyboard.press("Escape")
        self.wait_until_closed()

    def wait_until_closed(self) -> None:
        self.root.wait_for(state="hidden")
        self.page.wait_for_function("() => !location.search.includes('map=')")

    def point(self, row: int, column: int) -> None:
        """Point at a cell of the output map."""
        canvas = self.output().locator("canvas")
        box = canvas.bounding_box()
        assert box
        columns, rows = canvas.evaluate("(canvas) => [canvas.width, canvas.height]")
        x, y = box["x"] + box["width"] * (column + 0.5) / columns, box["y"] + box["height"] * (row + 0.5) / rows
        self.page.mouse.move(x, y)

    def point_at_any(self, stage: Stage, cell: Cell, rng: random.Random) -> Cell | None:
        """Point at, or click on, any cell of what is open; gives that cell, or None where only the page knows."""
        if self.output().count():
            columns, rows = self.output().locator("canvas").evaluate("(canvas) => [canvas.width, canvas.height]")
            row, column = rng.randrange(rows), rng.randrange(columns)
            self.point(row, column)
            if stage.values.ndim == 3:
                return cell._replace(row=row, column=column)
            # A vector is folded into lines, and the last one may not be full.
            return cell._replace(column=min(stage.values.size - 1, row * columns + column))
        classes = self.root.locator("[data-class]:is(button, [role=option]):visible")
        if count := classes.count():
            place = rng.randrange(count)
            classes.nth(place).click()
            return cell._replace(column=place)
        strip = self.root.locator(".dc-mosaic[tabindex]:visible").first
        strip.click(position={"x": 1 + rng.random() * 50, "y": 1 + rng.random() * 10})
        return None

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def leave(self) -> None:
        """As the page opens: nothing pinned, short numbers, no detail; another test may come."""
        self.page.mouse.up()
        if not self.is_open():
            return
        pin = self.page.get_by_test_id("pin")
        if pin.get_attribute("aria-pressed") == "true":
            pin.click()
        self.root.get_by_test_id("precision").uncheck()
        self.page.mouse.move(0, 0)
        self.close()

    def walk_to(self, row: int, column: int) -> None:
        """By arrow keys, from the corner; the keyboard's focus has to be on the output map."""
        self.press("Control+Home", *["ArrowDown"] * row, *["ArrowRight"] * column)

    def choose_scale(self, name: str) -> None:
        """What shares a colour scale; the choice is in sight with and without a detail."""
        self.page.locator(".nv-choice", has_text=re.compile(f"^{name}$", re.IGNORECASE)).click()


def numbers_in(text: str) -> list[str]:
    """Every number of a text, with an ASCII minus sign: "= cell (6, 6) −1.069" has 6, 6, -1.069."""
    return [found.replace("−", "-").replace(",", "").lstrip("+") for found in _NUMBER.findall(text)]


def number(text: str) -> Decimal:
    """The one number of a text, digit by digit as it is printed; a percent sign makes no difference."""
    (found,) = numbers_in(text)
    return Decimal(found)


def recorded(stage: Stage, cell: Cell) -> float:
    """What PyTorch recorded for a cell."""
    values: npt.NDArray[Any] = stage.values
    return float(values[cell.channel, cell.row, cell.column] if values.ndim == 3 else values[cell.column])


def close_to(found: float, wanted: float, stage: Stage) -> bool:
    """To 1e-4 relative, or where large terms cancel, to 1e-6 of the stage's largest value."""
    return bool(abs(found - wanted) <= max(1e-4 * abs(wanted), 1e-6 * float(np.abs(stage.values).max())))


def half_a_digit(printed: str) -> Decimal:
    """How far the number may be from what is printed of it, when it was rounded: half of the last digit's unit."""
    exponent = Decimal(printed).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(exponent - 1)
