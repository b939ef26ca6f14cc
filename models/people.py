"""Whose document is it? A claim may hold the cards of the participant, of the heir and of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.document import Document, DocumentType

DocumentKey = tuple[str, int, int]
"""(file, page, index): what names a document inside its claim."""


class Role(StrEnum):
    """``other``: readable and neither of the two; ``unknown``: nothing on it tells."""

    PARTICIPANT = "participant"
    CLAIMANT = "claimant"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class People:
    """Each document's person, decided by NIK and name, never by order or file name."""

    roles: Mapping[DocumentKey, Role]

    def role(self, document: Document) -> Role:
        """Return whose document this is."""
        return self.roles.get(document.key, Role.UNKNOWN)

    def of(self, documents: Iterable[Document], type_: DocumentType, role: Role) -> list[Document]:
        """Return this person's documents of one type, in upload order."""
        return [d for d in documents if d.type is type_ and self.role(d) is role]
