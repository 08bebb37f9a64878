"""A photograph that a visitor chose for a chapter: read once, kept for the visit, and never the file itself."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cnnviz.errors import DrawingError
from cnnviz.picture_files import Photograph, photograph
from cnnviz.ui.desk import content_of

_KEPT = "photo-answer"
Answer = tuple[dict[str, Any], Photograph | None]


def chosen(sent: Any) -> Answer | None:
    """What the page is told of the photograph, and its (3, H, W) pixels, if it could be read; None before the first.

    `sent`: what the browser sends of a file. A photograph that cannot be read takes none away.
    """
    kept: Answer | None = st.session_state.get(_KEPT)
    if isinstance(sent, Mapping) and (kept is None or kept[0]["id"] != sent.get("id")):
        answer: dict[str, Any] = {"id": sent.get("id"), "name": str(sent.get("name", ""))[:80]}
        pixels = kept and kept[1]
        try:
            pixels = photograph(content_of(str(sent.get("data", "")))).transpose(2, 0, 1)
        except DrawingError as error:
            answer["error"] = str(error)
        kept = st.session_state[_KEPT] = answer, pixels
    return kept
