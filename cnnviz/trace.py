"""What a model gave out, layer by layer, for one input. NumPy only: torch loads when `trace` is called."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from cnnviz.errors import TraceError
from cnnviz.receptive_field import ReceptiveField
from cnnviz.stage import Array, Kind, Stage, frozen
from cnnviz.trace_display import as_html, as_text

if TYPE_CHECKING:
    from torch import nn

__all__ = ["Kind", "ReceptiveField", "Stage", "Trace", "UnknownStageError", "trace"]


class UnknownStageError(TraceError, KeyError):
    """A stage that the traced model does not have."""

    __str__ = Exception.__str__  # a KeyError would put its message in quotes


@dataclass(frozen=True, eq=False)
class Trace:
    """Every stage of one pass, in the order in which they ran, "input" first.

        trace["conv1"].values       # (32, 26, 26), read-only
        trace.probabilities         # (10,), read-only
        for stage in trace: ...

    `notes` says what could not be seen, a sentence each: operations that have no module,
    outputs that are not a tensor. It is empty for the networks of cnnviz.
    """

    model: str  # the class of the model, "Sequential"
    stages: tuple[Stage, ...]
    parameters: int  # how many numbers the model has learned
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Stage:
        for stage in self.stages:
            if stage.name == name:
                return stage
        names = ", ".join(stage.name for stage in self.stages if stage.kind is not Kind.INPUT)
        raise UnknownStageError(f"The model has no layer {name!r}. It has: {names}.")

    def __contains__(self, name: object) -> bool:
        return any(stage.name == name for stage in self.stages)

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.stages)

    def __len__(self) -> int:
        return len(self.stages)

    @property
    def probabilities(self) -> Array:
        """(N,), summing to 1: the values of the softmax that ends the model.

        Where it ends in a vector without one, the softmax of that vector, or the vector itself
        if it sums to 1 without a negative number (a softmax that has no module).
        TraceError when the model does not end in a vector of at least two numbers, or they are NaN.
        """
        last = self.stages[-1]
        if last.values.ndim != 1 or last.values.size < 2 or last.kind is Kind.INPUT:
            raise TraceError(
                f"The network {self.model!r} does not classify: its last stage, {last.name!r}, has shape "
                f"{last.shape}, and probabilities need a vector of scores, a number for each class."
            )
        scores = last.values.astype(np.float64)
        if not np.isfinite(scores.max()):  # also NaN if any of them is; some may be minus infinity
            first = next(stage.name for stage in self.stages if not np.isfinite(stage.values).all())
            raise TraceError(
                f"The network {self.model!r} gave out no probabilities: {(~np.isfinite(scores)).sum()} of the "
                f"{scores.size} numbers of {last.name!r} are NaN or infinite. The first stage that holds any is "
                f"{first!r}: look at its weights."
            )
        if last.kind is Kind.SOFTMAX or (scores.min() >= 0 and abs(scores.sum() - 1) < 1e-4):
            return last.values
        terms = np.exp(scores - scores.max())
        return frozen(terms / terms.sum())

    def __str__(self) -> str:
        return as_text(self.stages, self.parameters, self.notes)

    def __repr__(self) -> str:
        return f"Trace({self.model}, {len(self)} stages: {', '.join(stage.name for stage in self.stages)})"

    def _repr_html_(self) -> str:
        return as_html(self.stages, self.parameters, self.notes)


def trace(model: "nn.Module", input: Any) -> Trace:
    """Run `model` on one input and write down what every layer gave out.

    `input` is a tensor or array: (1, C, H, W), (C, H, W) or (H, W) for a picture. Layers inside
    others have dotted names (`features.0`), a layer that runs again is numbered (`relu#2`).
    The model is left as it was: no hook stays, no mode changes, no gradient is made, and one
    in training mode is traced as a copy in evaluation mode. Any thread may trace a shared model.
    TraceError when the input does not fit, with what would.
    """
    from cnnviz.forward_pass import run

    stages, notes, parameters = run(model, input)
    return Trace(type(model).__name__, tuple(stages), parameters, tuple(notes))


class _CallableModule(ModuleType):
    """`cnnviz.trace` may be bound to this module or to its function: either can be called."""

    def __call__(self, model: "nn.Module", input: Any) -> Trace:
        return trace(model, input)


sys.modules[__name__].__class__ = _CallableModule
for _name in __all__:  # and `import cnnviz.trace as t; t.Trace` too
    setattr(trace, _name, globals()[_name])
