"""The bytes of a picture as anybody opens them: turned as its EXIF says, in RGB."""

from __future__ import annotations

import io

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()


def opened(data: bytes) -> NDArray[np.uint8]:
    """Return the picture, shape (height, width, 3), RGB."""
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
