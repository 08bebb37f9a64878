"""The one door to streamlit-drawable-canvas.

The canvas is the surface: it shows the strokes. It reports them only 200 ms after the
pen is lifted, so the component beside it follows the pen itself (components/network/
surface.js) and the canvas is asked to send nothing.
"""

from typing import Any

import streamlit as st

from cnnviz.drawing import CANVAS, ink_from_strokes
from cnnviz.ui.desk import Desk, png_of

INK, PAPER = "#ffffff", "#000000"


def show(desk: Desk) -> None:
    """The drawing surface with what lies on the desk; drawn on it in between is kept until the epoch changes."""
    # Imported here: outside a running app the import raises (it registers a component).
    from streamlit_drawable_canvas import st_canvas

    with st.container(key="cnnviz-surface"):
        st_canvas(
            stroke_width=round(desk.pen),
            stroke_color=PAPER if desk.erases else INK,
            background_color=PAPER,
            update_streamlit=False,
            width=CANVAS,
            height=CANVAS,
            initial_drawing=_layout(desk),
            key="canvas",
        )


def _layout(desk: Desk) -> dict[str, Any]:
    kept = st.session_state.get("canvas-layout")
    if kept is None or kept["epoch"] != desk.epoch:
        # The epoch is part of it: the canvas lays itself out anew only when this differs.
        kept = {"epoch": desk.epoch, "objects": _objects(desk)}
        st.session_state["canvas-layout"] = kept
    return dict(kept)


def _objects(desk: Desk) -> list[dict[str, Any]]:
    drawing = desk.drawing()
    if not drawing.strokes and drawing.base is None:
        return []
    picture = png_of(ink_from_strokes(drawing.strokes, base=drawing.base))
    place = {"left": 0, "top": 0, "originX": "left", "originY": "top"}
    return [{"type": "Image", "src": f"data:image/png;base64,{picture}", **place}]
