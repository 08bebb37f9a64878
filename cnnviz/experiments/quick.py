"""The networks as PyTorch is quickest with them, for experiments that ask them of many pictures."""

from copy import deepcopy
from functools import lru_cache

import torch
from torch import nn

from cnnviz.models import load_model


@lru_cache(16)  # visitors' own networks come and go
def quick(name: str) -> nn.Sequential:
    """A copy of the network with the channels last in memory: some three times as quick, the same numbers to 1e-6."""
    return deepcopy(load_model(name)).to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]
