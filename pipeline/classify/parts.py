"""From the words on a page to the documents on it: their types, and where several cards share a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.document import DocumentType
from models.field import Line
from models.geometry import Quad
from models.page import Page
from models.part import Part
from pipeline.classify.words import Likeness, Mark, Marks, likeness_of, load_marks

OWN_CARD = 4.0
"""Points from which a group of lines is a card of its own."""

BESIDE = 6.0
"""Points of a paper that is there itself, although a payment card lies beside it."""

PAYMENT_CARD = "kartu_debit"

LEAST_DIGITS = 9
"""Digits of a line from which it may hold a card's number, badly read; a date has eight."""

REACH = 2.2
"""Lines nearer than this many line heights belong together."""

FEW_LINES = 3
"""A picture with fewer lines of text and a face on it is a selfie."""


A_SENTENCE, SENTENCES = 7, 3
"""Words of a line that is running text, and how many such lines make a letter."""

IN_A_LETTER = 0.5
"""What a card's labels weigh in a letter: it names the member's number, but is not the member's card."""


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
    seen = [
        each
        for page, found in zip(pages, lines, strict=True)
        for each in _documents_on(page, found, faces.get((page.file, page.number), 0))
    ]
    pictures: dict[tuple[str, int], list[_Seen]] = {}
    for each in seen:
        pictures.setdefault((each.page.file, each.page.number), []).append(each)
    meant = {id(_meant(own, declared.get(file))) for (file, _), own in pictures.items()}
    return [each.part(declared.get(each.page.file) if id(each) in meant else None) for each in seen]


@dataclass(frozen=True)
class _Seen:
    """One document of a picture before the applicant's word is heard."""

    page: Page
    lines: tuple[Line, ...]
    likeness: Likeness
    index: int
    faces: int

    def part(self, word: str | None) -> Part:
        height, width = self.page.image.shape[:2]
        type_, confidence, from_words, hint = _type(self.likeness, self.lines, word, self.faces)
        whole = Quad.upright(0, 0, width, height)  # print on a selfie is beside the face
        region = whole if type_ is DocumentType.SELFIE else _outline(self.lines, width, height)
        return Part(self.page, type_, confidence, self.lines, region, self.index, word, from_words, hint)


def _documents_on(page: Page, lines: Sequence[Line], faces: int) -> list[_Seen]:
    marks = load_marks()
    likeness = likeness_of(lines, marks)
    # a PDF that was made and not scanned is one paper, however its words are set
    cards = [] if page.text_layer is not None else _cards_on(lines, likeness, marks)
    if not cards:
        return [_Seen(page, tuple(lines), likeness, 0, faces)]
    return [
        _Seen(page, tuple(lines[place] for place in places), likeness.of(places), index, 0)
        for index, places in enumerate(cards)
    ]


def _meant(seen: Sequence[_Seen], word: str | None) -> _Seen:
    """Return the one document of a picture that the applicant's word speaks of.

    It is the one whose words say so; else the likest of those that say nothing, the one with the most text
    before the rest: a note or a card's sleeve beside a bank book is no second book.
    """
    if len(seen) == 1:
        return seen[0]
    stated = _stated(word)
    own = load_marks().types.get(stated, ()) if stated is not None else ()

    def fitness(each: _Seen) -> tuple[int, float, int]:
        type_, _, from_words, _ = _type(each.likeness, each.lines, None, 0)
        said = 2 if from_words and type_ is stated else 0 if from_words else 1
        return said, each.likeness.points(own), len(each.lines)

    return max(seen, key=fitness)


def type_of(
    lines: Sequence[Line], declared: str | None, faces: int
) -> tuple[DocumentType, float, bool, str | None]:
    """Return type, confidence (0..1), whether the words decided, and which wrong card it is, if one.

    The applicant's word only decides where the words on the picture do not, and then with little
    confidence: an unreadable KTP is still the KTP that he meant to send.
    """
    return _type(likeness_of(lines, load_marks()), lines, declared, faces)


def _type(
    likeness: Likeness, lines: Sequence[Line], declared: str | None, faces: int
) -> tuple[DocumentType, float, bool, str | None]:
    marks, count = load_marks(), len(lines)
    scores = {t: likeness.points(m) for t, m in marks.types.items()}
    if sum(len(line.text.split()) >= A_SENTENCE for line in lines) >= SENTENCES:
        scores |= {t: scores[t] * IN_A_LETTER for t in marks.cards}
    wrong = {name: likeness.points(m) for name, m in marks.wrong.items()}
    ranked = sorted(scores, key=lambda t: -scores[t])
    best, second = ranked[0], ranked[1]
    worst = max(wrong, key=lambda n: wrong[n])
    beside = worst == PAYMENT_CARD and scores[best] >= BESIDE
    if wrong[worst] >= 4.0 and wrong[worst] >= scores[best] and not beside:
        return DocumentType.LAINNYA, 0.9, True, worst
    if scores[best] >= marks.enough:
        confidence = min(0.99, scores[best] / (scores[best] + scores[second] + 0.8))
        return best, round(confidence, 3), True, None
    stated = _stated(declared)
    if faces and count < FEW_LINES and stated in (None, DocumentType.SELFIE, DocumentType.LAINNYA):
        return DocumentType.SELFIE, 0.95 if stated is DocumentType.SELFIE else 0.7, True, None
    if stated is not None:
        return stated, 0.5 if scores.get(stated, 0.0) > 0 else 0.3, False, None
    return DocumentType.LAINNYA, 0.5, False, None


def _stated(declared: str | None) -> DocumentType | None:
    try:
        return DocumentType(declared) if declared else None
    except ValueError:
        return None


def _cards_on(lines: Sequence[Line], likeness: Likeness, marks: Marks) -> list[list[int]]:
    """Return the lines (their places) of each card where at least two lie on the page; else nothing.

    Two cards may be of one type (a couple's identity cards on one copy): then both carry the same labels.
    """
    if not any(likeness.points(marks.types[t]) >= OWN_CARD for t in marks.cards):
        return []
    cards: list[tuple[DocumentType, Likeness, list[int]]] = []
    rest: list[list[int]] = []
    for places in _neighbours(lines):
        here = likeness.of(places)
        scores = {t: here.points(marks.types[t]) for t in marks.cards}
        best = max(sorted(scores), key=scores.__getitem__)
        if scores[best] < OWN_CARD or not _holds_number([lines[place] for place in places]):
            rest.append(places)
        elif (same := _same_card(best, here, cards, marks)) is not None:
            same.extend(places)
        else:
            cards.append((best, here, places))
    if len(cards) < 2:
        return []
    found = [places for *_, places in cards]
    for places in rest:
        away = [_distance(card, places, lines) for card in found]
        found[away.index(min(away))].extend(places)
    return sorted((sorted(card) for card in found), key=lambda card: min(lines[p].quad.top for p in card))


def _holds_number(lines: Sequence[Line]) -> bool:
    """Tell whether there is a number at all: the heading of an application or a sheet is no card.

    The first reader's word counts; the second makes digits of letters in what it takes for a number.
    """
    return any(sum(c.isdigit() for c in line.text) >= LEAST_DIGITS for line in lines)


def _same_card(
    type_: DocumentType,
    here: Likeness,
    cards: Sequence[tuple[DocumentType, Likeness, list[int]]],
    marks: Marks,
) -> list[int] | None:
    """The card of this type that these lines are a part of, unless they repeat its labels."""
    for other, there, places in cards:
        if other is type_ is DocumentType.BUKU_REKENING:
            return places  # nobody lays two books side by side, but a statement repeats its labels
        if other is type_ and _repeated(here, there, marks.types[type_]) < OWN_CARD:
            return places
    return None


def _repeated(one: Likeness, other: Likeness, marks: Sequence[Mark]) -> float:
    return sum(min(one.weight(mark), other.weight(mark)) for mark in marks)


def _neighbours(lines: Sequence[Line]) -> list[list[int]]:
    """Group the places of lines that lie near one another (single linkage), in order."""
    reach = REACH * float(np.median([line.quad.height for line in lines]))
    boxes = np.array([(q.left, q.top, q.right, q.bottom) for q in (line.quad for line in lines)])
    groups: list[list[int]] = []
    for place, (left, top, right, bottom) in enumerate(boxes):
        across = np.maximum(left, boxes[:, 0]) - np.minimum(right, boxes[:, 2])
        down = np.maximum(top, boxes[:, 1]) - np.minimum(bottom, boxes[:, 3])
        close = np.maximum(across, down) <= reach
        near = [group for group in groups if close[group].any()]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([place, *(member for group in near for member in group)]))
    return groups


def _gap(a: Quad, b: Quad) -> float:
    across = max(0.0, max(a.left, b.left) - min(a.right, b.right))
    down = max(0.0, max(a.top, b.top) - min(a.bottom, b.bottom))
    return max(across, down)


def _distance(card: Sequence[int], group: Sequence[int], lines: Sequence[Line]) -> float:
    return min(_gap(lines[a].quad, lines[b].quad) for a in card for b in group)


def _outline(lines: Sequence[Line], width: int, height: int) -> Quad:
    """Return the card's region: its text with a margin, inside the page."""
    if not lines:
        return Quad.upright(0, 0, width, height)
    text = Quad.around(line.quad for line in lines)
    pad_x, pad_y = 0.2 * (text.right - text.left), 0.12 * (text.bottom - text.top)
    left, right = (min(max(x, 0.0), float(width)) for x in (text.left - pad_x, text.right + pad_x))
    top, bottom = (min(max(y, 0.0), float(height)) for y in (text.top - pad_y, text.bottom + pad_y))
    return Quad.upright(left, top, right, bottom)
