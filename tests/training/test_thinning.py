import numpy as np
import pytest

from cnnviz.training.thinning import Mask, thin


def picture(*rows: str) -> Mask:
    return np.array([[letter == "#" for letter in row] for row in rows])


def by_the_paper(shape: Mask) -> Mask:
    """Zhang and Suen's rules as they are printed, pixel by pixel."""
    mask = np.pad(shape, 1).astype(int)
    while True:
        before = mask.copy()
        for step in (1, 2):
            gone = []
            for i, j in np.argwhere(mask):
                p2, p3, p4, p5 = mask[i - 1, j], mask[i - 1, j + 1], mask[i, j + 1], mask[i + 1, j + 1]
                p6, p7, p8, p9 = mask[i + 1, j], mask[i + 1, j - 1], mask[i, j - 1], mask[i - 1, j - 1]
                ring = [p2, p3, p4, p5, p6, p7, p8, p9, p2]
                a = sum(ring[k] == 0 and ring[k + 1] == 1 for k in range(8))
                b = sum(ring[:8])
                third, fourth = (p2 * p4 * p6, p4 * p6 * p8) if step == 1 else (p2 * p4 * p8, p2 * p6 * p8)
                if 2 <= b <= 6 and a == 1 and third == 0 and fourth == 0:
                    gone.append((i, j))
            for at in gone:
                mask[at] = 0
        if (mask == before).all():
            return mask[1:-1, 1:-1].astype(bool)


def test_a_bar_becomes_the_line_in_its_middle() -> None:
    bar = picture(".......", ".#####.", ".#####.", ".#####.", ".......")
    skeleton = thin(bar[None])[0]
    assert skeleton.sum(axis=0).max() == 1
    assert set(np.argwhere(skeleton)[:, 0]) == {2}


def test_a_ring_stays_a_ring() -> None:
    ring = np.ones((9, 9), bool)
    ring[4, 4] = False
    skeleton = thin(ring[None])[0]
    assert not skeleton[4, 4]
    assert skeleton.sum() < 20
    for way_out in (skeleton[:4, 4], skeleton[5:, 4], skeleton[4, :4], skeleton[4, 5:]):
        assert way_out.any(), "the hole is closed on every side"


@pytest.mark.parametrize("seed", range(4))
def test_many_pictures_at_once_follow_the_paper_pixel_by_pixel(seed: int) -> None:
    random = np.random.default_rng(seed)
    rough = random.random((3, 14, 12)) < 0.2
    shapes = rough.copy()
    for down, right in ((0, 1), (1, 0), (1, 1)):  # blots of two by two pixels
        shapes |= np.roll(rough, (down, right), axis=(1, 2))
    expected = np.stack([by_the_paper(shape) for shape in shapes])
    assert np.array_equal(thin(shapes), expected)


def test_the_shapes_themselves_are_left_alone() -> None:
    shapes = np.ones((1, 5, 5), bool)
    thin(shapes)
    assert shapes.all()
