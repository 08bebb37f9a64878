"""axe-core, by Deque: what it finds serious about a page's accessibility."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
# Words in a place where they may not stand are a fault to us where axe-core is not certain, too.
_RUN = """async ([root, rules]) => {
    const options = { resultTypes: ['violations', 'incomplete'], ...(rules && { runOnly: rules }) };
    const { violations, incomplete } = await axe.run(root, options);
    return [...violations, ...incomplete.filter(({ id }) => id === 'aria-prohibited-attr')]
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 5).map((node) => node.html.slice(0, 200))]);
}"""


def load(page: Page) -> None:
    """Bring axe-core into the page."""
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))


def serious(page: Page, root: str, rules: list[str] | None = None) -> list[Any]:
    """What axe-core calls a serious or critical fault below a selector: contrast among them, from 4.5 (3 if large)."""
    found: list[Any] = page.evaluate(_RUN, [root, rules])
    return found
