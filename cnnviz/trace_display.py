"""A trace as a table: text for a terminal, HTML with small pictures for a notebook."""

import base64
import html
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cnnviz.receptive_field import ReceptiveField
from cnnviz.stage import Array, Stage

_HEADS = ("stage", "kind", "shape", "parameters", "sees", "lowest", "highest")
_MAPS, _NUMBERS = 16, 256  # as many are pictured of a stage, so that a table stays a table
# From zero outwards, blue for negative and orange for positive: told apart by colour-blind readers too.
_NEGATIVE = ((247, 248, 250), (166, 202, 232), (63, 131, 195), (12, 62, 122))
_POSITIVE = ((247, 248, 250), (250, 197, 146), (232, 108, 22), (140, 50, 4))


def as_text(stages: Sequence[Stage], parameters: int, notes: Sequence[str]) -> str:
    """A line a stage; "sees" is the receptive field in input pixels."""
    rows = [_HEADS, *(_cells(stage) for stage in stages)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = []
    for row in rows:
        # Names to the left, numbers to the right.
        cells = [
            text.ljust(width) if column < 3 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([*lines, _total(parameters), *(f"Note: {note}" for note in notes)])


def as_html(stages: Sequence[Stage], parameters: int, notes: Sequence[str]) -> str:
    """The same table, with a picture of each map; everything in it, nothing from elsewhere."""
    head = "".join(f"<th>{name}</th>" for name in (*_HEADS, "values"))
    body = "".join(f"<tr>{_columns(stage)}<td>{_pictures(stage)}</td></tr>" for stage in stages)
    below = "".join(f"<p>{html.escape(line)}</p>" for line in (_total(parameters), *notes))
    return f'<div class="cnnviz-trace"><table><tr>{head}</tr>{body}</table>{below}</div>'


def _columns(stage: Stage) -> str:
    return "".join(f"<td>{html.escape(text)}</td>" for text in _cells(stage))


def _cells(stage: Stage) -> tuple[str, ...]:
    shape = "×".join(str(length) for length in stage.shape)
    learned = f"{stage.parameters:,}" if stage.parameters else ""
    low, high = f"{stage.low:.3f}", f"{stage.high:.3f}"
    kind, sees = stage.kind.replace("_", " "), _sight(stage.receptive_field)
    return (stage.name, kind, shape, learned, sees, low, high)


def _sight(field: ReceptiveField | None) -> str:
    if field is None:
        return ""
    size = "×".join(str(length) for length in field.size)
    return size if max(field.step) < 2 else f"{size} every {field.step[0]}"


def _total(parameters: int) -> str:
    return f"{parameters:,} parameters"


def _pictures(stage: Stage) -> str:
    """The maps, or the vector as a strip of cells, all on one scale with zero in the middle."""
    scale = max(abs(stage.low), abs(stage.high)) or 1.0
    if stage.values.ndim == 3:
        shown, more = list(stage.values[:_MAPS]), len(stage.values) - _MAPS
        size = "width:28px;height:28px"
    elif stage.values.ndim == 1:
        shown, more = [stage.values[None, :_NUMBERS]], stage.values.size - _NUMBERS
        size = f"width:{max(120, min(stage.values.size, _NUMBERS))}px;height:10px"
    else:
        return ""
    images = "".join(
        f'<img alt="{html.escape(stage.name)} {channel}" src="data:image/png;base64,{_png(values, scale)}" '
        f'style="{size};image-rendering:pixelated;margin:1px">'
        for channel, values in enumerate(shown)
    )
    return images + (f" and {more} more" if more > 0 else "")


def _png(values: Array, scale: float) -> str:
    """A map (H, W) as a PNG file in base64."""
    pixels = _coloured(values / scale)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # 0: no filter
    size = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 2, 0, 0, 0)  # 8 bits, RGB
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    file = b"\x89PNG\r\n\x1a\n"
    for kind, data in parts:
        file += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return base64.b64encode(file).decode()


def _coloured(values: Array) -> NDArray[np.uint8]:
    """(H, W) from -1 to 1 as (H, W, 3) colours; what is not a number is grey."""
    at = np.linspace(0, 1, len(_POSITIVE))
    strength = np.abs(np.nan_to_num(values))[..., None]
    positive, negative = (
        np.concatenate([np.interp(strength, at, part) for part in np.transpose(ramp)], axis=-1)
        for ramp in (_POSITIVE, _NEGATIVE)
    )
    colours = np.where(values[..., None] < 0, negative, positive)
    return np.where(np.isnan(values)[..., None], 128, np.rint(colours)).astype(np.uint8)
