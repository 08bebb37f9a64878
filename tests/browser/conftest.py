"""One Chromium for all tests of the page, a fresh visitor for each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from detail_page import DetailPage
from draw_page import DrawPage
from playwright.sync_api import Browser, sync_playwright

from cnnviz.ui import samples

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Visit = Callable[..., DrawPage]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: once Playwright runs, no other test could start an event loop."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit()` opens the page as a new visitor and waits until values are painted.

    Whatever the browser complains of while a test runs fails it, unless the test said that it expects it.
    """
    pages: list[DrawPage] = []
    contexts = []

    def visit(url: str | None = None, **options: Any) -> DrawPage:
        options = {"viewport": {"width": 1440, "height": 900}, **options}
        contexts.append(browser.new_context(**options))
        page = DrawPage(contexts[-1].new_page())
        pages.append(page)
        page.open(url or request.getfixturevalue("server"))
        return page

    yield visit
    for context in contexts:
        context.close()
    for page in pages:
        assert page.complaints() == []


@pytest.fixture
def page(visit: Visit) -> DrawPage:
    """The page in a desktop's window, as it opens."""
    return visit()


@pytest.fixture(scope="session")
def regular(browser: Browser, server: str) -> Iterator[DrawPage]:
    """A visitor who stays: opening the page anew for each test would take longer than the tests."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = DrawPage(context.new_page())
    page.open(server)
    yield page
    context.close()


@pytest.fixture
def blank(regular: DrawPage) -> Iterator[DrawPage]:
    """The page with an empty canvas and everything else as it opens; another test may have been there before."""
    regular.start_over()
    yield regular
    assert regular.complaints() == []


@pytest.fixture
def detail(blank: DrawPage) -> Iterator[DetailPage]:
    """The page with a plain 3 on its canvas; the test may open cells of it."""
    blank.choose_sample(samples.FIRST)
    page = DetailPage(blank)
    yield page
    page.leave()
