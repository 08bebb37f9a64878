"""Saliency, integrated gradients and Grad-CAM, by captum.

captum hangs hooks on the layers and asks for gradients of the input, so each call works on a copy of the network:
the one that all visitors share is never touched. The library takes more than a second to import (it brings
matplotlib along), so it is imported when it is first needed.
"""

import threading
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from cnnviz.errors import ModelError
from cnnviz.experiments.claim import Claim, logits_of
from cnnviz.shared_hooks import copy_of
from cnnviz.stage import Array, Kind, Stage, frozen
from cnnviz.trace import Trace

STEPS = 32  # points of the Gauss-Legendre rule along the way from paper to picture


@dataclass(frozen=True, eq=False)
class Integrated:
    """Integrated gradients of a picture."""

    values: Array  # (28, 28), in logits, read-only; 0 where there is no ink
    rise: float  # from bare paper to the picture, in logits: what the values should add up to

    @property
    def gap(self) -> float:
        """By how much the values miss the rise: the error of adding up in place of integrating."""
        return float(self.values.sum(dtype=np.float64)) - self.rise


def saliency(model: nn.Module, picture: Array, claim: Claim) -> Array:
    """(28, 28): by how many logits the claim's number rises for each unit of ink more at a pixel, at this picture.

    Simonyan, Vedaldi and Zisserman, "Deep Inside Convolutional Networks" (2013), arXiv:1312.6034; with its sign.
    """
    found = _captum().Saliency(_claiming(model, claim)).attribute(_leaf(picture), abs=False)
    return frozen(found[0, 0].detach().numpy())


def integrated_gradients(model: nn.Module, picture: Array, claim: Claim, steps: int = STEPS) -> Integrated:
    """The gradient's mean on the way from bare paper to the picture, times the ink of each pixel.

    Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks" (2017), arXiv:1703.01365.
    """
    network, given = _claiming(model, claim), _leaf(picture)
    found = _captum().IntegratedGradients(network).attribute(given, baselines=0.0, n_steps=steps)
    with torch.no_grad():
        rise = network(given) - network(torch.zeros_like(given))
    return Integrated(frozen(found[0, 0].detach().numpy()), float(rise))


def grad_cam(model: nn.Module, picture: Array, claim: Claim, layer: str) -> Array:
    """(rows, columns): the layer's maps added up, each times the mean gradient of the claim's number over its cells.

    Selvaraju and others, "Grad-CAM" (2017), arXiv:1610.02391, who cut off what is negative; here the sign stays.
    ModelError when the network has no such layer of maps.
    """
    network = _claiming(model, claim)
    chosen = dict(network.network.named_children()).get(layer)
    if chosen is None:
        known = ", ".join(dict(network.network.named_children()))
        raise ModelError(f"The network has no layer {layer!r}. It has: {known}.")
    found = _captum().LayerGradCam(network, chosen).attribute(_leaf(picture), relu_attributions=False)
    if found.ndim != 4:
        raise ModelError(f"Grad-CAM weighs maps, and {layer} gives one row of numbers. Choose a layer of maps.")
    return frozen(found[0, 0].detach().numpy())


def layers(found: Trace) -> list[Stage]:
    """The layers of maps that Grad-CAM can be asked about, in order; none for a network without maps."""
    return [stage for stage in found if stage.is_maps and stage.kind is not Kind.INPUT]


def usual_layer(found: Trace) -> str | None:
    """The last maps before they are pooled and flattened: what was found, as finely as the network has it.

    None for a network without maps.
    """
    last = [stage for stage in layers(found) if stage.kind in (Kind.CONVOLUTION, Kind.RELU)]
    return last[-1].name if last else None


class _Claiming(nn.Module):
    """A copy of a network, with the claim's number as its only output, (N,)."""

    def __init__(self, model: nn.Module, claim: Claim) -> None:
        super().__init__()
        self.network = logits_of(copy_of(model))
        self.claim = claim

    def forward(self, pictures: Tensor) -> Tensor:
        found: Tensor = self.claim.of(self.network(pictures))
        return found


def _claiming(model: nn.Module, claim: Claim) -> _Claiming:
    return _Claiming(model, claim).eval()


def _leaf(picture: Array) -> Tensor:
    given = torch.tensor(np.asarray(picture, np.float32))[None, None]  # (1, 1, 28, 28)
    return given.requires_grad_()


_importing = threading.Lock()


def _captum() -> Any:
    with _importing:
        return import_module("captum.attr")


def prepare() -> threading.Thread:
    """Import captum beside what is going on, so that the first map need not wait for it."""
    thread = threading.Thread(target=_captum, name="captum", daemon=True)
    thread.start()
    return thread
