"""Charts of a whole network: where its weights lie and its work is done, and how much of the picture a cell sees."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from cnnviz.costs import multiplications
from cnnviz.trace import Kind, Trace
from cnnviz.views.chart import BLUE, ORANGE, chart


def costs(trace: Trace, words: Mapping[str, str]) -> go.Figure:
    """Each stage's share of all parameters and of all multiplications, in percent; the counts on pointing."""
    stages = [stage for stage in trace if stage.parameters or multiplications(stage)]
    counts = {
        words["parameters"]: ([stage.parameters for stage in stages], ORANGE),
        words["multiplications"]: ([multiplications(stage) for stage in stages], BLUE),
    }
    bars = [
        go.Bar(
            name=name,
            x=[stage.name for stage in stages],
            y=[100 * count / sum(numbers) for count in numbers],
            customdata=numbers,
            hovertemplate="%{x}: %{customdata:,} " + name + "<extra></extra>",
            marker={"color": colour},
        )
        for name, (numbers, colour) in counts.items()
    ]
    return chart(*bars, y=words["share_axis"])


def fields(trace: Trace, words: Mapping[str, str]) -> go.Figure:
    """How many pixels a side a cell of each stage sees, from the input to the answer."""
    side = trace["input"].shape[-1]
    seen = [(stage.name, _side(stage, side)) for stage in trace if stage.kind is not Kind.FLATTEN]
    line: Any = go.Scatter(
        x=[name for name, _ in seen],
        y=[size for _, size in seen],
        mode="lines+markers",
        line={"shape": "hv", "color": ORANGE, "width": 3},
        marker={"size": 9, "color": ORANGE},
        hovertemplate="%{x}: %{y} × %{y}<extra></extra>",
    )
    figure = chart(line, y=words["side_axis"])
    figure.update_yaxes(rangemode="tozero")
    return figure


def _side(stage: Any, side: int) -> int:
    found: int = max(stage.receptive_field.size) if stage.receptive_field else side
    return found
