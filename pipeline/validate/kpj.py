"""Has the membership number the form of a KPJ?"""

from __future__ import annotations

from collections.abc import Iterator

from models.check import Check, Result
from models.document import Document, DocumentType
from models.numbers.kpj import Kpj, problems_in
from pipeline.validate.presence import about, unread

CODE = "kpj_format"


def kpj_checks(document: Document) -> Iterator[Check]:
    """Answer for every membership card, and for other papers that print a KPJ."""
    if document.type is not DocumentType.KPJ and "kpj" not in document.fields:
        return
    absent = unread(CODE, document, "kpj")
    if absent:
        yield absent
        return
    text = document.value("kpj") or ""
    problems = problems_in(text)
    if problems:
        kind = "wrong_card" if problems[0] == "bpjs_kesehatan" else problems[0]
        yield about(CODE, document, "kpj", Result.FAIL, kind=kind, found=text)
    elif Kpj.parse(text).is_old_form:
        yield about(CODE, document, "kpj", Result.UNCLEAR, kind="old_form", found=text)
    else:
        yield about(CODE, document, "kpj", Result.PASS, found=text)
