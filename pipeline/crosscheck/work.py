"""The employer is one and the same on all letters, and the applicant can be reached."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from models.check import Check, Result
from models.claim import Channel, Claim
from models.companies import companies_agree
from models.dates import parse_date
from models.document import Document, DocumentType
from models.numbers import phone
from models.numbers.digits import compact
from pipeline.crosscheck.compare import Answer, answered, nothing

EMPLOYER = "employer_consistent"
CONTACT = "contact_present"

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}")


def employer_checks(documents: Sequence[Document]) -> Iterator[Check]:
    """Compare the first letter that names an employer with each other one; so too his number (NPP)."""
    for field, how in (("perusahaan", _employers), ("npp", _employer_numbers)):
        naming = [d for d in documents if field in d.fields and d.type is not DocumentType.BUKTI_LAMARAN]
        first = next((d for d in naming if d.value(field)), naming[0] if naming else None)
        others = [d for d in naming if first and d.key != first.key]
        if first is None or not others:
            if field == "perusahaan":
                yield nothing(EMPLOYER, "one_source")
            continue
        for other in others:
            yield _compared(first, other, field, how)


def _compared(first: Document, other: Document, field: str, how: Callable[[str, str], Answer]) -> Check:
    files = (first.file, other.file)
    check = answered(EMPLOYER, how, first.value(field), other.value(field), documents=files, field=field)
    if check.result is Result.FAIL and _are_two_jobs(first, other):
        # who worked for two employers one after the other has two letters, and often two membership numbers
        return Check(
            EMPLOYER, Result.NOT_APPLICABLE, check.expected, check.found, files, field, "another_job"
        )
    return check


def _are_two_jobs(one: Document, other: Document) -> bool:
    """Tell whether two letters of employment tell of times that do not overlap."""
    if not one.type is other.type is DocumentType.PAKLARING:
        return False
    spans = [
        (parse_date(d.value("tanggal_masuk") or ""), parse_date(d.value("tanggal_keluar") or ""))
        for d in (one, other)
    ]
    (start, end), (other_start, other_end) = spans
    if not (start and end and other_start and other_end):
        return False
    return end <= other_start or other_end <= start


def _employers(expected: str, found: str) -> Answer:
    agree = companies_agree(expected, found)
    if agree is None:
        return Result.UNCLEAR, "part_of"
    return (Result.PASS, "equal") if agree else (Result.FAIL, "differs")


def _employer_numbers(expected: str, found: str) -> Answer:
    one, other = compact(expected).upper(), compact(found).upper()
    return (Result.PASS, "equal") if one == other else (Result.UNCLEAR, "number_differs")


def contact_check(claim: Claim) -> Check:
    """Tell whether the interview can be arranged: one valid contact at least, and none that is malformed."""
    typed = {"phone": claim.participant.phone, "email": claim.participant.email}
    if claim.channel is not Channel.LAPAK_ASIK:
        return nothing(CONTACT, "not_needed")
    missing = [name for name, value in typed.items() if not value]
    valid = {"phone": _phone_works(typed["phone"]), "email": _email_works(typed["email"])}
    malformed = [name for name, value in typed.items() if value and not valid[name]]
    if malformed:
        name = malformed[0]
        return Check(CONTACT, Result.FAIL, None, typed[name], field=name, kind=f"{name}_invalid")
    if len(missing) == len(typed):
        return Check(CONTACT, Result.FAIL, field="phone", kind="missing")
    kind = f"{missing[0]}_missing" if missing else "both"
    return Check(CONTACT, Result.PASS, found=typed["phone"] or typed["email"], kind=kind)


def _phone_works(text: str | None) -> bool:
    return bool(text) and not phone.problems_in(text or "")


def _email_works(text: str | None) -> bool:
    return bool(text) and len(text or "") <= 254 and _EMAIL.fullmatch(text or "") is not None
