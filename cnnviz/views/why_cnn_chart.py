"""How well networks read digits that are moved, and how two networks read four test sets."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from cnnviz.views.chart import BLUE, GREY, ORANGE, chart

COLOURS = (GREY, BLUE, ORANGE)


def shift_accuracy_chart(
    plain: Mapping[str, Sequence[float]], centred: Mapping[str, Sequence[float]], words: Mapping[str, str]
) -> go.Figure:
    """Lines over the move in pixels: by network the shares, 0 to 1, read rightly; dashed where it was centred again.

    `words`: shiftX, shiftY, and centred, with its {model}.
    """
    lines: list[Any] = []
    for ways, dash in ((plain, "solid"), (centred, "dot")):
        for (name, shares), colour in zip(ways.items(), COLOURS, strict=True):
            title = name if ways is plain else words["centred"].format(model=name)
            lines.append(
                go.Scatter(
                    x=list(range(len(shares))),
                    y=[100 * share for share in shares],
                    name=title,
                    mode="lines+markers" if ways is plain else "lines",
                    line={"color": colour, "width": 3 if ways is plain else 2, "dash": dash},
                    showlegend=ways is plain,
                    hovertemplate="%{y:.1f} %<extra>" + title + "</extra>",
                )
            )
    figure = chart(*lines, x=words["shiftX"], y=words["shiftY"])
    figure.update_yaxes(range=[0, 103])
    return figure


def sets_chart(wrong: Mapping[str, Sequence[float]], sets: Sequence[str], axis: str) -> go.Figure:
    """Bars for each set: by network the shares, 0 to 1, that it reads wrongly."""
    bars = [
        go.Bar(
            name=name,
            x=list(sets),
            y=[100 * share for share in shares],
            text=[f"{100 * share:.1f}" for share in shares],
            textposition="outside",
            cliponaxis=False,
            marker={"color": colour},
            hovertemplate="%{x}: %{y:.2f} %<extra>" + name + "</extra>",
        )
        for (name, shares), colour in zip(wrong.items(), (GREY, BLUE), strict=False)
    ]
    figure = chart(*bars, y=axis)
    figure.update_yaxes(rangemode="tozero")
    return figure
