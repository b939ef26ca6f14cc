"""A part of a page that is one document: its lines and the type that the words speak for."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.document import DocumentType
from models.field import Line
from models.geometry import Quad
from models.page import Page


@dataclass(frozen=True)
class Part:
    """One card, letter or picture on a page.

    Attributes:
        index: 0 for the first document of the page.
        region: its outline in the page's pixels (the whole page where it holds one document).
        from_words: False where the words told nothing and the applicant's word was taken.
        hint: what else the words say (``bpjs_kesehatan``, ``kartu_debit``, ``sim``) of a wrong card.
        hidden: places of payment cards' numbers, struck out of the lines, in the page's pixels.
    """

    page: Page
    type: DocumentType
    type_confidence: float
    lines: tuple[Line, ...] = field(default=(), repr=False)
    region: Quad | None = field(default=None, repr=False)
    index: int = 0
    declared_type: str | None = None
    from_words: bool = True
    hint: str | None = None
    hidden: tuple[Quad, ...] = field(default=(), repr=False)
