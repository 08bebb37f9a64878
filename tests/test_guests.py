"""Networks of visitors: used by name like those that ship with cnnviz, and by nobody who does not know the name."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from cnnviz import guests, models, pipeline
from cnnviz.errors import ModelError
from cnnviz.ui import arrival, reading
from cnnviz.ui.desk import DEFAULT_MODEL, Desk


@pytest.fixture(autouse=True)
def _nobody_here() -> Iterator[None]:
    guests._guests.clear()
    yield
    guests._guests.clear()


def a_guest(seed: int = 0) -> str:
    torch.manual_seed(seed)
    card = {"label": "my network", "parameters": 54410, "accuracy": {"mnist_test": 0.1}, "checkpoints": None}
    return guests.welcome(models.build("textbook"), card)


def test_a_guest_reads_a_drawing_under_its_name() -> None:
    name = a_guest()
    torch.manual_seed(0)
    same = models.build("textbook").eval()
    read = pipeline.read(Desk().drawing(), name)
    wanted = same(torch.from_numpy(read.picture.copy())[None, None])[0].detach().numpy()
    np.testing.assert_allclose(read.probabilities, wanted, rtol=1e-5)
    assert not models.load_model(name).training
    assert models.card(name)["label"] == "my network"


def test_a_guest_is_described_to_the_page_by_its_label() -> None:
    name = a_guest()
    told = reading.networks([name])[-1]
    assert told == {"model": name, "label": "my network", "parameters": 54410, "accuracy": 0.1, "drawings": None}
    assert [each["model"] for each in reading.networks()] == list(models.NAMES)


def test_an_address_with_a_guest_opens_with_it() -> None:
    name = a_guest()
    assert arrival.network_from({"model": name}) == (name, None)
    assert Desk.from_wire(Desk(model=name).wire()).model == name


def test_a_guest_that_has_gone_is_told_with_what_to_do() -> None:
    gone = guests.PREFIX + "x" * 16
    assert not models.is_known(gone)
    for ask in (models.load_model, models.card):
        with pytest.raises(ModelError, match="no longer here.*Train it again, or load the file"):
            ask(gone)
    model, problem = arrival.network_from({"model": gone})
    assert model == DEFAULT_MODEL
    assert re.search(r"no longer here.*two-block is shown", problem or "")
    with pytest.raises(ModelError, match="no longer here"):
        Desk.from_wire(Desk().wire() | {"model": gone})


@pytest.mark.parametrize("name", [None, 3, ["own-"], "own", "teacher", "../x"])
def test_what_is_no_guest_is_not_found(name: object) -> None:
    assert guests.find(name) is None
    assert not models.is_known(name)


def test_names_cannot_be_guessed_and_never_return() -> None:
    names = {a_guest() for _ in range(50)}
    assert len(names) == 50
    assert all(len(name) >= len(guests.PREFIX) + 16 for name in names)


def test_the_guest_that_was_used_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "MOST", 3)
    first, second, third = (a_guest() for _ in range(3))
    guests.find(first)
    fourth = a_guest()
    assert guests.find(second) is None
    assert all(guests.find(name) for name in (first, third, fourth))


def test_each_name_keeps_its_network_whoever_asks_meanwhile() -> None:
    def weights(name: str) -> float:
        return float(models.load_model(name)[0].weight.sum())

    def visitor(seed: int) -> bool:
        name = a_guest(seed)
        mine = weights(name)
        return all(weights(name) == mine for _ in range(200))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(visitor, range(16)))
