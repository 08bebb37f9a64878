"""The model cards that ship with cnnviz say what is so: each figure is measured again."""

import json
from dataclasses import asdict

import pytest

from cnnviz.models import NAMES, TEACHER, card, load_model
from cnnviz.training import data
from cnnviz.training.drawing_test import drawing_accuracy
from cnnviz.training.measuring import accuracy
from cnnviz.training.recipes import recipe_of


@pytest.mark.parametrize("name", [*NAMES, TEACHER])
def test_a_card_holds_the_recipe_by_which_the_network_can_be_trained_again(name: str) -> None:
    assert card(name)["recipe"] == json.loads(json.dumps(asdict(recipe_of(name))))
    assert card(name)["seed"] == recipe_of(name).seed


@pytest.mark.parametrize("name", NAMES)
def test_a_card_names_the_weights_of_the_teacher_that_the_network_learned_from(name: str) -> None:
    teacher = recipe_of(name).teacher
    assert card(name)["teacher_sha256"] == (card(teacher)["weights"]["sha256"] if teacher else None)


@pytest.mark.parametrize("name", NAMES)
def test_a_card_lists_the_layers_as_pytorch_prints_them(name: str) -> None:
    layers = {layer: str(module) for layer, module in load_model(name).named_children()}
    assert list(card(name)["architecture"].items()) == list(layers.items())


@pytest.mark.parametrize("name", NAMES)
def test_accuracies_beside_the_test_set_are_measured_again(name: str) -> None:
    written = card(name)["accuracy"]
    model = load_model(name)
    assert accuracy(model, data.held_back_digits()) == pytest.approx(written["mnist_held_back"], abs=4e-4)
    drawings = drawing_accuracy(model)
    assert drawings.raster == pytest.approx(written["drawings_raster"], abs=2e-3)
    assert drawings.strokes == pytest.approx(written["drawings_strokes"], abs=2e-3)


@pytest.mark.parametrize(("name", "goal"), [("two-block", 0.993), ("textbook", 0.988), ("dense", 0.98)])
def test_the_networks_read_mnist_as_well_as_they_should(name: str, goal: float) -> None:
    assert card(name)["accuracy"]["mnist_test"] >= goal


@pytest.mark.parametrize(("name", "goal"), [("two-block", 0.98), ("textbook", 0.965), ("dense", 0.955)])
def test_the_networks_read_drawings_as_pictures_and_as_strokes(name: str, goal: float) -> None:
    assert card(name)["accuracy"]["drawings_raster"] >= goal
    assert card(name)["accuracy"]["drawings_strokes"] >= goal
