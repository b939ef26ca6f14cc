"""Registered data that are not up to date: which values differ from KTP and KK, and until when to wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from models.check import Check, Result
from models.dates import parse_date
from models.document import DocumentType
from models.field import Field
from models.names import NameAgreement, compare_names, names_key
from models.numbers.digits import digits_or_none
from models.people import Role
from pipeline.policy.case import IDENTITY, Case

CODE = "data_update"
CORRECTION = "koreksi_data"
"""Value of the hint `jenis` on a form that asks for registered data to be corrected."""

_SATURDAY = 5


def data_update(case: Case) -> list[Check]:
    """List what differs between the participant's data and KTP or KK: field, registered value, printed value.

    Asked where his data were not updated, or a form for their correction is among the papers; what he typed
    counts as registered, since the register is not seen here. The list can go with that form.
    """
    forms = [d for d in case.documents if d.hints.get("jenis") == CORRECTION]
    if case.claim.data_updated is not False and not forms:
        return [Check(CODE, Result.NOT_APPLICABLE)]
    differing = [
        Check(CODE, Result.FAIL, _typed(case, name), field.value, (file,), name, "field_differs")
        for file, name, field in _printed(case)
        if _differs(case, name, field.value)
    ]
    if differing or case.claim.data_updated is not False:
        return differing or [Check(CODE, Result.PASS, documents=tuple(d.file for d in forms))]
    return [Check(CODE, Result.FAIL, kind="no_field_differs")]


def day_of_update(case: Case) -> date | None:
    """Return the day from which a new try makes sense: an update takes some working days.

    Holidays are not known here, so it may be later.
    """
    days = case.limit("data_update_days")
    return None if days is None else working_days_after(case.submitted, days)


def working_days_after(day: date, count: int) -> date:
    """Return the day so many days from Monday to Friday later."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def _printed(case: Case) -> Iterator[tuple[str, str, Field]]:
    """The participant's values on identity cards and on his line of a family card."""
    names = ("nik", "nama", "tempat_lahir", "tanggal_lahir")
    for card in case.of_participant(*IDENTITY):
        yield from ((card.file, name, card.fields[name]) for name in names if name in card.fields)
    typed = case.claim.participant
    for card in case.documents:
        if card.type is not DocumentType.KK or case.people.role(card) is Role.OTHER:
            continue
        for row in card.tables.get("anggota", ()):
            nik, name = (row[key].value if key in row else None for key in ("nik", "nama"))
            is_his = (nik and nik == digits_or_none(typed.nik)) or _names_agree(name, typed.name)
            if is_his:
                yield from ((card.file, name, row[name]) for name in names if name in row)


def _differs(case: Case, name: str, printed: str | None) -> bool:
    """What was not typed, or could not be read, differs from nothing."""
    typed = case.claim.participant
    if not printed:
        return False
    if name == "nik":
        return bool(typed.nik) and digits_or_none(typed.nik) != printed
    if name == "nama":
        return bool(typed.name) and not _names_agree(printed, typed.name)
    if name == "tempat_lahir":
        return bool(typed.birth_place) and names_key(typed.birth_place or "") != names_key(printed)
    return typed.birth_date is not None and parse_date(printed) not in (None, typed.birth_date)


def _typed(case: Case, name: str) -> str | None:
    typed = case.claim.participant
    born = typed.birth_date.isoformat() if typed.birth_date else None
    return {"nik": typed.nik, "nama": typed.name, "tempat_lahir": typed.birth_place}.get(name, born)


def _names_agree(one: str | None, other: str | None) -> bool:
    return compare_names(one, other) in (NameAgreement.SAME, NameAgreement.COMPATIBLE)
