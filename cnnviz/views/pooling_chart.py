"""How many cells change when the digit moves, before pooling and after it."""

from collections.abc import Mapping

import plotly.graph_objects as go

from cnnviz.views.chart import BLUE, ORANGE, chart


def shift_chart(shares: Mapping[int, tuple[float, float]], words: Mapping[str, str]) -> go.Figure:
    """Two bars for each move, in percent. `shares`: for so many pixels, the share before and after pooling, 0 to 1.

    `words`: "x" and "y", the titles of the axes; "before" and "after", the names of the bars.
    """
    moves = list(shares)
    bars = [
        go.Bar(
            x=moves,
            y=[100 * shares[move][index] for move in moves],
            name=words[name],
            marker_color=colour,
            hovertemplate="%{y:.1f} %",
        )
        for index, (name, colour) in enumerate((("before", ORANGE), ("after", BLUE)))
    ]
    figure = chart(*bars, x=words["x"], y=words["y"])
    figure.update_xaxes(tickmode="array", tickvals=moves)
    figure.update_yaxes(range=[0, 100])
    return figure
