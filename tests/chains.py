"""Random networks with windows of all sorts, for what must hold for any chain of layers."""

import random

import torch
from torch import Tensor, nn

SHOWN = (1, 2, 24, 19)  # the shape of what they read: not square, so that rows and columns cannot be mixed up


def shown(seed: int) -> Tensor:
    """SHOWN, 0 to 1."""
    return torch.rand(SHOWN, generator=torch.Generator().manual_seed(seed))


def chain(seed: int) -> nn.Sequential:
    """Three or four layers of random geometry, in eval mode; with an odd seed a classifier behind them."""
    rng = random.Random(seed)
    picture = shown(seed)
    while True:
        layers = _layers(rng)
        try:
            entries = nn.Sequential(*layers).eval()(picture)[0].numel()
        except RuntimeError:  # a window larger than what is left of the map: another chain
            continue
        if seed % 2:
            layers += [nn.Flatten(), nn.ReLU(), nn.Linear(entries, 5, bias=False), nn.Linear(5, 3), nn.Softmax(dim=1)]
        return nn.Sequential(*layers).eval()


def _layers(rng: random.Random) -> list[nn.Module]:
    layers: list[nn.Module] = []
    channels = SHOWN[1]
    for _ in range(rng.randint(3, 4)):
        kernel, stride = (rng.randint(1, 3), rng.randint(1, 3)), (rng.randint(1, 2), rng.randint(1, 3))
        padding, dilation = (rng.randint(0, kernel[0] // 2), rng.randint(0, kernel[1] // 2)), rng.choice([1, 2, (1, 2)])
        match rng.choice(["convolution", "groups", "same", "max", "average", "cells"]):
            case "convolution":
                wide = 2 * rng.randint(1, 2)
                ample = rng.choice([padding, (3, 2)])
                layers += [nn.Conv2d(channels, wide, kernel, stride, ample, dilation), nn.ReLU()]
                channels = wide
            case "groups":
                layers.append(nn.Conv2d(channels, 4, kernel, stride, padding, groups=2))
                channels = 4
            case "same":
                layers.append(nn.Conv2d(channels, 2, (2, 4), padding="same", dilation=dilation))
                channels = 2
            case "max":
                layers.append(nn.MaxPool2d(kernel, stride, padding, dilation))
            case "average":
                layers.append(nn.AvgPool2d(kernel, stride, padding, count_include_pad=rng.random() < 0.5))
            case "cells":
                layers += [nn.BatchNorm2d(channels), nn.LeakyReLU()]
    return layers
