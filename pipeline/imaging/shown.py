"""Signs that a picture shows no card and no face, but a picture of one. Hints, never verdicts.

A card that was cut out (``cut_out.py``), a device's frame or a photograph's edges (``framed.py``), a
screenshot's bars (``screenshots.py``). Each on the pixels of the file as it was uploaded, where what is round
the card is still there. A careful forger leaves none: no sign proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from models.document import Document, DocumentType, QualityFinding, QualityIssue, Trace
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline.imaging.cut_out import ground_evenness, paper_rim
from pipeline.imaging.framed import frame_round
from pipeline.imaging.screenshots import bars_of_a_viewer

FALSE_ALARMS = {
    Trace.GROUND: 0.006, Trace.PAPER: 0.006, QualityIssue.BEZEL: 0.006, QualityIssue.SCREENSHOT: 0.006,
    QualityIssue.PICTURE_IN_PICTURE: 0.022,
}  # fmt: skip
"""Share of untouched pictures on which a sign was seen, rounded up to one: 0 of 180 cards, 0 of 47 selfies
(docs/accuracy.md)."""

TOLD_ALREADY = frozenset({QualityIssue.SCREEN, QualityIssue.COPY})
"""Issues of which an officer is told anyway, and more surely."""


def shown(documents: Sequence[Document], parts: Sequence[Part], files: Sequence[Page]) -> list[Document]:
    """Return the documents with such signs among their findings; identity cards and selfies are asked.

    Args:
        documents: after ``placed``.
        parts: the piece of a page that each document was read from, in the same order.
        files: the pages as they were uploaded, nothing cut away and nothing resampled.
    """
    pages = {(page.file, page.number): page for page in files}
    return [
        _with_signs(document, part, pages[document.file, document.page])
        for document, part in zip(documents, parts, strict=True)
    ]


def _with_signs(document: Document, part: Part, file: Page) -> Document:
    if file.text_layer is not None or document.to_upright is None:
        return document
    if TOLD_ALREADY & set(document.quality.issues):
        return document
    try:
        there = np.linalg.inv(file.to_upright) @ document.to_upright
        card = part.page.outline.through(there) if part.page.outline is not None else None
        if document.type is DocumentType.SELFIE:
            found = list(_on_selfie(file))
        elif document.type is DocumentType.KTP:
            found = list(_round_card(file, card))
        else:
            return document
        back = np.asarray(np.linalg.inv(there), np.float64)
        found = [f if f.box is None else replace(f, box=f.box.through(back)) for f in found]
    except (ValueError, np.linalg.LinAlgError):
        return document
    return replace(document, quality=document.quality.plus(found))


def _on_selfie(file: Page) -> Iterator[QualityFinding]:
    if (frame := frame_round(file.image, None)) is not None:
        issue = QualityIssue.BEZEL if frame.device else QualityIssue.PICTURE_IN_PICTURE
        yield _finding(issue, frame.corners, frame.seen)


def _round_card(file: Page, card: Quad | None) -> Iterator[QualityFinding]:
    picture = file.image
    if (bars := bars_of_a_viewer(picture)) >= 1:
        yield _finding(QualityIssue.SCREENSHOT, None, bars)
        return
    if card is None:
        return
    if (even := ground_evenness(picture, card)) >= 1:
        yield _finding(QualityIssue.CUT_OUT, card, even, Trace.GROUND)
        return
    if (rim := paper_rim(picture, card)) >= 1:
        yield _finding(QualityIssue.CUT_OUT, card, rim, Trace.PAPER)
    if (frame := frame_round(picture, card)) is not None and frame.device:
        yield _finding(QualityIssue.BEZEL, frame.corners, frame.seen)


def _finding(
    issue: QualityIssue, box: Quad | None, strength: float, trace: Trace | None = None
) -> QualityFinding:
    return QualityFinding(issue, box, (), round(strength, 2), FALSE_ALARMS[trace or issue], trace)
