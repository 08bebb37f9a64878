"""The pictures that a run learns from, batch by batch, and those that it is measured on."""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from cnnviz import mnist
from cnnviz.mnist import Digits
from cnnviz.runs.settings import HELD_BACK, Settings, Variation
from cnnviz.runs.tray import EMPTY, Tray
from cnnviz.training.augmentation import augment
from cnnviz.training.recipes import LIGHT, MILD

# A few own digits among 55,000 would not be noticed: each goes in so often that they are a tenth of a pass.
OWN_SHARE = 0.1
MOST_TIMES = 100
_MEASURED = 1_000  # held-back digits that the curve is measured on: an eighth of a second on one core
_AUGMENTATIONS = {Variation.LIGHT: LIGHT, Variation.MILD: MILD}
_ORDER, _CHANGE = 1, 2  # so that the two draw different numbers


class Material:
    """The training digits of a run: MNIST's first ones, and the learner's own where they are to be learned from.

    What is random in a batch comes of the run's seed and the batch's number alone, so a run can go on from anywhere.
    """

    def __init__(self, settings: Settings, learned: Tray = EMPTY) -> None:
        digits = mnist.load("train")
        images, labels = [digits.images[: settings.digits]], [digits.labels[: settings.digits]]
        if len(learned):
            times = min(MOST_TIMES, max(1, round(settings.digits * OWN_SHARE / len(learned))))
            images.append(np.tile(learned.digits.images, (times, 1, 1)))
            labels.append(np.tile(learned.digits.labels, times))
        self._images = torch.from_numpy(np.concatenate(images)).unsqueeze(1)  # (N, 1, 28, 28) uint8
        self._labels = torch.from_numpy(np.concatenate(labels)).long()  # (N,)
        self._settings = settings
        self._size = min(settings.batch, len(self._labels))
        self._shuffled: tuple[int, Tensor] = (-1, torch.empty(0))

    @property
    def a_pass(self) -> int:
        """How many full batches one pass has; the few pictures left over are dropped."""
        return len(self._labels) // self._size

    def batch(self, number: int) -> tuple[Tensor, Tensor]:
        """Pictures (batch, 1, 28, 28) float32, 0 to 1, and digits (batch,) int64 of a batch, counted from 0."""
        epoch, place = divmod(number, self.a_pass)
        if self._shuffled[0] != epoch:
            random = torch.Generator().manual_seed(seed_of(self._settings.seed, _ORDER, epoch))
            self._shuffled = (epoch, torch.randperm(len(self._labels), generator=random))
        chosen = self._shuffled[1][place * self._size : (place + 1) * self._size]
        pictures = self._images[chosen].float() / 255
        if (by := _AUGMENTATIONS.get(self._settings.augmentation)) is not None:
            random = torch.Generator().manual_seed(seed_of(self._settings.seed, _CHANGE, number))
            pictures = augment(pictures, by, random)
        return pictures, self._labels[chosen]

    @cached_property
    def held_back(self) -> Digits:
        """The digits that the curve is measured on: the first 1,000 of those held back."""
        digits = mnist.load("train")
        return Digits(digits.images[-HELD_BACK:][:_MEASURED], digits.labels[-HELD_BACK:][:_MEASURED])

    @cached_property
    def learned(self) -> Digits:
        """The first 5,000 digits that are learned from, as they are."""
        digits = mnist.load("train")
        count = min(HELD_BACK, self._settings.digits)
        return Digits(digits.images[:count], digits.labels[:count])


def seed_of(*numbers: int) -> int:
    """One seed made of several numbers."""
    return int(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0] >> np.uint64(1))
