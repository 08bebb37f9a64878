"""The whole route, from a drawing to the answer: the only module that knows all its stations."""

from dataclasses import dataclass
from typing import Any

from torch import nn

from cnnviz.drawing import Drawing
from cnnviz.models import load_model
from cnnviz.picture_files import ink_from_image
from cnnviz.preprocessing import Steps, picture
from cnnviz.stage import Array, frozen
from cnnviz.trace import Trace, trace

ALL_STEPS = Steps()


@dataclass(frozen=True, eq=False)
class Reading:
    """What a network made of a drawing."""

    model: str
    picture: Array  # (28, 28), 0 to 1, read-only: what the network saw
    trace: Trace
    probabilities: Array  # (10,), read-only
    digit: int  # the most probable one


def read(source: Any, model: str | nn.Module = "two-block", steps: Steps = ALL_STEPS) -> Reading:
    """The reading of a `Drawing`, or of anything that `ink_from_image` takes: a file, a picture, an array.

    `model` is the name of a network that ships with cnnviz, or a network for (1, 1, 28, 28).
    DrawingError for a source that cannot be read, EmptyDrawingError when there is no ink,
    ModelError for an unknown name.
    """
    drawn = source if isinstance(source, Drawing) else ink_from_image(source)
    return read_picture(picture(drawn, steps), model)


def read_picture(seen: Array, model: str | nn.Module = "two-block") -> Reading:
    """The reading of a picture (28, 28), 0 to 1, as a network takes it: preprocessed already.

    ModelError for an unknown name.
    """
    network = load_model(model) if isinstance(model, str) else model
    name = model if isinstance(model, str) else type(model).__name__
    recorded = trace(network, seen)
    probabilities = recorded.probabilities  # (10,)
    return Reading(name, frozen(seen), recorded, probabilities, int(probabilities.argmax()))
