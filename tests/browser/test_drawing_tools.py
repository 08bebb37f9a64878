"""The tools of the desk: what is read and what the canvas shows stay the same drawing."""

import numpy as np
import pytest
from draw_page import ONE, SEVEN, THREE, DrawPage, Points, read

from cnnviz.ui.desk import Base

BAR: Points = [(110, 150), (205, 145)]


def both_agree(page: DrawPage) -> None:
    page.wait_until_read()
    page.wait_until_shown()


def test_undo_takes_the_last_stroke_back_and_redo_draws_it_again(blank: DrawPage) -> None:
    blank.draw(SEVEN)
    blank.draw(BAR)
    with_bar = blank.probabilities()
    blank.press("Undo")
    both_agree(blank)
    assert len(blank.desk.strokes) == 1
    assert (blank.probabilities() != with_bar).any()
    blank.press("Redo")
    both_agree(blank)
    assert len(blank.desk.strokes) == 2
    np.testing.assert_array_equal(blank.probabilities(), with_bar)


def test_clear_leaves_nothing_and_undo_brings_the_drawing_back(blank: DrawPage) -> None:
    blank.draw(SEVEN)
    drawn = blank.probabilities()
    blank.clear()
    assert blank.prediction == ""
    assert blank.ink().max() == 0
    blank.press("Undo")
    both_agree(blank)
    np.testing.assert_array_equal(blank.probabilities(), drawn)
    assert blank.ink().max() > 0.5


def test_the_keyboard_undoes_and_redoes(blank: DrawPage) -> None:
    blank.draw(SEVEN)
    blank.draw(BAR)
    with blank.read_anew():
        blank.page.keyboard.press("Control+z")
    both_agree(blank)
    assert len(blank.desk.strokes) == 1
    with blank.read_anew():
        blank.page.keyboard.press("Control+Shift+Z")
    both_agree(blank)
    assert len(blank.desk.strokes) == 2


def test_the_eraser_takes_ink_away(blank: DrawPage) -> None:
    blank.draw(THREE)
    inked = blank.ink().sum()
    blank.use("Eraser", 34)
    blank.draw([(60, 235), (230, 225), (60, 205), (230, 190)])
    both_agree(blank)
    assert [stroke.erases for stroke in blank.desk.strokes] == [False, True]
    assert blank.ink().sum() < 0.8 * inked


def test_the_eraser_takes_ink_of_a_sample_away(blank: DrawPage) -> None:
    blank.choose_sample(16)
    blank.wait_until_shown()
    blank.use("Eraser", 34)
    blank.draw([(60, 70), (220, 70), (60, 100), (220, 100)])
    both_agree(blank)


@pytest.mark.parametrize("width", [8, 34])
def test_the_pen_is_as_wide_as_it_is_set(blank: DrawPage, width: int) -> None:
    blank.use("Pen", width)
    blank.draw(SEVEN)
    both_agree(blank)
    assert blank.desk.strokes[-1].width == width
    assert blank.prediction == "7"


def test_a_sample_is_laid_on_the_desk_pixel_for_pixel(blank: DrawPage) -> None:
    blank.draw(SEVEN)
    for number in (1, 14):
        blank.choose_sample(number)
        reading = blank.wait_until_read()
        assert blank.desk.base == Base(sample=number)
        assert not blank.desk.strokes
        seen = blank.painted()["input", 0][..., 0] / 255
        np.testing.assert_allclose(seen, reading.picture, atol=1.5 / 255)
        blank.wait_until_shown()
    blank.press("Undo")
    both_agree(blank)


@pytest.mark.parametrize("name", ["Undo", "Clear"])
def test_a_stroke_straight_after_a_tool_is_kept(blank: DrawPage, name: str) -> None:
    blank.draw(ONE)
    blank.draw(BAR)
    # No wait here: the canvas has not been laid out yet when the pen comes down.
    blank.page.get_by_role("button", name=name, exact=True).click()
    blank.draw(SEVEN, steps=2)
    both_agree(blank)
    assert len(blank.desk.strokes) == (2 if name == "Undo" else 1)


def test_undo_while_the_pen_is_down_leaves_the_stroke_that_is_being_made(blank: DrawPage) -> None:
    blank.draw(BAR)
    blank.draw(SEVEN[:3], lift=False)
    with blank.session_told():
        blank.page.keyboard.press("Control+z")
    for x, y in SEVEN[3:]:
        blank.page.mouse.move(*blank.place(x, y), steps=3)
    blank.lift()
    both_agree(blank)
    assert blank.prediction == str(read(blank.desk).digit)


def test_a_stroke_may_leave_the_canvas_and_end_outside(blank: DrawPage) -> None:
    blank.draw([(60, 140), (200, 140), (330, 200)])
    both_agree(blank)
    assert len(blank.desk.strokes) == 1


def test_the_other_buttons_of_the_mouse_draw_nothing(blank: DrawPage) -> None:
    blank.page.mouse.move(*blank.place(100, 100))
    blank.page.mouse.down(button="middle")
    blank.page.mouse.move(*blank.place(200, 200), steps=3)
    blank.page.mouse.up(button="middle")
    blank.draw(SEVEN)
    assert len(blank.desk.strokes) == 1
    both_agree(blank)


def test_a_fast_hand_is_read_as_the_canvas_shows_its_line(blank: DrawPage) -> None:
    # Far between, the canvas bends the line at each point instead of going there.
    blank.draw([(60, 60), (220, 60), (60, 140), (220, 220), (60, 240)], steps=1)
    both_agree(blank)
    blank.clear()
    blank.page.keyboard.down("Shift")  # draws one straight line
    blank.draw([(60, 60), (140, 200), (220, 60), (220, 220)], steps=1)
    blank.page.keyboard.up("Shift")
    both_agree(blank)


def test_a_stroke_that_ends_before_the_canvas_is_laid_out_is_not_lost(blank: DrawPage) -> None:
    blank.draw(ONE)
    blank.draw(BAR)
    with blank.read_anew():
        # Faster than any hand, so that it is over before the session has answered.
        blank.page.evaluate(
            """() => {
                const surface = document.querySelector('[data-testid=drawing]');
                const host = [...surface.querySelectorAll('*')].find((one) => one.shadowRoot);
                const canvas = host.shadowRoot.querySelector('canvas.upper-canvas');
                const { left, top } = canvas.getBoundingClientRect();
                [...document.querySelectorAll('button')].find((one) => one.textContent === 'Undo').click();
                for (const [kind, x, y] of [['down', 40, 40], ['move', 140, 42], ['move', 240, 40], ['up', 240, 40]]) {
                    const at = { clientX: left + x, clientY: top + y, button: 0, bubbles: true, composed: true };
                    canvas.dispatchEvent(new PointerEvent('pointer' + kind, { ...at, isPrimary: true, pointerId: 1 }));
                }
            }"""
        )
    both_agree(blank)
    assert len(blank.desk.strokes) == 2


def test_a_stroke_on_a_canvas_that_has_just_been_made_anew_is_read(page: DrawPage) -> None:
    page.clear()
    # A page of its own: the canvas is of no use afterwards. In one task, before anything that looks now and then.
    page.surface.evaluate(
        """(canvas) => {
            const anew = canvas.cloneNode();
            canvas.replaceWith(anew);
            const { left, top } = anew.getBoundingClientRect();
            const pen = (type, x, y) => anew.dispatchEvent(new PointerEvent(type, {
                bubbles: true, composed: true, isPrimary: true, pointerId: 1, clientX: left + x, clientY: top + y,
            }));
            pen('pointerdown', 140, 50);
            for (let y = 60; y <= 230; y += 10) pen('pointermove', 140, y);
            pen('pointerup', 140, 230);
        }"""
    )
    page.until(lambda: page.prediction == "1", lambda: f"It is read as {page.prediction!r}")
    assert len(page.desk.strokes) == 1
