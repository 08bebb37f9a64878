"""Which digits are taken for which, and where to find them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cnnviz.mnist import CLASSES
from cnnviz.runs.history import Answers

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mistake:
    """A digit that was read wrongly: its place among those asked, what it is, what was answered, and how surely."""

    place: int
    label: int
    answer: int
    sureness: float


@dataclass(frozen=True, eq=False)
class Confusion:
    """`counts[label, answer]`: how many digits of that label got that answer, (10, 10)."""

    answers: Answers
    counts: Counts

    def cell(self, label: int, answer: int) -> npt.NDArray[np.int64]:
        """The places of the digits behind one count, the surest answers first."""
        places = np.flatnonzero((self.answers.labels == label) & (self.answers.digits == answer))
        return places[np.argsort(-self.answers.sureness[places], kind="stable")]

    def worst(self, count: int = 20) -> tuple[Mistake, ...]:
        """The wrong answers that were given most surely."""
        found = self.answers
        wrong = np.flatnonzero(found.digits != found.labels)
        places = wrong[np.argsort(-found.sureness[wrong], kind="stable")][:count]
        return tuple(
            Mistake(int(at), int(found.labels[at]), int(found.digits[at]), float(found.sureness[at])) for at in places
        )


def confusion(answers: Answers) -> Confusion:
    """The confusion matrix of the answers; its diagonal is what was read rightly."""
    pairs = answers.labels.astype(np.int64) * CLASSES + answers.digits
    counts = np.bincount(pairs, minlength=CLASSES**2).reshape(CLASSES, CLASSES)
    return Confusion(answers, counts)
