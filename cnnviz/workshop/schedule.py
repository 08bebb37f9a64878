"""When a run keeps its weights and when it is measured: by its batches alone, so that the same run keeps the same."""

from dataclasses import dataclass

import numpy as np

MOST_KEPT = 20
LEAST_KEPT = 6
MOST_BYTES = 12_000_000  # of the weights that a run keeps
POINTS = 300  # of the curves, beside the first ones
FIRST = 30  # batches with a point each: the loss falls fastest there
# Most of what is learned is learned early: shares of the first pass.
_EARLY = (1 / 256, 1 / 64, 1 / 16, 1 / 4, 1 / 2)
_MEASURED_A_PASS = 4


@dataclass(frozen=True)
class Schedule:
    """Which steps are kept, measured and drawn; a step is the number of batches learned from by then."""

    kept: frozenset[int]
    measured: frozenset[int]
    every: int  # so many steps to a point of the curves

    def is_point(self, step: int) -> bool:
        """Whether the curves have a point at this step."""
        return step <= FIRST or step % self.every == 0 or step in self.measured


def schedule(a_pass: int, epochs: int, parameters: int) -> Schedule:
    """The schedule of a run of so many batches a pass."""
    total = a_pass * epochs
    wanted = sorted({0, *(round(share * a_pass) for share in _EARLY), *range(a_pass, total + 1, a_pass)})
    most = max(LEAST_KEPT, min(MOST_KEPT, MOST_BYTES // (4 * parameters)))
    if len(wanted) > most:
        wanted = [wanted[round(place)] for place in np.linspace(0, len(wanted) - 1, most).tolist()]
    quarters = {round(share * a_pass / _MEASURED_A_PASS) for share in range(_MEASURED_A_PASS * epochs + 1)}
    measured = {0, total, *wanted, *quarters}
    if len(measured) > 4 * MOST_KEPT:  # long runs: at the end of each pass, or of every few
        measured = {0, total, *wanted, *range(0, total + 1, a_pass)}
    return Schedule(frozenset(wanted), frozenset(measured), max(1, -(-total // POINTS)))
