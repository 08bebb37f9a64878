"""Which network reads, and in which steps the drawing becomes its picture."""

import numpy as np
from draw_page import ONE, THREE, DrawPage
from test_reading import maps_of

from cnnviz import models


def test_each_network_reads_the_same_drawing(blank: DrawPage) -> None:
    blank.draw(THREE)
    first, drawing = blank.probabilities(), blank.desk.strokes
    for name in (*(name for name in models.NAMES if name != "two-block"), "two-block"):
        blank.choose_model(name)
        reading = blank.wait_until_read()
        assert reading.model == blank.desk.model == name
        assert blank.desk.strokes == drawing
        assert sorted(blank.maps()) == sorted(maps_of(name))
        assert all((pixels[..., 3] == 255).any() for pixels in blank.painted().values())
        assert f"{models.card(name)['parameters']:,} parameters" in blank.page.inner_text("body")
    np.testing.assert_array_equal(blank.probabilities(), first)
    blank.wait_until_shown()


def test_another_network_leaves_an_empty_canvas_empty(blank: DrawPage) -> None:
    before = blank.revision
    blank.page.get_by_test_id("model").select_option("dense")
    blank.wait_for(f"n.dataset.model === 'dense' && Number(n.dataset.revision) > {before}")
    assert blank.prediction == ""
    assert "Draw a digit" in blank.network.inner_text()
    blank.draw(ONE)
    blank.wait_until_read()


def test_each_step_of_the_preparation_can_be_left_out(blank: DrawPage) -> None:
    blank.use("Pen", 8)
    blank.draw([(x * 0.6 + 5, y * 0.6 + 5) for x, y in THREE])
    whole, picture = blank.probabilities(), blank.painted()["input", 0]
    for label, step in (("pen redrawn", "redraw"), ("fitted into", "crop"), ("centred by mass", "center")):
        switch = blank.page.get_by_label(label)
        with blank.read_anew():
            switch.uncheck()
        blank.wait_until_read()
        assert getattr(blank.desk.steps, step) is False
        assert (blank.painted()["input", 0] != picture).any()
        assert np.abs(blank.probabilities() - whole).max() > 0
        with blank.read_anew():
            switch.check()
        blank.wait_until_read()
        np.testing.assert_array_equal(blank.probabilities(), whole)
        np.testing.assert_array_equal(blank.painted()["input", 0], picture)
