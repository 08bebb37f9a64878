"""How each network is trained: every choice, in one place, as constants."""

from dataclasses import dataclass, replace

from cnnviz.errors import ModelError
from cnnviz.models import NAMES, TEACHER


@dataclass(frozen=True)
class Augmentation:
    """The most by which a picture is changed at random, afresh in each pass; each is drawn evenly up to it."""

    shift: float = 0.0  # pixels
    rotation: float = 0.0  # degrees
    scale: float = 0.0  # share of the size
    aspect: float = 0.0  # share by which width and height part
    shear: float = 0.0  # pixels sideways a pixel down
    elastic: float = 0.0  # pixels: standard deviation of a smooth field of displacements
    thickness: float = 0.0  # 0 to 1: how far towards the picture thickened or thinned by a pixel all round


NONE = Augmentation()
LIGHT = Augmentation(shift=1.0, rotation=8, scale=0.06, aspect=0.05, shear=0.08, elastic=0.5)
MILD = Augmentation(shift=1.5, rotation=10, scale=0.10, aspect=0.08, shear=0.10, elastic=0.6, thickness=0.5)
# Strokes are rendered at many slants and widths already: they are only moved a little more.
STROKES = Augmentation(shift=1.0, rotation=6, scale=0.05, aspect=0.05, shear=0.05, elastic=0.3)


@dataclass(frozen=True)
class Recipe:
    """All that decides what a training comes to, the seed included."""

    network: str
    epochs: int = 30  # passes over the 55,000 MNIST images that are not held back
    redrawn: int = 20_000  # a pass also takes so many MNIST digits thinned and redrawn with a round pen
    invented: int = 16_000  # and so many digits of our own making, drawn with a round pen
    augmentation: Augmentation = LIGHT  # of MNIST images
    strokes: Augmentation = STROKES  # of redrawn and invented ones
    optimizer: str = "AdamW"
    batch: int = 128
    learning_rate: float = 4e-3  # the highest, reached after the warm-up; from there it falls to nearly 0
    warm_up: float = 0.2  # share of all steps
    weight_decay: float = 0.01
    dropout: float = 0.0  # before the last dense layer, during training only
    label_smoothing: float = 0.0
    averaging: float = 0.998  # per step: how much of the running average of the weights is kept
    teacher: str | None = TEACHER  # the network whose answers are learned beside the labels
    distillation: float = 0.5  # the teacher's share in the loss
    temperature: float = 2.0  # at which the two answers are compared
    checkpoints: tuple[float, ...] = ()  # in passes; before training and at the end come on top
    precision: str = "float32"  # or "bfloat16": of the products, in half the time; weights are float32 always
    seed: int = 1


# Most of what is learned is learned early: half of these moments lie within the first pass.
MOMENTS = (0.05, 0.1, 0.2, 0.4, 1.0, 3.0, 10.0)

RECIPES = {
    TEACHER: Recipe(
        TEACHER,
        epochs=14,
        redrawn=27_500,
        invented=27_500,
        augmentation=MILD,
        learning_rate=3e-3,
        dropout=0.2,
        label_smoothing=0.05,
        teacher=None,
    ),
    "two-block": Recipe("two-block", epochs=32, augmentation=MILD, checkpoints=MOMENTS, precision="bfloat16"),
    "textbook": Recipe(
        "textbook",
        epochs=12,
        redrawn=14_000,
        invented=10_000,
        dropout=0.15,
        learning_rate=6e-3,
        teacher=None,
        checkpoints=MOMENTS,
        precision="bfloat16",
    ),
    "dense": Recipe("dense", epochs=10, dropout=0.1, learning_rate=3e-3, teacher="two-block"),
    "textbook-no-relu": Recipe(
        "textbook-no-relu", epochs=3, dropout=0.15, learning_rate=2e-3, teacher=None, precision="bfloat16"
    ),
    "textbook-linear": Recipe("textbook-linear", epochs=2, learning_rate=2e-3, teacher=None, precision="bfloat16"),
}


def recipe_of(name: str) -> Recipe:
    """The recipe by which the named network that ships with cnnviz was trained."""
    if name not in RECIPES:
        raise ModelError(f"There is no recipe for {name!r}. There are recipes for: {', '.join(NAMES)}.")
    return RECIPES[name]


def shortened(recipe: Recipe, epochs: int) -> Recipe:
    """The same recipe in fewer passes, for a quick look."""
    return replace(recipe, epochs=epochs)
