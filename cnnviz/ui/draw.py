"""The chapter `draw`: the desk at the left, the network at the right, each stroke read as it is made."""

from dataclasses import replace
from typing import Any

import streamlit as st

from cnnviz import models
from cnnviz.errors import CnnvizError, EmptyDrawingError, ModelError
from cnnviz.ui import arrival, canvas, markup, reading, samples, shell, visitor
from cnnviz.ui.desk import DEFAULT_MODEL, Desk, base_from_picture
from cnnviz.ui.live import PATH
from cnnviz.ui.payload import packed
from cnnviz.ui.warmup import ready
from cnnviz.views.network import Encoding

COMPONENT = "network"


def page() -> None:
    """Show the chapter."""
    ready()
    with st.container(key="cnnviz-draw"):
        _desk_and_network()


@st.fragment
def _desk_and_network() -> None:
    sent = st.session_state.get(COMPONENT) or {}
    if sent.get("desk") and sent.get("go"):
        # Told together with the desk, so that the next chapter knows the drawing as it is.
        st.session_state["desk"], _ = _current(sent)
        shell.turn_to(str(sent["go"]))
    desk, error = _current(sent)
    if not sent.get("desk"):
        # A page that was just opened, or opened again, knows no network yet.
        desk = replace(desk, extras={name: value for name, value in desk.extras.items() if name != "knows"})
    try:
        reading.description(desk.model)
    except ModelError as problem:
        # Without its network the page has nothing to show; the message says how to get it back.
        st.error(str(problem))
        return
    st.session_state["desk"] = desk
    picture = _picture(sent.get("picture"))
    canvas.show(desk)
    _mount(_payload(desk, error, picture, whole=not sent.get("desk") or not desk.live))


def _current(sent: Any) -> tuple[Desk, str | None]:
    """The desk as the browser sent it, else as it was when the page was left, else a fresh one."""
    known: Desk = st.session_state.get("desk") or _asked_for()
    try:
        desk = Desk.from_wire(sent["desk"]) if sent.get("desk") else known
    except CnnvizError as error:
        return _with_a_network(known)[0], str(error)
    return _with_a_network(desk)


def _with_a_network(desk: Desk) -> tuple[Desk, str | None]:
    """The desk with the usual network where a network of one's own has gone, and a word of that."""
    if models.is_known(desk.model):
        visitor.remember(desk.model)
        return desk, None
    return replace(desk, model=DEFAULT_MODEL), f"{models.unknown(desk.model)} {DEFAULT_MODEL} is shown meanwhile."


def _asked_for() -> Desk:
    """The desk as the page opens with. What the address names in vain the page says, but for the drawing."""
    query = st.query_params.to_dict()
    base, st.session_state["arrival-problem"] = arrival.drawing_from(query)
    return Desk(model=arrival.network_from(query)[0], base=base, steps=arrival.steps_from(query))


def _picture(sent: Any) -> dict[str, Any] | None:
    """Answer an uploaded picture: what to lay on the desk, or what is wrong with it. Answers are kept, not pictures."""
    if not sent:
        return st.session_state.get("picture-answer")
    answer: dict[str, Any] = {"id": sent.get("id")}
    try:
        answer["base"] = base_from_picture(str(sent.get("data", ""))).wire()
    except CnnvizError as error:
        answer["error"] = str(error)
    st.session_state["picture-answer"] = answer
    return answer


def _payload(desk: Desk, error: str | None, picture: dict[str, Any] | None, *, whole: bool) -> bytes:
    """A header, then float32 numbers: values and weights, as the header says.

    The browser says in its desk which network it knows, so that a network travels once.
    The values travel this way at first, and where the live route is shut.
    """
    header: dict[str, Any] = {"live": PATH, "epoch": desk.epoch, "error": error, "picture": picture}
    numbers = b""
    if whole:
        header["desk"] = desk.wire()
        try:
            numbers = reading.values(desk, Encoding.FLOAT32)
        except EmptyDrawingError:
            header["empty"] = True
        except CnnvizError as problem:
            header["error"] = str(problem)
    header["values"] = len(numbers) // 4
    if desk.extras.get("knows") != desk.model:
        header["network"] = reading.description(desk.model)
        header["weights"], weights = reading.weights(desk.model)
        numbers += weights
    if "knows" not in desk.extras:
        header["networks"] = visitor.networks()
        header["samples"] = samples.thumbnails()
        header["problem"] = st.session_state.pop("arrival-problem", None)
        header["way"] = shell.way_from_desk()
    return packed(header, numbers)


def _mount(payload: bytes) -> None:
    component = st.components.v2.component(
        "cnnviz.network",
        js="network/index.js",
        css="network/style.css",
        html=markup.html("network"),
        isolate_styles=False,
    )
    component(
        key=COMPONENT,
        data=payload,
        on_desk_change=lambda: None,
        on_picture_change=lambda: None,
        on_go_change=lambda: None,
    )
