"""A 28x28 digit as a short text for an address: 16 shades a cell, deflated, in base64 (about 160 characters)."""

import base64
import binascii
import zlib

import numpy as np

from cnnviz.errors import DrawingError
from cnnviz.ink import Ink

SIDE = 28  # cells
_SHADES = 15  # 4 bits a cell
_LONGEST = 1000  # characters; the fullest digit takes about 600


def encoded(digit: Ink) -> str:
    """The code of a (28, 28) digit, 0 to 1; each cell is rounded to a fifteenth."""
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    code = deflated.compress(packed(digit)) + deflated.flush()
    return base64.urlsafe_b64encode(code).decode("ascii").rstrip("=")


def decoded(code: str) -> Ink:
    """The (28, 28) digit of a code, 0 to 1, read-only. DrawingError when it is none."""
    size = SIDE * SIDE // 2
    try:
        if len(code) > _LONGEST:
            raise ValueError("too long")
        raw = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        found = zlib.decompressobj(-15).decompress(raw, size + 1)
        if len(found) != size:
            raise ValueError("of another size")
    except (ValueError, binascii.Error, zlib.error) as error:
        raise DrawingError(
            "The drawing in the address is not whole. Ask for the link again, or copy all of it."
        ) from error
    return unpacked(found)


def packed(digit: Ink) -> bytes:
    """A (28, 28) digit, 0 to 1, in 16 shades: two cells a byte."""
    cells = np.rint(np.asarray(digit).reshape(SIDE * SIDE) * _SHADES).clip(0, _SHADES).astype(np.uint8)
    pairs: bytes = (cells[::2] << 4 | cells[1::2]).tobytes()
    return pairs


def unpacked(cells: bytes) -> Ink:
    """The (28, 28) digit, 0 to 1, read-only, of its 392 bytes."""
    pairs = np.frombuffer(cells, np.uint8)
    digit = (np.stack([pairs >> 4, pairs & 15], axis=1).reshape(SIDE, SIDE) / _SHADES).astype(np.float32)
    digit.setflags(write=False)
    return digit
