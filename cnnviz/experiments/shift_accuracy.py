"""How many test digits a network still reads rightly when all of them are moved."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from torch import nn

from cnnviz.experiments.shift_map import in_the_middle, moved_everywhere
from cnnviz.experiments.test_sets import readings
from cnnviz.mnist import Digits

Report = Callable[[int, int], None]  # how many digits are done, of how many
_AT_ONCE = 20  # digits


def shift_accuracy(
    model: nn.Module, digits: Digits, reach: int, *, centred: bool = False, report: Report | None = None
) -> npt.NDArray[np.int64]:
    """(2 reach + 1, 2 reach + 1): digits read rightly after each move by (dy, dx); no move is in the middle.

    `centred`: the moved picture's centre of mass is put back into the middle first, as preprocessing does it.
    """
    side = 2 * reach + 1
    right = np.zeros(side * side, np.int64)
    for start in range(0, len(digits), _AT_ONCE):
        labels = digits.labels[start : start + _AT_ONCE]
        pictures = np.stack([moved_everywhere(each, reach) for each in digits.images[start : start + _AT_ONCE]])
        flat = pictures.reshape(-1, *pictures.shape[2:])
        found = readings(model, np.stack([in_the_middle(each) for each in flat]) if centred else flat, side)
        right += (found.reshape(len(labels), -1) == labels[:, None]).sum(axis=0)
        if report:
            report(start + len(labels), len(digits))
    return right.reshape(side, side)
