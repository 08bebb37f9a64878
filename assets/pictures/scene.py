"""Draws scene.png, the small colour photograph of our own making: `python assets/pictures/scene.py`.

A house in the evening: upright edges (fence, walls), level ones (horizon, roof beam), slanted ones (roof, shadow),
soft ones (sky), and colours whose red, green and blue differ.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 64, 48  # px
_FINE = 8  # sub-pixels a side


def scene() -> Image.Image:
    """The picture, 64x48 in RGB."""
    down = np.linspace(0, 1, HEIGHT * _FINE)[:, None, None]
    top, bottom = np.array([58, 110, 190]), np.array([250, 214, 160])
    sky = np.broadcast_to(top + (bottom - top) * np.minimum(1, down * 1.5), (HEIGHT * _FINE, WIDTH * _FINE, 3))
    image = Image.fromarray(np.rint(sky).astype(np.uint8))
    draw = ImageDraw.Draw(image)

    def area(colour: str, *points: tuple[float, float]) -> None:
        draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def box(colour: str, left: float, upper: float, right: float, lower: float) -> None:
        area(colour, (left, upper), (right, upper), (right, lower), (left, lower))

    draw.ellipse([45 * _FINE, 4 * _FINE, 56 * _FINE, 15 * _FINE], fill="#ffe14d")
    area("#3c7a52", (0, 30), (18, 20), (34, 31), (52, 22), (64, 28), (64, 48), (0, 48))
    box("#5da648", 0, 33, 64, 48)
    area("#3b6e35", (30, 38), (46, 38), (58, 46), (38, 46))
    box("#c33a2c", 12, 20, 36, 39)
    area("#4a2b23", (9, 21), (24, 8), (39, 21))
    box("#5b2018", 29, 9, 32, 16)
    for left in (15, 28):
        box("#f7f3df", left, 24, left + 6, 31)
        box("#22384f", left + 1, 25, left + 2.6, 30)
        box("#22384f", left + 3.4, 25, left + 5, 30)
    box("#2d5fa8", 22, 29, 27, 39)
    for left in range(41, 64, 4):
        box("#f7f3df", left, 31, left + 2, 42)
    box("#f7f3df", 40, 33, 64, 34.2)
    box("#f7f3df", 40, 38, 64, 39.2)
    return image.reduce(_FINE)


if __name__ == "__main__":
    scene().save(Path(__file__).with_name("scene.png"), optimize=True)
