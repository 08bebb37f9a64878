"""How ten probabilities change with the temperature of softmax."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go

from cnnviz.views.chart import BLUE, GREY, ORANGE, chart

TEMPERATURES = np.logspace(-1, 1, 81)  # 0.1 to 10
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
_NAMED = (ORANGE, BLUE)  # the classes that come first


def temperature_chart(logits: npt.ArrayLike, words: Mapping[str, str]) -> go.Figure:
    """The share of each class at temperatures from 0.1 to 10, a line a class; the first two are named by colour.

    `words`: temperature, probability, others, actual.
    """
    shares = _shares(np.asarray(logits, np.float64))  # (temperatures, classes)
    ranked = np.argsort(-np.asarray(logits))
    lines = []
    for place in reversed(range(len(ranked))):
        digit = int(ranked[place])
        named = place < len(_NAMED)
        lines.append(
            go.Scatter(
                x=TEMPERATURES,
                y=shares[:, digit],
                mode="lines",
                name=str(digit) if named else words["others"],
                legendgroup=str(digit) if named else "others",
                showlegend=named or place == len(_NAMED),
                legendrank=place,
                line={"color": _NAMED[place] if named else GREY, "width": 3 if named else 1.5},
                hovertemplate=f"{digit}: %{{y:.1%}}, T = %{{x:.2f}}<extra></extra>",
            )
        )
    figure = chart(*lines, x=words["temperature"], y=words["probability"], height=320)
    figure.update_xaxes(type="log", tickvals=_TICKS, ticktext=[f"{tick:g}" for tick in _TICKS])
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%")
    figure.add_vline(x=1, line={"color": GREY, "dash": "dot"})
    # An annotation on a logarithmic axis takes the logarithm.
    figure.add_annotation(x=0, y=1, yref="paper", yanchor="bottom", text=words["actual"], showarrow=False)
    return figure


def _shares(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    scaled = (logits - logits.max()) / TEMPERATURES[:, None]
    exponentials = np.exp(scaled)
    shares: npt.NDArray[np.float64] = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares
