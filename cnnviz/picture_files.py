"""Pictures from files, uploads and arrays, turned into ink."""

from typing import Any

import numpy as np
import numpy.typing as npt


def ink_from_image(image: Any) -> npt.NDArray[np.float32]:
    """(H, W) ink, 0 to 1."""
    array = np.asarray(image)
    ink = array.astype(np.float32) / (255 if array.dtype == np.uint8 else 1)
    if ink.ndim == 3:
        ink = ink[..., :3].mean(axis=-1)
    return ink
