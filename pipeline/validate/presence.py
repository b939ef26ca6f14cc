"""How one document's field is asked: absent and unreadable are answers of their own."""

from __future__ import annotations

from models.check import Check, Result
from models.document import Document

UNREADABLE = "unreadable"


def unread(code: str, document: Document, field: str) -> Check | None:
    """Return the answer where there is no value: absent is not applicable, unreadable unclear; else None."""
    if field not in document.fields:
        return about(code, document, field, Result.NOT_APPLICABLE)
    if not document.value(field):
        return about(code, document, field, Result.UNCLEAR, kind=UNREADABLE)
    return None


def about(
    code: str,
    document: Document,
    field: str,
    result: Result,
    *,
    kind: str | None = None,
    expected: str | None = None,
    found: str | None = None,
) -> Check:
    """Return a check that rests on one field of one document."""
    return Check(code, result, expected, found, (document.file,), field, kind)
