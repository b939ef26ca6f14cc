"""Does the tax number's check digit hold; or, in the new form, is it a possible NIK?"""

from __future__ import annotations

from collections.abc import Iterator

from models.check import Check, Result
from models.document import Document, DocumentType
from models.numbers import nik
from models.numbers.npwp import Npwp, problems_in
from pipeline.validate.presence import about, unread

CODE = "npwp_check_digit"


def npwp_checks(document: Document) -> Iterator[Check]:
    """Answer for every NPWP card, and for other papers that print an NPWP."""
    if document.type is not DocumentType.NPWP and "npwp" not in document.fields:
        return
    absent = unread(CODE, document, "npwp")
    if absent:
        yield absent
        return
    text = document.value("npwp") or ""
    problems = problems_in(text)
    if problems == ("missing",):  # printed where a person has no NPWP
        yield about(CODE, document, "npwp", Result.NOT_APPLICABLE, kind="missing", found=text)
    elif problems:
        yield about(CODE, document, "npwp", Result.FAIL, kind=problems[0], found=text)
    elif Npwp.parse(text).nik:
        bad = nik.problems_in(text)
        result = Result.FAIL if bad else Result.NOT_APPLICABLE
        yield about(CODE, document, "npwp", result, kind="nik_" + bad[0] if bad else "nik", found=text)
    else:
        yield about(CODE, document, "npwp", Result.PASS, found=text)
