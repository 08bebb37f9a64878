"""What each cell adds to a logit: the last layer's products, value times weight, and where they lie on the picture.

A logit is a sum, so this is no estimate: the products and the bias are the logit. Where a hidden layer comes between
the maps (or the picture) and the logits, it is carried through: for this very picture its ReLU passes some numbers
and stops the others, so what is left is a weighted sum again.
"""

from dataclasses import dataclass

import numpy as np

from cnnviz.errors import ModelError
from cnnviz.experiments.claim import Claim
from cnnviz.experiments.plane import Plane, plane_of
from cnnviz.stage import Array, frozen
from cnnviz.trace import Kind, Trace


@dataclass(frozen=True, eq=False)
class Contributions:
    """Contributions to a claim's number, in logits. Arrays are read-only."""

    stage: str  # the maps (or the picture) whose cells are weighed
    products: Array  # (maps, rows, columns)
    bias: float  # of all layers behind the maps, as it arrives
    total: float  # the products and the bias: the logit, or the difference of two
    plane: Plane

    @property
    def areas(self) -> Array:
        """(rows, columns): all maps together, over the picture."""
        return frozen(self.products.sum(axis=0, dtype=np.float64))

    @property
    def of_maps(self) -> Array:
        """(maps,): what each map adds."""
        return frozen(self.products.sum(axis=(1, 2), dtype=np.float64))


# Layers that a learner can stack between dense ones, and that make each number of its own number alone.
_ALONE = ("ReLU", "Tanh", "Dropout")


def contributions(found: Trace, claim: Claim) -> Contributions:
    """The contributions in a recorded pass of a network that ends with softmax. Computed in float64.

    A layer that changes each number by itself (ReLU, tanh, a dropout in use) is carried through by what it made of the
    number: after / before, for this very picture. So the sum stays exact; it is no gradient.
    ModelError when something else stands between the maps and the logits.
    """
    last = found.stages[-1]
    if last.kind is not Kind.SOFTMAX:
        raise ModelError(f"The network ends with {last.name!r}, not with softmax: it has no logits to explain.")
    stage = found[last.inputs[0]]
    weights = claim.signs()  # of the stage's own numbers
    bias = 0.0
    while not stage.is_maps:
        before = found[stage.inputs[0]]
        match stage.kind:
            case Kind.DENSE if stage.weight is not None:
                bias += 0.0 if stage.bias is None else float(weights @ stage.bias.astype(np.float64))
                weights = weights @ stage.weight.astype(np.float64)
            case Kind.RELU | Kind.OTHER if stage.layer in _ALONE:
                passed = np.zeros(stage.shape)
                np.divide(stage.values, before.values, out=passed, where=before.values != 0, dtype=np.float64)
                weights = weights * passed
            case Kind.FLATTEN:
                pass
            case _:
                raise ModelError(
                    f"The network's layer {stage.name!r} mixes numbers in a way that cannot be taken apart. "
                    "Choose another way of asking."
                )
        stage = before
    products = weights.reshape(stage.shape) * stage.values
    return Contributions(stage.name, frozen(products), bias, float(products.sum() + bias), plane_of(stage))
