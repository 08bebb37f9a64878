"""The optimizer of a run, and what it remembers, in NumPy and back."""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz.runs.settings import MOMENTUM, Optimizer, Settings

Memory = dict[int, dict[str, Any]]  # of each parameter, by its place: what the optimizer keeps, by name


def optimizer(model: nn.Module, settings: Settings) -> torch.optim.Optimizer:
    """As the settings say, with nothing in its memory."""
    match settings.optimizer:
        case Optimizer.SGD:
            return torch.optim.SGD(model.parameters(), lr=settings.learning_rate)
        case Optimizer.MOMENTUM:
            return torch.optim.SGD(model.parameters(), lr=settings.learning_rate, momentum=MOMENTUM)
        case Optimizer.ADAM:
            return torch.optim.Adam(model.parameters(), lr=settings.learning_rate)


def memory(of: torch.optim.Optimizer) -> Memory:
    """A copy of what it remembers."""
    remembered = of.state_dict()["state"]
    return {place: {name: _as_array(value) for name, value in each.items()} for place, each in remembered.items()}


def remind(whom: torch.optim.Optimizer, of: Memory) -> None:
    """Put a memory back: it goes on as the one that it was taken from."""
    remembered = {place: {name: _as_tensor(value) for name, value in each.items()} for place, each in of.items()}
    whom.load_state_dict({"state": remembered, "param_groups": whom.state_dict()["param_groups"]})


def _as_array(value: Any) -> Any:
    return value.contiguous().numpy().copy() if isinstance(value, Tensor) else value


def _as_tensor(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        return value
    # Laid out as the weights are: sums in another order would differ in the last bit.
    tensor = torch.tensor(value)
    return tensor.contiguous(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor
