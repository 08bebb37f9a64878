"""One pass of a model over one input, as stages."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

from cnnviz.errors import TraceError
from cnnviz.hooks import INPUT, ActivationRecorder, Call
from cnnviz.layer import Layer, Sight, array, describe, weights
from cnnviz.receptive_field import PIXEL, ReceptiveField
from cnnviz.shared_hooks import copy_of
from cnnviz.stage import Array, Kind, Stage, frozen
from cnnviz.trace_input import one_input

OUTPUT = "output"  # the stage that is added when the model's output comes from no module


def run(model: nn.Module, given: object) -> tuple[list[Stage], list[str], int]:
    """Stages of a pass of `model` over `given`, notes on what could not be seen, parameters of the model."""
    if not isinstance(model, nn.Module):
        raise TraceError(f"A trace takes a torch.nn.Module and its input; got {type(model).__name__}.")
    name = type(model).__name__
    modules, parameters = list(model.modules()), list(model.parameters())
    if any(isinstance(module, torch.jit.ScriptModule) for module in modules):
        raise TraceError(
            "A TorchScript module cannot be listened to. Trace the nn.Module that it was made from."
        )
    if any(is_lazy(parameter) for parameter in parameters):
        raise TraceError(f"The network {name!r} has no weights yet (lazy layers). Run it on an input first.")
    tensor = one_input(modules, parameters, given, name)
    notes: list[str] = []
    if any(module.training and not _same_in_training(module) for module in modules):
        model = _in_evaluation(model, name)
        notes.append("The model is in training mode; a copy of it in evaluation mode was traced.")
    shown = array(tensor[0])
    recorder = ActivationRecorder(model)
    try:
        with torch.no_grad(), recorder:
            model(tensor)
    except Exception as error:
        raise TraceError(_failure(recorder, name, tensor, error)) from error
    assert shown is not None
    builder = _Builder(shown, notes)
    for call in recorder.calls:
        builder.add(call)
    return builder.stages, builder.notes, sum(parameter.numel() for parameter in parameters)


# Layers that compute the same in training and in evaluation mode, recognised by their `forward`.
_MODELESS = frozenset(
    module.forward
    for module in (
        nn.Sequential, nn.Conv2d, nn.Linear, nn.ReLU, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d,
        nn.Flatten, nn.Softmax, nn.LogSoftmax, nn.Identity,
    )
)  # fmt: skip


def _same_in_training(module: nn.Module) -> bool:
    return type(module).forward in _MODELESS and not hasattr(module, "parametrizations")


def _in_evaluation(model: nn.Module, name: str) -> nn.Module:
    """A copy, because others may be using the model: batch norm would learn, dropout roll dice."""
    try:
        return copy_of(model).eval()
    except Exception as error:
        raise TraceError(
            f"The network {name!r} is in training mode and cannot be copied ({error}). "
            "Call model.eval() first."
        ) from error


def _failure(recorder: ActivationRecorder, name: str, tensor: Tensor, error: Exception) -> str:
    """What stopped the pass, in the caller's words."""
    shape = tuple(tensor.shape)
    where = f"in {recorder.stopped_in!r}" if recorder.stopped_in else "between its layers"
    module = recorder.layer(recorder.stopped_in)
    reason = str(error).strip().split("\n")[0] or type(error).__name__
    before = recorder.calls[-1].output if recorder.calls else tensor
    if isinstance(module, nn.Linear) and before is not None and before.shape[-1] != module.in_features:
        reason = (
            f"that layer takes {module.in_features:,} numbers and was given {before.shape[-1]:,}. "
            "Give an input of the size that the network was made for"
        )
    return f"The network {name!r} cannot read an input of shape {shape}: it stopped {where}: {reason}."


@dataclass(frozen=True)
class _Seen:
    """What the cells of a stage see of the input, and the map they lie on, also after flattening."""

    field: ReceptiveField
    cells: tuple[int, int]


class _Builder:
    """Turns calls into stages, one after the other."""

    def __init__(self, shown: Array, notes: list[str]) -> None:
        maps = shown.ndim == 3
        self.stages = [
            Stage(INPUT, Kind.INPUT, shown, receptive_field=PIXEL if maps else None),
        ]
        self.notes = notes
        self._picture = shown.shape[-2:] if maps else None
        self._seen: dict[str, _Seen] = {}
        if maps:
            self._seen[INPUT] = _Seen(PIXEL, (shown.shape[1], shown.shape[2]))

    def add(self, call: Call) -> None:
        if not call.leaf:
            if call.name == "":
                self._finish(call)
            return
        name = call.name or type(call.module).__name__.lower()
        if call.output is None:
            self.notes.append(f"{name} gave out {call.gave}, not one tensor: it has no stage.")
            return
        values = self._values(name, call.output)
        inputs = self._inputs(name, call)
        came = self._shape(inputs[0]) if len(inputs) == 1 else None
        layer = describe(call.module, came, values.shape)
        field = self._sees(name, inputs, layer, values)
        weight, bias = weights(call.module)
        self.stages.append(
            Stage(
                name=name,
                kind=layer.kind,
                values=values,
                inputs=inputs,
                weight=weight,
                bias=bias,
                kernel_size=layer.kernel_size,
                stride=layer.stride,
                padding=layer.padding,
                dilation=layer.dilation,
                groups=layer.groups,
                ceil_mode=layer.ceil_mode,
                receptive_field=field,
                parameters=sum(parameter.numel() for parameter in call.module.parameters()),
                layer=type(call.module).__name__,
            )
        )

    def _finish(self, call: Call) -> None:
        """The model itself has ended: has its output been seen already?"""
        if call.source is not None:
            return
        last = self.stages[-1].name
        if call.output is None:
            self.notes.append(f"The model gave out {call.gave}, not one tensor: the last stage is {last}.")
            return
        self.notes.append(
            f"After {last} something ran that has no module (F.softmax, + or a view, say): "
            f"the stage {OUTPUT} is what the model gave out."
        )
        values = self._values(OUTPUT, call.output)
        self.stages.append(Stage(self._unused(OUTPUT), Kind.OTHER, values))

    def _values(self, name: str, output: Tensor) -> Array:
        if output.ndim == 0 or output.shape[0] != 1:
            self.notes.append(f"{name} gave out {tuple(output.shape)}, no batch of 1: it is shown as it is.")
            output = output.unsqueeze(0)
        return frozen(output[0].cpu().float().numpy())

    def _inputs(self, name: str, call: Call) -> tuple[str, ...]:
        have = {stage.name for stage in self.stages}
        inputs = tuple(dict.fromkeys(source for source in call.inputs if source in have))
        if None in call.inputs:
            self.notes.append(
                f"Between {self.stages[-1].name} and {name} something ran that has no module "
                f"(F.relu, + or torch.flatten, say): what {name} was computed from cannot be told."
            )
        return inputs

    def _sees(self, name: str, inputs: tuple[str, ...], layer: Layer, values: Array) -> ReceptiveField | None:
        before = self._seen.get(inputs[0]) if len(inputs) == 1 else None
        if before is None or self._picture is None:
            return None
        if layer.sight is Sight.SAME_CELL:
            self._seen[name] = before
            # A vector's cells each see a place of their own.
            return before.field if values.ndim == 3 or before.field.step == (0, 0) else None
        if layer.sight is Sight.EVERYTHING:
            whole = before.field.over(before.cells, self._picture)
            self._seen[name] = _Seen(whole, before.cells)
            return whole
        if layer.sight is Sight.WINDOW and layer.window is not None:
            field = before.field.through(*layer.window)
            self._seen[name] = _Seen(field, (values.shape[1], values.shape[2]))
            return field
        return None

    def _shape(self, name: str) -> tuple[int, ...]:
        return next(stage.shape for stage in self.stages if stage.name == name)

    def _unused(self, name: str) -> str:
        taken = {stage.name for stage in self.stages}
        count = 1
        while (numbered := name if count == 1 else f"{name}#{count}") in taken:
            count += 1
        return numbered
