"""What an address asks for is on the desk, and what it cannot have is told."""

import numpy as np
import pytest

from cnnviz import digit_code, pipeline
from cnnviz.drawing import Stroke
from cnnviz.ui import arrival, samples
from cnnviz.ui.desk import Base, Desk

SEVEN = Stroke(((80.0, 70.0), (205.0, 70.0), (165.0, 160.0), (145.0, 235.0)), 18.0)


def test_an_address_without_wishes_gives_the_desk_as_it_opens() -> None:
    assert arrival.desk_from({}) == (Desk(), [])


@pytest.mark.parametrize(
    "desk",
    [
        Desk(),
        Desk(model="textbook", base=Base(sample=4)),
        Desk(base=None, strokes=(SEVEN,)),
        Desk(base=Base(sample=2), strokes=(SEVEN,)),
    ],
    ids=["as it opens", "a sample", "strokes", "strokes on a sample"],
)
def test_an_address_brings_back_the_drawing_and_the_network(desk: Desk) -> None:
    reading = pipeline.read(desk.drawing(), desk.model)
    found, problems = arrival.desk_from(arrival.address_of(desk, reading.picture))
    assert problems == []
    again = pipeline.read(found.drawing(), found.model)
    assert (again.model, again.digit) == (reading.model, reading.digit)
    assert np.abs(again.picture - reading.picture).max() < 0.1


def test_a_sample_stands_in_the_address_by_its_number() -> None:
    assert arrival.address_of(Desk(base=Base(sample=4)), samples.ink(4)) == {"sample": "4"}
    assert arrival.address_of(Desk(), samples.ink(samples.FIRST)) == {}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"model": "lenet"}, "network 'lenet', which does not exist; two-block is shown"),
        ({"sample": "20"}, "sample '20'; the samples are numbered 0 to 19"),
        ({"sample": "-1"}, "sample '-1'"),
        ({"sample": "9" * 5000}, "sample"),
        ({"digit": "x"}, "not whole"),
        ({"digit": digit_code.encoded(np.zeros((28, 28)))}, "is empty"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_usual_is_shown(query: dict[str, str], message: str) -> None:
    desk, problems = arrival.desk_from(query)
    assert desk == Desk()
    assert len(problems) == 1
    assert message in problems[0]


def test_a_digit_that_is_to_be_read_as_it_lies_comes_back_as_it_lies() -> None:
    from cnnviz.experiments.shift import moved

    picture = moved(samples.ink(4), 3, -5)
    desk = Desk(base=Base(code=digit_code.encoded(picture)), steps=arrival.AS_IT_IS)
    seen = pipeline.read(desk.drawing(), desk.model, desk.steps).picture
    assert np.abs(seen - picture).max() <= 0.5 / 15 + 1e-6
    address = arrival.address_of(desk, seen)
    assert address["exact"] == "1"
    found, problems = arrival.desk_from(address)
    assert problems == []
    assert (pipeline.read(found.drawing(), found.model, found.steps).picture == seen).all()
    centred, _ = arrival.desk_from({"digit": address["digit"]})
    assert np.abs(pipeline.read(centred.drawing(), centred.model, centred.steps).picture - seen).max() > 0.5
    assert arrival.desk_from({"exact": "1"}) == (Desk(), [])
