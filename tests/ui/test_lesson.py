"""A chapter as Streamlit runs it: what its script sends for what the browser tells it."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from streamlit.testing.v1 import AppTest

from cnnviz import digit_code, models, pipeline, texts
from cnnviz.assets import asset
from cnnviz.experiments.shift import moved
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.ui import arrival, samples
from cnnviz.ui.desk import Base, Desk
from cnnviz.views.network import Encoding, encode

APP = Path(__file__).resolve().parents[2] / "app.py"
CHAPTERS = asking.CHAPTERS


def opened(chapter: str, **query: str) -> AppTest:
    """The chapter, come by its address."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    # AppTest knows the pages when the table of contents has run; the desk that `draw` left is not this visitor's.
    del app.session_state["desk"]
    for name, text in query.items():
        app.query_params[name] = text
    app.switch_page(f"pages/{chapter}.py").run()
    assert not app.exception
    return app


def told(app: AppTest, part: str) -> tuple[dict[str, Any], npt.NDArray[np.float32]]:
    """The header and the numbers that went to a part of the chapter."""
    for one in app.get("bidi_component"):
        payload = one.proto.bytes
        end = 4 + int.from_bytes(payload[:4], "little")
        header = json.loads(payload[4:end])
        if header["part"] == part:
            return header, np.frombuffer(payload[end:], "<f4")
    raise AssertionError(f"The chapter has no part {part}.")


def parts(app: AppTest) -> int:
    return len(app.get("bidi_component"))


def tell(app: AppTest, key: str, **state: Any) -> None:
    app.session_state[key] = state
    app.run()
    assert not app.exception


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_opens_with_a_digit_a_prediction_and_no_questions_yet(chapter: str) -> None:
    app = opened(chapter)
    header, numbers = told(app, "lesson")
    reading = pipeline.read(Desk().drawing())
    values = np.frombuffer(encode(reading.trace, Encoding.FLOAT32), "<f4")
    np.testing.assert_array_equal(numbers[: header["values"]], values)
    assert header["predict"] == json.loads(json.dumps(asking.predict(chapter, Situation(reading, 1)).wire()))
    assert header["problems"] == []
    assert header["notice"] is None
    assert not any("{" in sentence for sentence in header["words"]["say"])
    assert parts(app) == 1


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_questions_come_when_the_picture_was_seen_and_new_ones_on_demand(chapter: str) -> None:
    app = opened(chapter)
    tell(app, f"lesson-{chapter}", revealed=True)
    reading = pipeline.read(Desk().drawing())
    for seed in (1, 2):
        header, _ = told(app, "check")
        wanted = [question.wire() for question in asking.ask(chapter, Situation(reading, seed))]
        assert header["questions"] == json.loads(json.dumps(wanted))
        tell(app, f"check-{chapter}", round=2)


def test_the_session_counts_what_was_answered_rightly_and_only_that() -> None:
    app = opened("relu")
    tell(app, "lesson-relu", revealed=True)
    kinds = list(asking.kinds("relu"))
    tell(app, "check-relu", answers={kinds[0]: True, kinds[1]: False, "nonsense": True})
    header, _ = told(app, "check")
    assert header["progress"] == {"done": 1, "total": len(kinds)}
    tell(app, "check-relu", answers=dict.fromkeys(kinds, True))
    header, _ = told(app, "check")
    assert header["progress"] == {"done": len(kinds), "total": len(kinds)}


def test_another_sample_and_another_network_are_wishes_granted_once() -> None:
    app = opened("relu")
    tell(app, "lesson-relu", wish={"id": "a", "sample": 4})
    assert app.session_state["desk"].base == Base(sample=4)
    tell(app, "lesson-relu", wish={"id": "b", "model": "textbook"})
    header, _ = told(app, "lesson")
    assert header["network"]["model"] == "textbook"
    assert header["address"] == {"model": "textbook", "sample": "4"}
    # The wish stands in the session until there is another one.
    app.session_state["desk"] = Desk(base=Base(sample=9))
    app.run()
    assert app.session_state["desk"].base == Base(sample=9)


def test_a_digit_is_wished_for_as_it_lies_and_the_next_sample_is_read_as_usual() -> None:
    app = opened("relu")
    code = digit_code.encoded(moved(samples.ink(4), 3, -5))
    tell(app, "lesson-relu", wish={"id": "a", "digit": code, "exact": True, "model": "textbook"})
    desk = app.session_state["desk"]
    assert (desk.base, desk.steps, desk.model) == (Base(code=code), arrival.AS_IT_IS, "textbook")
    header, _ = told(app, "lesson")
    assert header["address"] == {"model": "textbook", "digit": code, "exact": "1"}
    tell(app, "lesson-relu", wish={"id": "b", "sample": 4})
    assert app.session_state["desk"].steps == Desk().steps
    tell(app, "lesson-relu", wish={"id": "c", "digit": code})
    assert app.session_state["desk"].steps == Desk().steps


@pytest.mark.parametrize(
    "wish", [{"sample": 99}, {"sample": True}, {"model": "lenet"}, {"go": "attic"}, {}, "nonsense"]
)
def test_a_wish_that_cannot_be_granted_changes_nothing(wish: Any) -> None:
    app = opened("relu")
    before = app.session_state["desk"]
    tell(app, "lesson-relu", wish={"id": "a", **wish} if isinstance(wish, dict) else wish)
    assert app.session_state["desk"] == before


def test_a_network_that_lacks_the_chapters_layer_is_replaced_with_a_word() -> None:
    app = opened("relu", model="textbook-no-relu")
    header, _ = told(app, "lesson")
    assert header["network"]["model"] == "two-block"
    assert header["notice"] == texts.frame()["lacks"].format(
        model="textbook-no-relu", what="relu", shown="two-block"
    )
    lacking = {"textbook-no-relu", "textbook-linear", "dense"}  # dense has a ReLU, and no maps before it
    assert [one["model"] for one in header["networks"]] == [name for name in models.NAMES if name not in lacking]


def test_an_empty_drawing_is_replaced_by_a_sample_and_stays_on_the_desk() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.session_state["desk"] = Desk(base=None)
    app.switch_page("pages/relu.py").run()
    assert not app.exception
    header, numbers = told(app, "lesson")
    np.testing.assert_array_equal(numbers[: 28 * 28], samples.ink(samples.FIRST).ravel())
    assert header["notice"] == texts.frame()["empty"]
    assert app.session_state["desk"].base is None


def test_a_chapter_opens_without_the_table_of_contents_as_well() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("pages/relu.py").run()
    assert not app.exception
    header, _ = told(app, "lesson")
    assert header["chapters"] == []


def test_a_broken_address_is_told_and_the_chapter_shown() -> None:
    app = opened("relu", digit="nonsense", round="9" * 5000)
    header, _ = told(app, "lesson")
    assert len(header["problems"]) == 1
    assert "not whole" in header["problems"][0]


def test_knobs_and_the_seen_picture_are_there_again_when_the_page_is_opened_again() -> None:
    app = opened("relu")
    tell(app, "lesson-relu", revealed=True, knobs={"map": 3})
    header, _ = told(app, "lesson")
    assert header["kept"] == {"knobs": None, "revealed": False}, "the page itself knows it, and is not sent all anew"
    app.switch_page("pages/draw.py").run()
    app.switch_page("pages/relu.py").run()
    header, _ = told(app, "lesson")
    assert header["kept"] == {"knobs": {"map": 3}, "revealed": True}
    assert parts(app) == 2


def photo_of(app: AppTest) -> Any:
    return told(app, "lesson")[0]["data"].get("photo")


def test_a_photograph_is_answered_once_and_one_that_is_none_takes_none_away() -> None:
    app = opened("convolution")
    assert photo_of(app) is None
    content = base64.b64encode(asset("pictures", "scene.png").read_bytes()).decode()
    tell(app, "lesson-convolution", photo={"id": "a", "name": "house.png", "data": f"data:image/png;base64,{content}"})
    assert photo_of(app) == {"id": "a", "name": "house.png"}
    header, numbers = told(app, "lesson")
    shape = next(each["shape"] for each in header["arrays"] if each["name"] == "photo")
    assert shape == [3, 48, 64]
    tell(app, "lesson-convolution", photo=None)  # the page has it: nothing is sent in its place
    assert photo_of(app) == {"id": "a", "name": "house.png"}
    tell(app, "lesson-convolution", photo={"id": "b", "name": "no.png", "data": "nonsense!"})
    assert photo_of(app) == {"id": "b", "name": "no.png", "error": "The picture did not arrive whole. Choose it again."}
    header, kept = told(app, "lesson")
    assert [each["name"] for each in header["arrays"]][-1] == "photo"
    np.testing.assert_array_equal(kept, numbers)


def test_damaged_weights_get_one_message_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from cnnviz.errors import ModelError
    from cnnviz.ui import reading

    def damaged(model: str) -> dict[str, Any]:
        raise ModelError(f"The weights of {model} are damaged. Reinstall cnnviz.")

    monkeypatch.setattr(reading, "description", damaged)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page("pages/relu.py").run()
    assert not app.exception
    assert [error.value for error in app.error] == ["The weights of two-block are damaged. Reinstall cnnviz."]


def test_the_message_about_an_address_goes_when_something_else_is_asked_for() -> None:
    app = opened("relu", digit="nonsense")
    assert told(app, "lesson")[0]["problems"]
    tell(app, "lesson-relu", wish={"id": "a", "sample": 4})
    assert told(app, "lesson")[0]["problems"] == []


def test_charts_are_drawn_when_one_comes_near_them_and_their_room_is_kept() -> None:
    app = opened("relu")
    tell(app, "lesson-relu", revealed=True)
    assert not app.get("plotly_chart")
    captions = [one.value for one in app.markdown]
    assert len(captions) == 2
    tell(app, "lesson-relu", revealed=True, charts=True)
    assert len(app.get("plotly_chart")) == 2
    assert [one.value for one in app.markdown] == captions
