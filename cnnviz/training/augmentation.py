"""Small random changes of the training pictures, a fresh one for each picture in each pass."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from cnnviz.training.recipes import Augmentation

_KNOTS = 5  # the field of elastic displacements is set at 5x5 points and is smooth between them


def augment(images: Tensor, by: Augmentation, random: torch.Generator) -> Tensor:
    """The pictures (N, 1, H, W), each turned, scaled, sheared, moved, bent and thickened a little, at random."""
    n, _, height, width = images.shape

    def evenly(limit: float) -> Tensor:
        return (torch.rand(n, generator=random) * 2 - 1) * limit

    angle = evenly(math.radians(by.rotation))
    size = 1 + evenly(by.scale)
    aspect = 1 + evenly(by.aspect) / 2
    shear = evenly(by.shear)
    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size
    # From where in the old picture each pixel of the new one comes, in half pictures (-1 to 1).
    rows = [
        torch.stack([cos / aspect, -sin / aspect + shear, evenly(by.shift) * 2 / width], dim=1),
        torch.stack([sin * aspect, cos * aspect, evenly(by.shift) * 2 / height], dim=1),
    ]
    grid = F.affine_grid(torch.stack(rows, dim=1), [n, 1, height, width], align_corners=False)  # (N, H, W, 2)
    if by.elastic:
        knots = torch.randn(n, 2, _KNOTS, _KNOTS, generator=random) * (by.elastic * 2 / width)
        field = F.interpolate(knots, (height, width), mode="bicubic", align_corners=True)  # (N, 2, H, W)
        grid = grid + field.permute(0, 2, 3, 1)
    moved = F.grid_sample(images, grid, align_corners=False)
    return _thickened(moved, evenly(by.thickness)) if by.thickness else moved


def _thickened(images: Tensor, amount: Tensor) -> Tensor:
    """Each picture on its way to the thickest (amount 1) or the thinnest (amount -1) within a pixel all round."""
    thicker = F.max_pool2d(images, 3, stride=1, padding=1)
    thinner = -F.max_pool2d(-images, 3, stride=1, padding=1)
    share = amount.view(-1, 1, 1, 1)
    return torch.where(share > 0, images + share * (thicker - images), images - share * (thinner - images))
