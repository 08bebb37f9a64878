"""Every word of the chapters, a file for each chapter, apart from code: a translation is a folder beside `en`.

Words in double brackets, `[[feature map]]` or `[[feature map|its maps]]`, are explained in `glossary.toml`; numbers
stand in braces, `{share}`, and are filled in with what was computed.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGE = "en"


def chapter(name: str) -> dict[str, Any]:
    """The words of a chapter."""
    return _read(name)


def frame() -> dict[str, Any]:
    """The words that all chapters share."""
    return _read("frame")


def glossary() -> dict[str, str]:
    """What each term means, in a sentence or two."""
    terms: dict[str, str] = _read("glossary")["terms"]
    return terms


@cache
def _read(name: str) -> dict[str, Any]:
    path = Path(__file__).with_name(LANGUAGE) / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
