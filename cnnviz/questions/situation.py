"""What a question is about: a reading of the learner's own digit, and a seed that makes the questions repeatable."""

import zlib
from dataclasses import dataclass

import numpy as np

from cnnviz.pipeline import Reading
from cnnviz.runs.history import History
from cnnviz.trace import Kind, Stage


@dataclass(frozen=True, eq=False)
class Situation:
    """A reading and a seed: the same questions come of the same two."""

    reading: Reading
    seed: int = 0
    run: History | None = None  # the learner's own training, for the chapter that is about it

    def random(self, kind: str) -> np.random.Generator:
        """Random numbers for one kind of question: another kind more or less changes none of the others."""
        return np.random.default_rng([self.seed, zlib.crc32(kind.encode())])

    def stages(self, *kinds: Kind) -> list[Stage]:
        """The stages of these kinds, in order."""
        return [stage for stage in self.reading.trace if stage.kind in kinds]

    def before(self, stage: Stage) -> Stage:
        """The stage that a stage was computed from."""
        return self.reading.trace[stage.inputs[0]]
