"""The frame of a chapter: predict, see, change, say, check yourself, show me the code.

A chapter is two components with room for charts between them: "lesson" (the strip with the digit, the prediction,
the picture and its knobs, the sentences, the code) and "check" (the questions). What a chapter has of its own is its
`Material`, made from a reading; its words stand in `cnnviz/texts`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from cnnviz import models, texts
from cnnviz.errors import DrawingError
from cnnviz.picture_files import photograph
from cnnviz.pipeline import Reading, read
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.stage import Array
from cnnviz.trace import Kind
from cnnviz.ui import arrival, markup, progress, reading, samples, shell
from cnnviz.ui.desk import DEFAULT_MODEL, Base, Desk, content_of
from cnnviz.ui.payload import packed
from cnnviz.ui.warmup import ready
from cnnviz.views.network import Encoding, encode

_PHOTO = "photo-answer"


@dataclass(frozen=True)
class Chart:
    """A Plotly figure and the sentence above it."""

    caption: str
    figure: Any


@dataclass(frozen=True, eq=False)
class Material:
    """What a chapter shows of a reading, beyond the reading itself."""

    facts: Mapping[str, str] = field(default_factory=dict)  # fill the braces in the chapter's `say`
    data: Mapping[str, Any] = field(default_factory=dict)  # JSON for the picture
    arrays: Mapping[str, Array] = field(default_factory=dict)  # float32 for the picture, by name
    charts: tuple[Chart, ...] = ()


def show(
    chapter: str, material: Callable[[Situation], Material], needs: Kind | tuple[Kind, ...] | None = None
) -> None:
    """Show a chapter about the visitor's digit, read by the chosen network.

    `needs`: kinds of stages that the network must have; where the chosen one lacks one, the usual one is shown.
    """
    ready()
    shell.shown(chapter)
    key = f"lesson-{chapter}"
    told = st.session_state.get(key) or {}
    desk, problems = _desk(told.get("wish"))
    wanted = () if needs is None else (needs,) if isinstance(needs, Kind) else needs
    read_by, notice = _network(desk.model, wanted)
    desk = replace(desk, model=read_by)
    found = _reading(desk)
    situation = Situation(found or _reading_of_a_sample(desk), _round(chapter))
    visit = _visit(chapter, told)
    shown = _with_photo(material(situation), told.get("photo"))
    header = _header(chapter, desk, situation, shown) | {
        "networks": [each for each in reading.networks() if not _lacking(each["model"], wanted)],
        "kept": {"knobs": visit.opened.get("knobs"), "revealed": bool(visit.opened.get("revealed"))},
        "problems": problems,
        "notice": notice if found else texts.frame()["empty"],
    }
    _mount(key, _with_numbers(header, situation.reading, shown), ("wish", "knobs", "revealed", "photo"))
    progress.gather([chapter])
    if visit.now.get("revealed"):
        _charts(shown.charts)
        _check(chapter, situation)


def _with_photo(shown: Material, sent: Any) -> Material:
    """The material with the photograph that the visitor chose: its (3, H, W) array "photo", or what is wrong with it.

    The answer is kept for the visit, the file is not: a page that has the answer sends nothing in its place.
    """
    kept: tuple[dict[str, Any], Array | None] | None = st.session_state.get(_PHOTO)
    if isinstance(sent, Mapping) and (kept is None or kept[0]["id"] != sent.get("id")):
        answer: dict[str, Any] = {"id": sent.get("id"), "name": str(sent.get("name", ""))[:80]}
        pixels = kept and kept[1]  # a photograph that cannot be read takes none away
        try:
            pixels = photograph(content_of(str(sent.get("data", "")))).transpose(2, 0, 1)
        except DrawingError as error:
            answer["error"] = str(error)
        kept = st.session_state[_PHOTO] = answer, pixels
    if kept is None:
        return shown
    arrays = {} if kept[1] is None else {"photo": kept[1]}
    return replace(shown, data={**shown.data, "photo": kept[0]}, arrays={**shown.arrays, **arrays})


def _desk(wish: Any) -> tuple[Desk, list[str]]:
    """The visitor's desk, after what was asked for in the strip; and what is wrong with the address he came by."""
    if "desk" not in st.session_state:
        st.session_state["desk"], st.session_state["problems"] = arrival.desk_from(st.query_params.to_dict())
    desk: Desk = st.session_state["desk"]
    if isinstance(wish, Mapping) and wish.get("id") != st.session_state.get("wish"):
        st.session_state["wish"] = wish.get("id")
        if "go" in wish:
            shell.turn_to(str(wish["go"]))
        desk = st.session_state["desk"] = _granted(desk, wish)
    return desk, st.session_state.get("problems") or []


def _granted(desk: Desk, wish: Mapping[str, Any]) -> Desk:
    sample, model = wish.get("sample"), wish.get("model")
    if type(sample) is int and 0 <= sample < len(samples.SAMPLES):
        return desk.laid_out_anew(base=Base(sample=sample), strokes=())
    return replace(desk, model=model) if model in models.NAMES else desk


def _network(model: str, needs: tuple[Kind, ...]) -> tuple[str, str | None]:
    lacking = _lacking(model, needs)
    if not lacking:
        return model, None
    words: str = texts.frame()["lacks"]
    return DEFAULT_MODEL, words.format(model=model, what=lacking[0].replace("_", " "), shown=DEFAULT_MODEL)


def _lacking(model: str, needs: tuple[Kind, ...]) -> list[Kind]:
    has = {stage["kind"] for stage in reading.description(model)["stages"]}
    return [kind for kind in needs if kind not in has]


def _reading(desk: Desk) -> Reading | None:
    """The desk as it is read; None where nothing is drawn, or what is drawn cannot be read."""
    try:
        return read(desk.drawing(), desk.model, desk.steps)
    except DrawingError:
        return None


def _reading_of_a_sample(desk: Desk) -> Reading:
    return read(Desk().drawing(), desk.model)


def _round(chapter: str) -> int:
    """Which questions are asked: a number that the page raises, and that the address may name."""
    told = (st.session_state.get(progress.check_key(chapter)) or {}).get("round")
    asked = str(st.query_params.get("round", "") if told is None else told)
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 6 else 1


def _header(chapter: str, desk: Desk, situation: Situation, shown: Material) -> dict[str, Any]:
    words = texts.chapter(chapter)
    return {
        "part": "lesson",
        "chapter": chapter,
        "chapters": [{"name": name, "title": title} for name, title in shell.chapters().items()],
        "words": {**words, "say": [sentence.format(**shown.facts) for sentence in words["say"]]},
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "network": reading.description(desk.model),
        "sample": desk.base.sample if desk.base and not desk.strokes else None,
        "samples": samples.thumbnails(),
        "address": arrival.address_of(desk, situation.reading.picture),
        "predict": asking.predict(chapter, situation).wire(),
        "data": dict(shown.data),
    }


def _with_numbers(header: dict[str, Any], read: Reading, shown: Material) -> bytes:
    """The header with the values, what the network learned, and the chapter's own arrays behind it."""
    values = encode(read.trace, Encoding.FLOAT32)
    header["weights"], weights = reading.weights(read.model)
    header["values"] = len(values) // 4
    header["arrays"] = [{"name": name, "shape": list(each.shape)} for name, each in shown.arrays.items()]
    arrays = b"".join(each.astype("<f4").tobytes() for each in shown.arrays.values())
    return packed(header, values + weights + arrays)


def _charts(charts: tuple[Chart, ...]) -> None:
    if not charts:
        return
    with st.container(key="cnnviz-charts"):
        for column, chart in zip(st.columns(len(charts)), charts, strict=True):
            column.markdown(chart.caption)
            column.plotly_chart(chart.figure, width="stretch", config={"displayModeBar": False})


def _check(chapter: str, situation: Situation) -> None:
    """The questions: a part of their own, so that new ones leave the picture alone."""
    words = texts.chapter(chapter)
    header = {
        "part": "check",
        "chapter": chapter,
        "words": words,
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "network": reading.description(situation.reading.model),
        "round": situation.seed,
        "questions": [question.wire() for question in asking.ask(chapter, situation)],
        "progress": {"done": progress.done(chapter), "total": progress.total(chapter)},
    }
    _mount(progress.check_key(chapter), _with_numbers(header, situation.reading, Material()), ("answers", "round"))


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


@dataclass
class _Visit:
    """What a visitor does in a chapter: as the page was opened, and now.

    The page is told the former alone: it knows the latter, and would be sent all of it at each turn of a knob.
    """

    opened: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)


def _visit(chapter: str, told: Mapping[str, Any]) -> _Visit:
    visits: dict[str, _Visit] = st.session_state.setdefault("visits", {})
    visit = visits.setdefault(chapter, _Visit())
    if told:
        visit.now |= {name: told[name] for name in ("knobs", "revealed") if told.get(name) is not None}
    else:
        visit.opened = dict(visit.now)
    return visit
