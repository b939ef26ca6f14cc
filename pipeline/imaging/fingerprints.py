"""Pages that are the very same picture in two claims: told by their pixels, whatever the file is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from models.page import Page

STEP = 4
"""Every fourth row and column is looked at: two photographs differ in those too, and it takes a sixteenth."""

BLANK = 4.0
"""Spread of the grey levels (of 255) below which a page shows nothing: blank pages are all alike."""

PageKey = tuple[str, int]
"""File and page."""


def fingerprints(pages: Sequence[Page]) -> Mapping[PageKey, int]:
    """Return 64 bits for each page as it was uploaded; a blank page has none."""
    found: dict[PageKey, int] = {}
    for page in pages:
        sample = page.image[::STEP, ::STEP]
        if sample.std() >= BLANK:
            shape = ",".join(map(str, page.image.shape)).encode()
            found[page.file, page.number] = int.from_bytes(
                blake2b(sample.tobytes(), digest_size=8, key=shape).digest()
            )
    return found
