"""Parameters of a dense layer and of a convolution as the picture grows."""

from typing import Any

import plotly.graph_objects as go

from cnnviz.experiments.parameter_growth import Growth
from cnnviz.views.chart import BLUE, ORANGE, chart


def growth_chart(growth: Growth, words: dict[str, str]) -> go.Figure:
    """Two lines over the picture's side, parameters on a logarithmic axis. `words`: dense, convolution, x, y."""
    figure = chart(
        _line(growth.sides, growth.dense, words["dense"], BLUE),
        _line(growth.sides, growth.convolution, words["convolution"], ORANGE),
        x=words["x"],
        y=words["y"],
    )
    figure.update_yaxes(type="log", exponentformat="power", dtick=2)
    figure.update_xaxes(tickvals=list(growth.sides))
    return figure


def _line(sides: tuple[int, ...], parameters: tuple[int, ...], name: str, colour: str) -> Any:
    return go.Scatter(
        x=list(sides),
        y=list(parameters),
        name=name,
        mode="lines+markers",
        line={"color": colour, "width": 3},
        marker={"size": 8},
        hovertemplate="%{x} × %{x}: %{y:,}<extra>%{fullData.name}</extra>",
    )
