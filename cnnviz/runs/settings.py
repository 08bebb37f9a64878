"""How a stack is trained: every choice that the learner has."""

import math
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from cnnviz.errors import TrainingError

HELD_BACK = 5_000  # the last training images of MNIST: nothing is learned from them
MOST_DIGITS = 60_000 - HELD_BACK
MOMENTUM = 0.9


class Optimizer(StrEnum):
    """How the gradient becomes a step."""

    SGD = "sgd"
    """Learning rate times gradient."""
    MOMENTUM = "momentum"
    """Learning rate times a running sum of gradients, of which 0.9 is kept at each step."""
    ADAM = "adam"
    """The running mean of the gradients over the root of that of their squares, times the learning rate."""


class Variation(StrEnum):
    """By how much the training pictures are changed at random, afresh in each pass."""

    NONE = "none"
    LIGHT = "light"
    MILD = "mild"


def _between(default: float, least: float, most: float) -> Any:
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class Settings:
    """All that decides what a run comes to, beside the stack and the tray. TrainingError for what cannot be."""

    optimizer: Optimizer = Optimizer.ADAM
    learning_rate: float = _between(0.004, 0.000001, 100.0)
    falling: bool = True  # whether the learning rate falls evenly to 0 at the last batch: small steps find the bottom
    batch: int = _between(64, 1, 512)
    epochs: int = _between(2, 1, 50)
    digits: int = _between(MOST_DIGITS, 100, MOST_DIGITS)  # of MNIST's training part, the first ones
    augmentation: Variation = Variation.NONE
    seed: int = _between(1, 0, 999_999)

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(each.default, StrEnum):
                kinds = type(each.default)
                if not isinstance(value, str) or value not in list(kinds):
                    raise TrainingError(f"{_said(each.name)} is {value!r:.40}; it may be {', '.join(kinds)}.")
                object.__setattr__(self, each.name, kinds(value))
                continue
            if isinstance(each.default, bool):
                if type(value) is not bool:
                    raise TrainingError(f"{_said(each.name)} is {value!r:.40}; it may be true or false.")
                continue
            least, most = each.metadata["least"], each.metadata["most"]
            whole = type(least) is int
            right = type(value) is int or (not whole and type(value) is float and math.isfinite(value))
            if not right or not least <= value <= most:
                raise TrainingError(
                    f"{_said(each.name)} is {value!r:.40}; it may be a {'whole ' if whole else ''}number "
                    f"from {least:,} to {most:,}."
                )

    def rate(self, number: int, total: int) -> float:
        """The learning rate of a batch, counted from 0, of so many."""
        return self.learning_rate * (1 - number / total) if self.falling else self.learning_rate

    def to_wire(self) -> dict[str, Any]:
        """As JSON takes them."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()}

    @classmethod
    def from_wire(cls, wire: object) -> "Settings":
        """Checked settings of a JSON object; what is left out takes its usual value."""
        if not isinstance(wire, dict):
            raise TrainingError("The settings of a training are an object: a name and a value for each.")
        known = [each.name for each in fields(cls)]
        for name in wire:
            if name not in known:
                raise TrainingError(f"There is no setting {name!r:.40}. There are: {', '.join(known)}.")
        return cls(**wire)

    @staticmethod
    def knobs() -> list[dict[str, Any]]:
        """Each setting with its usual value, and its range or its choices. The page makes its knobs of them."""
        return [
            {"name": each.name, "default": str(each.default), "choices": [str(one) for one in type(each.default)]}
            if isinstance(each.default, StrEnum)
            else {"name": each.name, "default": each.default, **each.metadata}
            for each in fields(Settings)
        ]


def _said(name: str) -> str:
    return name.replace("_", " ").capitalize()
