"""A square of bare paper laid on the picture, at every place: how much the network's number falls."""

from typing import Any

import numpy as np
from torch import nn

from cnnviz.experiments.claim import Claim, claimed
from cnnviz.stage import Array, frozen

SIDES = (1, 3, 5, 7)  # px
USUAL = 5  # px: about a stroke and a half


def occlusion(model: nn.Module, picture: Array, claim: Claim, side: int = USUAL) -> Array:
    """(28, 28): what is lost, in logits, when the square with its middle at this pixel is bare paper.

    Positive where the covered ink speaks for the claim. `side` is odd; at the edge the square hangs over. A square
    over bare paper changes nothing, so its place is exactly 0 and no pass is spent on it.
    """
    if side % 2 == 0 or side < 1:
        raise ValueError(f"The square has a middle pixel, so its side is odd: 1, 3, 5 or 7, not {side}.")
    given = np.asarray(picture, np.float32)
    places = np.argwhere(_covers_ink(given, side))
    lost = np.zeros(given.shape)
    if len(places):
        whole, *without = claimed(model, claim, _pictures(given, places, side)).double().tolist()
        lost[tuple(places.T)] = whole - np.asarray(without)
    return frozen(lost)


def _covers_ink(picture: Array, side: int) -> Any:
    """Whether the square around each pixel covers any ink."""
    reach = side // 2
    inked = np.pad(picture > 0, reach)
    windows = np.lib.stride_tricks.sliding_window_view(inked, (side, side))
    return windows.any(axis=(2, 3))


def _pictures(picture: Array, places: Any, side: int) -> Array:
    """(1 + places, 28, 28): the picture, then with a square of paper at each of the places."""
    rows, columns = (np.arange(length) for length in picture.shape)
    down = np.abs(rows - places[:, :1]) <= side // 2  # (places, 28)
    across = np.abs(columns - places[:, 1:]) <= side // 2
    covered = down[:, :, None] & across[:, None, :]
    made: Array = np.concatenate([picture[None], np.where(covered, np.float32(0), picture)])
    return made
