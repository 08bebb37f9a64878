"""The frame around every chapter: title, menu, style."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

_STYLE = Path(__file__).with_name("shell.css")


def open_book(root: Path, chapters: Iterable[tuple[str, str]]) -> None:
    """Run the chapter that the address asks for. `chapters`: (file below pages/, title), in order."""
    st.set_page_config(page_title="cnnviz: watch a network read your digit", layout="wide", page_icon="✍️")
    st.logo(str(root / "assets" / "pictures" / "logo.svg"), size="large")
    pages = [
        st.Page(root / "pages" / f"{name}.py", title=title, url_path=name, default=first)
        for (name, title), first in zip(chapters, _first_only(), strict=False)
    ]
    page = st.navigation(pages, position="top")
    st.html(_STYLE)
    page.run()


def _first_only() -> Iterable[bool]:
    yield True
    while True:
        yield False
