"""How many digits three networks read wrongly: with ReLU, without it, and without max pooling too."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from cnnviz.views.chart import BLUE, GREY, ORANGE, chart


def wrong_of_hundred(names: Sequence[str], accuracies: Sequence[float], axis: str, right: str) -> Any:
    """Bars from zero: per cent of digits that each network reads wrongly.

    `accuracies`: 0 to 1. `axis` is the axis' title; `right` is written above a bar, with its {share} read rightly.
    """
    bars = go.Bar(
        x=list(names),
        y=[100 * (1 - accuracy) for accuracy in accuracies],
        text=[right.format(share=f"{100 * accuracy:.1f}\N{NARROW NO-BREAK SPACE}%") for accuracy in accuracies],
        textposition="outside",
        textfont={"size": 15},
        cliponaxis=False,
        marker={"color": [ORANGE, BLUE, GREY]},
        hovertemplate="%{x}: %{y:.2f} %<extra></extra>",
    )
    figure = chart(bars, y=axis, height=300)
    figure.update_layout(margin={"t": 34})
    figure.update_yaxes(rangemode="tozero", tickfont={"size": 14})
    figure.update_xaxes(tickfont={"size": 15})
    return figure
