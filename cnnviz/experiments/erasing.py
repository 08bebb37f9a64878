"""Does a map of evidence know what matters? Erase the ink it rates highest, and as much ink at random.

Only ink can be erased, so shares are shares of the inked pixels: of all 784, most are bare paper, and erasing
those at random would never harm anything. And what a map rates may be larger than a pixel: ink that goes in patches
takes whole strokes along, and harms more than as much ink that goes here and there. So what is drawn at random are
areas as large as the map's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from cnnviz.experiments.claim import Claim, logits_of
from cnnviz.experiments.plane import PIXELS, Plane
from cnnviz.stage import Array, frozen

SHARES = tuple(step / 20 for step in range(11))  # of the inked pixels: none to half of them
TENTH = SHARES.index(0.1)
DRAWS = 20  # random orders
_BATCH = 128


@dataclass(frozen=True, eq=False)
class Erased:
    """What the network makes of the picture as more and more of its ink is erased. Arrays are read-only."""

    pixels: tuple[int, ...]  # (shares,): how many are erased
    logits: Array  # (orders, shares, 10)

    @property
    def digits(self) -> Any:
        """(orders, shares): what is read."""
        return self.logits.argmax(axis=2)

    def shares(self, claim: Claim) -> Array:
        """(orders, shares), 0 to 1: what is left of the claim, as `Claim.share` counts it."""
        return frozen(claim.share(torch.tensor(self.logits)).numpy())


def erase(model: nn.Module, picture: Array, orders: Any, shares: tuple[float, ...] = SHARES) -> Erased:
    """`orders`: (orders, inked pixels) indices into the flat picture, the first to be erased first."""
    given = np.asarray(picture, np.float32).ravel()
    taken = np.asarray(orders)
    counts = tuple(round(share * taken.shape[1]) for share in shares)
    pictures = np.broadcast_to(given, (len(taken), len(counts), given.size)).copy()
    for place, count in enumerate(counts):
        np.put_along_axis(pictures[:, place], taken[:, :count], 0, axis=1)
    network = logits_of(model)
    with torch.inference_mode():
        batches = torch.split(torch.from_numpy(pictures.reshape(-1, 1, 28, 28)), _BATCH)
        found = torch.cat([network(batch) for batch in batches])
    return Erased(counts, frozen(found.reshape(len(taken), len(counts), -1).numpy()))


def by_rank(values: Array, picture: Array) -> Any:
    """(inked pixels,): indices of the inked pixels, the highest value first; where values tie, the darkest ink."""
    flat, ink = np.asarray(values).ravel(), np.asarray(picture).ravel()
    inked = np.flatnonzero(ink > 0)
    return inked[np.lexsort((-ink[inked], -flat[inked]))]


def at_random(picture: Array, draws: int = DRAWS, seed: int = 0, plane: Plane = PIXELS) -> Any:
    """(draws, inked pixels): the inked pixels as maps of random numbers would rank them, the same for the same seed.

    The maps' areas are those of `plane`: all ink below an area goes before that below the next.
    """
    random = np.random.default_rng(seed)
    ranks = np.arange(1, plane.rows * plane.columns + 1, dtype=np.float32)
    maps = [random.permutation(ranks).reshape(plane.rows, plane.columns) for _ in range(draws)]
    return np.stack([by_rank(plane.on_pixels(each), picture) for each in maps])


@dataclass(frozen=True, eq=False)
class Check:
    """The curves of one check, (shares,) each: what is left of the claim, as `Claim.share` counts it. Read-only."""

    claim: Claim
    digit: int  # that is read from the whole picture
    ranked: Mapping[str, Array]  # by map: when the highest rated ink goes first
    became: Mapping[str, Any]  # by map: the digit that is read then
    random: Array  # the mean of DRAWS random orders
    spread: Array  # (2, shares): the lowest and the highest of them
    changed: tuple[int, ...]  # in how many of the random orders another digit is read

    def drop(self, name: str) -> float:
        """How much lower the map's curve lies than the random one's on average: above 0, it knows what matters."""
        return float((self.random - self.ranked[name])[1:].mean())


def check(
    model: nn.Module,
    picture: Array,
    maps: Mapping[str, Array],
    draws: int = DRAWS,
    *,
    claim: Claim | None = None,
    plane: Plane = PIXELS,
) -> Check:
    """Erase by each of the maps, (28, 28), and at random, in areas of `plane`.

    `claim` is what the maps explain; without one, that it is the digit which is read from the whole picture.
    """
    names = list(maps)
    drawn = at_random(picture, draws, plane=plane)
    found = erase(model, picture, np.concatenate([[by_rank(maps[name], picture) for name in names], drawn]))
    digit = int(found.digits[0, 0])
    followed = claim or Claim(digit)
    curves = found.shares(followed)
    others = curves[len(names) :]
    return Check(
        followed,
        digit,
        {name: curves[place] for place, name in enumerate(names)},
        {name: found.digits[place] for place, name in enumerate(names)},
        frozen(others.mean(axis=0)),
        frozen([others.min(axis=0), others.max(axis=0)]),
        tuple(int(count) for count in (found.digits[len(names) :] != digit).sum(axis=0)),
    )


def agreement(one: Array, other: Array, picture: Array) -> float:
    """Rank correlation of two maps over the inked pixels: 1 for the same order, 0 for none, -1 for the reverse.

    Spearman's, ties sharing the mean of their ranks. 0 where a map holds one number everywhere.
    """
    inked = np.asarray(picture).ravel() > 0
    ranks = [_ranks(np.asarray(each).ravel()[inked]) for each in (one, other)]
    deviations = [each - each.mean() for each in ranks]
    size = float(np.sqrt((deviations[0] ** 2).sum() * (deviations[1] ** 2).sum()))
    return float((deviations[0] * deviations[1]).sum() / size) if size else 0.0


def _ranks(values: Array) -> Any:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]
