"""A desk read by its network: the values and the description that the network view takes."""

import json
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import numpy as np

from cnnviz import models, pipeline
from cnnviz.errors import DrawingError, ModelError
from cnnviz.preprocessing import PICTURE
from cnnviz.trace import Trace, trace
from cnnviz.ui.desk import Desk
from cnnviz.views.network import Encoding, describe, encode, weigh


def values(desk: Desk, encoding: Encoding) -> bytes:
    """All stages' values for what lies on the desk.

    Raises EmptyDrawingError when nothing is drawn.
    """
    return encode(pipeline.read(desk.drawing(), desk.model, desk.steps).trace, encoding)


def answer(body: bytes) -> tuple[Encoding, bytes]:
    """The values for a desk that came as JSON, in the encoding that it asks for.

    Raises EmptyDrawingError for an empty drawing, another CnnvizError for a broken one.
    """
    try:
        wire = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DrawingError("The drawing did not arrive whole. Draw on, or reload the page.") from error
    desk = Desk.from_wire(wire)
    encoding = Encoding.INT8 if wire.get("encoding") == Encoding.INT8 else Encoding.FLOAT32
    return encoding, values(desk, encoding)


# Visitors' own networks come and go, and their names with them.
_KEPT = 32


@lru_cache(_KEPT)
def description(model: str) -> dict[str, Any]:
    """A network without values: its stages, size and measured accuracy (from its card)."""
    card = models.card(model)
    return {
        "model": model,
        "label": card.get("label", model),
        "code": card.get("code"),  # Python that loads it, where its name does not
        "parameters": card["parameters"],
        "accuracy": card["accuracy"]["mnist_test"],
        "drawings": card["accuracy"].get("drawings_strokes"),
        "stages": describe(_blank(model)),
    }


@lru_cache(_KEPT)
def weights(model: str) -> tuple[list[dict[str, Any]], bytes]:
    """What a network learned, as `cnnviz.views.network.weigh` gives it."""
    return weigh(_blank(model))


def _blank(model: str) -> Trace:
    return trace(models.load_model(model), np.zeros((1, 1, PICTURE, PICTURE), np.float32))


def networks(own: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The networks that can be loaded, then a visitor's own: name, parameters, measured accuracies (0 to 1)."""
    wanted = ("model", "label", "parameters", "accuracy", "drawings")
    found = []
    for name in (*models.NAMES, *own):
        # A network with damaged weights is left out; asked for by name, it says what is wrong with it.
        with suppress(ModelError):
            found.append({key: description(name)[key] for key in wanted})
    return found
