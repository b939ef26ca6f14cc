"""By what a kept claim is found: NIK, KPJ, account, telephone, name and each word of a name.

Of what was typed, and of what the reports read. A name's word is a weaker secret than a number: whoever has
the database, without its key, sees which claims share a word and how common it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, insert, select

from models.case import CaseMark
from models.claim import Claim
from models.marks import Mark, MarkKind
from models.report import Report
from pipeline.store.case_tables import case_marks
from pipeline.store.master_key import MasterKey
from pipeline.store.sealed_files import ClaimKey

Found = tuple[CaseMark, str]
"""A kind and its canonical value."""

_LONGEST = 200
_PRINTED = {
    "nik": CaseMark.NIK,
    "kpj": CaseMark.KPJ,
    "nomor_rekening": CaseMark.ACCOUNT,
    "nama": CaseMark.NAME,
    "nama_pemilik": CaseMark.NAME,
}
"""Fields of documents that are found by. Lists (members of a family, heirs) are not."""


def canonical(kind: CaseMark, text: str) -> str | None:
    """Return the value as it is searched, None where it is no such value.

    >>> canonical(CaseMark.NAME, "Hj. Siti  Rahmawati, S.Kom.")
    'HJ SITI RAHMAWATI S KOM'
    """
    if kind in (CaseMark.NAME, CaseMark.NAME_WORD):
        words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text[:_LONGEST]).upper())
        return " ".join(words) or None
    mark = Mark.of(MarkKind(kind), text)
    return mark.value if mark else None


def typed_in(claim: Claim) -> frozenset[Found]:
    """Return by what the claim is found as it was typed."""
    heir, account = claim.claimant, claim.bank_account
    person = claim.participant
    told = [
        *((CaseMark.NIK, nik) for nik in (person.nik, heir.nik if heir else None)),
        *((CaseMark.KPJ, kpj) for kpj in person.kpj),
        (CaseMark.ACCOUNT, account.number if account else None),
        (CaseMark.PHONE, person.phone),
        *(
            (CaseMark.NAME, name)
            for name in (person.name, heir.name if heir else None, account.holder if account else None)
        ),
    ]
    return frozenset(_made(told))


def read_in(report: Report) -> frozenset[Found]:
    """Return by what the claim is found as its documents were read."""
    read = (
        (_PRINTED[name], field.value if isinstance(field.value, str) else None)
        for document in report.documents
        for name, field in document.fields.items()
        if name in _PRINTED
    )
    return frozenset(_made(read))


def write_marks(
    writing: Connection, verification_id: str, found: frozenset[Found], key: ClaimKey, master: MasterKey
) -> None:
    """Add these to what the verification is found by already."""
    here = set(
        writing.execute(
            select(case_marks.c.blind).where(case_marks.c.verification_id == verification_id)
        ).scalars()
    )
    rows = [
        {
            "verification_id": verification_id,
            "kind": str(kind),
            "blind": blind,
            "sealed": key.seal(value.encode(), f"{kind} to find by"),
        }
        for kind, value in sorted(found)
        if (blind := blinded(master, kind, value)) not in here
    ]
    if rows:
        writing.execute(insert(case_marks), rows)


def blinded(master: MasterKey, kind: CaseMark, value: str) -> bytes:
    """Return the keyed index of a canonical value; another one than the memory's for the same value."""
    return master.blind_index(f"case {kind}", value)


def _made(told: Iterable[tuple[CaseMark, str | None]]) -> Iterator[Found]:
    for kind, text in told:
        value = canonical(kind, text) if text else None
        if value:
            yield kind, value
            if kind is CaseMark.NAME:
                yield from ((CaseMark.NAME_WORD, word) for word in value.split() if len(word) > 1)
