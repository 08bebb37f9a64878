"""What is to be explained: the logit of a class, or how much larger it is than another's."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz.errors import ModelError

CLASSES = 10


@dataclass(frozen=True)
class Claim:
    """ "It is a `digit`"; or "it is a `digit` rather than an `against`"."""

    digit: int
    against: int | None = None

    def of(self, logits: Any) -> Any:
        """(...): the logit of `digit`, less that of `against`, of logits (..., 10), an array or a tensor."""
        own = logits[..., self.digit]
        return own if self.against is None else own - logits[..., self.against]

    def share(self, logits: Tensor) -> Tensor:
        """(...): the probability of `digit`, 0 to 1; in a comparison, its part of what the two classes have together.

        That part is softmax over the two alone, so it follows their difference and nothing else.
        """
        return logits.softmax(dim=-1)[..., self.digit] if self.against is None else self.of(logits).sigmoid()

    def signs(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """(10,): what each logit counts."""
        counted = np.zeros(CLASSES)
        counted[self.digit] = 1
        if self.against is not None:
            counted[self.against] -= 1
        return counted


def logits_of(model: nn.Module) -> nn.Sequential:
    """The network without its softmax, made of the same layers. ModelError for one that does not end with softmax."""
    if isinstance(model, nn.Sequential) and len(model) and isinstance(model[-1], nn.Softmax):
        return nn.Sequential(OrderedDict(list(model.named_children())[:-1]))
    raise ModelError(f"The network {type(model).__name__} does not end with softmax, so it has no logits to explain.")


def claimed(model: nn.Module, claim: Claim, pictures: Any, batch: int = 128) -> Tensor:
    """(N,): the claim's number for each picture (N, 28, 28), a batch at a time: large ones fall out of the cache."""
    network = logits_of(model)
    given = torch.as_tensor(np.asarray(pictures, np.float32))[:, None]  # (N, 1, 28, 28)
    with torch.inference_mode():
        return torch.cat([claim.of(network(part)) for part in torch.split(given, batch)])
