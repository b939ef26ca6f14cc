"""Cards as imaging hands them on, without a reader: laid flat by their true outline, a line for
every value and label of which something can be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from unittest.mock import patch

import cv2
import numpy as np

from models.document import Document, DocumentType
from models.field import Field, Line, Reading
from models.geometry import Quad
from models.page import Page
from models.part import Part
from sample_docs.generator import capture
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.papers import TREATMENTS
from sample_docs.generator.shot import Shot
from tests.drawn_pages import AGUS, SITI, TODAY

SIZE = (1200, 757)


@cache
def card(seed: int = 5) -> Drawing:
    """An identity card; the seed decides its office, year and printer."""
    with patch("sample_docs.generator.ktp.portrait", _bust):  # a face takes seconds, and nobody looks at it
        return draw_ktp((SITI, AGUS)[seed % 2], np.random.default_rng(seed), TODAY)


def _bust(*_: object) -> np.ndarray:
    """A head and shoulders on a red ground, of the size and colours of a portrait."""
    picture = np.full((560, 440, 3), (172, 32, 36), np.uint8)
    cv2.ellipse(picture, (220, 560), (190, 170), 0, 0, 360, (60, 70, 90), -1)
    cv2.ellipse(picture, (220, 240), (95, 130), 0, 0, 360, (196, 148, 116), -1)
    return picture


@cache
def taken(way: str, seed: int = 1) -> Shot:
    """A card at one of the generator's levels or treatments."""
    return TREATMENTS[way](capture.of_drawing(card(seed + 4)), np.random.default_rng(seed))


def flat_part(shot: Shot, kind: DocumentType = DocumentType.KTP, *, confidence: float = 0.98) -> Part:
    """The shot's card cut out along its outline, with a line for every value and every label."""
    there = np.array(shot.outline, np.float32)
    air = 14.0
    (width, height) = SIZE
    corners = np.array(
        [[air, air], [width - air, air], [width - air, height - air], [air, height - air]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(there, corners).astype(np.float64)
    image = cv2.warpPerspective(shot.picture, matrix, SIZE, borderValue=(200, 200, 200))
    page = Page(
        "a.jpg", 1, np.asarray(image, np.uint8), np.linalg.inv(matrix), shot.picture.shape[1::-1],
        outline=Quad.of(corners),
    )  # fmt: skip
    lines = tuple(
        Line(_as_found(box), (Reading("ppocr", "CONTOH", confidence),))
        for name, box in places(shot, matrix).items()
        if name not in shot.lost or {"cut_off", "too_small"} & {*shot.conditions}
    )
    return Part(page, kind, 0.9, lines, Quad.upright(0, 0, *SIZE))


def places(shot: Shot, matrix: np.ndarray) -> dict[str, Quad]:
    """Where values and labels stand on the flat card, as far as the picture shows them."""
    high, wide = shot.picture.shape[:2]
    found = {}
    for name, quad in shot.boxes.items():
        shown = [(min(max(x, 0.0), wide - 1.0), min(max(y, 0.0), high - 1.0)) for x, y in quad]
        if name != "@portrait" and abs(cv2.contourArea(np.array(shown, np.float32))) > 30:
            box = Quad.of(shown).through(matrix)
            found[name] = Quad.upright(box.left, box.top, box.right, box.bottom)
    return found


def _as_found(box: Quad) -> Quad:
    """The box with the air that the finder of lines leaves round print."""
    air = 0.4 * (box.bottom - box.top)
    return Quad.upright(box.left - air, box.top - air, box.right + air, box.bottom + air)


def read(part: Part, shot: Shot, changed: Mapping[str, Field | None] | None = None) -> Document:
    """The document as extraction makes it: every shown value read surely, but for what is ``changed``."""
    boxes = places(shot, np.linalg.inv(part.page.to_upright))
    fields = {n: Field("CONTOH", 0.99, (), box, agreed=True) for n, box in boxes.items() if n[0] != "@"}
    for name, field in (changed or {}).items():
        fields[name] = field if field is not None else Field(None, 0.0)
    return Document(
        "a.jpg", 1, part.type, 0.9, fields=fields, region=part.region, to_upright=part.page.to_upright,
        upright_size=part.page.upright_size,
    )  # fmt: skip
