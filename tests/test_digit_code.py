"""A digit as a short text for an address."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from cnnviz import digit_code, mnist, pipeline
from cnnviz.errors import DrawingError


@given(nps.arrays(np.uint8, (28, 28), elements=st.integers(0, 15)))
def test_sixteen_shades_come_back_as_they_were(shades: np.ndarray) -> None:
    found = digit_code.decoded(digit_code.encoded(shades.astype(np.float32) / 15))
    np.testing.assert_array_equal(np.rint(found * 15), shades)
    assert not found.flags.writeable


def test_a_digit_takes_a_short_line_and_is_read_as_before() -> None:
    images = mnist.load("test").images[:300].astype(np.float32) / 255
    codes = [digit_code.encoded(image) for image in images]
    assert np.mean([len(code) for code in codes]) < 200
    assert max(len(code) for code in codes) < 300
    assert all(code.replace("-", "").replace("_", "").isalnum() for code in codes)
    before = [pipeline.read(image).digit for image in images]
    after = [pipeline.read(digit_code.decoded(code)).digit for code in codes]
    assert np.mean(np.array(before) == after) > 0.99


@pytest.mark.parametrize(
    "code", ["", "nonsense", "a" * 5000, "é", "AAAA", "=", digit_code.encoded(np.ones((28, 28)))[:-3]]
)
def test_a_broken_code_is_told(code: str) -> None:
    with pytest.raises(DrawingError, match="The drawing in the address is not whole"):
        digit_code.decoded(code)


def test_a_code_that_unpacks_to_more_than_a_digit_is_refused_early() -> None:
    import base64
    import zlib

    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = deflated.compress(bytes(400_000)) + deflated.flush()
    with pytest.raises(DrawingError, match="not whole"):
        digit_code.decoded(base64.urlsafe_b64encode(bomb).decode().rstrip("="))
