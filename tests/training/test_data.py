from pathlib import Path

import numpy as np
import pytest

from cnnviz import mnist
from cnnviz.mnist import Digits
from cnnviz.training import data


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CNNVIZ_CACHE", str(tmp_path))
    return tmp_path


@pytest.fixture
def some() -> Digits:
    digits = mnist.load("train")
    return Digits(digits.images[:60], digits.labels[:60])


def test_the_held_back_digits_are_5000_that_nothing_is_learned_from() -> None:
    learned, held_back = data.training_digits(), data.held_back_digits()
    assert (len(learned), len(held_back)) == (55_000, 5_000)
    whole = np.concatenate([learned.images, held_back.images])
    assert np.array_equal(whole, mnist.load("train").images)
    assert np.array_equal(np.concatenate([learned.labels, held_back.labels]), mnist.load("train").labels)


def test_redrawn_digits_look_like_the_digits_they_were(some: Digits) -> None:
    redrawn = data.redrawn_digits(some, 2, 1)
    assert redrawn.images.shape == (120, 28, 28)
    assert np.array_equal(redrawn.labels, np.repeat(some.labels, 2))
    mine = redrawn.images.reshape(60, 2, -1).astype(float)
    theirs = some.images.reshape(60, -1).astype(float)

    def alike(a: np.ndarray, b: np.ndarray) -> float:
        return float(np.mean([np.corrcoef(x, y)[0, 1] for x, y in zip(a, b, strict=True)]))

    assert alike(mine[:, 0], theirs) > 0.5
    assert alike(mine[:, 0], np.roll(theirs, 7, axis=0)) < 0.3
    assert not np.array_equal(mine[:, 0], mine[:, 1])


def test_a_set_is_made_once_and_read_from_the_cache_after(some: Digits, cache: Path) -> None:
    told: list[tuple[str, int, int]] = []
    first = data.redrawn_digits(some, 2, 1, lambda *progress: told.append(progress))
    assert told == [("redrawn digits", 100, 120)]
    assert len(list(cache.iterdir())) == 1
    again = data.redrawn_digits(some, 2, 1, lambda *progress: told.append(progress))
    assert len(told) == 1
    assert np.array_equal(again.images, first.images)
    for file in cache.iterdir():
        file.unlink()
    assert np.array_equal(data.redrawn_digits(some, 2, 1).images, first.images), "made anew, it is the same"


def test_another_seed_or_other_digits_make_another_set(some: Digits) -> None:
    first = data.redrawn_digits(some, 1, 1)
    assert not np.array_equal(first.images, data.redrawn_digits(some, 1, 2).images)
    others = Digits(some.images[::-1], some.labels[::-1])
    assert np.array_equal(data.redrawn_digits(others, 1, 1).labels, some.labels[::-1])


def test_invented_digits_are_ink_on_paper_and_of_all_ten_kinds() -> None:
    invented = data.invented_digits(300, 1)
    counts = np.bincount(invented.labels, minlength=10)
    assert counts.min() > 10
    assert counts.max() < 60
    assert (invented.images.max(axis=(1, 2)) > 60).all()
    assert (invented.images[:, 0, 0] == 0).all()
    thickness = invented.images.mean(axis=(1, 2))
    assert thickness.max() > 5 * thickness.min(), "thin and thick pens"
    assert np.array_equal(data.invented_digits(300, 1).images, invented.images)
