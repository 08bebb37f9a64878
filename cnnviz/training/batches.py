"""The batches of one pass: pictures of all three sources, mixed and changed a little at random."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from cnnviz.mnist import Digits
from cnnviz.training.augmentation import augment
from cnnviz.training.recipes import Augmentation, Recipe


@dataclass(frozen=True)
class Source:
    """Digits to learn from, how many of them a pass takes, and how they are changed."""

    digits: Digits
    a_pass: int
    augmentation: Augmentation


def batches_a_pass(sources: list[Source], recipe: Recipe) -> int:
    """How many full batches one pass has; the few pictures left over are dropped."""
    return sum(source.a_pass for source in sources) // recipe.batch


def batches(sources: list[Source], recipe: Recipe, random: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """One pass: pictures (batch, 1, 28, 28) float32, 0 to 1, and their digits (batch,) int64."""
    chosen = [torch.randperm(len(each.digits), generator=random)[: each.a_pass] for each in sources]
    source_of = torch.cat([torch.full((len(index),), number) for number, index in enumerate(chosen)])
    index_of = torch.cat(chosen)
    order = torch.randperm(len(index_of), generator=random)
    for number in range(batches_a_pass(sources, recipe)):
        taken = order[number * recipe.batch : (number + 1) * recipe.batch]
        pictures, labels = [], []
        for at, source in enumerate(sources):
            index = np.asarray(index_of[taken[source_of[taken] == at]])
            if len(index):
                images = torch.from_numpy(source.digits.images[index]).unsqueeze(1).float() / 255
                pictures.append(augment(images, source.augmentation, random))
                labels.append(torch.from_numpy(source.digits.labels[index]).long())
        yield torch.cat(pictures), torch.cat(labels)
