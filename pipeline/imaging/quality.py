"""What troubles a picture, and where. Signs that a person can act on, never verdicts.

Each detector stands in its own file with the figures its thresholds were set on. Which fields a finding
lies on is told after extraction (``placed.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from models.document import DocumentType, Quality, QualityFinding, QualityIssue
from models.geometry import Quad
from models.part import Part
from pipeline.imaging import light, sharpness
from pipeline.imaging.capture_signs import grey_copy, recaptured_from_screen
from pipeline.imaging.covered import covered
from pipeline.imaging.look import CARDS, Look, cut, overlap
from pipeline.imaging.rim import cut_off
from pipeline.imaging.screenshots import is_screenshot

GLOSSY = CARDS | {DocumentType.SUKET, DocumentType.PASPOR, DocumentType.BUKU_REKENING, DocumentType.LAINNYA}
"""Plastic and film, in which a lamp is seen."""

SMALL_CARD = 640.0
"""Pixels of the file along a card's longer side, 190 to an inch, below which its print has too few."""

SMALL_PRINT = 24.0
"""Pixels of the file; median height of a line on a card, with the air that the finder leaves round it."""

LEGIBLE = 0.6
"""Median confidence of the lines below which nothing on the picture counts as read."""

PICTURES = frozenset({DocumentType.SELFIE})
ID_CARDS = frozenset({DocumentType.KTP, DocumentType.SUKET})
COLOURED = ID_CARDS | {DocumentType.NPWP}
ASKED_FOR_A_SCREEN = ID_CARDS | {
    DocumentType.PASPOR,
    DocumentType.SELFIE,
    DocumentType.KPJ,
    DocumentType.NPWP,
    DocumentType.BUKU_REKENING,
}
"""Not the papers: the rules of a table are as regular as a pixel grid."""


def quality_of(part: Part) -> Quality:
    """Return what troubles this part's picture. Born-digital pages have no picture to be troubled.

    Nor has what a telephone made of its own screen: the pale and coloured fields of an app look like lamps in
    a glossy card. An identity card in such a picture is looked at all the same.
    """
    if part.page.text_layer is not None:
        return Quality()
    if part.type not in ID_CARDS and is_screenshot(part.page.image):
        return Quality(_legible(part, ()))
    findings = tuple(_findings(part, Look.at(part)))
    issues = tuple(dict.fromkeys(finding.issue for finding in findings))
    return Quality(_legible(part, issues), issues, findings)


def qualities_of(parts: Sequence[Part]) -> list[Quality]:
    """Return the quality of each part, in order."""
    return [quality_of(part) for part in parts]


def _findings(part: Part, look: Look) -> Iterator[QualityFinding]:
    dark, clipped = light.is_dark(look), False
    if dark:
        yield QualityFinding(QualityIssue.DARK)
    if part.type in PICTURES:
        if sharpness.is_soft(look):
            yield QualityFinding(QualityIssue.BLUR)
    else:
        burnt = light.glare(look, matte=part.type not in GLOSSY)
        hidden = [
            QualityFinding(issue, box)
            for issue, boxes in (
                (QualityIssue.GLARE, burnt),
                (QualityIssue.CUT_OFF, cut_off(look)),
                (QualityIssue.COVERED, covered(look, part.type, burnt)),
            )
            for box in boxes
        ]
        lines = sharpness.judged(look)
        small = sharpness.is_small(look, lines)
        soft = sharpness.blurred(look, lines) if not small and (look.lines or not dark) else []
        yield from (QualityFinding(QualityIssue.BLUR, box) for box in _by_themselves(soft, hidden))
        yield from hidden
        clipped = any(finding.issue is QualityIssue.CUT_OFF for finding in hidden)
        if small or (None not in soft and few_pixels(look, part.type)):
            yield QualityFinding(QualityIssue.TOO_SMALL)
    if part.page.turned:
        yield QualityFinding(QualityIssue.TURNED)
    if part.type in ASKED_FOR_A_SCREEN and recaptured_from_screen(look.picture):
        yield QualityFinding(QualityIssue.SCREEN)
    # In the dark, or where the portrait's half is gone, a card has little colour of its own.
    if part.type in COLOURED and not dark and not clipped and _is_grey(part, look):
        yield QualityFinding(QualityIssue.COPY)


def _by_themselves(soft: Sequence[Quad | None], hidden: Sequence[QualityFinding]) -> list[Quad | None]:
    """Leave out blur that is but the veil round a reflection or a finger."""
    return [
        box
        for box in soft
        if box is None or not any(f.box is not None and overlap(box, f.box) > 0 for f in hidden)
    ]


def few_pixels(look: Look, kind: DocumentType) -> bool:
    """Tell whether a card is too small in its file; imaging may have enlarged it since."""
    if look.outline is not None and _card_shaped(look.outline):
        try:
            there = look.outline.through(look.to_file)
        except ValueError:
            return False
        if max(there.width, there.height) < SMALL_CARD:
            return True
    return kind in CARDS and 0 < look.height_in_file < SMALL_PRINT


def _legible(part: Part, issues: Sequence[QualityIssue]) -> bool:
    if part.type in PICTURES:  # a face that is too dark is not found, which is told apart
        return QualityIssue.BLUR not in issues
    if QualityIssue.DARK in issues and not part.lines:
        return False
    sure = [line.confidence for line in part.lines if len(line.text) > 2]
    return bool(sure) and float(np.median(sure)) > LEGIBLE


def _is_grey(part: Part, look: Look) -> bool:
    """Tell whether a card has no colour; its portrait, which has most, must be in the piece looked at.

    A tax card that came as a PDF or on paper has none to begin with: only one with a card's rim is asked.
    """
    if part.type not in ID_CARDS and (look.outline is None or not _card_shaped(look.outline)):
        return False
    if not grey_copy(look.small):
        return False
    return look.outline is not None or part.region is None or grey_copy(cut(part.page.image, part.region)[0])


def _card_shaped(outline: Quad) -> bool:
    """Tell whether a rim has the proportions of an ID-1 card (ISO/IEC 7810: 85.6 x 54.0 mm)."""
    return 1.4 < outline.width / max(outline.height, 1.0) < 1.8
