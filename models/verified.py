"""Which values are proved, and by what. What chose a value is never what verifies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.document import Document
from models.people import DocumentKey

SECOND_READER = "second_reader"
DECLARED = "declared"
CHECK_DIGIT = "check_digit"
NIK = "nik"
"""The card's own number has it: birth date, sex, and the places where it was given out."""


@dataclass(frozen=True)
class Verified:
    """Evidence by (document key, field name): ``second_reader``, ``declared``, ``document:<file>`` ..."""

    sources: Mapping[tuple[DocumentKey, str], tuple[str, ...]]

    def by(self, document: Document, field: str) -> tuple[str, ...]:
        """Return what confirms this field; empty where nothing does."""
        return self.sources.get((document.key, field), ())

    def holds(self, document: Document, field: str) -> bool:
        """Tell whether independent evidence agrees with this field."""
        return bool(self.by(document, field))
