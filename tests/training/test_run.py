import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from cnnviz.errors import ModelError
from cnnviz.mnist import Digits
from cnnviz.models import NAMES, TEACHER, checkpoints, load_checkpoint, load_model
from cnnviz.training import data
from cnnviz.training.batches import Source
from cnnviz.training.measuring import accuracy
from cnnviz.training.recipes import LIGHT, NONE, RECIPES, Recipe, recipe_of, shortened
from cnnviz.training.run import Event, fit, train

QUICK = Recipe("dense", redrawn=0, invented=0, teacher=None, epochs=1, dropout=0.1, averaging=0.95)


def first_digits(count: int) -> list[Source]:
    digits = data.training_digits()
    return [Source(Digits(digits.images[:count], digits.labels[:count]), count, LIGHT)]


def ignore(event: Event) -> None:
    pass


def test_a_short_training_reads_most_digits_and_its_card_vouches_for_the_files(tmp_path: Path) -> None:
    events: list[Event] = []
    recipe = replace(QUICK, augmentation=NONE, checkpoints=(0.1, 0.5))
    result = train(recipe, tmp_path, on_event=events.append)

    training = [event for event in events if event.doing == "training"]
    assert [event.done for event in training] == list(range(1, 430))  # 55,000 pictures in batches of 128
    assert {event.total for event in training} == {429}
    assert training[-1].epoch == 1
    assert sum(event.loss or 0 for event in training[-20:]) < sum(event.loss or 0 for event in training[:20]) / 3

    card = json.loads(result.card_file.read_text())
    assert card == result.card
    assert hashlib.sha256(result.weights.read_bytes()).hexdigest() == card["weights"]["sha256"]
    assert card["accuracy"]["mnist_test"] > 0.9
    assert 0.2 < card["accuracy"]["drawings_raster"] < 1
    assert 0.2 < card["accuracy"]["drawings_strokes"] < 1
    assert card["recipe"]["learning_rate"] == recipe.learning_rate
    assert card["seed"] == recipe.seed

    model = load_model("dense", tmp_path)
    measured = accuracy(model, data.held_back_digits())
    assert measured == card["accuracy"]["mnist_held_back"] == training[-1].held_back
    assert [moment.step for moment in checkpoints("dense", tmp_path)] == [0, 43, 214, 429]
    start, *_, end = (load_checkpoint("dense", each, tmp_path) for each in checkpoints("dense", tmp_path))
    assert accuracy(start, data.held_back_digits()) < 0.3
    assert torch.equal(end.dense.weight, model.dense.weight)


def test_the_same_recipe_gives_the_same_weights_and_another_seed_does_not() -> None:
    sources = first_digits(512)
    once, again, other = (_weights(seed, sources) for seed in (1, 1, 2))
    assert all(torch.equal(once[key], again[key]) for key in once)
    assert not torch.equal(once["dense.weight"], other["dense.weight"])


def _weights(seed: int, sources: list[Source]) -> dict[str, torch.Tensor]:
    torch.rand(1)  # someone else takes a random number in between
    return fit(replace(QUICK, seed=seed), sources, on_event=ignore, steps=8)[0].state_dict()


def test_training_leaves_the_random_numbers_of_others_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    fit(QUICK, first_digits(128), on_event=ignore, steps=1)
    assert torch.equal(torch.rand(3), expected)


def test_what_comes_out_is_the_running_average_of_the_weights() -> None:
    steady, moving = (
        fit(replace(QUICK, averaging=kept), first_digits(512), on_event=ignore, steps=4)[0].state_dict()
        for kept in (0.0, 0.9)
    )
    assert not torch.equal(steady["dense.weight"], moving["dense.weight"])
    start = fit(replace(QUICK, checkpoints=(1.0,)), first_digits(512), on_event=ignore, steps=4)[1][0][1]
    far = (steady["dense.weight"] - start["dense.weight"]).norm()
    assert 0 < (moving["dense.weight"] - start["dense.weight"]).norm() < far


def test_a_teacher_is_learned_from_and_not_changed() -> None:
    teacher = load_model("two-block")
    before = {key: value.clone() for key, value in teacher.state_dict().items()}
    taught = replace(QUICK, teacher="two-block", distillation=1.0)
    sources = first_digits(512)
    wrong = [Source(Digits(each.digits.images, 9 - each.digits.labels), each.a_pass, NONE) for each in sources]
    model, _ = fit(replace(taught, learning_rate=1e-2), wrong, on_event=ignore, steps=40)
    right = Digits(sources[0].digits.images, sources[0].digits.labels)
    assert accuracy(model, right) > 0.6, "the teacher's answers count, not the wrong labels"
    assert all(torch.equal(before[key], value) for key, value in teacher.state_dict().items())


def test_there_is_a_recipe_for_every_network_and_no_network_but_the_teacher_teaches_itself() -> None:
    assert set(RECIPES) == {*NAMES, TEACHER}
    for name, recipe in RECIPES.items():
        assert recipe.network == name
        assert recipe.teacher != name
    with pytest.raises(ModelError, match="no recipe for 'lenet'. There are recipes for: two-block, textbook"):
        recipe_of("lenet")
    assert shortened(recipe_of("dense"), 2) == replace(recipe_of("dense"), epochs=2)
