"""The frame of a chapter: predict, see, change, say, check yourself, show me the code.

A chapter is two components with room for charts between them: "lesson" (the strip with the digit, the prediction,
the picture and its knobs, the sentences, the code) and "check" (the questions). What a chapter has of its own is its
`Material`, made from a reading; its words stand in `cnnviz/texts`.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from cnnviz import texts
from cnnviz.errors import CnnvizError
from cnnviz.pipeline import Reading
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.stage import Array
from cnnviz.trace import Kind
from cnnviz.ui import arrival, laboratory, markup, photo, progress, reading, samples, shell, visitor
from cnnviz.ui.desk import Desk
from cnnviz.ui.payload import packed
from cnnviz.ui.warmup import ready
from cnnviz.views.network import Encoding, encode

_TOLD = ("wish", "knobs", "revealed", "charts", "photo", "found")  # by the page
CHART_HEIGHT = 330  # px, some more than a chart, which would scroll otherwise


@dataclass(frozen=True)
class Chart:
    """A Plotly figure, made when it is to be drawn, and the sentence above it."""

    caption: str
    figure: Callable[[], Any]


@dataclass(frozen=True, eq=False)
class Material:
    """What a chapter shows of a reading, beyond the reading itself."""

    facts: Mapping[str, str] = field(default_factory=dict)  # fill the braces in the chapter's `say`
    data: Mapping[str, Any] = field(default_factory=dict)  # JSON for the picture
    arrays: Mapping[str, Array] = field(default_factory=dict)  # float32 for the picture, by name
    charts: tuple[Chart, ...] = ()


def show(
    chapter: str,
    material: Callable[[Situation], Material],
    needs: Kind | tuple[Kind, ...] | None = None,
    within: Callable[[Situation, Any], Situation] = lambda situation, _told: situation,
) -> None:
    """Show a chapter about the visitor's digit, read by the chosen network.

    `needs`: kinds of stages that the network must have; where the chosen one lacks one, the usual one is shown.
    `within` adds to the situation what the page has told under the name "found", None while it has not.
    """
    ready()
    shell.shown(chapter)
    _chapter(chapter, material, () if needs is None else (needs,) if isinstance(needs, Kind) else needs, within)


@st.fragment
def _chapter(
    chapter: str,
    material: Callable[[Situation], Material],
    needs: tuple[Kind, ...],
    within: Callable[[Situation, Any], Situation],
) -> None:
    """A part of its own, so that what a visitor does here does not make the menu and all pages anew."""
    try:
        _show(chapter, material, needs, within)
    except CnnvizError as problem:
        # Without its network or its files a chapter has nothing to show; the message says how to get them back.
        st.error(str(problem))


def _show(
    chapter: str,
    material: Callable[[Situation], Material],
    needs: tuple[Kind, ...],
    within: Callable[[Situation, Any], Situation],
) -> None:
    key = f"lesson-{chapter}"
    told = st.session_state.get(key) or {}
    desk, problems = visitor.desk_after(told.get("wish"))
    read_by, notice = visitor.network_with(desk.model, needs)
    desk = replace(desk, model=read_by)
    found = visitor.reading_of(desk)
    situation = within(Situation(found or visitor.reading_of_a_sample(desk), _round(chapter)), told.get("found"))
    visit = visitor.visit_of(chapter, told)
    shown = _with_photo(material(situation), photo.chosen(told.get("photo")))
    header = _header(chapter, desk, situation, shown) | {
        "networks": [each for each in visitor.networks() if not visitor.lacking(each["model"], needs)],
        "kept": {"knobs": visit.opened.get("knobs"), "revealed": bool(visit.opened.get("revealed"))},
        "problems": problems,
        "notice": notice if found else texts.frame()["empty"],
    }
    _mount(key, _with_numbers(header, situation.reading, shown), _TOLD)
    more = progress.gather([chapter])
    if visit.now.get("revealed"):
        _charts(shown.charts, drawn=bool(visit.now.get("charts")))
        _check(chapter, situation)
    if more:
        # The menu tells of it. At the end: what a run leaves out would be taken from the page, answers and all.
        st.rerun()


def _with_photo(shown: Material, answer: photo.Answer | None) -> Material:
    if answer is None:
        return shown
    told, pixels = answer
    arrays = {} if pixels is None else {"photo": pixels}
    return replace(shown, data={**shown.data, "photo": told}, arrays={**shown.arrays, **arrays})


def _round(chapter: str) -> int:
    """Which questions are asked: a number that the page raises, and that the address may name."""
    told = (st.session_state.get(progress.check_key(chapter)) or {}).get("round")
    asked = str(st.query_params.get("round", "") if told is None else told)
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 6 else 1


def _header(chapter: str, desk: Desk, situation: Situation, shown: Material) -> dict[str, Any]:
    words = texts.chapter(chapter)
    return {
        "part": "lesson",
        "reading": _name_of(situation.reading),
        "chapter": chapter,
        "chapters": [{"name": name, "title": title} for name, title in shell.chapters().items()],
        "words": {**words, "say": [sentence.format(**shown.facts) for sentence in words["say"]]},
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "network": reading.description(desk.model),
        "sample": desk.base.sample if desk.base and not desk.strokes else None,
        "samples": samples.thumbnails(),
        "address": arrival.address_of(desk, situation.reading.picture),
        "predict": asking.predict(chapter, replace(situation, seed=1)).wire(),  # the same, whatever is asked later
        "data": dict(shown.data),
        "laboratory": f"{laboratory.PATH}/KIND/{chapter}",
    }


def _with_numbers(header: dict[str, Any], read: Reading, shown: Material) -> bytes:
    """The header; behind it the values, what the network learned, and the chapter's arrays."""
    values = encode(read.trace, Encoding.FLOAT32)
    header["values"] = len(values) // 4
    header["weights"], weights = reading.weights(read.model)
    header["arrays"] = [{"name": name, "shape": list(each.shape)} for name, each in shown.arrays.items()]
    own = b"".join(each.astype("<f4").tobytes() for each in shown.arrays.values())
    return packed(header, values + weights + own)


def _name_of(read: Reading) -> str:
    """By which the page's parts know a reading, which travels with one of them alone."""
    return hashlib.sha256(read.model.encode() + read.picture.tobytes()).hexdigest()[:16]


def _charts(charts: tuple[Chart, ...], *, drawn: bool) -> None:
    """The charts side by side, or their room until one comes near them."""
    if not charts:
        return
    with st.container(key="cnnviz-charts"):
        for column, chart in zip(st.columns(len(charts)), charts, strict=True):
            column.markdown(chart.caption)
            with column.container(height=CHART_HEIGHT, border=False):
                if drawn:
                    st.plotly_chart(chart.figure(), width="stretch", config={"displayModeBar": False})


def _check(chapter: str, situation: Situation) -> None:
    """The questions: a part of their own, so that new ones leave the picture alone."""
    words = texts.chapter(chapter)
    header = {
        "part": "check",
        "chapter": chapter,
        "words": words,
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "reading": _name_of(situation.reading),
        "round": situation.seed,
        "questions": [question.wire() for question in asking.ask(chapter, situation)],
        "progress": {"done": progress.done(chapter), "total": progress.total(chapter)},
    }
    _mount(progress.check_key(chapter), packed(header), ("answers", "round"))


def _mount(key: str, payload: bytes, states: tuple[str, ...]) -> None:
    component = st.components.v2.component(
        "cnnviz.chapter",
        js="chapter/index.js",
        css="chapter/style.css",
        html=markup.html("chapter"),
        isolate_styles=False,
    )
    listens: dict[str, Any] = {f"on_{state}_change": lambda: None for state in states}
    component(key=key, data=payload, **listens)
