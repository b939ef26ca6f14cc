"""``claim.json`` -> ``Claim``: what the claim is must be right, what the applicant typed may be wrong."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from models.claim import (
    BankAccount,
    Cause,
    Channel,
    Claim,
    Claimant,
    ClaimProblem,
    Participant,
    Programme,
    Upload,
)
from pipeline.errors import ClaimUnusable
from pipeline.intake.claim_file import json_of, object_in
from pipeline.intake.folder import name_problem
from pipeline.intake.limits import Limits
from pipeline.intake.typed import MAX_RUPIAH, Typed

_JAKARTA = ZoneInfo("Asia/Jakarta")
_CLAIM_ID = re.compile(r"(?!index\.html$)[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
_Word = TypeVar("_Word", bound=StrEnum)


def claim_id_of(folder: Path) -> str:
    """Return the id of a folder's claim; raises as ``read_claim`` does."""
    return read_claim(folder).claim_id


def read_claim(folder: Path) -> Claim:
    """Return the claim of a folder, with ``problems`` for every typed value that could not be taken.

    Raises:
        ClaimUnusable: the file cannot be used, or claim_id, programme, cause, channel or submitted_at
            is missing or wrong; every such field is named, with what is accepted.
        StoreError: the disk is at fault.
    """
    return _claim(json_of(folder))


def claim_in(claim_json: bytes) -> Claim:
    """Return the claim that the bytes of a claim.json tell of; raises as ``read_claim`` does."""
    return _claim(object_in(claim_json))


def _claim(values: dict[str, object]) -> Claim:
    faults: list[tuple[str, str]] = []
    claim_id = _claim_id(values.get("claim_id"), faults)
    programme = _word(values, "programme", Programme, faults)
    cause = _word(values, "cause", Cause, faults)
    channel = _word(values, "channel", Channel, faults)
    submitted_at = _moment(values.get("submitted_at"), faults)
    if not (claim_id and programme and cause and channel and submitted_at):
        raise ClaimUnusable(faults)

    problems: list[ClaimProblem] = []
    typed = Typed(values, problems)
    return Claim(
        claim_id=claim_id,
        programme=programme,
        cause=cause,
        channel=channel,
        submitted_at=submitted_at,
        tahap=typed.whole("tahap", least=1, most=2),
        balance_idr=typed.whole("balance_idr", least=0, most=MAX_RUPIAH),
        partial_claim_before=typed.flag("partial_claim_before"),
        membership_active=typed.flag("membership_active"),
        data_updated=typed.flag("data_updated"),
        participant=_participant(typed.within("participant")),
        claimant=_claimant(typed.within("claimant")),
        bank_account=_bank_account(typed.within("bank_account")),
        uploads=_uploads(values.get("uploads"), typed, problems),
        problems=tuple(problems),
    )


def _claim_id(value: object, faults: list[tuple[str, str]]) -> str | None:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _CLAIM_ID.fullmatch(text):
        return text
    faults.append(
        ("claim_id", "must be 1 to 64 of A-Z a-z 0-9 . _ - (it names a folder), not starting with a dot")
    )
    return None


def _word(
    values: dict[str, object], key: str, words: type[_Word], faults: list[tuple[str, str]]
) -> _Word | None:
    value = values.get(key)
    if isinstance(value, str) and value in set(words):
        return words(value)
    faults.append((key, f"{'is missing' if value is None else 'is unknown'}; accepted: {', '.join(words)}"))
    return None


def _moment(value: object, faults: list[tuple[str, str]]) -> datetime | None:
    """Read date and time; one without a zone is of Jakarta (WIB), where the claims are handled."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or not 2000 <= moment.year <= 2200:
        faults.append(("submitted_at", "must be a date and time like 2026-11-20T09:13:00+07:00"))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_JAKARTA)


def _participant(typed: Typed | None) -> Participant:
    if typed is None:
        return Participant()
    return Participant(
        name=typed.text("name"),
        nik=typed.text("nik"),
        birth_place=typed.text("birth_place"),
        birth_date=typed.day("birth_date"),
        kpj=typed.texts("kpj"),
        npwp=typed.text("npwp"),
        phone=typed.text("phone"),
        email=typed.text("email"),
    )


def _claimant(typed: Typed | None) -> Claimant | None:
    if typed is None:
        return None
    return Claimant(
        name=typed.text("name"),
        nik=typed.text("nik"),
        birth_date=typed.day("birth_date"),
        relationship=typed.relationship("relationship"),
    )


def _bank_account(typed: Typed | None) -> BankAccount | None:
    if typed is None:
        return None
    return BankAccount(bank=typed.text("bank"), number=typed.text("number"), holder=typed.text("holder"))


def _uploads(value: object, claim: Typed, problems: list[ClaimProblem]) -> tuple[Upload, ...]:
    """Take the entries whose names are plain file names; an unsafe name does not get past this line."""
    if value is None:
        return ()
    if not isinstance(value, list):
        claim.note("uploads", "is not a list")
        return ()
    if len(value) > Limits.files:
        claim.note("uploads", f"has more than {Limits.files} entries; the rest is not looked at")
    uploads: list[Upload] = []
    for place, entry in enumerate(value[: Limits.files]):
        if not isinstance(entry, dict):
            claim.note(f"uploads[{place}]", "is not an object")
            continue
        typed = Typed(entry, problems, f"uploads[{place}].")
        name, type_ = entry.get("file"), typed.text("type")
        fault = name_problem(name) if isinstance(name, str) else "is not a file name"
        if isinstance(name, str) and fault is None:
            uploads.append(Upload(file=name, type=type_))
        else:
            typed.note("file", fault or "is not a file name")
    return tuple(uploads)
