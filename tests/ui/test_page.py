"""The page through app.py, without a browser: what its script sends for what the browser tells it."""

import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from cnnviz import models, pipeline
from cnnviz.drawing import Stroke
from cnnviz.ui import samples
from cnnviz.ui.desk import Desk
from cnnviz.views.network import Encoding, describe, encode

APP = Path(__file__).resolve().parents[2] / "app.py"
SEVEN = (Stroke(((80.0, 70.0), (205.0, 70.0), (165.0, 160.0), (145.0, 235.0)), 18.0),)
# What the browser says that it has, so that a network travels once.
KNOWS = {"extras": {"knows": "two-block"}}


@pytest.fixture
def app() -> AppTest:
    """The page as it opens."""
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    return app


def sent(app: AppTest) -> tuple[dict[str, Any], npt.NDArray[np.float32]]:
    """The header and the numbers that went to the network view."""
    (component,) = [one for one in app.get("bidi_component") if one.proto.component_name == "cnnviz.network"]
    payload = component.proto.bytes
    end = 4 + int.from_bytes(payload[:4], "little")
    return json.loads(payload[4:end]), np.frombuffer(payload[end:], "<f4")


def tell(app: AppTest, **state: Any) -> tuple[dict[str, Any], npt.NDArray[np.float32]]:
    """The answer after the browser told the session what is on the desk, or of a picture."""
    app.session_state["network"] = state
    app.run()
    assert not app.exception
    return sent(app)


def wire(desk: Desk, **changes: Any) -> dict[str, Any]:
    return desk.wire() | {"live": False} | KNOWS | changes


def values_of(desk: Desk) -> npt.NDArray[np.float32]:
    reading = pipeline.read(desk.drawing(), desk.model, desk.steps)
    return np.frombuffer(encode(reading.trace, Encoding.FLOAT32), "<f4")


def test_it_opens_with_a_digit_the_network_and_every_value(app: AppTest) -> None:
    header, numbers = sent(app)
    np.testing.assert_array_equal(numbers[: header["values"]], values_of(Desk()))
    reading = pipeline.read(Desk().drawing())
    assert header["network"]["model"] == "two-block"
    assert header["network"]["stages"] == json.loads(json.dumps(describe(reading.trace)))
    assert [network["model"] for network in header["networks"]] == list(models.NAMES)
    assert len(base64.b64decode(header["samples"]["pixels"])) == len(samples.SAMPLES) * 28 * 28
    assert header["error"] is None


def test_both_components_are_on_the_page_and_nothing_else_asks_for_a_hand(app: AppTest) -> None:
    names = [one.proto.component_name for one in app.get("bidi_component")]
    assert len(names) == 2
    assert "drawable" in names[0]
    assert not app.button
    assert not app.error


def test_a_desk_is_read_where_the_live_route_is_shut(app: AppTest) -> None:
    desk = Desk(base=None, strokes=SEVEN)
    header, numbers = tell(app, desk=wire(desk, seq=3))
    assert header["desk"]["seq"] == 3
    np.testing.assert_array_equal(numbers, values_of(desk))
    header, numbers = tell(app, desk=wire(desk, model="dense", extras={"knows": "dense"}))
    np.testing.assert_array_equal(numbers, values_of(Desk(model="dense", base=None, strokes=SEVEN)))


def test_where_the_live_route_works_no_value_travels_twice(app: AppTest) -> None:
    header, numbers = tell(app, desk=wire(Desk(base=None, strokes=SEVEN), live=True))
    assert "desk" not in header
    assert header["values"] == len(numbers) == 0


def test_another_network_is_described_when_it_is_chosen(app: AppTest) -> None:
    header, _ = tell(app, desk=wire(Desk(model="textbook"), live=True))
    assert header["network"]["model"] == "textbook"
    assert header["network"]["parameters"] == 54_410


@pytest.mark.parametrize(("name", "shown"), [("textbook", "textbook"), ("nonsense", "two-block"), ("", "two-block")])
def test_the_network_that_the_address_names_is_read_first(name: str, shown: str) -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["model"] = name
    app.run()
    assert not app.exception
    header, numbers = sent(app)
    assert header["desk"]["model"] == header["network"]["model"] == shown
    expected = values_of(Desk(model=shown))
    assert (numbers[: len(expected)] == expected).all()


def test_the_address_does_not_take_the_network_back_that_was_chosen_since(app: AppTest) -> None:
    app.query_params["model"] = "dense"
    header, _ = tell(app, desk=wire(Desk(model="textbook")))
    assert header["desk"]["model"] == "textbook"
    app.session_state["network"] = {}
    app.run()
    assert sent(app)[0]["desk"]["model"] == "textbook"


def test_the_session_keeps_the_desk_for_other_pages(app: AppTest) -> None:
    desk = Desk(base=None, strokes=SEVEN)
    tell(app, desk=wire(desk))
    kept: Desk = app.session_state["desk"]
    assert kept.strokes == SEVEN
    assert kept.base is None


def test_an_empty_desk_is_said_to_be_empty(app: AppTest) -> None:
    header, numbers = tell(app, desk=wire(Desk(base=None)))
    assert header["empty"] is True
    assert len(numbers) == 0


def test_a_broken_desk_gets_a_message_and_the_last_good_one_is_kept(app: AppTest) -> None:
    tell(app, desk=wire(Desk(base=None, strokes=SEVEN)))
    header, _ = tell(app, desk=wire(Desk(), strokes=[[18, 0, 1]]))
    assert "did not arrive whole" in header["error"]
    assert app.session_state["desk"].strokes == SEVEN


def test_a_picture_is_answered_with_what_to_lay_on_the_desk(app: AppTest) -> None:
    ink = np.zeros((90, 60), np.uint8)
    ink[20:70, 25:35] = 255
    out = io.BytesIO()
    Image.fromarray(ink).save(out, "PNG")
    data = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    header, _ = tell(app, desk=wire(Desk()), picture={"id": "one", "name": "one.png", "data": data})
    assert header["picture"]["id"] == "one"
    desk = Desk.from_wire(Desk().wire() | {"base": header["picture"]["base"]})
    assert desk.drawing().base is not None
    header, _ = tell(app, desk=wire(Desk()), picture={"id": "two", "name": "two.png", "data": data[:60]})
    assert header["picture"]["id"] == "two"
    assert re.search("picture", header["picture"]["error"])


def test_the_canvas_is_laid_out_anew_only_when_the_epoch_says_so(app: AppTest) -> None:
    def layout() -> Any:
        (canvas,) = [one for one in app.get("bidi_component") if "drawable" in one.proto.component_name]
        return json.loads(canvas.proto.json)

    opened = layout()
    desk = Desk(base=None, strokes=SEVEN)
    tell(app, desk=wire(desk, epoch=0))
    assert layout() == opened
    tell(app, desk=wire(desk, epoch=1))
    assert layout() != opened
