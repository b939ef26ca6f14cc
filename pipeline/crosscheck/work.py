"""The employer is one and the same on all letters, and the applicant can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.check import Check, Result
from models.claim import Channel, Claim
from models.document import Document, DocumentType
from models.numbers import phone
from pipeline.crosscheck.companies import companies_agree
from pipeline.crosscheck.compare import Answer, answered, nothing

EMPLOYER = "employer_consistent"
CONTACT = "contact_present"

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}")


def employer_checks(documents: Sequence[Document]) -> Iterator[Check]:
    """Compare the first letter that names an employer with each other one."""
    naming = [d for d in documents if "perusahaan" in d.fields and d.type is not DocumentType.BUKTI_LAMARAN]
    first = next((d for d in naming if d.value("perusahaan")), naming[0] if naming else None)
    others = [d for d in naming if first and d.key != first.key]
    if first is None or not others:
        yield nothing(EMPLOYER, "one_source")
    for other in others:
        if first is None:
            break
        yield answered(
            EMPLOYER,
            _employers,
            first.value("perusahaan"),
            other.value("perusahaan"),
            documents=(first.file, other.file),
            field="perusahaan",
        )


def _employers(expected: str, found: str) -> Answer:
    agree = companies_agree(expected, found)
    if agree is None:
        return Result.UNCLEAR, "part_of"
    return (Result.PASS, "equal") if agree else (Result.FAIL, "differs")


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
