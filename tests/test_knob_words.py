"""What a chapter says of an address that it cannot read, in the words of the texts."""

import json
from pathlib import Path

from recordings import run_node

from cnnviz import texts
from cnnviz.questions import asking


def test_every_knob_of_every_chapter_tells_of_what_it_cannot_read_in_whole_sentences(tmp_path: Path) -> None:
    words = {chapter: texts.chapter(chapter) for chapter in asking.CHAPTERS}
    path = tmp_path / "words.json"
    path.write_text(json.dumps({"chapters": words, "frame": texts.frame()}))
    said = run_node("knob-words.mjs", path)
    for chapter, knobs in said.items():
        assert set(knobs) == set(words[chapter]["knobs"]), chapter
        for knob, sentences in knobs.items():
            assert sentences, f"{chapter} takes anything for {knob}"
            for sentence in sentences:
                where = f"{chapter}: {knob}: {sentence}"
                assert sentence.startswith(f"The address asks for {words[chapter]['knobs'][knob]} “"), where
                assert sentence.endswith("."), where
                assert "{" not in sentence, where
                assert "undefined" not in sentence, where
                assert len(sentence) < 320, where
