import numpy as np
import pytest
import torch
from torch import Tensor

from cnnviz import mnist
from cnnviz.training.augmentation import augment
from cnnviz.training.recipes import LIGHT, NONE, Augmentation


@pytest.fixture
def pictures() -> Tensor:
    images = mnist.load("test").images[:64].astype(np.float32)
    return torch.from_numpy(images)[:, None] / 255  # (64, 1, 28, 28)


def augmented(pictures: Tensor, by: Augmentation, seed: int = 0) -> Tensor:
    return augment(pictures, by, torch.Generator().manual_seed(seed))


def middle(pictures: Tensor) -> Tensor:
    """(N, 2): row and column of the centre of mass."""
    ink = pictures[:, 0] / pictures[:, 0].sum(dim=(1, 2), keepdim=True)
    at = torch.arange(28.0)
    return torch.stack([(ink.sum(dim=2) * at).sum(dim=1), (ink.sum(dim=1) * at).sum(dim=1)], dim=1)


def test_no_augmentation_leaves_the_pictures_as_they_are(pictures: Tensor) -> None:
    torch.testing.assert_close(augmented(pictures, NONE), pictures, atol=1e-5, rtol=0)


def test_a_shift_moves_each_picture_its_own_way_and_never_too_far(pictures: Tensor) -> None:
    moved = (middle(augmented(pictures, Augmentation(shift=2))) - middle(pictures)).abs()
    assert moved.max() < 2.05
    assert (moved.max(dim=0).values > 1).all()
    assert moved.std() > 0.3


def test_a_turn_and_a_shear_keep_the_ink_and_a_scale_changes_it_by_its_square(pictures: Tensor) -> None:
    before = pictures.sum(dim=(1, 2, 3))
    for by in (Augmentation(rotation=15), Augmentation(shear=0.2)):
        after = augmented(pictures, by)
        assert not torch.allclose(after, pictures, atol=0.1)
        torch.testing.assert_close(after.sum(dim=(1, 2, 3)), before, rtol=0.03, atol=0)
    grown = augmented(pictures, Augmentation(scale=0.1)).sum(dim=(1, 2, 3)) / before
    assert 0.78 < grown.min() < 0.9
    assert 1.1 < grown.max() < 1.24


def test_a_turn_keeps_distances_from_the_middle(pictures: Tensor) -> None:
    points = torch.zeros(64, 1, 28, 28)
    points[:, 0, 13:15, 21:23] = 1  # 8 pixels right of the middle
    turned = middle(augmented(points, Augmentation(rotation=20))) - 13.5
    assert torch.allclose(turned.norm(dim=1), torch.tensor(8.0), atol=0.05)
    angles = torch.rad2deg(torch.atan2(turned[:, 0], turned[:, 1]))
    assert angles.abs().max() < 20.5
    assert angles.min() < -10
    assert angles.max() > 10


def test_thickness_lies_between_the_thinnest_and_the_thickest_within_a_pixel(pictures: Tensor) -> None:
    changed = augmented(pictures, Augmentation(thickness=1))
    windows = torch.nn.functional.unfold(pictures, 3, padding=1).view(64, 9, 28, 28)
    assert (changed <= windows.amax(dim=1, keepdim=True) + 1e-5).all()
    assert (changed >= windows.amin(dim=1, keepdim=True) - 1e-5).all()
    ink = changed.sum(dim=(1, 2, 3)) / pictures.sum(dim=(1, 2, 3))
    assert ink.min() < 0.9
    assert ink.max() > 1.1


def test_elastic_bends_by_about_its_pixels(pictures: Tensor) -> None:
    ramp = (torch.arange(28.0) / 27).expand(64, 1, 28, 28)  # its value tells the column it came from
    moved = (augmented(ramp, Augmentation(elastic=0.5)) - ramp)[..., 4:-4, 4:-4] * 27
    assert 0.25 < moved.std() < 0.6
    assert moved.amax(dim=(1, 2, 3)).std() > 0.1


def test_the_same_seed_changes_the_same_way(pictures: Tensor) -> None:
    assert torch.equal(augmented(pictures, LIGHT, 1), augmented(pictures, LIGHT, 1))
    assert not torch.equal(augmented(pictures, LIGHT, 1), augmented(pictures, LIGHT, 2))
