"""The pictures that are kept with a report, so that an officer sees every page without opening its file."""

from __future__ import annotations

import json

from pipeline.report.pictures import jpeg_of
from pipeline.report.view import Pictures

LONG_SIDE = 1600
"""Pixels: small print of a card that fills the picture can still be read."""
LIST = "pages.json"


def kept_pictures(pictures: Pictures) -> dict[str, bytes]:
    """Return a JPEG of each page, and ``pages.json``: which picture is which page.

    Args:
        pictures: the upright files by (file, page), as a report may show them.

    Returns:
        ``page-1.jpg`` and so on (names tell nothing of the files'), smaller than the upright file in whose
        pixels the report's boxes are (its ``size``), and the list: ``name``, ``file`` and ``page`` of each.
    """
    kept: dict[str, bytes] = {}
    listed = []
    for number, ((file, page), image) in enumerate(sorted(pictures.items(), key=lambda one: one[0]), start=1):
        name = f"page-{number}.jpg"
        kept[name] = jpeg_of(image, long_side=LONG_SIDE)
        listed.append({"name": name, "file": file, "page": page})
    return kept | {LIST: json.dumps(listed).encode()}
