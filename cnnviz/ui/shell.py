"""The frame around every chapter: title, menu, style."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from cnnviz.ui import progress

_STYLE = Path(__file__).with_name("shell.css")
_CHAPTERS, _CAME_FROM, _SHOWN = "chapters", "came-from", "shown-chapter"
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
    """Leave this page for another chapter; `draw` remembers which one it was called from."""
    if name in chapters():
        st.session_state[_CAME_FROM] = st.session_state.get(_SHOWN)
        st.switch_page(f"pages/{name}.py")


def shown(name: str) -> None:
    """Remember which chapter is on the screen."""
    st.session_state[_SHOWN] = name


def way_from_desk() -> dict[str, str] | None:
    """Where one goes from `draw`: back to the chapter that sent one here to draw, else on to the next one."""
    titles = chapters()
    came_from = st.session_state.get(_CAME_FROM)
    after = [name for name in titles if name != FIRST]
    name = came_from if came_from in after else next(iter(after), None)
    return {"name": name, "title": titles[name], "way": "back" if name == came_from else "next"} if name else None
