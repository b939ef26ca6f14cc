"""Signs that a value or the portrait of an identity card was changed in an editor. Hints, never verdicts.

Three independent traces, each on the pixels of the file as it was uploaded: print unlike the other rows
(``retyped.py``), a rim that no lens drew (``pasted.py``), and a place that lacks the JPEG past of the rest
(``jpeg_past.py``). A careful forger leaves none: no sign proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from models.document import PORTRAIT, Document, DocumentType, QualityFinding, QualityIssue, Trace
from models.geometry import Matrix, Quad
from models.page import Image, Page
from pipeline.imaging.jpeg_past import SIDE, lacks
from pipeline.imaging.ktp_rows import ROWS, expected_places
from pipeline.imaging.pasted import portrait_rim, rim_against_print
from pipeline.imaging.retyped import oddness, traits_of

ASKED = ("nik", "nama", "tempat_lahir", "tanggal_lahir")
"""The values that say who somebody is. The other rows are what they are compared with."""

COMPARED = (*ROWS, "tempat_lahir")

MOST_ODD, MOST_ODD_NUMBER = 5.8, 4.8
"""Oddness of a value's print, and of the NIK's, which has its own font. Measured on 400 pictures (seeds 3000
to 3009): untouched up to 5.5 and 4.1."""

HARDER, SOFTER = 0.38, -0.36
"""Log of the portrait rim's sharpness over what is usual beside such print. Measured there: untouched -0.31
to 0.33."""

LEAST_LACK, LEAST_SURE = 0.35, 13.0
"""How much a place must lack of the card's JPEG past, beyond what its other rows lack, and how surely.
Measured there: 1,500 untouched places up to 0.17 at that sureness."""

FALSE_ALARMS = {QualityIssue.EDITED_TEXT: 0.005, QualityIssue.REPLACED_PORTRAIT: 0.005}
"""Share of untouched cards on which a sign was seen, rounded up: 1 and 0 of 227 (docs/accuracy.md)."""


@dataclass(frozen=True)
class _Card:
    """A card's own piece of the uploaded file, and the way there from the page that was read."""

    picture: Image
    to_picture: Matrix
    region: Quad
    values: Mapping[str, Quad]

    def mask(self, place: Quad) -> NDArray[np.uint8]:
        """255 where the place is in the picture."""
        cover = np.zeros(self.picture.shape[:2], np.uint8)
        cv2.fillConvexPoly(cover, np.rint(place.array).astype(np.int32), 255)
        return cover


def edited(documents: Sequence[Document], files: Sequence[Page]) -> list[Document]:
    """Return the documents with such signs among their findings.

    Only identity cards that could be read are asked, and no picture of a screen or a copy, of which an
    officer is told anyway; a place that something else hides or blurs is not asked either.

    Args:
        documents: after ``placed``.
        files: the pages as they were uploaded, nothing resampled: a fine trace does not outlast that.
    """
    pages = {(page.file, page.number): page for page in files}
    return [_with_signs(document, pages[document.file, document.page]) for document in documents]


def _with_signs(document: Document, file: Page) -> Document:
    if document.type is not DocumentType.KTP or not document.quality.usable or file.text_layer is not None:
        return document
    if {QualityIssue.SCREEN, QualityIssue.COPY} & set(document.quality.issues):
        return document
    return replace(document, quality=document.quality.plus(tuple(_findings(document, file))))


def _findings(document: Document, file: Page) -> Iterator[QualityFinding]:
    boxes = {
        name: field.box
        for name, field in document.fields.items()
        if field.box is not None and field.value is not None
    }
    hidden = {name for finding in document.quality.findings for name in finding.touches}
    try:
        card = _card(document, file, boxes)
    except (ValueError, np.linalg.LinAlgError):
        return
    if card is None:
        return
    rim, ratio = _rim(card, boxes)
    lack, odd = _lacking(card, rim), _odd(card, hidden)
    for name in ASKED:
        if name not in hidden and (sign := _stronger(lack.get(name), odd.get(name), Trace.PRINT)):
            yield _finding(QualityIssue.EDITED_TEXT, boxes[name], name, *sign)
    if (
        rim is not None
        and PORTRAIT not in hidden
        and (sign := _stronger(lack.get(PORTRAIT), ratio, Trace.RIM))
    ):
        back: Matrix = np.asarray(np.linalg.inv(card.to_picture), np.float64)
        yield _finding(QualityIssue.REPLACED_PORTRAIT, rim.through(back), PORTRAIT, *sign)


def _card(document: Document, file: Page, boxes: Mapping[str, Quad]) -> _Card | None:
    """Cut the card out of its file, at a multiple of a JPEG block so that the blocks stay whole."""
    if document.to_upright is None or document.region is None or len(boxes) < len(ASKED):
        return None
    to_file = np.linalg.inv(file.to_upright) @ document.to_upright
    region = document.region.through(to_file)
    height, width = file.image.shape[:2]
    left, top = (int(max(0.0, edge)) // SIDE * SIDE for edge in (region.left, region.top))
    right, bottom = int(min(width, region.right)), int(min(height, region.bottom))
    if right - left < SIDE or bottom - top < SIDE:
        return None
    there = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]]) @ to_file
    values = {name: boxes[name].through(there) for name in COMPARED if name in boxes}
    picture = np.ascontiguousarray(file.image[top:bottom, left:right])
    return _Card(picture, there, document.region.through(there), values)


def _rim(card: _Card, boxes: Mapping[str, Quad]) -> tuple[Quad | None, float]:
    """The portrait's corners in the card's picture, and how strongly its rim speaks (1: just enough)."""
    expected = expected_places(boxes).get(PORTRAIT)
    rim = portrait_rim(card.picture, card.to_picture, expected) if expected is not None else None
    if rim is None:
        return None, 0.0
    ratio = rim_against_print(card.picture, rim, list(card.values.values()))
    if ratio is None:
        return rim, 0.0
    return rim, ratio / HARDER if ratio > 0 else ratio / SOFTER


def _odd(card: _Card, hidden: set[str]) -> dict[str, float]:
    """How strongly each value's print speaks of an edit."""
    traits = traits_of(card.picture, {n: q for n, q in card.values.items() if n not in hidden})
    odd = {name: oddness(traits, name) for name in ASKED}
    return {
        name: value / (MOST_ODD_NUMBER if name == "nik" else MOST_ODD)
        for name, value in odd.items()
        if value is not None
    }


def _lacking(card: _Card, rim: Quad | None) -> dict[str, float]:
    """How strongly each place's lack of the card's JPEG past speaks of an edit."""
    places = {name: card.mask(quad) for name, quad in card.values.items()}
    if rim is not None:
        places[PORTRAIT] = card.mask(rim)
    lacking = lacks(card.picture, card.mask(card.region), places)
    rows = [lack.share for name, lack in lacking.items() if name not in ASKED and name != PORTRAIT]
    usual = max(0.0, float(np.median(rows))) if rows else 0.0
    return {
        name: (lack.share - usual) / LEAST_LACK
        for name in (*ASKED, PORTRAIT)
        if (lack := lacking.get(name)) is not None and lack.sureness >= LEAST_SURE
    }


def _stronger(lack: float | None, odd: float | None, trace: Trace) -> tuple[float, Trace] | None:
    """The sign to be told: compression weighs more than print or rim, which differ from office to office."""
    if (lack or 0.0) >= 1:
        return max(lack or 0.0, odd or 0.0), Trace.COMPRESSION
    return (odd, trace) if odd is not None and odd >= 1 else None


def _finding(issue: QualityIssue, box: Quad, name: str, strength: float, trace: Trace) -> QualityFinding:
    return QualityFinding(issue, box, (name,), round(strength, 2), FALSE_ALARMS[issue], trace)
