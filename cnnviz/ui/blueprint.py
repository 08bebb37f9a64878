"""A stack as the page shows it: every layer with what it gives out, learns and costs, its code, and what is wrong."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from torch import nn

from cnnviz.errors import StackError
from cnnviz.stacks import stack as limits
from cnnviz.stacks.building import build
from cnnviz.stacks.keras_code import keras_code
from cnnviz.stacks.naming import SOFTMAX, names
from cnnviz.stacks.stack import Planned, Stack, survey
from cnnviz.stacks.torch_code import torch_code
from cnnviz.stacks.wire import from_wire

MOST_SEED = 999_999


def asked_for(wants: Mapping[str, Any]) -> tuple[Stack, int]:
    """The stack and the seed of a question. StackError for nonsense."""
    seed = wants.get("seed", 1)
    if type(seed) is not int or not 0 <= seed <= MOST_SEED:
        raise StackError(f"The seed is {seed!r:.40}; it may be a whole number from 0 to {MOST_SEED:,}.")
    return from_wire(wants.get("stack")), seed


def described(stack: Stack) -> dict[str, Any]:
    """The stack in JSON, as far as it can be built; `problem` says what stands in the way of the rest."""
    found = survey(stack)
    problem = found.problem
    return {
        "names": [*names(stack)],
        "layers": [_layer(each) for each in found.layers],
        "parameters": found.parameters,
        "multiplications": found.multiplications,
        "cells": found.cells,
        "problem": None if problem is None else {"text": str(problem), "place": problem.place},
        "code": None if problem else {"pytorch": torch_code(stack), "keras": keras_code(stack)},
        "most": {
            "layers": limits.MOST_LAYERS,
            "parameters": limits.MOST_PARAMETERS,
            "multiplications": limits.MOST_MULTIPLICATIONS,
            "cells": limits.MOST_CELLS,
        },
    }


@lru_cache(maxsize=32)
def untrained(stack: Stack, seed: int) -> nn.Sequential:
    """The network as a run with that seed begins: in eval mode, one for all callers. StackError as in `build`."""
    return build(stack, seed).eval().requires_grad_(False)


def _layer(planned: Planned) -> dict[str, Any]:
    field = planned.receptive_field
    return {
        "name": planned.name,
        "kind": SOFTMAX if planned.layer is None else planned.layer.kind,
        "shape": list(planned.shape),
        "parameters": planned.parameters,
        "multiplications": planned.multiplications,
        "sees": None if field is None else list(field.size),
    }
