"""Pages that are the same picture in two claims, whatever the file is called, and also when saved again.

The exact fingerprint is made of the pixels and says "the very same". A picture that a messenger made smaller
or an application wrote anew has other pixels, but keeps the waves that it is made of: which of them are light
where others are dark are the signs of its cosine transform. Cards of one kind share the coarse waves, so the
first 64 signs only say where to look; in the first 4,096, down to four pixels of 256, words and faces show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import cv2
import numpy as np
from numpy.typing import NDArray

from models.marks import PictureMark
from models.page import Image, Page
from pipeline.shrinking import shrunk

STEP = 4
"""Every fourth row and column is looked at: two photographs differ in those too, and it takes a sixteenth."""

BLANK = 4.0
"""Spread of the grey levels (of 255) below which a page shows nothing: blank pages are all alike."""

EXACT, LOOK = "page", "look"
"""The kinds of marks: equal pixels, and what the page looks like."""

_SIDE, _WAVES = 256, 64
"""Pixels to which a page is made smaller, and how many waves across and down have their signs taken."""
_COARSE = (8, 9)
"""Waves down and across whose signs are the coarse hash; the first of them, the page's mean, is left out."""

PageKey = tuple[str, int]
"""File and page."""


def fingerprints(pages: Sequence[Page]) -> Mapping[PageKey, tuple[PictureMark, ...]]:
    """Return the exact fingerprint and the look of each page as it was uploaded; a blank page has neither."""
    found: dict[PageKey, tuple[PictureMark, ...]] = {}
    for page in pages:
        sample = page.image[::STEP, ::STEP]
        if _spread(sample) >= BLANK:
            found[page.file, page.number] = (_exact(page.image, sample), look_of(page.image))
    return found


def look_of(image: Image) -> PictureMark:
    """Return the signs of the page's waves: little changes them but another picture, or turning it."""
    small = shrunk(image, (_SIDE, _SIDE))
    waves = cv2.dct(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32))
    fine = np.packbits(waves[:_WAVES, :_WAVES] > 0)
    coarse = np.packbits(waves[: _COARSE[0], : _COARSE[1]].ravel()[1:65] > 0)
    return PictureMark(LOOK, int.from_bytes(coarse.tobytes()), fine.tobytes())


def _spread(sample: NDArray[np.uint8]) -> float:
    """Standard deviation of all numbers of a picture, by the channels': numpy makes floats of all of them."""
    means, spreads = (part.ravel() for part in cv2.meanStdDev(np.ascontiguousarray(sample)))
    return float(np.sqrt(np.mean(spreads**2 + (means - means.mean()) ** 2)))


def _exact(image: Image, sample: NDArray[np.uint8]) -> PictureMark:
    shape = ",".join(map(str, image.shape)).encode()
    return PictureMark(EXACT, int.from_bytes(blake2b(sample.tobytes(), digest_size=8, key=shape).digest()))
