"""What lies on a visitor's desk: the drawing, the network, the switches; and how it travels.

The browser keeps the desk, since it knows each stroke first; the server reads it from
what the browser sends, with each field checked, and never trusts it.
"""

import base64
import binascii
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from PIL import Image

from cnnviz import digit_code, models
from cnnviz.drawing import CANVAS, Drawing, Ink, Stroke, fitted
from cnnviz.errors import DrawingError
from cnnviz.picture_files import ink_from_image
from cnnviz.preprocessing import Steps
from cnnviz.ui import samples

DEFAULT_MODEL = "two-block"
# 2,000 strokes of 30 points: far above any digit, and still read in a second or two.
MAX_STROKES = 5_000
MAX_POINTS = 60_000
MAX_PEN = 60.0  # px
# A canvas of 280x280 in eight-bit grey is at most about 80 kB as PNG.
MAX_BASE = 200_000
_BROKEN = "The drawing did not arrive whole. Draw on, or reload the page."


@dataclass(frozen=True)
class Base:
    """What lies under the strokes: a sample, a picture as a grey PNG of the canvas, or a digit from an address."""

    sample: int | None = None
    png: str | None = None
    code: str | None = None

    def wire(self) -> dict[str, Any]:
        """The JSON form that the browser keeps."""
        if self.sample is not None:
            return {"sample": self.sample}
        return {"png": self.png} if self.png is not None else {"code": self.code}

    def ink(self) -> Ink:
        """(H, W), 0 to 1: a picture in the size of the canvas, else 28x28."""
        if self.sample is not None:
            return samples.ink(self.sample)
        return _ink_of(self.png) if self.png is not None else digit_code.decoded(self.code or "")


@dataclass(frozen=True)
class Desk:
    """One state of the desk. `epoch` counts the times the canvas had to be laid out anew."""

    model: str = DEFAULT_MODEL
    base: Base | None = field(default_factory=lambda: Base(sample=samples.FIRST))
    strokes: tuple[Stroke, ...] = ()
    steps: Steps = field(default_factory=Steps)
    pen: float = 18.0
    erases: bool = False
    epoch: int = 0
    seq: int = 0
    live: bool = True
    extras: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_wire(cls, wire: Any) -> Self:
        """Read a desk from JSON.

        Raises DrawingError or ModelError with what is wrong for anything that is not one.
        """
        if not isinstance(wire, Mapping):
            raise DrawingError(_BROKEN)
        steps, extras = wire.get("steps") or {}, wire.get("extras") or {}
        if not isinstance(steps, Mapping) or not isinstance(extras, Mapping):
            raise DrawingError(_BROKEN)
        return cls(
            model=_model(wire.get("model", DEFAULT_MODEL)),
            base=_base(wire.get("base")),
            strokes=_strokes(wire.get("strokes") or ()),
            steps=Steps(**{name: bool(steps.get(name, True)) for name in ("redraw", "crop", "center")}),
            pen=min(max(_number(wire.get("pen", 18)), 1.0), MAX_PEN),
            erases=bool(wire.get("erases", False)),
            epoch=int(_number(wire.get("epoch", 0))),
            seq=int(_number(wire.get("seq", 0))),
            live=bool(wire.get("live", True)),
            extras=dict(extras),
        )

    def wire(self) -> dict[str, Any]:
        """The JSON form that the browser keeps."""
        return {
            "model": self.model,
            "base": self.base and self.base.wire(),
            "strokes": [
                [stroke.width, int(stroke.erases), *(number for point in stroke.points for number in point)]
                for stroke in self.strokes
            ],
            "steps": {"redraw": self.steps.redraw, "crop": self.steps.crop, "center": self.steps.center},
            "pen": self.pen,
            "erases": self.erases,
            "epoch": self.epoch,
            "seq": self.seq,
            "live": self.live,
            "extras": dict(self.extras),
        }

    def drawing(self) -> Drawing:
        """The drawing as the route takes it.

        A sample that nobody drew on stays 28x28, pixel for pixel what its writer made.
        """
        if self.base is None:
            return Drawing(strokes=self.strokes)
        return Drawing(strokes=self.strokes, base=self.base.ink())

    def laid_out_anew(self, **changes: Any) -> Self:
        """The desk with `changes`, and word to the canvas that it has to show it."""
        return replace(self, epoch=self.epoch + 1, **changes)


def png_of(ink: Ink) -> str:
    """Ink as a grey PNG in base64, white ink on black."""
    out = io.BytesIO()
    Image.fromarray(np.rint(ink * 255).astype(np.uint8)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")


def base_from_picture(data: str) -> Base:
    """An uploaded picture (a base64 string, or a data URL) laid under the strokes.

    Raises DrawingError with what is wrong with the picture and what to do.
    """
    return Base(png=png_of(fitted(ink_from_image(content_of(data)))))


def content_of(data: str) -> bytes:
    """The bytes of an uploaded file: a base64 string, or a data URL. DrawingError when it did not arrive whole."""
    try:
        head, mark, tail = data.partition("base64,")
        return base64.b64decode(tail if mark else head, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DrawingError("The picture did not arrive whole. Choose it again.") from error


def _ink_of(png: str) -> Ink:
    # Grey and white on black by our own making: no guessing of paper and ink here.
    with Image.open(io.BytesIO(base64.b64decode(png)), formats=("PNG",)) as picture:
        return np.asarray(picture.convert("L"), np.float32) / np.float32(255)


def _model(name: Any) -> str:
    if not models.is_known(name):
        raise models.unknown(name)
    return str(name)


def _base(wire: Any) -> Base | None:
    if wire is None:
        return None
    if isinstance(wire, Mapping):
        sample, png, code = wire.get("sample"), wire.get("png"), wire.get("code")
        if type(sample) is int and 0 <= sample < len(samples.SAMPLES):
            return Base(sample=sample)
        if isinstance(png, str) and len(png) <= MAX_BASE and _is_canvas(png):
            return Base(png=png)
        if isinstance(code, str):
            digit_code.decoded(code)
            return Base(code=code)
    raise DrawingError("The picture under the drawing is damaged. Clear the drawing and choose it again.")


def _is_canvas(png: str) -> bool:
    try:
        with Image.open(io.BytesIO(base64.b64decode(png, validate=True)), formats=("PNG",)) as picture:
            if picture.size != (CANVAS, CANVAS):
                return False
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def _strokes(wire: Any) -> tuple[Stroke, ...]:
    if not isinstance(wire, list | tuple) or not all(isinstance(stroke, list | tuple) for stroke in wire):
        raise DrawingError(_BROKEN)
    if len(wire) > MAX_STROKES:
        raise DrawingError(f"A drawing may have at most {MAX_STROKES} strokes. Clear it and start again.")
    if sum(len(stroke) for stroke in wire) > 2 * MAX_POINTS:
        raise DrawingError(f"A drawing may have at most {MAX_POINTS} points. Clear it and start again.")
    return tuple(_stroke(stroke) for stroke in wire)


def _stroke(wire: Sequence[Any]) -> Stroke:
    if len(wire) < 4 or len(wire) % 2:
        raise DrawingError("A stroke did not arrive whole. Undo it and draw it again.")
    width, erases, *numbers = (_number(value) for value in wire)
    return Stroke(
        points=tuple(zip(numbers[::2], numbers[1::2], strict=True)),
        width=min(max(width, 1.0), MAX_PEN),
        erases=bool(erases),
    )


def _number(value: Any) -> float:
    # The size first: an integer may be too large to be asked whether it is finite.
    if isinstance(value, int | float) and abs(value) < 1e9 and math.isfinite(value):
        return float(value)
    raise DrawingError("The drawing holds something that is not a number. Clear it and start again.")
