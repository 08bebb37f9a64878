"""The README's picture: a three drawn with the mouse, inside two-block, a map under the pointer.

    python benchmarks/picture.py

Writes assets/pictures/draw.png, and with a cell open, assets/pictures/detail.png.
"""

import io

import numpy as np
import numpy.typing as npt
from measuring import HERE, NETWORK, app, chromium, cleared, opened, surface
from PIL import Image
from playwright.sync_api import Page

# The knots of the three; the hand's line runs smoothly through them.
THREE = (
    (88, 84),
    (112, 54),
    (160, 44),
    (192, 78),
    (168, 120),
    (126, 134),
    (178, 144),
    (206, 188),
    (168, 234),
    (108, 232),
    (78, 208),
)
PICTURES = HERE.parent / "assets" / "pictures"


def main() -> None:
    with app() as server, chromium() as browser:
        page = opened(browser, server.url)
        cleared(page)
        left, top = surface(page)
        first, *rest = line(np.array(THREE, float))
        page.mouse.move(left + first[0], top + first[1])
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(left + x, top + y)
        page.mouse.up()
        page.wait_for_function(f"() => {NETWORK}.dataset.prediction === '3' && {NETWORK}.dataset.exact === 'true'")
        a_map = page.locator('[data-testid=map][data-stage=conv2_1][data-channel="6"]')
        a_map.hover()
        page.get_by_test_id("inspector").wait_for()
        keep(page, "draw")
        a_map.click()
        page.locator("[data-testid=detail][data-value]").wait_for()
        page.mouse.move(5, 5)
        keep(page, "detail")


def line(knots: npt.NDArray[np.float64], steps: int = 8) -> list[tuple[float, float]]:
    """Points of the Catmull-Rom curve through the knots, `steps` from one to the next."""
    ends = np.vstack([knots[:1], knots, knots[-1:]])
    points = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in np.arange(steps) / steps:
            x, y = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3)
            points.append((float(x), float(y)))
    return points


def keep(page: Page, name: str) -> None:
    """Write the window as a picture of 256 colours, a third of the size and the same to the eye."""
    page.wait_for_timeout(500)  # what fades has faded
    picture = Image.open(io.BytesIO(page.screenshot()))
    PICTURES.mkdir(exist_ok=True)
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
