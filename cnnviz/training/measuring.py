"""How often a network is right."""

import torch
from torch import nn

from cnnviz.mnist import Digits


def accuracy(model: nn.Module, digits: Digits, batch: int = 1000) -> float:
    """The share of the digits, 0 to 1, whose largest probability is at their label; `model` is left as it was."""
    return correct(model, digits, batch) / len(digits)


def correct(model: nn.Module, digits: Digits, batch: int = 1000) -> int:
    """How many of the digits are read rightly."""
    was_training = model.training
    model.eval()
    right = 0
    with torch.inference_mode():
        for start in range(0, len(digits), batch):
            images = torch.from_numpy(digits.images[start : start + batch].copy()).unsqueeze(1).float() / 255
            labels = torch.from_numpy(digits.labels[start : start + batch].copy())
            right += int((model(images).argmax(dim=1) == labels).sum())
    model.train(was_training)
    return right
