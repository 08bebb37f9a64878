"""Five answers to "why this digit?", each a map over the picture that speaks for (plus) or against (minus) a claim."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from torch import nn

from cnnviz.errors import ModelError
from cnnviz.experiments import gradients
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.contributions import contributions
from cnnviz.experiments.occlusion import USUAL, occlusion
from cnnviz.experiments.plane import PIXELS, Plane, plane_of
from cnnviz.stage import Array
from cnnviz.trace import trace


class Method(StrEnum):
    """How it is asked."""

    CONTRIBUTIONS = "contributions"
    OCCLUSION = "occlusion"
    SALIENCY = "saliency"
    INTEGRATED = "integrated"
    GRAD_CAM = "grad-cam"


@dataclass(frozen=True, eq=False)
class Evidence:
    """A map of evidence."""

    areas: Array  # (rows, columns), read-only
    plane: Plane  # where they lie on the picture

    @property
    def on_pixels(self) -> Array:
        """(28, 28): at each pixel the number of its area."""
        return self.plane.on_pixels(self.areas)


def evidence(
    method: Method, model: nn.Module, picture: Array, claim: Claim, *, side: int = USUAL, layer: str | None = None
) -> Evidence:
    """The map that `method` makes of a picture (28, 28), 0 to 1.

    `side`: of the square of an occlusion, px. `layer`: of Grad-CAM; without it, `gradients.usual_layer`.
    ModelError when Grad-CAM is asked of a network without maps.
    """
    match method:
        case Method.OCCLUSION:
            return Evidence(occlusion(model, picture, claim, side), PIXELS)
        case Method.SALIENCY:
            return Evidence(gradients.saliency(model, picture, claim), PIXELS)
        case Method.INTEGRATED:
            return Evidence(gradients.integrated_gradients(model, picture, claim).values, PIXELS)
    found = trace(model, np.asarray(picture, np.float32)[None])
    if method is Method.CONTRIBUTIONS:
        made = contributions(found, claim)
        return Evidence(made.areas, made.plane)
    asked = layer or gradients.usual_layer(found)
    if asked is None:
        raise ModelError("Grad-CAM weighs feature maps, and this network has none. Choose another method.")
    if asked not in [stage.name for stage in gradients.layers(found)]:
        known = ", ".join(stage.name for stage in gradients.layers(found))
        raise ModelError(f"Grad-CAM can be asked about {known or 'no layer of this network'}, not about {asked!r}.")
    return Evidence(gradients.grad_cam(model, picture, claim, asked), plane_of(found[asked]))
