"""What the chapter `evidence` answers over the laboratory, and what it refuses."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from cnnviz import guests, models, patches, pipeline
from cnnviz.digit_code import decoded
from cnnviz.errors import CnnvizError
from cnnviz.experiments import erasing, trust
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.evidence import Method, evidence
from cnnviz.experiments.imagined import STEPS
from cnnviz.experiments.untrained import untrained
from cnnviz.questions import asking
from cnnviz.questions.situation import Situation
from cnnviz.ui.chapters import evidence as chapter
from cnnviz.ui.laboratory import Asked


def asked(model: str = "two-block", **wants: Any) -> Asked:
    return Asked(model, trust.chosen(1)[0], wants)


@pytest.mark.parametrize("method", [method.value for method in Method])
def test_the_map_and_the_number_are_those_of_the_experiment(method: str) -> None:
    question = asked(method=method, **{"class": 7, "against": 1, "side": 3, "layer": None})
    answer = chapter.own_map(question)
    model = models.load_model("two-block")
    wanted = evidence(Method(method), model, question.picture, Claim(7, 1), side=3)
    np.testing.assert_array_equal(answer.arrays["areas"], wanted.areas)
    assert answer.data["plane"]["rows"] == wanted.plane.rows
    logits = model[:-1](torch.tensor(question.picture)[None, None])[0]
    assert answer.data["number"] == pytest.approx((logits[7] - logits[1]).item(), abs=1e-4)
    blank = model[:-1](torch.zeros(1, 1, 28, 28))[0]
    wanted_blank = (blank[7] - blank[1]).item() if method == "integrated" else None
    assert answer.data["blank"] == (None if wanted_blank is None else pytest.approx(wanted_blank, abs=1e-4))


def test_the_checks_are_about_both_maps_and_the_asked_random_weights() -> None:
    question = asked(method="saliency", **{"class": 3, "seed": 4})
    answer = chapter.checks(question)
    model = models.load_model("two-block")
    both = (model, untrained("two-block", 4))
    own, blank = (evidence(Method.SALIENCY, each, question.picture, Claim(3)).on_pixels for each in both)
    np.testing.assert_array_equal(answer.arrays["areas"], blank)
    found = erasing.check(model, question.picture, {"own": own, "untrained": blank}, claim=Claim(3))
    np.testing.assert_allclose(answer.arrays["own"], found.ranked["own"], atol=1e-6)
    np.testing.assert_allclose(answer.arrays["untrained"], found.ranked["untrained"], atol=1e-6)
    assert answer.data["pixels"] == round(0.1 * (question.picture > 0).sum())
    assert answer.data["agreement"] == pytest.approx(erasing.agreement(own, blank, question.picture))
    assert answer.data["trust"]["digits"] == trust.DIGITS
    answer.wire()  # all of it is JSON


@pytest.mark.parametrize("method", [method.value for method in Method])
def test_a_comparison_is_the_one_classs_map_less_the_others_and_its_check_follows_the_difference(method: str) -> None:
    wants = {"class": 7, "against": 1, "layer": None}
    answer = chapter.own_map(asked(method=method, **wants))
    assert answer.arrays["areas"] == pytest.approx(answer.arrays["for"] - answer.arrays["con"], abs=1e-4)
    assert np.abs(answer.arrays["con"]).max() > 0
    assert "for" not in chapter.own_map(asked(method=method, **{"class": 7})).arrays
    question = asked(method=method, **wants)
    checked = chapter.checks(question)
    model = models.load_model("two-block")
    logits = model[:-1](torch.tensor(question.picture)[None, None])[0]
    share = (logits[7] - logits[1]).sigmoid().item()
    for name in ("own", "untrained", "random"):
        assert checked.arrays[name][0] == pytest.approx(share, abs=1e-5)
    assert (checked.data["class"], checked.data["against"]) == (7, 1)
    assert checked.data["area"] == answer.data["plane"]["side"]
    plane = evidence(Method(method), model, question.picture, Claim(7, 1)).plane
    drawn = erasing.erase(model, question.picture, erasing.at_random(question.picture, plane=plane))
    assert checked.arrays["random"] == pytest.approx(drawn.shares(Claim(7, 1)).mean(axis=0), abs=1e-5)


def test_the_exciting_digits_are_those_of_the_patches() -> None:
    answer = chapter.exciting(asked(stage="relu2_2", map=3))
    kept = patches.load("two-block")["relu2_2"]
    np.testing.assert_allclose(answer.arrays["pixels"], kept.pixels[3] / 255, atol=1e-6)
    for place, code in enumerate(answer.data["codes"]):
        np.testing.assert_allclose(decoded(code), kept.picture(3, place), atol=1e-6)
        np.testing.assert_allclose(answer.arrays["pictures"][place], kept.picture(3, place), atol=1e-6)
    answer.wire()


def test_an_imagined_picture_comes_in_steps_and_its_code_at_the_end() -> None:
    steps = list(chapter.imagined(asked(goal="class", **{"class": 2})))
    assert [step.total for step in steps] == [STEPS] * len(steps)
    assert [step.done for step in steps] == list(range(0, STEPS + 1, 4))
    last = steps[-1].answer
    assert last
    assert last.data["digit"] == 2
    np.testing.assert_allclose(decoded(last.data["code"]), last.arrays["picture"], atol=1 / 30 + 1e-6)
    (first, *_) = chapter.imagined(asked(goal="map", stage="relu1_1", map=2))
    assert first.answer
    first.answer.wire()


@pytest.mark.parametrize(
    ("wants", "message"),
    [
        ({"method": "guess"}, "no map of evidence 'guess'. There are: contributions, occlusion"),
        ({"method": ["saliency"]}, "no map of evidence"),
        ({"method": "saliency", "class": 10}, "“class” was asked for as 10; it is a whole number from 0 to 9"),
        ({"method": "saliency", "class": True}, "“class” was asked for as True"),
        ({"method": "saliency", "class": 3, "against": 3}, "compared with itself"),
        ({"method": "saliency", "class": 3, "against": "1"}, "“against” was asked for as '1'"),
        ({"method": "occlusion", "class": 3, "side": 4}, "its side is"),
        ({"method": "occlusion", "class": 3, "side": 2.5}, "“side” was asked for as 2.5"),
        ({"method": "grad-cam", "class": 3, "layer": "conv9"}, "can be asked about conv1_1, .*not about 'conv9'"),
    ],
)
def test_nonsense_is_refused_with_what_would_be_right(wants: dict[str, Any], message: str) -> None:
    for answering in (chapter.own_map, chapter.checks):
        with pytest.raises(CnnvizError, match=message):
            answering(asked(**wants))


@pytest.mark.parametrize(
    ("model", "wants", "message"),
    [
        ("two-block", {"stage": "relu9", "map": 0}, "for maps 'relu9' of two-block. There are: relu1_1"),
        ("two-block", {"stage": "relu1_1", "map": 8}, "“map” was asked for as 8; it is a whole number from 0 to 7"),
        ("dense", {"stage": "relu1", "map": 0}, "There are: none"),
        ("two-block", {"stage": ["relu1_1"], "map": 0}, "No patches are kept"),
    ],
)
def test_maps_without_patches_are_named(model: str, wants: dict[str, Any], message: str) -> None:
    with pytest.raises(CnnvizError, match=message):
        chapter.exciting(asked(model, **wants))
    with pytest.raises(CnnvizError, match=message):
        next(chapter.imagined(asked(model, goal="map", **wants)))


def test_a_network_without_maps_is_asked_in_the_other_ways() -> None:
    with pytest.raises(CnnvizError, match="this network has none"):
        chapter.own_map(asked("dense", method="grad-cam", **{"class": 1}))
    assert chapter.own_map(asked("dense", method="contributions", **{"class": 1})).arrays["areas"].shape == (28, 28)


def test_the_app_starts_without_captum() -> None:
    """It takes more than a second to import: only a page that needs it may."""
    import subprocess
    import sys

    code = "import sys, cnnviz.ui.chapters.evidence; sys.exit('captum' in sys.modules or 'matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_visitors_own_network_is_asked_in_every_way() -> None:
    torch.manual_seed(3)
    own = nn.Sequential(
        nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(576, 20), nn.ReLU(), nn.Linear(20, 10),
        nn.Softmax(dim=1),
    )  # fmt: skip
    name = guests.welcome(own, {"label": "mine"})
    for method in Method:
        question = asked(name, method=method.value, **{"class": 3, "seed": 2})
        answer = chapter.checks(question)
        assert answer.data["trust"] is None
        blank = untrained(name, 2)
        wanted = evidence(method, blank, question.picture, Claim(3))
        np.testing.assert_array_equal(answer.arrays["areas"], wanted.areas)
        assert not np.array_equal(chapter.own_map(question).arrays["areas"], wanted.areas)
    situation = Situation(pipeline.read(trust.chosen(1)[0], name))
    shown = chapter.material(situation)
    assert shown.charts == ()
    assert shown.facts["worth"] == ""
    assert len(asking.ask("evidence", situation)) >= 4
    with pytest.raises(CnnvizError, match="There are: none"):
        chapter.exciting(asked(name, stage="1", map=0))
    (first, *_) = chapter.imagined(asked(name, goal="class", **{"class": 2}))
    assert first.answer
