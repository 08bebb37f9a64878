"""What the address of a page asks for when a visitor comes in by it."""

from collections.abc import Mapping

from cnnviz import digit_code, guests, models
from cnnviz.errors import DrawingError
from cnnviz.ink import Ink
from cnnviz.preprocessing import ALL_STEPS, Steps
from cnnviz.ui import samples
from cnnviz.ui.desk import DEFAULT_MODEL, Base, Desk

AS_IT_IS = Steps(redraw=False, crop=False, center=False)
"""How a digit is read that lies in its picture as it is meant to, moved, say: no step would leave it so."""


def desk_from(query: Mapping[str, str]) -> tuple[Desk, list[str]]:
    """The desk that the address asks for, and a message for all that it cannot give.

    An address has `model`, `sample` or `digit`, and with that `exact`.
    """
    model, wrong_model = network_from(query)
    base, wrong_drawing = drawing_from(query)
    problems = [problem for problem in (wrong_model, wrong_drawing) if problem]
    return Desk(model=model, base=base, steps=steps_from(query)), problems


def network_from(query: Mapping[str, str]) -> tuple[str, str | None]:
    """The network that the address names, else the usual one; and what is wrong."""
    model = query.get("model", DEFAULT_MODEL)
    if models.is_known(model):
        return model, None
    if model.startswith(guests.PREFIX):
        return DEFAULT_MODEL, f"{models.unknown(model)} {DEFAULT_MODEL} is shown meanwhile."
    return DEFAULT_MODEL, (
        f"The address asks for the network {model[:40]!r}, which does not exist; {DEFAULT_MODEL} is shown. "
        f"There are: {', '.join(models.NAMES)}."
    )


def steps_from(query: Mapping[str, str]) -> Steps:
    """None where the address holds a digit that is to be read exactly as it is, else all."""
    return AS_IT_IS if "digit" in query and query.get("exact") == "1" else ALL_STEPS


def drawing_from(query: Mapping[str, str]) -> tuple[Base, str | None]:
    """The drawing that the address holds, else the first sample; and what is wrong."""
    try:
        return _base(query) or Base(sample=samples.FIRST), None
    except DrawingError as error:
        return Base(sample=samples.FIRST), f"{error} A sample is shown meanwhile."


def address_of(desk: Desk, digit: Ink) -> dict[str, str]:
    """What brings the desk back: `model`, and `sample` if nobody drew on it, else the 28x28 `digit` as a code.

    `exact` where a step was left out: the code is what the network read, and all steps would make another digit of it.
    """
    address = {} if desk.model == DEFAULT_MODEL else {"model": desk.model}
    if desk.base is None or desk.base.sample is None or desk.strokes:
        return address | {"digit": digit_code.encoded(digit)} | ({} if desk.steps == ALL_STEPS else {"exact": "1"})
    return address if desk.base.sample == samples.FIRST else address | {"sample": str(desk.base.sample)}


def _base(query: Mapping[str, str]) -> Base | None:
    if code := query.get("digit"):
        if not digit_code.decoded(code).any():
            raise DrawingError("The drawing in the address is empty.")
        return Base(code=code)
    if (sample := query.get("sample")) is not None:
        last = len(samples.SAMPLES) - 1
        if sample not in map(str, range(last + 1)):
            raise DrawingError(f"The address asks for sample {sample[:20]!r}; the samples are numbered 0 to {last}.")
        return Base(sample=int(sample))
    return None
