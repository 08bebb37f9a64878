"""Where a run is, so that it can go on elsewhere. NumPy only, and it can be pickled."""

from dataclasses import dataclass
from typing import Any

from cnnviz.runs.history import Weights


@dataclass(frozen=True, eq=False)
class State:
    """All that a run needs to go on, bit for bit."""

    step: int
    weights: Weights
    optimizer: dict[int, dict[str, Any]]  # what the optimizer remembers of each parameter
    since: tuple[float, int, int]  # since the last point: sum of losses, right answers, pictures
    recent: tuple[tuple[float, float], ...]  # loss and accuracy of the last batches
    held_back: float | None
