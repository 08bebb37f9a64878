"""The look of our Plotly charts. Backgrounds, fonts and lines come from the page's theme, light or dark."""

from typing import Any

import plotly.graph_objects as go

# Seen on both themes, told apart by the colour-blind: the maps' orange and blue, and a grey.
ORANGE, BLUE, GREY = "#e8590c", "#3f83c3", "#868e96"


def chart(*traces: Any, x: str = "", y: str = "", height: int = 300) -> go.Figure:
    """A figure with axis titles, no toolbar to speak of, and nothing that moves.

    `height` in px; the width is the page's.
    """
    figure = go.Figure(list(traces))
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"size": 14},
        showlegend=len(traces) > 1,
        legend={"orientation": "h", "y": 1.12, "x": 0},
        dragmode=False,
        bargap=0.35,
    )
    figure.update_xaxes(title=x, fixedrange=True, automargin=True)
    figure.update_yaxes(title=y, fixedrange=True, automargin=True)
    return figure
