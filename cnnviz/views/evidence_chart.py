"""How much the maps of evidence were worth on many digits."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from cnnviz.experiments.trust import Trust
from cnnviz.views.chart import BLUE, ORANGE, chart


def trust_chart(worth: Mapping[str, Trust], words: Mapping[str, Any]) -> go.Figure:
    """Two bars for each method, by its name: for how many digits erasing by its map harms more than a control does."""
    told = words["chart"]
    methods = list(worth)
    counts = {
        told["random"]: [each.beats_random for each in worth.values()],
        told["untrained"]: [each.beats_untrained for each in worth.values()],
    }
    digits = max((each.digits for each in worth.values()), default=0)
    bars = [
        go.Bar(
            name=name, x=methods, y=values, text=values, textposition="outside", cliponaxis=False, marker_color=colour
        )
        for (name, values), colour in zip(counts.items(), (ORANGE, BLUE), strict=True)
    ]
    made = chart(*bars, y=told["axis"].format(digits=digits))
    made.update_layout(barmode="group", showlegend=True, legend={"orientation": "h", "y": 1.2, "x": 0})
    made.update_yaxes(range=[0, 1.1 * digits])
    if digits:
        made.add_hline(y=digits / 2, line_dash="dot", line_color="#868e96")
    return made
