"""Thinning: a drawn line becomes a line one pixel wide in its middle.

T. Y. Zhang and C. Y. Suen, A fast parallel algorithm for thinning digital patterns, Communications of the ACM 27
(1984) 236-239, for many pictures at once.
"""

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]


def thin(masks: Mask) -> Mask:
    """The skeletons (N, H, W) of the shapes (N, H, W): as connected as they were, one pixel wide."""
    framed = np.pad(masks, ((0, 0), (1, 1), (1, 1)))
    changing = np.arange(len(framed))
    while len(changing):
        pictures = framed[changing]
        removed = np.zeros(len(changing), dtype=bool)
        for second in (False, True):
            gone = _removable(pictures, second)
            pictures[:, 1:-1, 1:-1] &= ~gone
            removed |= gone.any(axis=(1, 2))
        framed[changing] = pictures
        changing = changing[removed]
    return np.ascontiguousarray(framed[:, 1:-1, 1:-1])


def _removable(framed: Mask, second: bool) -> Mask:
    """(N, H, W): the pixels that one sub-iteration removes; `framed` is (N, H + 2, W + 2)."""
    height, width = framed.shape[1] - 2, framed.shape[2] - 2

    def neighbour(down: int, right: int) -> Mask:
        return framed[:, 1 + down : 1 + down + height, 1 + right : 1 + right + width]

    # P2 to P9 of the paper: clockwise from the pixel above.
    ring = [neighbour(*at) for at in ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))]
    north, east, south, west = ring[0], ring[2], ring[4], ring[6]
    count = np.zeros(ring[0].shape, dtype=np.uint8)
    rises = np.zeros(ring[0].shape, dtype=np.uint8)
    for here, after in zip(ring, ring[1:] + ring[:1], strict=True):
        count += here
        rises += ~here & after
    if second:
        sides = ~(north & east & west) & ~(north & south & west)
    else:
        sides = ~(north & east & south) & ~(east & south & west)
    removable: Mask = framed[:, 1:-1, 1:-1] & (count >= 2) & (count <= 6) & (rises == 1) & sides
    return removable
