import json

import pytest

from cnnviz.errors import TrainingError
from cnnviz.runs.settings import Optimizer, Settings, Variation


def test_settings_come_back_from_json_as_they_were() -> None:
    settings = Settings(Optimizer.MOMENTUM, 0.5, False, 32, 7, 1000, Variation.MILD, 9)
    assert Settings.from_wire(json.loads(json.dumps(settings.to_wire()))) == settings
    assert Settings.from_wire({}) == Settings()
    assert Settings.from_wire({"optimizer": "sgd"}).optimizer is Optimizer.SGD


@pytest.mark.parametrize(
    ("wire", "message"),
    [
        ([], "are an object"),
        ({"rate": 1}, "no setting 'rate'. There are: optimizer, learning_rate, falling, batch"),
        ({"optimizer": "lion"}, "Optimizer is 'lion'; it may be sgd, momentum, adam"),
        ({"optimizer": ["sgd"]}, "Optimizer is"),
        ({"learning_rate": 0}, "Learning rate is 0; it may be a number from 1e-06 to 100"),
        ({"learning_rate": float("nan")}, "Learning rate is nan"),
        ({"learning_rate": 10**400}, "Learning rate is 1000"),
        ({"learning_rate": "0.1"}, "Learning rate is '0.1'"),
        ({"falling": 1}, "Falling is 1; it may be true or false"),
        ({"batch": 16.0}, "Batch is 16.0; it may be a whole number from 1 to 512"),
        ({"batch": True}, "Batch is True"),
        ({"epochs": 51}, "Epochs is 51; .* from 1 to 50"),
        ({"digits": 55_001}, "Digits is 55001; .* from 100 to 55,000"),
        ({"augmentation": "wild"}, "Augmentation is 'wild'; it may be none, light, mild"),
        ({"seed": -1}, "Seed is -1"),
    ],
)
def test_what_cannot_be_trained_with_is_refused_with_the_range(wire: object, message: str) -> None:
    with pytest.raises(TrainingError, match=message) as caught:
        Settings.from_wire(wire)
    assert len(str(caught.value)) < 200


def test_the_learning_rate_falls_to_nothing_or_stays() -> None:
    assert [Settings(learning_rate=0.1).rate(at, 4) for at in range(4)] == pytest.approx([0.1, 0.075, 0.05, 0.025])
    assert [Settings(learning_rate=0.1, falling=False).rate(at, 4) for at in range(4)] == [0.1] * 4


def test_the_page_can_make_its_knobs_of_the_settings() -> None:
    knobs = {knob["name"]: knob for knob in Settings.knobs()}
    assert knobs["optimizer"]["choices"] == ["sgd", "momentum", "adam"]
    assert knobs["batch"] == {"name": "batch", "default": 64, "least": 1, "most": 512}
    assert knobs["falling"] == {"name": "falling", "default": True}
    json.dumps(list(knobs.values()))
