"""The digit at every place around its own: what each network makes of it there, with centring and without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from cnnviz.experiments.quick import quick
from cnnviz.ink import Ink
from cnnviz.preprocessing import center
from cnnviz.stage import Array, frozen

NETWORKS = ("dense", "textbook", "two-block")
REACH = 8  # px: twice the paper that MNIST leaves around a digit


@dataclass(frozen=True, eq=False)
class ShiftMap:
    """What networks read when the digit is moved by (dy, dx) px; move (0, 0) is in the middle of each map."""

    networks: tuple[str, ...]
    reach: int  # px: moves go from -reach to reach, down and to the right
    probabilities: Array  # (networks, 2 reach + 1, 2 reach + 1, 10), read-only

    def of(self, network: str, down: int, right: int) -> Array:
        """(10,): what a network reads after a move."""
        found: Array = self.probabilities[self.networks.index(network), down + self.reach, right + self.reach]
        return found


def shift_map(
    picture: Ink, reach: int = REACH, *, centred: bool = False, networks: Sequence[str] = NETWORKS
) -> ShiftMap:
    """All moves of a (28, 28) picture, 0 to 1, each network in one pass over all of them.

    What leaves the picture is gone, what comes in is paper. `centred`: the moved picture's centre of mass is put back
    into the middle, as preprocessing does it, before it is read. ModelError for an unknown network.
    """
    side = 2 * reach + 1
    pictures = moved_everywhere(np.asarray(picture, np.float32), reach)  # (side * side, 28, 28)
    kept = np.arange(len(pictures))
    if centred:  # most of them are the same again
        pictures, kept = np.unique(np.stack([in_the_middle(each) for each in pictures]), axis=0, return_inverse=True)
    batch = torch.from_numpy(pictures)[:, None]
    found = np.stack([_probabilities(quick(name), batch, side) for name in networks])  # (networks, pictures, 10)
    return ShiftMap(tuple(networks), reach, frozen(found[:, kept.ravel()].reshape(len(networks), side, side, 10)))


def moved_everywhere(picture: npt.NDArray[Any], reach: int) -> npt.NDArray[Any]:
    """((2 reach + 1)², H, W): the picture moved by each (dy, dx), row by row; `shift.moved` for all of them."""
    paper = np.pad(picture, reach)
    windows = np.lib.stride_tricks.sliding_window_view(paper, picture.shape)[::-1, ::-1]
    return np.ascontiguousarray(windows).reshape(-1, *picture.shape)


def in_the_middle(picture: Ink) -> Ink:
    """(28, 28): the picture's centre of mass at pixel 14; a picture without ink as it is."""
    return center(picture) if picture.any() else picture


def _probabilities(model: nn.Module, batch: Tensor, at_once: int) -> Array:
    """(N, 10) for a batch (N, 1, 28, 28); so many pictures at once as stay in the processor's cache."""
    with torch.inference_mode():
        parts = [model(part.contiguous(memory_format=torch.channels_last)) for part in torch.split(batch, at_once)]
        found: Array = torch.cat(parts).numpy()
        return found
