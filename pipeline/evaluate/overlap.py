"""Where a document lies, in fractions of its page, and how much two places share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Place = tuple[float, float, float, float]
"""Left, top, right, bottom; fractions of the page."""


def place_of_truth(document: Mapping[str, Any], seen: Mapping[str, Any]) -> Place | None:
    """Return the place that the truth's boxes cover; pixels are divided by the size of the reported page."""
    fraction = document.get("unit") == "page_fraction"
    size = (1.0, 1.0) if fraction else _size(seen)
    quads = document.get("boxes", {}).values()
    return _around(quads, size) or _around([document["outline"]] if document.get("outline") else [], size)


def place_of_report(document: Mapping[str, Any]) -> Place | None:
    """Return the place that the reported fields' boxes cover, else the document's region."""
    quads = [found["box"] for found in document["fields"].values() if found.get("box")]
    region = document.get("region")
    return _around(quads, _size(document)) or _around([region] if region else [], _size(document))


def shared(one: Place | None, other: Place | None) -> float:
    """Return intersection over union of two places, 0..1; 0 where one is unknown."""
    if one is None or other is None:
        return 0.0
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    if across <= 0 or down <= 0:
        return 0.0
    common = across * down
    return common / (_area(one) + _area(other) - common)


def _size(document: Mapping[str, Any]) -> tuple[float, float]:
    width, height = document["size"]
    return max(1.0, float(width)), max(1.0, float(height))


def _around(quads: Iterable[Sequence[Sequence[float]]], size: tuple[float, float]) -> Place | None:
    points = [(x / size[0], y / size[1]) for quad in quads for x, y in quad]
    if not points:
        return None
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _area(place: Place) -> float:
    return (place[2] - place[0]) * (place[3] - place[1])
