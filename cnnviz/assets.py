"""Where the files that ship with cnnviz lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries app.py, pages/ and assets/ in this folder of the package (see pyproject.toml).
_BUNDLED = _PACKAGE / "_app"


def root() -> Path:
    """Folder that holds `app.py`, `pages/` and `assets/`."""
    return _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def asset(*parts: str) -> Path:
    """Path of a file below `assets/`; whether it exists is for the reader to check."""
    return root().joinpath("assets", *parts)
