"""A picture of one's own: read when it is one, and told plainly when it is not."""

import io
import struct
import zlib

import numpy as np
import pytest
from draw_page import SEVEN, THREE, DrawPage, Points
from PIL import Image

from cnnviz.drawing import Stroke, ink_from_strokes


def a_photo(points: Points) -> bytes:
    """A digit in black on paper that is neither white nor even, 480x640, with the noise of a camera."""
    ink = ink_from_strokes([Stroke(tuple(points), 20)])
    light = np.full((480, 640), 225.0) - np.linspace(0, 25, 640)
    light[110:390, 200:480] -= 190 * ink
    light += np.random.default_rng(5).normal(0, 3, light.shape)
    grey = np.clip(light, 0, 255).astype(np.uint8)
    return png(np.stack([grey, grey, grey], axis=-1))


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def a_header_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and hardly goes on."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_photo_of_a_digit_is_read(blank: DrawPage) -> None:
    for digit, points in (("3", THREE), ("7", SEVEN)):
        with blank.read_anew():
            blank.upload("photo.png", a_photo(points))
        blank.wait_until_read()
        assert blank.prediction == digit
        blank.wait_until_shown()
        assert blank.alert.is_hidden()


def test_a_picture_can_be_drawn_on_and_undone(blank: DrawPage) -> None:
    blank.draw(SEVEN)
    seven = blank.probabilities()
    with blank.read_anew():
        blank.upload("photo.png", a_photo(THREE))
    blank.wait_until_shown()
    blank.draw([(60, 20), (220, 20)])
    blank.wait_until_read()
    blank.wait_until_shown()
    blank.press("Undo")
    blank.press("Undo")
    blank.wait_until_shown()
    np.testing.assert_array_equal(blank.probabilities(), seven)


BAD = {
    "text.png": (b"This is no picture.", "none of PNG, JPEG"),
    "empty.png": (b"", "empty"),
    "cut.png": (a_photo(THREE)[:3000], "damaged or not whole"),
    "dot.png": (png(np.zeros((1, 1), np.uint8)), "too small"),
    "huge.png": (a_header_of(20_000, 20_000), "too large"),
    "heavy.png": (bytes(11_000_000), "larger than 10 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_gets_one_message_and_the_drawing_is_kept(blank: DrawPage, name: str) -> None:
    content, message = BAD[name]
    blank.draw(SEVEN)
    before, asked = blank.probabilities(), len(blank.asked)
    blank.upload(name, content)
    blank.alert.filter(has_text=message).wait_for()
    assert blank.page.get_by_role("alert").filter(visible=True).count() == 1
    assert "Traceback" not in blank.page.inner_text("body")
    np.testing.assert_array_equal(blank.probabilities(), before)
    blank.wait_until_shown()
    assert len(blank.asked) == asked
    # The page lives on, and the message goes with the next thing that is done.
    blank.press("Undo")
    assert blank.alert.is_hidden()
    assert blank.prediction == ""
