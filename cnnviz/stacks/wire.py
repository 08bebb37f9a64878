"""Stacks as JSON: `{"layers": [{"kind": "convolution", "maps": 8, ...}, ...]}`. What comes in is checked."""

import json
from dataclasses import asdict, fields
from typing import Any

from cnnviz.errors import StackError
from cnnviz.stacks.layers import KINDS, Layer
from cnnviz.stacks.stack import MOST_LAYERS, Stack

MOST_CHARACTERS = 20_000  # a stack of the most layers has about 2,000
_WANTED = 'A stack is {"layers": [{"kind": "convolution", "maps": 8}, ...]}.'


def to_wire(stack: Stack) -> dict[str, Any]:
    """The stack as JSON takes it, every setting written out."""
    return {"layers": [{"kind": layer.kind, **asdict(layer)} for layer in stack]}


def from_wire(wire: object) -> Stack:
    """The stack of a JSON object, or of its text; settings that are left out take their usual value.

    StackError for anything else. Whether the layers fit one another is for `plan` to say.
    """
    if isinstance(wire, str | bytes):
        wire = _parsed(wire)
    layers = wire.get("layers") if isinstance(wire, dict) else None
    if not isinstance(layers, list):
        raise StackError(f"This is no stack of layers. {_WANTED}")
    if len(layers) > MOST_LAYERS:
        raise StackError(f"The stack has {len(layers)} layers; {MOST_LAYERS} is the most. Take some out.")
    return tuple(_layer(place, each) for place, each in enumerate(layers))


def _parsed(text: str | bytes) -> object:
    if len(text) > MOST_CHARACTERS:
        raise StackError(f"The stack is {len(text):,} characters long; {MOST_CHARACTERS:,} is the most.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StackError(f"The stack is not whole JSON. {_WANTED}") from error


def _layer(place: int, wire: object) -> Layer:
    kind = wire.get("kind") if isinstance(wire, dict) else None
    if not isinstance(wire, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise StackError(f"Layer {place + 1} is of no known kind. The kinds are: {', '.join(KINDS)}.", place)
    known = [each.name for each in fields(KINDS[kind])]
    given = {name: value for name, value in wire.items() if name != "kind"}
    for name in given:
        if name not in known:
            has = f"It has: {', '.join(known)}." if known else "It has none."
            raise StackError(f"Layer {place + 1}: a {kind} has no setting {name!r:.40}. {has}", place)
    try:
        return KINDS[kind](**given)
    except StackError as error:
        raise StackError(f"Layer {place + 1}: {error}", place) from error


def settings() -> dict[str, list[dict[str, Any]]]:
    """By kind of layer: its settings with usual, least and most value. The page makes its knobs of them."""
    return {
        kind: [{"name": each.name, "default": each.default, **each.metadata} for each in fields(layer)]
        for kind, layer in KINDS.items()
    }
