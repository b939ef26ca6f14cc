"""What a file really says, where it says so, and what troubles it: the truth beside every claim.

Every place (`boxes`, `outline`, the boxes of `issues`) is in the truth's `unit`: pixels of the picture as a
viewer shows it, or fractions of a PDF's page; corners clockwise from the text's (the document's) top left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np

from sample_docs.generator.canvas import Picture, Quad
from sample_docs.generator.dossier import Whose
from sample_docs.generator.encode import page_size, placed_on_page
from sample_docs.generator.shot import PORTRAIT, Mark, Shot, moved, moved_quad

Fields = Mapping[str, object]

TOUCHING = 0.02
"""Share of a field's box that an issue must cover to touch the field."""


@dataclass(frozen=True)
class Truth:
    """What one document of a file really says.

    `readable` is False where a person could not use the document; `lost` names single fields of which a
    person cannot read every letter; `conditions` names what was done to the picture.
    """

    kind: str
    whose: Whose
    readable: bool
    fields: Fields
    boxes: Mapping[str, Quad]
    unit: str
    page: int = 1
    outline: Quad | None = None
    marks: tuple[Mark, ...] = ()
    lost: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    portrait: Quad | None = None


def seen_in(truth: Truth, shot: Shot) -> Truth:
    """The truth with everything that has a place on the picture, in its pixels."""
    return replace(
        truth,
        boxes=_within(shot),
        outline=shot.outline,
        marks=(*shot.marks, *_turn(shot.outline)),
        lost=frozenset(name for name in shot.lost if name in shot.boxes and not name.startswith("@")),
        conditions=shot.conditions,
        unit="pixel",
        portrait=shot.boxes.get(PORTRAIT),
    )


def on_page(truth: Truth, picture: Picture) -> Truth:
    """A truth in pixels of the picture, in fractions of the PDF page that shows the picture."""
    page = page_size(picture)
    left, bottom, width, height = placed_on_page(picture)
    top = page[1] - bottom - height
    scale = (width / picture.shape[1] / page[0], height / picture.shape[0] / page[1])
    bend = np.array([[scale[0], 0, left / page[0]], [0, scale[1], top / page[1]], [0, 0, 1]], np.float64)
    return replace(
        truth, boxes=moved(truth.boxes, bend, places=5), unit="page_fraction",
        outline=truth.outline and moved_quad(truth.outline, bend, places=5),
        portrait=truth.portrait and moved_quad(truth.portrait, bend, places=5),
        marks=tuple(
            replace(mark, box=mark.box and moved_quad(mark.box, bend, places=5)) for mark in truth.marks
        ),
    )  # fmt: skip


def told(truth: Truth, name: str) -> dict[str, object]:
    """The truth as the truth file tells it, for the file of that name."""
    return {
        "file": name,
        "page": truth.page,
        "type": truth.kind,
        "person": truth.whose,
        "readable": truth.readable,
        "unit": truth.unit,
        "fields": dict(truth.fields),
        "boxes": {field: _rounded(quad) for field, quad in truth.boxes.items()},
        "outline": truth.outline and _rounded(truth.outline),
        "issues": [
            {
                "issue": mark.issue,
                "box": mark.box and _rounded(mark.box),
                "touches": touched(mark, truth),
            }
            for mark in truth.marks
        ],
        "lost": sorted(truth.lost),
        "conditions": list(truth.conditions),
    }


def touched(mark: Mark, truth: Truth) -> list[str]:
    """The fields (and `portrait`) that the issue lies on: all where it is everywhere; a turn harms none."""
    if mark.issue == "turned":
        return []
    places = {**truth.boxes, "portrait": truth.portrait} if truth.portrait else truth.boxes
    return [
        name for name, quad in places.items()
        if quad and (mark.box is None or overlap(mark.box, quad) > TOUCHING)
    ]  # fmt: skip


def overlap(place: Quad, quad: Quad) -> float:
    """The share of the second quad that the first covers; both are convex."""
    one, other = np.array(place, np.float32), np.array(quad, np.float32)
    span = max(float(np.ptp(other)), 1e-9)
    one, other = (one - other.mean(axis=0)) / span, (other - other.mean(axis=0)) / span
    common, _ = cv2.intersectConvexConvex(one, other)
    return float(common) / max(float(cv2.contourArea(other)), 1e-9)


def _within(shot: Shot) -> dict[str, Quad]:
    """The boxes as far as the picture shows them; what it does not show has none."""
    height, width = shot.picture.shape[:2]
    boxes = {}
    for name, quad in shot.boxes.items():
        if name.startswith("@"):
            continue
        kept = [[min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))] for x, y in quad]
        if kept == quad or cv2.contourArea(np.array(kept, np.float32)) > 1:
            boxes[name] = kept
    return boxes


def _turn(outline: Quad | None) -> tuple[Mark, ...]:
    """A mark where the document's top edge does not run from left to right."""
    if outline is None:
        return ()
    (x0, y0), (x1, y1) = outline[:2]
    return (Mark("turned"),) if x1 - x0 < abs(y1 - y0) else ()


def _rounded(quad: Quad) -> Quad:
    return [[round(float(x), 5), round(float(y), 5)] for x, y in quad]
