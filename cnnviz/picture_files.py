"""Pictures from files, uploads, arrays and Pillow, read with care and turned into ink.

Whatever is wrong with a picture is told by a DrawingError: what is wrong, and what to do.
"""

import io
import math
import os
import threading
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from cnnviz.errors import DrawingError
from cnnviz.ink import Ink
from cnnviz.paper import Grey, ink_on_glass, ink_on_paper, shrunk

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000  # a phone's photo has 12 to 50 million; each takes 4 bytes of memory
LARGEST = 1120  # px: a larger picture is shrunk to this height or width, four times the canvas

MAX_PHOTOGRAPH = 40_000_000  # px: more would keep a classroom's server busy for what is shown in 96 px
PHOTOGRAPH = 96  # px: a photograph's longer side, so that its pixels can be seen and pointed at

_CHOOSE = "Choose a PNG or JPEG picture of one digit."
# Pillow warns of odd files; `warnings.catch_warnings` is not safe in several threads at once.
_QUIETLY = threading.Lock()


Photograph = npt.NDArray[np.float32]


def ink_from_image(image: Any) -> Ink:
    """The ink of a picture, (H, W) float32, 0 (paper) to 1 (ink): dark on bright or bright on dark is found out.

    Takes a path, bytes, a binary file, a Pillow image, or an array: (H, W), (H, W, 1), (H, W, 3), (H, W, 4) or
    (1, H, W), whole numbers from 0 to 255 (to 65,535 with 16 bits) or fractions from 0 to 1. Of an animated picture
    the first frame is read, a photo is turned upright, a picture of more than 1120 px is shrunk.
    DrawingError when it cannot be read, EmptyDrawingError when it is blank.
    """
    if isinstance(image, str | os.PathLike):
        image = _read_file(image)
    elif hasattr(image, "read"):
        image = _read_stream(image)
    if isinstance(image, bytes | bytearray | memoryview):
        image = _open(bytes(image))
    light, alpha = _light_of_image(image) if isinstance(image, Image.Image) else _light_of_array(image)
    if min(light.shape) < 2:
        raise DrawingError(
            f"The picture is {light.shape[1]}x{light.shape[0]} pixels: too small to hold a digit. {_CHOOSE}"
        )
    return ink_on_paper(light) if alpha is None else ink_on_glass(light, alpha)


def photograph(image: Any) -> Photograph:
    """A photograph's red, green and blue, (H, W, 3) float32, 0 (dark) to 1, at most 96 px on its longer side.

    Takes a path, bytes, a binary file or a Pillow image. Of an animated picture the first frame is read, a photo is
    turned upright, what is transparent is laid on white. DrawingError when it cannot be read.
    """
    if isinstance(image, str | os.PathLike):
        image = _read_file(image)
    elif hasattr(image, "read") and not isinstance(image, Image.Image):
        image = _read_stream(image)
    if not isinstance(image, Image.Image):
        image = _open(bytes(image))
    width, height = image.size
    if width * height > MAX_PHOTOGRAPH:
        raise DrawingError(_too_large(f" ({width:,}x{height:,} pixels)", MAX_PHOTOGRAPH))
    if max(width, height) > 50 * min(width, height):
        raise DrawingError(
            f"The picture is {width:,}x{height:,} pixels: too narrow to be seen. Cut out a part that is less so."
        )
    with _QUIETLY, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _colours(image)
        except Exception as error:  # a damaged or truncated file makes Pillow's decoders raise nearly anything
            raise DrawingError(_damaged(error)) from error


def _colours(image: Image.Image) -> Photograph:
    image.load()
    image = _upright(image)
    if image.mode.startswith("I") or image.mode == "F":  # 16 or 32 bits: Pillow would clip them at 255
        image = Image.fromarray(np.rint(_unit(np.asarray(image)) * 255).astype(np.uint8))
    image.thumbnail((4 * PHOTOGRAPH, 4 * PHOTOGRAPH), Image.Resampling.BOX)
    if image.has_transparency_data:
        glass = image.convert("RGBA")
        image = Image.new("RGBA", glass.size, "white")
        image.alpha_composite(glass)
    image = image.convert("RGB")
    image.thumbnail((PHOTOGRAPH, PHOTOGRAPH), Image.Resampling.BILINEAR)
    return np.asarray(image, np.float32) / np.float32(255)


def _read_file(path: str | os.PathLike[str]) -> bytes:
    if path == "":  # to Path, that is the folder one is in
        raise DrawingError(f"A picture file has a name; got ''. {_CHOOSE}")
    file = Path(path)
    try:
        if not file.exists():
            raise DrawingError(f"There is no file {os.fspath(path)!r}. Check its name and folder.")
        if not file.is_file():
            kind = "a folder" if file.is_dir() else "a device"
            raise DrawingError(f"{os.fspath(path)!r} is {kind}, not a picture. {_CHOOSE}")
        with file.open("rb") as stream:
            return _read_stream(stream)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or error
        raise DrawingError(f"The file {os.fspath(path)[:80]!r} cannot be read ({reason}). {_CHOOSE}") from error


def _read_stream(stream: Any) -> bytes:
    try:
        if hasattr(stream, "seekable") and stream.seekable():
            stream.seek(0)
        content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise DrawingError(f"The picture file cannot be read ({error}). Open it anew, in binary mode.") from error
    if not isinstance(content, bytes):
        raise DrawingError("The picture file was opened as text. Open it in binary mode: open(path, 'rb').")
    return content


def _open(content: bytes) -> Image.Image:
    if not content:
        raise DrawingError(f"The picture file is empty (0 bytes). {_CHOOSE}")
    if len(content) > MAX_BYTES:
        raise DrawingError(
            f"The picture file is larger than {MAX_BYTES // 1_000_000} MB. Save it smaller (1000 pixels wide are "
            "plenty), or cut out what matters."
        )
    with _QUIETLY, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise DrawingError(_too_large("")) from error
        except UnidentifiedImageError as error:
            raise DrawingError(
                f"This is not a picture that can be read here: it is none of {', '.join(FORMATS)}, or its beginning "
                f"is damaged. Save it as PNG or JPEG and try again."
            ) from error
        except Exception as error:  # a damaged header makes Pillow's readers raise nearly anything
            raise DrawingError(_damaged(error)) from error
    if math.prod(image.size) <= MAX_PIXELS:
        image.draft("RGB", (LARGEST, LARGEST))  # a large JPEG is decoded at a half, a quarter or an eighth
    return image


def _light_of_image(image: Image.Image) -> tuple[Grey, Grey | None]:
    """Brightness and, if any of it is transparent, opacity of a Pillow image, (H, W) each, 0 to 1."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise DrawingError(_too_large(f" ({width:,}x{height:,} pixels)"))
    with _QUIETLY, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _decoded(image)
        except DrawingError:
            raise
        except Exception as error:  # a damaged or truncated file makes Pillow's decoders raise nearly anything
            raise DrawingError(_damaged(error)) from error


def _decoded(image: Image.Image) -> tuple[Grey, Grey | None]:
    image.load()
    image = _upright(image)
    factor = math.ceil(max(image.size) / (2 * LARGEST))
    if image.mode.startswith("I") or image.mode == "F":  # 16 or 32 bits: Pillow would clip them at 255
        return shrunk(_unit(np.asarray(image)), LARGEST), None
    transparent = image.has_transparency_data
    image = image.convert("RGBA" if transparent else "RGB")
    if factor > 1:
        image = image.reduce(factor)
    light = shrunk(np.asarray(image.convert("L"), np.float32) / np.float32(255), LARGEST)
    if not transparent:
        return light, None
    return light, shrunk(np.asarray(image.getchannel("A"), np.float32) / np.float32(255), LARGEST)


def _upright(image: Image.Image) -> Image.Image:
    """The image turned as its camera's note (EXIF) says; as it is when that note is damaged."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _light_of_array(image: Any) -> tuple[Grey, Grey | None]:
    """Brightness and, if there is a fourth channel, opacity of an array or a tensor, (H, W) each, 0 to 1."""
    try:
        array = np.asarray(image.detach().cpu() if hasattr(image, "detach") else image)
    except (TypeError, ValueError, RuntimeError) as error:
        raise DrawingError(f"A {type(image).__name__} of this make is not a picture. {_TAKES}") from error
    if array.dtype.kind not in "buif":
        raise DrawingError(f"An object of type {type(image).__name__} ({array.dtype}) is not a picture. {_TAKES}")
    while array.ndim > 2 and array.shape[0] == 1:
        array = array[0]  # (H, W) <- (1, H, W) or (1, 1, H, W), as PyTorch has it
    if array.ndim == 3 and array.shape[-1] == 1:
        array = array[..., 0]
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[-1] not in (3, 4)):
        raise DrawingError(f"An array of shape {np.shape(image)} is not a picture. {_TAKES}")
    if not array.size:
        raise DrawingError(f"The array of shape {np.shape(image)} is empty. {_TAKES}")
    if array.shape[0] * array.shape[1] > MAX_PIXELS:
        raise DrawingError(_too_large(f" ({array.shape[1]:,}x{array.shape[0]:,} pixels)"))
    unit = _unit(array)
    if unit.ndim == 2:
        return shrunk(unit, LARGEST), None
    # The weights of red, green and blue in brightness: ITU-R BT.601, as Pillow takes them.
    light = shrunk(unit[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32), LARGEST)
    return light, (shrunk(np.ascontiguousarray(unit[..., 3]), LARGEST) if unit.shape[-1] == 4 else None)


def _unit(array: npt.NDArray[Any]) -> Grey:
    """The numbers as float32 from 0 to 1; their own range is told by the largest of them."""
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise DrawingError("The picture holds values that are no numbers (NaN or infinity). Replace them with 0 to 1.")
    low, high = float(array.min()), float(array.max())
    ranges = [full for full, limit in ((1, 1.1), (255, 255.5), (65_535, 65_535.5)) if high <= limit]
    if low < -0.1 or not ranges:
        raise DrawingError(
            f"The picture's values go from {low:g} to {high:g}. They should be from 0 to 1, or from 0 to 255: "
            "undo any normalisation before."
        )
    unit: Grey = np.clip(array.astype(np.float32) / np.float32(ranges[0]), 0, 1)
    return unit


_TAKES = (
    "A picture is a path, bytes, a file, a Pillow image, or an array of numbers of shape (height, width), "
    "(height, width, 3) or (height, width, 4)."
)


def _too_large(size: str, most: int = MAX_PIXELS) -> str:
    return (
        f"The picture is too large{size}: at most {most // 1_000_000} million pixels are read. "
        "Save it smaller (1000 pixels wide are plenty), or cut out what matters."
    )


def _damaged(error: Exception) -> str:
    return f"The picture file is damaged or not whole ({error}). Save or download it again, or choose another one."
