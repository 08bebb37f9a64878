import numpy as np
import pytest

from cnnviz.training import drawing_test
from cnnviz.training.styles import STYLES, lines_of_style


def test_a_slash_lifts_the_pen_and_the_line_goes_through_its_points() -> None:
    first, second = lines_of_style("0,0 50,50 0,100 / 20,30 80,30")
    for point in ([0, 0], [0.5, 0.5], [0, 1]):
        assert np.abs(first - point).sum(axis=1).min() < 1e-9
    assert second.tolist() == [[0.2, 0.3], [0.8, 0.3]]


def test_a_star_makes_a_corner_where_the_line_is_else_round() -> None:
    (corner,), (curve,) = lines_of_style("0,0 0,100* 100,100"), lines_of_style("0,0 0,100 100,100")
    assert corner[:, 0].min() == 0
    assert corner[:, 1].max() == 1
    assert curve[:, 0].min() < -0.01
    assert curve[:, 1].max() > 1.01


def test_points_stray_only_when_asked() -> None:
    steady = lines_of_style("0,0 50,50")[0]
    strayed = lines_of_style("0,0 50,50", np.random.default_rng(0), 0.05)[0]
    assert 0 < np.abs(strayed - steady).max() < 0.3


@pytest.mark.parametrize("styles", [STYLES, drawing_test.STYLES])
def test_all_ten_digits_have_styles_of_about_their_height(styles: dict[int, tuple[str, ...]]) -> None:
    assert sorted(styles) == list(range(10))
    for ways in styles.values():
        for style in ways:
            height = np.ptp(np.concatenate(lines_of_style(style))[:, 1])
            assert 0.85 < height < 1.25, style


def test_no_style_of_the_drawing_test_is_one_of_training() -> None:
    for digit, ways in drawing_test.STYLES.items():
        assert not set(ways) & set(STYLES[digit])
