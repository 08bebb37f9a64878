"""A stack of layers, and what it comes to: name, shape, parameters, multiplications and sight of every layer."""

from dataclasses import dataclass

from cnnviz.errors import StackError
from cnnviz.mnist import CLASSES, SIZE
from cnnviz.receptive_field import PIXEL, Pair, ReceptiveField
from cnnviz.stacks.layers import Dense, Flatten, Layer, MisfitError, Shape
from cnnviz.stacks.naming import SOFTMAX, names

INPUT: Shape = (1, SIZE, SIZE)

# Together they keep a pass over MNIST within minutes and a run within a gigabyte, on one core of a laptop.
MOST_LAYERS = 24
MOST_PARAMETERS = 400_000
MOST_MULTIPLICATIONS = 20_000_000  # for one picture
MOST_CELLS = 300_000  # numbers that all layers give out for one picture

Stack = tuple[Layer, ...]


@dataclass(frozen=True)
class Planned:
    """One layer of a stack as it will be built. `layer` is None for the softmax, which ends every network."""

    name: str
    layer: Layer | None
    came: Shape
    shape: Shape
    parameters: int = 0
    multiplications: int = 0
    receptive_field: ReceptiveField | None = None  # None where each number of a row sees a place of its own

    @property
    def cells(self) -> int:
        """How many numbers it gives out for one picture."""
        product = 1
        for side in self.shape:
            product *= side
        return product


@dataclass(frozen=True)
class Survey:
    """A stack as far as it can be built, and what stands in the way of the rest."""

    layers: tuple[Planned, ...]
    problem: StackError | None = None

    @property
    def parameters(self) -> int:
        return sum(each.parameters for each in self.layers)

    @property
    def multiplications(self) -> int:
        return sum(each.multiplications for each in self.layers)

    @property
    def cells(self) -> int:
        return sum(each.cells for each in self.layers)


def plan(stack: Stack) -> tuple[Planned, ...]:
    """Every layer of the stack and the softmax behind it; StackError with what would fit when it cannot be built."""
    found = survey(stack)
    if found.problem is not None:
        raise found.problem
    return found.layers


def survey(stack: Stack) -> Survey:
    """The stack as far as it can be built: the page shows shapes up to the layer that does not fit."""
    if len(stack) > MOST_LAYERS:
        return Survey((), StackError(f"The stack has {len(stack)} layers; {MOST_LAYERS} is the most. Take some out."))
    planned: list[Planned] = []
    shape, sight, cells = INPUT, PIXEL, (SIZE, SIZE)
    for place, (name, layer) in enumerate(zip(names(stack), stack, strict=True)):
        try:
            given = layer.gives(shape)
        except MisfitError as misfit:
            return Survey(tuple(planned), StackError(f"{name} does not fit. {misfit}", place))
        sight, cells = _seen(layer, given, sight, cells)
        shown = sight if len(given) == 3 or sight.step == (0, 0) else None
        learned, costs = layer.parameters(shape), layer.multiplications(shape)
        planned.append(Planned(name, layer, shape, given, learned, costs, shown))
        shape = given
    problem = _unfinished(stack, planned) or _too_large(planned)
    if problem is None:
        planned.append(Planned(SOFTMAX, None, shape, shape, receptive_field=sight.over(cells, (SIZE, SIZE))))
    return Survey(tuple(planned), problem)


def _seen(layer: Layer, given: Shape, sight: ReceptiveField, cells: Pair) -> tuple[ReceptiveField, Pair]:
    if layer.window is not None:
        return sight.through(*layer.window), (given[1], given[2])
    if isinstance(layer, Dense):
        return sight.over(cells, (SIZE, SIZE)), cells
    return sight, cells


def _unfinished(stack: Stack, planned: list[Planned]) -> StackError | None:
    if not stack:
        return StackError(
            f"The stack is empty. It needs at least a flatten and a dense layer of {CLASSES}, one number a digit."
        )
    last, place = planned[-1], len(stack) - 1
    if isinstance(last.layer, Dense):
        if last.shape == (CLASSES,):
            return None
        return StackError(
            f"{last.name} is the last layer and gives out {last.shape[0]} numbers; it must be {CLASSES}, one for each "
            f"digit. Set its units to {CLASSES}, or add a dense layer of {CLASSES} behind it.",
            place,
        )
    missing = f"a dense layer of {CLASSES}"
    if len(last.shape) == 3:
        missing = f"a flatten and {missing}"
    elif last.shape == (CLASSES,) and any(isinstance(layer, Dense) for layer in stack):
        return StackError(
            f"{last.name} comes behind the last dense layer: the softmax needs its {CLASSES} sums as they are. "
            "Take it out, or move it before the dense layer.",
            place,
        )
    kind = "flatten" if isinstance(last.layer, Flatten) else last.name
    return StackError(
        f"The stack ends with {kind}; a network must end with {CLASSES} sums, one for each digit. "
        f"Add {missing} behind it.",
        place,
    )


def _too_large(planned: list[Planned]) -> StackError | None:
    limits = (
        ("parameters", "parameters", MOST_PARAMETERS, "learns"),
        ("multiplications", "multiplications for one picture", MOST_MULTIPLICATIONS, "costs"),
        ("cells", "numbers for one picture", MOST_CELLS, "gives out"),
    )
    for attribute, what, most, does in limits:
        total = sum(getattr(each, attribute) for each in planned)
        if total > most:
            largest = max(planned, key=lambda each: getattr(each, attribute))
            share = getattr(largest, attribute)
            return StackError(
                f"The stack {does} {total:,} {what}; {most:,} is the most that a laptop trains in minutes. "
                f"Most of it is {largest.name}: {share:,}. Fewer maps or units, a larger stride, or a pooling before "
                "it would fit.",
                planned.index(largest),
            )
    return None
