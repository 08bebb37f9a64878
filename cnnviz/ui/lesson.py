"""The frame of a chapter: predict, see, change, say, check yourself, show me the code.

A chapter is two components with room for charts between them: "lesson" (the strip with the digit, the prediction,
the picture and its knobs, the sentences, the code) and "check" (the questions). What a chapter has of its own is its
`Material`, made from a reading; its words stand in `cnnviz/texts`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from cnnviz import texts
from cnnviz.errors import CnnvizError
from cnnviz.questions.situation import Situation
from cnnviz.ui import another, laboratory, markup, photo, progress, samples, shell, telling, visitor
from cnnviz.ui.payload import packed
from cnnviz.ui.telling import Chart, Lesson, Material
from cnnviz.ui.warmup import ready

_TOLD = ("wish", "knobs", "revealed", "charts", "photo", "found")  # by the page
CHART_HEIGHT = 330  # px, some more than a chart, which would scroll otherwise


def show(lesson: Lesson) -> None:
    """Show a chapter about the visitor's digit, read by the chosen network."""
    ready()
    shell.shown(lesson.name)
    _chapter(lesson)


@st.fragment
def _chapter(lesson: Lesson) -> None:
    """A part of its own, so that what a visitor does here does not make the menu and all pages anew."""
    try:
        _show(lesson)
    except CnnvizError as problem:
        # Without its network or its files a chapter has nothing to show; the message says how to get them back.
        st.error(str(problem))


def _show(lesson: Lesson) -> None:
    key = f"lesson-{lesson.name}"
    told = st.session_state.get(key) or {}
    desk, problems = visitor.desk_after(told.get("wish"))
    read_by, notice = visitor.network_with(desk.model, lesson.needs)
    desk = replace(desk, model=read_by)
    found = visitor.reading_of(desk)
    read = found or visitor.reading_of_a_sample(desk)
    situation = lesson.within(Situation(read, _round(lesson.name)), told.get("found"))
    visit = visitor.visit_of(lesson.name, told)

    def heard() -> None:
        # Told as the page is left, it comes together with the next page's run: of this one there is none any more.
        visitor.visit_of(lesson.name, st.session_state.get(key) or {})

    shown = _with_photo(telling.material(lesson, read), photo.chosen(told.get("photo")))
    header = telling.header(lesson, desk, situation, shown) | {
        "part": "lesson",
        "chapter": lesson.name,
        "chapters": [{"name": name, "title": title} for name, title in shell.chapters().items()],
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "samples": samples.thumbnails(),
        "laboratory": f"{laboratory.PATH}/KIND/{lesson.name}",
        "another": f"{another.PATH}/{lesson.name}/picture",
        "networks": [each for each in visitor.networks() if not visitor.lacking(each["model"], lesson.needs)],
        "kept": {"knobs": visit.opened.get("knobs"), "revealed": bool(visit.opened.get("revealed"))},
        "wish": visitor.last_wish(),
        "problems": problems,
        "notice": notice if found else texts.frame()["empty"],
    }
    _mount(key, telling.with_numbers(header, situation.reading, shown), _TOLD, heard)
    more = progress.gather([lesson.name])
    if visit.now.get("revealed"):
        _charts(shown.charts, drawn=bool(visit.now.get("charts")))
        _check(lesson, situation, told.get("found"))
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


def _check(lesson: Lesson, situation: Situation, found: Any) -> None:
    """The questions: a part of their own, so that new ones leave the picture alone."""
    header = telling.asked(lesson.name, situation) | {
        "part": "check",
        "chapter": lesson.name,
        "words": texts.chapter(lesson.name),
        "frame": texts.frame(),
        "glossary": texts.glossary(),
        "another": f"{another.PATH}/{lesson.name}/questions",
        "found": found,
        "progress": {"done": progress.done(lesson.name), "total": progress.total(lesson.name)},
    }
    _mount(progress.check_key(lesson.name), packed(header), ("answers", "round"), lambda: None)


def _mount(key: str, payload: bytes, states: tuple[str, ...], heard: Callable[[], None]) -> None:
    component = st.components.v2.component(
        "cnnviz.chapter",
        js="chapter/index.js",
        css="chapter/style.css",
        html=markup.html("chapter"),
        isolate_styles=False,
    )
    listens: dict[str, Any] = {f"on_{state}_change": heard for state in states}
    component(key=key, data=payload, **listens)
