"""Picture files and arrays of every make become ink, or one clear message."""

import io
import math
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cnnviz.drawing import Stroke, ink_from_strokes
from cnnviz.errors import DrawingError, EmptyDrawingError
from cnnviz.picture_files import FORMATS, MAX_BYTES, ink_from_image

POINTS = tuple((140 + 55 * math.cos(t / 8), 150 + 90 * math.sin(t / 8)) for t in range(40))
INK = ink_from_strokes([Stroke((*POINTS, (60.0, 40.0)), 18)])  # neither upright nor turned nor mirrored is the same
GREY = Image.fromarray(np.rint(INK * 255).astype(np.uint8))
REVERSED = Image.fromarray(255 - np.asarray(GREY))


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


PNG = saved(GREY, "PNG")


def assert_same(ink, tolerance=0.01):
    assert ink.dtype == np.float32
    assert ink.shape == INK.shape
    assert 0 <= ink.min() <= ink.max() <= 1
    assert float(np.abs(ink - INK).mean()) < tolerance


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("image", [GREY, REVERSED], ids=["white on black", "black on white"])
def test_each_format_gives_the_same_ink(kind, image):
    assert_same(ink_from_image(saved(image.convert("RGB"), kind)))


@pytest.mark.parametrize(
    "image",
    [
        GREY.convert("P"),
        GREY.convert("RGBA"),
        GREY.convert("LA"),
        GREY.convert("1", dither=Image.Dither.NONE),
        REVERSED.convert("CMYK"),
        GREY.convert("RGB").convert("YCbCr"),
        Image.fromarray(np.rint(INK * 65_535).astype(np.uint16)),
        Image.fromarray(np.rint((1 - INK) * 65_535).astype(np.int32)),
        Image.fromarray(INK),
        Image.fromarray(INK * 255),
    ],
    ids=["P", "RGBA", "LA", "1", "CMYK", "YCbCr", "I;16", "I", "F", "F to 255"],
)
def test_each_mode_gives_the_same_ink(image):
    assert_same(ink_from_image(image))


@pytest.mark.parametrize("value", [INK, 1 - INK])
def test_sixteen_bit_files_keep_their_greys(value):
    ink = ink_from_image(saved(Image.fromarray(np.rint(value * 65_535).astype(np.uint16)), "PNG"))
    assert ink == pytest.approx(INK, abs=1e-4)


@pytest.mark.parametrize("colour", ["black", "white", "red", "#888888"])
def test_ink_on_a_transparent_ground_is_read_whatever_its_colour(colour):
    image = Image.new("RGB", GREY.size, colour)
    image.putalpha(GREY)
    assert_same(ink_from_image(saved(image, "PNG")))
    assert_same(ink_from_image(np.asarray(image)))


def test_a_transparent_palette_colour_is_paper():
    palette = GREY.point(lambda grey: 255 if grey > 127 else 0).convert("P")
    assert_same(ink_from_image(saved(palette, "GIF", transparency=0)))
    assert_same(ink_from_image(saved(palette, "PNG", transparency=0)))


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animated_picture_the_first_frame_is_read(kind):
    other = Image.new("L", GREY.size, 0)
    other.paste(255, (0, 0, 200, 30))
    options = {"lossless": True} if kind == "WEBP" else {}
    animated = saved(GREY.convert("RGB"), kind, save_all=True, append_images=[other.convert("RGB")], **options)
    assert getattr(Image.open(io.BytesIO(animated)), "n_frames", 1) == 2
    assert_same(ink_from_image(animated))


@pytest.mark.parametrize(("orientation", "turn"), [(6, Image.Transpose.ROTATE_90), (3, Image.Transpose.ROTATE_180)])
def test_a_photo_is_turned_upright(orientation, turn):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert_same(ink_from_image(saved(REVERSED.transpose(turn), "JPEG", exif=exif, quality=95)))


def test_a_damaged_camera_note_does_no_harm():
    assert_same(ink_from_image(saved(REVERSED, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", quality=95)))


def test_a_path_a_file_and_bytes_are_the_same(tmp_path):
    path = tmp_path / "two.png"
    path.write_bytes(PNG)
    assert_same(ink_from_image(path))
    assert_same(ink_from_image(str(path)))
    with path.open("rb") as file:
        file.read(10)  # an upload that was looked at before
        assert_same(ink_from_image(file))
    assert_same(ink_from_image(bytearray(PNG)))
    assert_same(ink_from_image(memoryview(PNG)))


@pytest.mark.parametrize(
    "array",
    [
        INK,
        INK.astype(np.float64),
        INK.astype(np.float16),
        INK[..., None],
        INK[None],
        INK[None, None],
        np.repeat(INK[..., None], 3, axis=2),
        np.dstack([INK, INK, INK, np.ones_like(INK)]),
        np.rint(INK * 255).astype(np.uint8),
        np.rint(INK * 255).astype(np.int64),
        INK * 255,
        np.rint(INK * 65_535).astype(np.uint16),
        INK > 0.5,
        (INK > 0.5).astype(np.uint8),
        INK.tolist(),
        torch.from_numpy(INK)[None, None],
        torch.from_numpy(INK.copy()).requires_grad_(),
    ],
    ids=lambda array: f"{type(array).__name__} {getattr(array, 'dtype', '')} {np.shape(array)}",
)
def test_arrays_of_each_make_give_the_same_ink(array):
    assert_same(ink_from_image(array))


def test_colours_weigh_as_the_eye_sees_them():
    # Yellow (brightness 0.886) on white (1) is faint, blue (0.114) is dark: the blue disc is the ink.
    yellow = np.array([255, 255, 0], np.uint8)
    blue = np.array([0, 0, 255], np.uint8)
    array = np.full((40, 40, 3), 255, np.uint8)
    array[5:10, 5:35], array[20:30, 10:30] = yellow, blue
    ink = ink_from_image(array)
    assert ink[25, 20] == pytest.approx(1 - 0.114, abs=0.01)
    assert ink[7, 20] == pytest.approx(1 - 0.886, abs=0.01)


def test_a_large_picture_is_shrunk():
    large = REVERSED.resize((3000, 2000))
    assert ink_from_image(large).shape == (747, 1120)
    assert ink_from_image(saved(large, "JPEG")).shape == (747, 1120)
    assert ink_from_image(np.asarray(large)).shape == (747, 1120)


def test_the_picture_given_is_left_as_it_is():
    array = np.rint(INK * 255).astype(np.uint8)
    array.flags.writeable = False
    image = GREY.convert("P")
    before = image.tobytes()
    ink_from_image(array)
    ink_from_image(image)
    assert (image.mode, image.tobytes()) == ("P", before)


HUGE = saved(Image.new("1", (20_000, 20_000)), "PNG")
TOO_LARGE = "The picture is too large.* at most 50 million pixels.* Save it smaller"
DAMAGED = r"The picture file is damaged or not whole .* Save or download it again"
NO_PICTURE = "This is not a picture that can be read here: it is none of PNG, JPEG, .* Save it as PNG or JPEG"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"The picture file is empty \(0 bytes\)\. Choose a PNG or JPEG picture of one digit\."),
        (b"this is a shopping list\n" * 20, NO_PICTURE),
        (b"%PDF-1.7 ...", NO_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_PICTURE),
        (saved(GREY, "PPM"), NO_PICTURE),
        (PNG[:20], DAMAGED),
        (PNG[: len(PNG) // 2], DAMAGED),
        (PNG[:60] + b"x" * 30 + PNG[90:], DAMAGED),
        (saved(REVERSED, "JPEG")[:1500], DAMAGED),
        (saved(GREY, "GIF")[:500], DAMAGED),
        (saved(GREY, "BMP")[:5000], DAMAGED),
        (saved(GREY, "WEBP")[:200], DAMAGED),
        (saved(GREY, "TIFF")[:5000], DAMAGED),
        (saved(Image.new("L", (1, 1)), "PNG"), "The picture is 1x1 pixels: too small to hold a digit"),
        (saved(Image.new("L", (400, 1)), "PNG"), "The picture is 400x1 pixels: too small to hold a digit"),
        (HUGE, TOO_LARGE),
        (saved(Image.new("1", (12_000, 10_000)), "PNG"), r"too large \(12,000x10,000 pixels\): at most 50 million"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * MAX_BYTES, "The picture file is larger than 10 MB. Save it smaller"),
    ],
    ids=[
        "empty", "text", "PDF", "SVG", "PPM", "header only", "half", "corrupt", "JPEG cut", "GIF cut", "BMP cut",
        "WEBP cut", "TIFF cut", "1x1", "400x1", "20,000x20,000", "12,000x10,000", "11 MB",
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_message(tmp_path, content, message):
    path = tmp_path / "digit.png"
    path.write_bytes(content)
    for source in (path, content, io.BytesIO(content)):
        with pytest.raises(DrawingError, match=message) as caught:
            ink_from_image(source)
        assert "\n" not in str(caught.value)


def test_a_huge_picture_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("unpacked"))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("unpacked"))
    with pytest.raises(DrawingError, match=TOO_LARGE):
        ink_from_image(HUGE)


def test_no_warning_of_pillow_comes_through(recwarn):
    warnings.simplefilter("always")
    with pytest.raises(DrawingError, match=TOO_LARGE):
        ink_from_image(saved(Image.new("1", (10_000, 10_000)), "PNG"))  # Pillow itself only warns of this one
    assert not recwarn.list


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(DrawingError, match=r"There is no file '.*three\.png'\. Check its name and folder\."):
        ink_from_image(tmp_path / "three.png")


def test_a_folder_is_not_a_picture(tmp_path):
    with pytest.raises(DrawingError, match=r"is a folder, not a picture\. Choose a PNG or JPEG"):
        ink_from_image(tmp_path)


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(DrawingError, match="There is no file|cannot be read"):
        ink_from_image("a\0b")
    with pytest.raises(DrawingError, match="cannot be read"):
        ink_from_image("x" * 5000)


def test_a_file_opened_as_text_is_refused(tmp_path):
    with pytest.raises(DrawingError, match=r"opened as text\. Open it in binary mode: open\(path, 'rb'\)"):
        ink_from_image(io.StringIO("text"))
    path = tmp_path / "two.png"
    path.write_bytes(PNG)
    with path.open(encoding="utf-8") as file, pytest.raises(DrawingError, match="binary mode"):
        ink_from_image(file)


def test_a_closed_file_is_refused():
    file = io.BytesIO(PNG)
    file.close()
    with pytest.raises(DrawingError, match=r"The picture file cannot be read .* Open it anew"):
        ink_from_image(file)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_values_that_are_no_numbers_are_refused(value):
    array = INK.copy()
    array[5, 5] = value
    with pytest.raises(DrawingError, match=r"values that are no numbers \(NaN or infinity\)\. Replace them"):
        ink_from_image(array)
    with pytest.raises(DrawingError, match="values that are no numbers"):
        ink_from_image(torch.from_numpy(array))
    with pytest.raises(DrawingError, match="values that are no numbers"):
        ink_from_image(Image.fromarray(array))


@pytest.mark.parametrize("array", [(INK - 0.13) / 0.31, np.full((28, 28), -1), INK * 1e6])
def test_values_out_of_range_are_refused(array):
    with pytest.raises(DrawingError, match=r"values go from .* They should be from 0 to 1, or from 0 to 255"):
        ink_from_image(array)


@pytest.mark.parametrize(
    "shape", [(28,), (2, 28, 28), (28, 28, 2), (28, 28, 5), (10, 1, 28, 28)], ids=lambda shape: f"{shape}"
)
def test_an_array_of_another_shape_is_refused(shape):
    with pytest.raises(DrawingError, match=r"An array of shape \(.*\) is not a picture\. A picture is a path"):
        ink_from_image(np.zeros(shape))


def test_an_empty_array_is_refused():
    with pytest.raises(DrawingError, match=r"The array of shape \(0, 28\) is empty"):
        ink_from_image(np.zeros((0, 28)))


@pytest.mark.parametrize(
    "thing", [None, {}, object(), np.array([["a"]]), np.zeros((28, 28), complex), [[1, 2], [3]], 5, {1, 2}]
)
def test_what_is_no_picture_is_refused(thing):
    with pytest.raises(DrawingError, match=r"is not a picture\. A picture is a path, bytes, a file"):
        ink_from_image(thing)


@pytest.mark.parametrize("image", [Image.new("L", (280, 280)), Image.new("RGB", (90, 60), "white"), np.ones((28, 28))])
def test_a_blank_picture_is_called_blank(image):
    with pytest.raises(EmptyDrawingError, match=r"The picture is blank: .* Choose one with a digit"):
        ink_from_image(image)


FILES = [
    PNG,
    *(saved(image.resize((40, 40)), kind) for kind in FORMATS for image in (GREY, GREY.convert("P").convert("RGB"))),
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_a_file_with_damaged_bytes_is_read_or_refused(content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        ink = ink_from_image(bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))]))
    except DrawingError:
        return
    assert 0 <= ink.min() < ink.max() <= 1
