"""A chapter as a visitor has it: predict, see, change, check, turn the page."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page

# A visitor who comes by a chapter's address: Streamlit asks below it first, then at the root.
_ASKED_BELOW = r"404 \(Not Found\)"


class ChapterPage:
    """A chapter in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._complaints: list[str] = []
        self.expected: list[str] = [_ASKED_BELOW]
        page.on("console", lambda message: self._complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._complaints.append(f"error: {error}"))

    def complaints(self) -> list[str]:
        """What the browser's console says, and errors that nobody caught; without what is expected."""
        return [text for text in self._complaints if not any(re.search(each, text) for each in self.expected)]

    def open(self, url: str) -> None:
        """Come by an address, and wait for the chapter."""
        self.page.goto(url)
        self.page.get_by_test_id("predict").locator("button").first.wait_for()

    def wait_for_title(self, title: str) -> None:
        """Wait for the chapter of that title."""
        self.page.locator("h1.ch-title", has_text=re.compile(f"^{title}")).wait_for()

    # Predict

    @property
    def prediction(self) -> Locator:
        return self.page.get_by_test_id("predict").get_by_test_id("question")

    def reveal(self) -> None:
        """See the picture without a guess, if it is still hidden."""
        self.page.get_by_test_id("predict").locator("button").first.wait_for()
        skip = self.page.get_by_test_id("skip")
        if skip.count():
            skip.click()
        self.see.wait_for()

    # See and change

    @property
    def see(self) -> Locator:
        return self.page.get_by_test_id("see")

    @property
    def change(self) -> Locator:
        return self.page.get_by_test_id("change")

    def code(self) -> str:
        """The PyTorch lines that print what is on screen."""
        self.page.get_by_test_id("code").locator("summary").click()
        lines = self.page.get_by_test_id("code-pytorch").locator("code")
        lines.filter(has_text="import").wait_for()  # they are written when the box has opened
        return lines.inner_text()

    # Check

    @property
    def questions(self) -> Locator:
        return self.page.locator(".ch-check").get_by_test_id("question")

    def asked(self, kind: str) -> Locator:
        """The question of a kind."""
        return self.page.locator(f".ch-check [data-testid=question][data-kind={kind}]")

    def answer(self, question: Locator, wire: dict[str, Any], *, right: bool = True, keyboard: bool = False) -> None:
        """Answer a question as its wire form says is right, or wrongly, with the mouse or the keyboard alone."""
        form = wire["form"]
        if form == "choice":
            place = next(place for place, choice in enumerate(wire["choices"]) if choice["right"] == right)
            button = question.get_by_test_id("choice").nth(place)
            if keyboard:
                button.focus()
                button.press("Enter")
            else:
                button.click()
        elif form == "number":
            field = question.get_by_test_id("number")
            field.fill(str(wire["value"] + (0 if right else 1000)))
            if keyboard:
                field.press("Enter")
            else:
                question.locator("button[type=submit]").click()
        else:
            self._point(question.get_by_test_id("pointing"), wire["cell"], right, keyboard)
        question.locator("xpath=self::*[@data-correct]").wait_for()
        assert question.get_attribute("data-correct") == str(right).lower()

    def _point(self, surface: Locator, cell: list[int], right: bool, keyboard: bool) -> None:
        rows, columns = surface.evaluate(
            "(node) => { const c = node.querySelector('canvas'); if (c) return [c.height, c.width];"
            " const all = node.querySelectorAll('.ch-number'); const row = [...all].filter((one) =>"
            " one.offsetTop === all[0].offsetTop).length; return [all.length / row, row]; }"
        )
        row, column = cell if right else ((cell[0] + 1) % rows, cell[1])
        if keyboard:
            surface.focus()
            for key, count in (("ArrowUp", rows), ("ArrowLeft", columns), ("ArrowDown", row), ("ArrowRight", column)):
                for _ in range(count):
                    surface.press(key)
            surface.press("Enter")
            return
        target = surface.locator("canvas, .ch-numbers").first
        box = target.bounding_box()
        assert box
        # In one: what is still being loaded above may move it between looking and clicking.
        target.click(
            position={"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows}
        )

    # The way

    @contextmanager
    def script_ran(self) -> Iterator[None]:
        """What is done inside goes to the session; the block is left when its script has run."""
        yield
        self.page.wait_for_timeout(50)
        self.page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")

    def tell_progress(self) -> str:
        """What stands above the questions."""
        return self.page.get_by_test_id("progress").inner_text()


@contextmanager
def held_up(page: Page, name: str) -> Iterator[list[Any]]:
    """Inside the block the chapter's questions of a name get no answer; those that came go on when it is left."""
    came: list[Any] = []
    holding = True
    page.route(f"**/ask/*/{name}", lambda route: came.append(route) if holding else route.continue_())
    yield came
    holding = False
    for route in came:
        route.continue_()


@contextmanager
def visiting(browser: Browser, url: str, ready: Callable[[Page], Any] = lambda page: None) -> Iterator[Any]:
    """`visit("bias=-0.2", width=390)`: the chapter at the url with that in its address, its picture revealed, `ready`.

    In the end no page may have complained in the browser's console.
    """
    contexts, pages = [], []

    def visit(query: str = "", width: int = 1440, height: int = 900, **options: Any) -> ChapterPage:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **options))
        page = ChapterPage(contexts[-1].new_page())
        pages.append(page)
        page.open(f"{url}?{query}")
        page.reveal()
        ready(page.page)
        return page

    yield visit
    for page in pages:
        assert page.complaints() == []
    for context in contexts:
        context.close()
