"""Typed numbers that cannot be right: the applicant can mend those, whatever the papers say.

The codes are those of the same question put to a document; the kind ``declared`` tells whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.check import Check, Result
from models.claim import Claim
from models.numbers import kpj, nik
from pipeline.crosscheck.persons import persons_of

NIK, KPJ, DECLARED = "nik_structure", "kpj_format", "declared"


def typed_checks(claim: Claim) -> Iterator[Check]:
    """Return a failed check for every typed NIK and KPJ that is malformed; silence for the others."""
    for person in persons_of(claim):
        if person.typed_nik and nik.problems_in(person.typed_nik):
            yield Check(NIK, Result.FAIL, found=person.typed_nik, field="nik", kind=DECLARED)
    for number in claim.participant.kpj:
        if kpj.problems_in(number):
            yield Check(KPJ, Result.FAIL, found=number, field="kpj", kind=DECLARED)
