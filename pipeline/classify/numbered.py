"""Several papers in one picture: which of them are documents, and how they are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.document import DocumentType
from models.geometry import Quad
from models.page import Page
from models.part import Part

SURE, LIKELY = 0.95, 0.7
"""Confidence in a selfie that shows a card as well: where the applicant calls it a selfie, and where not."""

DIGITAL = re.compile("DIGITAL|ELEKTRONIK", re.IGNORECASE)
"""What the page under a digital card says of it."""

OF_A_NUMBER = 10
"""Digits in a line that may be a card's number; a date has eight."""


def numbered(parts: Sequence[Part], selfies: Sequence[Page] = ()) -> list[Part]:
    """Return the documents of all pages, counted through for each picture or page of a file.

    Clutter goes: a paper whose words say nothing, beside one whose words say what it is. A selfie that shows
    a card is a document beside the card's; it comes first where the applicant calls the file a selfie, and
    the applicant's word goes to one document only.

    Args:
        parts: in the order of the files.
        selfies: pictures with a face beside their cards, cards painted over.
    """
    faces = {(page.file, page.number): page for page in selfies}
    groups: dict[tuple[str, int], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.page.file, part.page.number), []).append(part)
    found: list[Part] = []
    for place, group in groups.items():
        word = next((part.declared_type for part in group if part.declared_type), None)
        several = len({id(part.page) for part in group}) > 1 or place in faces
        told = [part for part in group if part.from_words] if several else []
        own = _without_rest(told) or group
        if place in faces and told:
            selfie = _selfie(faces[place], word)
            if word == DocumentType.SELFIE:
                own = [selfie, *(replace(part, declared_type=None) for part in own)]
            else:
                own = [*own, selfie]
        meant = next((place for place, part in enumerate(own) if part.declared_type), 0)
        sole = [sum(part.page is other.page for other in group) == 1 for part in own]
        found += [
            _at(part, index, word if index == meant else None, sole=sole[index])
            for index, part in enumerate(own)
        ]
    return found


def _without_rest(parts: Sequence[Part]) -> list[Part]:
    """Leave out the print under a digital membership card: its page's own words, no second card.

    A card that was seen as one is there, and what is left has neither a rim nor a number and says that the
    card is a digital one. A second card that could not be read must not vanish.
    """
    cards = [part for part in parts if part.type is DocumentType.KPJ and part.page.outline is not None]
    return [
        part
        for part in parts
        if part.type is not DocumentType.KPJ
        or not cards
        or part.page.outline is not None
        or any(sum(c.isdigit() for c in line.text) >= OF_A_NUMBER for line in part.lines)
        or not any(DIGITAL.search(line.text) for line in part.lines)
    ]


def _at(part: Part, index: int, word: str | None, *, sole: bool) -> Part:
    """The part under its number; the only one on its page lies where the page's rim was seen."""
    rim = part.page.outline if sole else None
    return replace(part, index=index, declared_type=word, region=rim or part.region)


def _selfie(page: Page, word: str | None) -> Part:
    height, width = page.image.shape[:2]
    confidence = SURE if word == DocumentType.SELFIE else LIKELY
    return Part(page, DocumentType.SELFIE, confidence, region=Quad.upright(0, 0, width, height))
