"""One document on its own: are its numbers well formed, and can its dates be?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.check import Check
from models.document import Document, DocumentType
from pipeline.validate.account import account_checks
from pipeline.validate.codes import code_checks
from pipeline.validate.kpj import kpj_checks
from pipeline.validate.ktp_dates import ktp_date_checks
from pipeline.validate.nik import nik_checks
from pipeline.validate.npwp import npwp_checks

__all__ = ["checks_on"]


def checks_on(documents: Sequence[Document], *, on: date) -> list[Check]:
    """Ask every document what it can be asked alone, as of a day."""
    checks: list[Check] = []
    for document in documents:
        if document.type in (DocumentType.KTP, DocumentType.SUKET):
            checks += nik_checks(document, on=on)
        if document.type is DocumentType.KTP:
            checks += ktp_date_checks(document, on=on)
        checks += kpj_checks(document)
        checks += npwp_checks(document)
        checks += account_checks(document)
        checks += code_checks(document)
    return checks
