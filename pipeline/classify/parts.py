"""From the words on a page to the documents on it: their types, and where several cards share a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.document import DocumentType
from models.field import Line
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline.classify.words import Marks, load_marks, points

CARDS = frozenset({DocumentType.KTP, DocumentType.KPJ, DocumentType.NPWP, DocumentType.BUKU_REKENING})
"""Types that people lay side by side on one page."""

OWN_CARD = 4.0
"""Points from which a group of lines is a card of its own."""

REACH = 2.2
"""Lines nearer than this many line heights belong together."""

FEW_LINES = 3
"""A picture with fewer lines of text and a face on it is a selfie."""


def parts_of(
    pages: Sequence[Page],
    lines: Sequence[Sequence[Line]],
    declared: Mapping[str, str | None],
    faces: Mapping[tuple[str, int], int],
) -> list[Part]:
    """Return every document of these pages.

    Args:
        pages: upright pages.
        lines: the lines read on each.
        declared: what the applicant said each file is.
        faces: how many faces were seen on (file, page), for pages with little text.
    """
    parts: list[Part] = []
    for page, found in zip(pages, lines, strict=True):
        word = declared.get(page.file)
        groups = _cards_on(found, load_marks())
        if len(groups) > 1:
            parts += [
                _part(page, group, word if index == 0 else None, 0, index)
                for index, group in enumerate(groups)
            ]
        else:
            parts.append(_part(page, found, word, faces.get((page.file, page.number), 0), 0))
    return parts


def _part(page: Page, lines: Sequence[Line], word: str | None, faces: int, index: int) -> Part:
    height, width = page.image.shape[:2]
    whole = Quad.upright(0, 0, width, height)
    region = whole if index == 0 and not lines else _outline(lines, width, height)
    type_, confidence, from_words, hint = type_of(lines, word, faces)
    return Part(page, type_, confidence, tuple(lines), region, index, word, from_words, hint)


def type_of(
    lines: Sequence[Line], declared: str | None, faces: int
) -> tuple[DocumentType, float, bool, str | None]:
    """Return type, confidence (0..1), whether the words decided, and which wrong card it is, if one.

    The applicant's word only decides where the words on the picture do not, and then with little
    confidence: an unreadable KTP is still the KTP that he meant to send.
    """
    marks = load_marks()
    scores = {t: points(lines, m) for t, m in marks.types.items()}
    wrong = {name: points(lines, m) for name, m in marks.wrong.items()}
    ranked = sorted(scores, key=lambda t: -scores[t])
    best, second = ranked[0], ranked[1]
    worst = max(wrong, key=lambda n: wrong[n])
    if wrong[worst] >= 4.0 and wrong[worst] >= scores[best]:
        return DocumentType.LAINNYA, 0.9, True, worst
    if scores[best] >= marks.enough:
        confidence = min(0.99, scores[best] / (scores[best] + scores[second] + 0.8))
        return best, round(confidence, 3), True, None
    stated = _stated(declared)
    if faces and len(lines) < FEW_LINES and stated in (None, DocumentType.SELFIE, DocumentType.LAINNYA):
        return DocumentType.SELFIE, 0.95 if stated is DocumentType.SELFIE else 0.7, True, None
    if stated is not None:
        return stated, 0.5 if scores.get(stated, 0.0) > 0 else 0.3, False, None
    return DocumentType.LAINNYA, 0.5, False, None


def _stated(declared: str | None) -> DocumentType | None:
    try:
        return DocumentType(declared) if declared else None
    except ValueError:
        return None


def _cards_on(lines: Sequence[Line], marks: Marks) -> list[list[Line]]:
    """Split the lines into cards where at least two different cards lie on the page; else one group."""
    present = [t for t in CARDS if points(lines, marks.types[t]) >= OWN_CARD]
    if len(present) < 2:
        return [list(lines)]
    groups = _neighbours(lines)
    named: list[tuple[DocumentType | None, list[Line]]] = []
    for group in groups:
        best = max(CARDS, key=lambda t: points(group, marks.types[t]))
        named.append((best if points(group, marks.types[best]) >= OWN_CARD else None, group))
    cards = [group for type_, group in named if type_]
    if len(cards) < 2:
        return [list(lines)]
    for type_, group in named:
        if type_ is None:
            nearest = min(cards, key=lambda card: _distance(card, group))
            nearest.extend(group)
    return sorted(cards, key=lambda card: min(line.quad.top for line in card))


def _neighbours(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that lie near one another (single linkage)."""
    reach = REACH * float(np.median([line.quad.height for line in lines]))
    groups: list[list[Line]] = []
    for line in lines:
        near = [g for g in groups if any(_gap(line.quad, other.quad) <= reach for other in g)]
        merged = [line, *(member for g in near for member in g)]
        groups = [g for g in groups if g not in near] + [merged]
    return groups


def _gap(a: Quad, b: Quad) -> float:
    across = max(0.0, max(a.left, b.left) - min(a.right, b.right))
    down = max(0.0, max(a.top, b.top) - min(a.bottom, b.bottom))
    return max(across, down)


def _distance(card: Sequence[Line], group: Sequence[Line]) -> float:
    return min(_gap(a.quad, b.quad) for a in card for b in group)


def _outline(lines: Sequence[Line], width: int, height: int) -> Quad:
    """Return the card's region: its text with a margin, inside the page."""
    if not lines:
        return Quad.upright(0, 0, width, height)
    text = Quad.around(line.quad for line in lines)
    pad_x, pad_y = 0.2 * (text.right - text.left), 0.12 * (text.bottom - text.top)
    return Quad.upright(
        max(0.0, text.left - pad_x),
        max(0.0, text.top - pad_y),
        min(float(width), text.right + pad_x),
        min(float(height), text.bottom + pad_y),
    )
