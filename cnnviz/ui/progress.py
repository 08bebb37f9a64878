"""Which questions a visitor has answered rightly, kept for the visit."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from cnnviz import texts

_KEPT = "progress"


def check_key(chapter: str) -> str:
    """Where the page's questions of a chapter leave their answers in the session."""
    return f"check-{chapter}"


def done(chapter: str) -> int:
    """How many kinds of questions of the chapter were answered rightly."""
    return len(_kept(chapter) & _kinds(chapter))


def total(chapter: str) -> int:
    """How many kinds of questions the chapter has."""
    return len(_kinds(chapter))


def gather(chapters: Iterable[str]) -> bool:
    """Take in what the pages of these chapters have told since; whether that is more than was known.

    To be called before anything is shown that tells of it.
    """
    before = sum(map(done, chapters := tuple(chapters)))
    for chapter in chapters:
        told: Any = st.session_state.get(check_key(chapter)) or {}
        answers = told.get("answers")
        if isinstance(answers, Mapping):
            _kept(chapter).update(str(kind) for kind, right in answers.items() if right is True)
    return sum(map(done, chapters)) > before


def mark(chapter: str) -> str:
    """What the menu says behind a title: nothing yet, how many of how many, or that all is done."""
    if not done(chapter):
        return ""
    return " ✓" if done(chapter) == total(chapter) else f" {done(chapter)}/{total(chapter)}"


def _kinds(chapter: str) -> set[str]:
    return set(texts.chapter(chapter)["questions"])


def _kept(chapter: str) -> set[str]:
    kept: dict[str, set[str]] = st.session_state.setdefault(_KEPT, {})
    return kept.setdefault(chapter, set())
