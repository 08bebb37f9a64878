"""Photographs of every make become red, green and blue, or one clear message."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from cnnviz.errors import DrawingError
from cnnviz.picture_files import FORMATS, MAX_BYTES, PHOTOGRAPH, photograph

PIXELS = np.zeros((30, 48, 3), np.uint8)
PIXELS[:, :16, 0], PIXELS[:, 16:32, 1], PIXELS[10:, 32:, 2] = 255, 128, 64
IMAGE = Image.fromarray(PIXELS)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def a_header_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and hardly goes on."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_keeps_its_colours(kind: str) -> None:
    options = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    found = photograph(saved(IMAGE, kind, **options))
    assert found.dtype == np.float32
    assert found.shape == (30, 48, 3)
    assert float(np.abs(found - PIXELS / np.float32(255)).mean()) < 0.02


def test_a_photograph_is_shrunk_and_keeps_its_shape_and_brightness() -> None:
    rng = np.random.default_rng(3)
    large = Image.fromarray(rng.integers(0, 256, (1200, 1800, 3), np.uint8))
    found = photograph(large)
    assert found.shape == (64, PHOTOGRAPH, 3)
    assert found.mean() == pytest.approx(np.asarray(large).mean() / 255, abs=0.01)
    assert 0 <= found.min() <= found.max() <= 1


def test_grey_palette_and_deep_pictures_are_read() -> None:
    grey = IMAGE.convert("L")
    wanted = np.repeat(np.asarray(grey, np.float32)[..., None] / 255, 3, axis=2)
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    for image in (grey, grey.convert("P"), deep):
        np.testing.assert_allclose(photograph(saved(image, "PNG")), wanted, atol=0.01)


def test_what_is_transparent_lies_on_white() -> None:
    glass = IMAGE.convert("RGBA")
    glass.putalpha(0)
    np.testing.assert_array_equal(photograph(saved(glass, "PNG")), 1)


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = IMAGE.transpose(Image.Transpose.ROTATE_90)
    found = photograph(saved(turned, "JPEG", exif=exif, quality=100, subsampling=0))
    assert found.shape == (30, 48, 3)
    assert found[15, 5, 0] > 0.9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"This is no picture.", "none of PNG, JPEG"),
        (saved(IMAGE, "PNG")[:100], "damaged or not whole"),
        (a_header_of(10_000, 5_000), r"too large \(10,000x5,000 pixels\): at most 40 million"),
        (a_header_of(30_000, 30_000), "too large"),
        (a_header_of(4_000, 10), "too narrow"),
        (bytes(MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_photograph_gets_one_clear_message(content: bytes, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        photograph(content)
