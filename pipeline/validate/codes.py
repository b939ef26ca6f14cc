"""Does the QR code on a card hold the number that the card prints?"""

from __future__ import annotations

from collections.abc import Iterator

from models.check import Check, Result
from models.code import number_in
from models.document import Document, DocumentType
from pipeline.validate.presence import about

CODE = "qr_agrees"
_HELD = {DocumentType.KPJ: ("kpj", "nik"), DocumentType.NPWP: ("npwp", "nik")}


def code_checks(document: Document) -> Iterator[Check]:
    """Answer for every number that the card prints and its codes hold; silence where they hold none."""
    for field in _HELD.get(document.type, ()):
        held, printed = number_in(document.codes, field), document.value(field)
        if held is None or printed is None:
            continue
        result = Result.PASS if held == printed else Result.FAIL
        kind = "equal" if held == printed else "differs"
        yield about(CODE, document, field, result, kind=kind, expected=held, found=printed)
