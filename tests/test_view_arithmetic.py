"""The network view's arithmetic, in JavaScript, against what PyTorch recorded."""

from pathlib import Path

import numpy as np
import pytest
from chains import SHOWN, chain
from recordings import pictures, run_node, traces_of, with_random_weights, write

from cnnviz import models

CELLS = 50  # of every stage, for every picture


@pytest.mark.parametrize("name", models.NAMES)
@pytest.mark.parametrize(("weights", "digits"), [("trained", 200), ("random", 20)])
def test_every_cell_comes_to_its_recorded_value_and_adds_up_as_printed(
    tmp_path: Path, name: str, weights: str, digits: int
) -> None:
    model = models.load_model(name) if weights == "trained" else with_random_weights(models.build(name), 7)
    traces = traces_of(model, pictures(digits, seed=len(name)))
    path = write(tmp_path / "recording", traces, name)
    found = run_node("check-recorded.mjs", path, CELLS)
    path.unlink()
    stages = [stage.kind.value for stage in traces[0]]
    assert found["counts"] == {kind: stages.count(kind) * digits * CELLS for kind in stages}


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("seed", range(12))
def test_cells_of_any_chain_come_to_their_recorded_values(tmp_path: Path, seed: int) -> None:
    shown = np.random.default_rng(seed).random((3, *SHOWN[1:]), np.float32)
    traces = traces_of(with_random_weights(chain(seed), seed), shown)
    found = run_node("check-recorded.mjs", write(tmp_path / "recording", traces), CELLS)
    assert sum(found["counts"].values()) == len(traces) * len(traces[0]) * CELLS
