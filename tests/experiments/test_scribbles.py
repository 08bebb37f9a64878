"""Pictures that are no digits, as the networks read them."""

import numpy as np
import pytest
from torch import nn

from cnnviz import models, pipeline
from cnnviz.experiments.scribbles import DRAWN, scribbles


@pytest.mark.parametrize("model", models.NAMES)
def test_scribbles_are_read_as_drawings_are_and_their_shares_add_up_to_one(model: str) -> None:
    found = scribbles(model)
    assert [each.name for each in found] == list(DRAWN)
    for each in found:
        read = pipeline.read(DRAWN[each.name], model)
        np.testing.assert_array_equal(each.picture, read.picture)
        np.testing.assert_array_equal(each.probabilities, read.probabilities)
        np.testing.assert_allclose(each.probabilities, np.exp(each.logits) / np.exp(each.logits).sum(), rtol=1e-5)
        assert each.probabilities.sum() == pytest.approx(1, abs=1e-6)
        assert not each.picture.flags.writeable


def test_the_default_network_calls_one_of_them_a_digit_with_much_confidence() -> None:
    assert max(each.probabilities.max() for each in scribbles("two-block")) > 0.9


def test_a_network_that_gives_no_shares_is_refused() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 10)).eval()
    with pytest.raises(ValueError, match="which is no softmax"):
        scribbles(model)
