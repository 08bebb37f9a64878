"""The frame around every chapter: title, menu, style."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from cnnviz.ui import progress

_STYLE = Path(__file__).with_name("shell.css")
_CHAPTERS = "chapters"
FIRST = "draw"


def open_book(root: Path, chapters: Iterable[tuple[str, str]]) -> None:
    """Run the chapter that the address asks for. `chapters`: (file below pages/, title), in order."""
    st.set_page_config(page_title="cnnviz: watch a network read your digit", layout="wide", page_icon="✍️")
    st.logo(str(root / "assets" / "pictures" / "logo.svg"), size="large")
    titles = dict(chapters)
    st.session_state[_CHAPTERS] = titles
    taught = {name: title for name, title in titles.items() if name != FIRST}
    progress.gather(taught)
    pages = [
        st.Page(
            root / "pages" / f"{name}.py",
            title=title + (progress.mark(name) if name in taught else ""),
            url_path=name,
            default=name == FIRST,
        )
        for name, title in titles.items()
    ]
    page = st.navigation(pages, position="top")
    st.html(_STYLE)
    page.run()


def chapters() -> dict[str, str]:
    """The chapters' names and titles, in order; none for a page that runs outside the table of contents."""
    titles: dict[str, str] = st.session_state.get(_CHAPTERS, {})
    return titles


def turn_to(name: str) -> None:
    """Leave this page for another chapter."""
    if name in chapters():
        st.switch_page(f"pages/{name}.py")
