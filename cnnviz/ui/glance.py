"""What is shown of a network at one moment: its answer to the digit, some maps of every layer, one layer whole."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnviz.stage import Array, Kind, Stage
from cnnviz.trace import Trace

STRIP_MAPS = 6  # of each layer, beside its name
STRIP_NUMBERS = 512  # of a row of numbers
MOST_FILTERS, MOST_INPUTS = 64, 8  # of the layer that is shown whole


def glance(trace: Trace, shown: str | None) -> tuple[dict[str, Any], dict[str, Array]]:
    """JSON and arrays: `probabilities` (10,), `strip NAME` for each layer, `maps` and `filters` of the shown one.

    `filters` are (filters, inputs, rows, columns): of a convolution, or of the last one before the shown layer; of a
    dense layer that reads pixels its weights as pictures. Absent where there are none.
    """
    stages = [stage for stage in trace if stage.kind is not Kind.INPUT]
    arrays: dict[str, Array] = {"probabilities": stages[-1].values}
    arrays |= {f"strip {stage.name}": _strip(stage) for stage in stages if stage.kind is not Kind.FLATTEN}
    chosen = next((stage for stage in stages if stage.name == shown), stages[0])
    arrays["maps"] = chosen.values if chosen.is_maps else chosen.values[:STRIP_NUMBERS]
    found = _filters(trace, chosen)
    told: dict[str, Any] = {"shown": chosen.name, "maps": list(chosen.values.shape), "filters": None}
    if found is not None:
        of, weight = found
        arrays["filters"] = weight[:MOST_FILTERS, :MOST_INPUTS]
        told["filters"] = {"of": of, "count": weight.shape[0], "inputs": weight.shape[1]}
    return told, arrays


def finite(told: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers that are none become None: JSON knows no NaN."""
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value for name, value in told.items()
    }


def _strip(stage: Stage) -> Array:
    return stage.values[:STRIP_MAPS] if stage.is_maps else stage.values[:STRIP_NUMBERS]


def _filters(trace: Trace, chosen: Stage) -> tuple[str, Array] | None:
    stages = list(trace)
    before = stages[: stages.index(chosen) + 1]
    if chosen.kind is Kind.DENSE:
        reads = next((stage for stage in reversed(before[:-1]) if stage.is_maps), None)
        if chosen.weight is None or reads is None or chosen.weight.shape[1] != reads.values[:1].size:
            return None
        return chosen.name, chosen.weight.reshape(-1, 1, *reads.values.shape[1:])
    learned = [stage for stage in before if stage.kind is Kind.CONVOLUTION and stage.weight is not None]
    return (learned[-1].name, learned[-1].weight) if learned and learned[-1].weight is not None else None
