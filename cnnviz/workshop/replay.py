"""A run gone through again: the network as it was at each kept moment, on any digit."""

from dataclasses import replace

import torch
from torch import nn

from cnnviz.errors import ModelError
from cnnviz.runs.history import History, Weights
from cnnviz.stacks.building import build
from cnnviz.stacks.stack import Stack
from cnnviz.stage import Array
from cnnviz.trace import Trace, trace


def network(stack: Stack, weights: Weights) -> nn.Sequential:
    """The stack with these weights: in eval mode, frozen. ModelError when they do not fit, with what would."""
    model = build(stack, seed=0)
    wanted = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    found = {name: tuple(value.shape) for name, value in weights.items()}
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise ModelError(
                f"The weights do not fit the layers: {name:.60} is {found.get(name, 'missing')}, "
                f"{wanted.get(name, 'nothing of that name')} was expected. "
                "Load the file that was saved with these layers."
            )
    model.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})
    return model.eval().requires_grad_(False)


def at_moment(history: History, place: int) -> nn.Sequential:
    """The network as it was at one of the kept moments, counted from 0; -1 is the last."""
    return network(history.stack, history.kept[place].weights)


def replay(history: History, picture: Array) -> tuple[Trace, ...]:
    """A picture (28, 28) in the network as it was at each kept moment."""
    return tuple(trace(at_moment(history, place), picture[None, None]) for place in range(len(history.kept)))


def with_readings(history: History, picture: Array, label: int) -> History:
    """The history with what the network made of a digit at each kept moment; the questions need it."""
    readings = tuple(each.stages[-1].values for each in replay(history, picture))
    return replace(history, readings=readings, label=label)
