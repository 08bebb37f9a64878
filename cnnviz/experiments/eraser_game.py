"""The eraser game: another answer with as few erased pixels as possible, as a greedy player plays it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cnnviz.stage import Array, frozen


@dataclass(frozen=True, eq=False)
class Erasing:
    """How far a player has come."""

    erased: tuple[int, ...]  # cells in the order in which they were rubbed out, row after row, 0 to 783
    probabilities: Array  # (10,) of the picture without them, read-only
    target: int
    over: bool  # the network names the target, or there is no ink left

    @property
    def won(self) -> bool:
        """Whether the network names the target."""
        return int(self.probabilities.argmax()) == self.target


def play(model: nn.Sequential, picture: Array, target: int) -> Iterator[Erasing]:
    """Rub out, one after the other, the inked cell that most favours `target`; a batch of all cells for each.

    Favoured is the target when its logit grows against the largest of the others. Such a player never looks two moves
    ahead, so fewer erased cells may do.
    """
    left = np.array(picture, np.float32).reshape(-1)  # (784,)
    erased: tuple[int, ...] = ()
    logits = _logits(model, left[None])[0]
    while True:
        inked = np.flatnonzero(left)
        over = int(logits.argmax()) == target or not len(inked)
        yield Erasing(erased, frozen(_softmax(logits)), target, over)
        if over:
            return
        tries = np.repeat(left[None], len(inked), axis=0)  # (inked, 784)
        tries[np.arange(len(inked)), inked] = 0
        found = _logits(model, tries)  # (inked, 10)
        best = int((found[:, target] - np.delete(found, target, axis=1).max(axis=1)).argmax())
        left, logits, erased = tries[best], found[best], (*erased, int(inked[best]))


def _logits(model: nn.Sequential, cells: Array) -> Array:
    """(N, 10) logits of N pictures as rows of 784 cells."""
    with torch.no_grad():
        found: Array = model[:-1](torch.from_numpy(cells).view(-1, 1, 28, 28)).numpy()
    return found


def _softmax(logits: Array) -> Array:
    terms = np.exp(logits - logits.max())
    return np.asarray(terms / terms.sum(), np.float32)
