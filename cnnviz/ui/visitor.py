"""A visitor of the chapters: the digit and the network that go along from page to page, and what was left where."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from cnnviz import digit_code, models, texts
from cnnviz.errors import DrawingError
from cnnviz.pipeline import Reading, read
from cnnviz.preprocessing import ALL_STEPS, Steps
from cnnviz.trace import Kind
from cnnviz.ui import arrival, reading, samples, shell
from cnnviz.ui.desk import DEFAULT_MODEL, Base, Desk

_OWN = "own-networks"


def desk_after(wish: Any) -> tuple[Desk, list[str]]:
    """The visitor's desk, after what was asked for in the strip; and what is wrong with the address he came by."""
    if "desk" not in st.session_state:
        st.session_state["desk"], st.session_state["problems"] = arrival.desk_from(st.query_params.to_dict())
    desk: Desk = st.session_state["desk"]
    if isinstance(wish, Mapping) and wish.get("id") != st.session_state.get("wish"):
        st.session_state["wish"] = wish.get("id")
        st.session_state["problems"] = []  # they were of the address, and this is no longer what it says
        desk = st.session_state["desk"] = granted(desk, wish)
        remember(desk.model)
        if "go" in wish:
            if desk.steps == arrival.AS_IT_IS and "digit" in wish:
                st.session_state["arrival-problem"] = texts.frame()["exact"]
            shell.turn_to(str(wish["go"]))
    if not models.is_known(desk.model):
        st.session_state["problems"] = [f"{models.unknown(desk.model)} {DEFAULT_MODEL} is shown meanwhile."]
        desk = st.session_state["desk"] = replace(desk, model=DEFAULT_MODEL)
    return desk, st.session_state.get("problems") or []


def last_wish() -> str | None:
    """The name of the wish that was granted last."""
    wish: str | None = st.session_state.get("wish")
    return wish


def remember(model: str) -> None:
    """Keep a network of one's own in the lists of this visit."""
    own = st.session_state.setdefault(_OWN, [])
    if model not in models.NAMES and model not in own:
        own.append(model)


def networks() -> list[dict[str, Any]]:
    """The networks that this visitor can choose from, as `reading.networks` gives them."""
    return reading.networks(st.session_state.get(_OWN, ()))


def granted(desk: Desk, wish: Mapping[str, Any]) -> Desk:
    """The desk with the sample, the digit or the network that was wished for. DrawingError for a broken digit."""
    sample, code, model = wish.get("sample"), wish.get("digit"), wish.get("model")
    read_by = str(model) if models.is_known(model) else desk.model
    if type(sample) is int and 0 <= sample < len(samples.SAMPLES):
        return desk.laid_out_anew(base=Base(sample=sample), strokes=(), steps=_usual(desk), model=read_by)
    if isinstance(code, str):
        digit_code.decoded(code)
        steps = arrival.AS_IT_IS if wish.get("exact") is True else _usual(desk)
        return desk.laid_out_anew(base=Base(code=code), strokes=(), steps=steps, model=read_by)
    return replace(desk, model=read_by)


def _usual(desk: Desk) -> Steps:
    """The desk's steps, but for one that held a digit to be read as it is: the next digit needs them."""
    return ALL_STEPS if desk.steps == arrival.AS_IT_IS else desk.steps


def network_with(model: str, needs: tuple[Kind, ...]) -> tuple[str, str | None]:
    """The network itself, or the usual one where it lacks a kind of stage, and a word of that."""
    missing = lacking(model, needs)
    if not missing:
        return model, None
    words: str = texts.frame()["lacks"]
    label = reading.description(model)["label"]
    return DEFAULT_MODEL, words.format(model=label, what=missing[0].replace("_", " "), shown=DEFAULT_MODEL)


def lacking(model: str, needs: tuple[Kind, ...]) -> list[Kind]:
    """The kinds of stages that the network does not have."""
    has = {stage["kind"] for stage in reading.description(model)["stages"]}
    return [kind for kind in needs if kind not in has]


def reading_of(desk: Desk) -> Reading | None:
    """The desk as it is read; None where nothing is drawn, or what is drawn cannot be read."""
    try:
        return read(desk.drawing(), desk.model, desk.steps)
    except DrawingError:
        return None


def reading_of_a_sample(desk: Desk) -> Reading:
    """What is shown meanwhile."""
    return read(Desk().drawing(), desk.model)


@dataclass
class Visit:
    """What a visitor does in a chapter: as the page was opened, and now.

    The page is told the former alone: it knows the latter, and would be sent all of it at each turn of a knob.
    """

    opened: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)


def visit_of(chapter: str, told: Mapping[str, Any]) -> Visit:
    """The visit, with what the page has told of it; nothing when it was just opened."""
    visits: dict[str, Visit] = st.session_state.setdefault("visits", {})
    visit = visits.setdefault(chapter, Visit())
    if told:
        visit.now |= {name: told[name] for name in ("knobs", "revealed", "charts") if told.get(name) is not None}
    else:
        visit.opened = dict(visit.now)
    return visit
