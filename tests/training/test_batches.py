import numpy as np
import torch

from cnnviz.mnist import Digits
from cnnviz.training.batches import Source, batches, batches_a_pass
from cnnviz.training.recipes import NONE, Recipe

RECIPE = Recipe("dense", batch=8)


def flat(count: int, first: int) -> Digits:
    """Pictures each of one grey value, labelled by it: first, first + 1, ..."""
    labels = np.arange(first, first + count, dtype=np.uint8)
    return Digits(np.tile(labels[:, None, None], (1, 28, 28)), labels)


def test_a_pass_takes_each_picture_once_with_its_own_label() -> None:
    sources = [Source(flat(24, 0), 24, NONE), Source(flat(16, 100), 16, NONE)]
    found = list(batches(sources, RECIPE, torch.Generator().manual_seed(0)))
    assert len(found) == batches_a_pass(sources, RECIPE) == 5
    pictures, labels = (torch.cat(parts) for parts in zip(*found, strict=True))
    assert pictures.shape == (40, 1, 28, 28)
    assert sorted(labels.tolist()) == [*range(24), *range(100, 116)]
    torch.testing.assert_close(pictures[:, 0, 14, 14] * 255, labels.float(), atol=1e-2, rtol=0)


def test_a_pass_takes_as_many_of_a_source_as_asked_and_others_the_next_time() -> None:
    sources = [Source(flat(100, 0), 8, NONE), Source(flat(8, 100), 8, NONE)]
    random = torch.Generator().manual_seed(0)
    first, second = (torch.cat([labels for _, labels in batches(sources, RECIPE, random)]) for _ in range(2))
    assert int((first < 100).sum()) == 8
    assert set(first.tolist()) != set(second.tolist())


def test_sources_are_mixed_within_a_batch() -> None:
    sources = [Source(flat(40, 0), 40, NONE), Source(flat(40, 100), 40, NONE)]
    _, labels = next(iter(batches(sources, Recipe("dense", batch=32), torch.Generator().manual_seed(0))))
    assert 5 < int((labels < 100).sum()) < 27
