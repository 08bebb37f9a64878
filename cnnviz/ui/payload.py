"""A message to a component: a header in JSON, then numbers."""

import json
import struct
from collections.abc import Mapping
from typing import Any


def packed(header: Mapping[str, Any], numbers: bytes = b"") -> bytes:
    """Four bytes of length, the header, padded so that the float32 numbers behind it lie even."""
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text + numbers
