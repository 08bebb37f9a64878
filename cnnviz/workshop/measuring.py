"""What a network answers to many digits."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from cnnviz.mnist import Digits
from cnnviz.runs.history import Answers
from cnnviz.workshop.order import pooled_first

_BATCH = 100  # what a core's cache holds: 500 at once take twice as long


def answers(model: nn.Sequential, digits: Digits) -> Answers:
    """Its answers, how sure it is of each, and the mean loss; `model` is left as it was."""
    was_training = model.training
    model.eval()
    to_logits = pooled_first(list(model)[:-1])
    logits = [torch.empty(0, 10)]
    with torch.inference_mode():
        for start in range(0, len(digits), _BATCH):
            images = torch.from_numpy(digits.images[start : start + _BATCH].astype(np.float32) / 255)[:, None]
            logits.append(to_logits(images))  # (batch, 10)
        all_logits = torch.cat(logits)  # (N, 10)
        labels = torch.from_numpy(digits.labels.astype(np.int64))
        loss = F.cross_entropy(all_logits, labels).item() if len(labels) else 0.0
        sureness, chosen = all_logits.softmax(dim=1).max(dim=1)
    model.train(was_training)
    found = np.array(chosen.numpy(), np.uint8)
    sure = np.array(sureness.numpy(), np.float32)
    for array in (found, sure):
        array.setflags(write=False)
    return Answers(found, sure, digits.labels, loss)
