"""The one door to private names of Streamlit. Without one of them something is worse, nothing is broken."""

from contextlib import suppress


def use_own_menu() -> None:
    """Tell Streamlit before the first visitor that `pages/` is ours.

    It finds out by itself when the table of contents runs. A first visitor who comes by a chapter's address would
    otherwise get the bare file below `pages/`, without the table of contents that it stands in.
    """
    with suppress(ImportError, AttributeError):
        from streamlit.runtime.pages_manager import PagesManager

        PagesManager.uses_pages_directory = False
