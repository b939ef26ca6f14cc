"""Which fields a case is about, and what the applicant typed for a field that stands on a document."""

from __future__ import annotations

from models.check import Result
from models.claim import Claim
from models.report import Report

_WEIGHT = {Result.FAIL: 0, Result.UNCLEAR: 1}


def in_question(report: Report) -> dict[tuple[int, str], int]:
    """Return the fields that an officer should look at, by document and name, with their rank from 0.

    First those that a failed check asked about, then unclear ones, then what could not be read, then what is
    not proved.
    """
    ranked: list[tuple[int, int, str]] = []
    for number, document in enumerate(report.documents):
        for name, value in document.fields.items():
            weights = [
                _WEIGHT[check.result]
                for check in report.checks
                if check.result in _WEIGHT
                and check.field is not None
                and check.field.rsplit(".", 1)[-1] == name
                and document.file in check.documents
            ]
            if weights:
                ranked.append((min(weights), number, name))
            elif value.value is None:
                ranked.append((2, number, name))
            elif not value.verified and not isinstance(value.value, list):
                ranked.append((3, number, name))
    return {(number, name): rank for rank, (_, number, name) in enumerate(sorted(ranked))}


def typed(claim: Claim, name: str, like: str | None) -> str | None:
    """Return what was typed for a field of that name, None where the form does not ask for it.

    Where several persons or numbers were typed it is the one that is like the value, else the participant's.
    """
    person, heir, account = claim.participant, claim.claimant, claim.bank_account
    told: dict[str, tuple[str | None, ...]] = {
        "nik": (person.nik, heir.nik if heir else None),
        "nama": (person.name, heir.name if heir else None),
        "tempat_lahir": (person.birth_place,),
        "tanggal_lahir": tuple(
            day.isoformat() if day else None for day in (person.birth_date, heir.birth_date if heir else None)
        ),
        "kpj": person.kpj,
        "npwp": (person.npwp,),
        "bank": (account.bank if account else None,),
        "nomor_rekening": (account.number if account else None,),
        "nama_pemilik": (account.holder if account else None,),
    }
    candidates = [text for text in told.get(name, ()) if text]
    return like if like in candidates else next(iter(candidates), None)
