"""The chart of the ten probabilities at every temperature, against PyTorch."""

import numpy as np
import torch

from cnnviz import texts
from cnnviz.views.classify_chart import temperature_chart

LOGITS = (1.5, -22.0, 0.25, 9.0, 3.0, 8.5, -4.0, 0.0, 2.0, 1.0)


def test_every_class_has_its_share_at_every_temperature_from_a_tenth_to_ten() -> None:
    figure = temperature_chart(LOGITS, texts.chapter("classify")["chart"])
    assert len(figure.data) == 10
    temperatures = np.array(figure.data[0].x)
    assert (temperatures.min(), temperatures.max()) == (0.1, 10.0)
    assert 1.0 in temperatures
    wanted = torch.softmax(torch.tensor(LOGITS, dtype=torch.float64) / torch.tensor(temperatures)[:, None], dim=1)
    for line in figure.data:
        digit = int(line.hovertemplate[0])
        np.testing.assert_allclose(line.y, wanted[:, digit], atol=1e-9)


def test_the_first_two_classes_are_named_and_the_others_share_one_entry() -> None:
    figure = temperature_chart(LOGITS, texts.chapter("classify")["chart"])
    named = sorted((line.legendrank, line.name) for line in figure.data if line.showlegend)
    assert [name for _, name in named] == ["3", "5", "the others"]
