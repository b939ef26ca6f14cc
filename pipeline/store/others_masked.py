"""A claim as it is handed out to one person of it: what is another person's is masked.

Known others are the claim's other party, whoever a document with another NIK is made out to, and the other
members of a family card. Their values are masked wherever they stand in a text; a value that is also part
of one of the person's own is left there, since masking it would take his own. Pictures are not masked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from models.names import PersonName
from models.numbers.digits import compact, masked

_SHORTEST = 4
"""Characters of a value that is looked for in texts; shorter ones stand in other words by chance."""
_MANY_DIGITS = 6
_DAY = re.compile(r"(\d{4})-\d{2}-\d{2}")
_PERSONAL = ("nama", "nik", "nama_pemilik", "nomor_rekening", "kpj", "npwp")


class Role(StrEnum):
    """What the person is in a claim; ``named``: a document names him, the claim does not."""

    PARTICIPANT = "participant"
    CLAIMANT = "claimant"
    NAMED = "named"


@dataclass(frozen=True)
class HandedOut:
    """A claim as the person may have it.

    Attributes:
        claim, report, officers: JSON values; the report is None where there is none.
        files: names of uploads that may be handed out as they are.
        left_out: names of uploads that are another person's alone.
    """

    role: Role
    claim: Any
    report: Any
    officers: Any
    files: frozenset[str]
    left_out: frozenset[str]


def handed_out(claim: Any, report: Any, officers: Any, uploads: frozenset[str], nik: str) -> HandedOut:
    """Return the claim without what is another person's.

    Args:
        claim: claim.json, parsed; any JSON value, as it may be hostile.
        report: report.json, parsed, or None.
        officers: their rulings and corrections.
        uploads: names of the files that came with it.
        nik: the person's, 16 digits.
    """
    whole = claim if isinstance(claim, dict) else {}
    role = _role_in(whole, nik)
    documents = [_Doc.of(one, nik) for one in (report or {}).get("documents", [])]
    texts = _Others(_own_values(whole, role, documents), _others_values(whole, role, documents, nik, report))
    shown = _shown_files(uploads, documents, role, has_heir=isinstance(whole.get("claimant"), dict))
    told = None if report is None else texts.masked(_report(report, documents, nik, uploads - shown))
    mine = texts.masked(_claim(claim, role))
    return HandedOut(role, mine, told, texts.masked(officers), shown, uploads - shown)


@dataclass(frozen=True)
class _Doc:
    """Whose a document of the report is.

    Attributes:
        mine: it shows the person's NIK; None: it shows no NIK.
        his: it is made out to him alone, and is no list of a family.
    """

    file: str
    type: str
    mine: bool | None
    his: bool
    fields: Mapping[str, Any]

    @classmethod
    def of(cls, told: Mapping[str, Any], nik: str) -> _Doc:
        fields = {name: field.get("value") for name, field in told.get("fields", {}).items()}
        members = [member for value in fields.values() if isinstance(value, list) for member in value]
        niks = {_digits(fields.get("nik")), *(_digits(member.get("nik")) for member in members)} - {""}
        mine = nik in niks if niks else None
        return cls(told["file"], told["type"], mine, _digits(fields.get("nik")) == nik, fields)


class _Others:
    """Replaces others' values in texts."""

    def __init__(self, own: frozenset[str], others: frozenset[str]) -> None:
        mine = [value.casefold() for value in own]
        wanted = {v for v in others if len(v) >= _SHORTEST and not any(v.casefold() in o for o in mine)}
        longest_first = sorted(wanted, key=lambda value: (-len(value), value))
        words = "|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in longest_first)
        self._found = re.compile(words, re.IGNORECASE) if words else None

    def masked(self, told: Any) -> Any:
        if isinstance(told, dict):
            return {key: self.masked(value) for key, value in told.items()}
        if isinstance(told, list):
            return [self.masked(value) for value in told]
        if isinstance(told, str) and self._found:
            return self._found.sub(lambda found: hidden(found[0]), told)
        return told


def hidden(text: str) -> str:
    """Return what lists may show of a value: the year of a day, a number's last four, a name's initials.

    >>> hidden("3273014708909003"), hidden("SITI RAHMAWATI"), hidden("1990-08-07"), hidden("12")
    ('••••••••••••9003', 'S••• R•••', '1990-••-••', '•••')
    """
    if day := _DAY.fullmatch(text):
        return f"{day[1]}-••-••"
    if sum(letter.isdigit() for letter in text) >= _MANY_DIGITS:
        return masked(compact(text))
    return PersonName(text).masked or "•••"


def _role_in(claim: Mapping[str, Any], nik: str) -> Role:
    for role in (Role.CLAIMANT, Role.PARTICIPANT):
        party = claim.get(role)
        if isinstance(party, dict) and _digits(party.get("nik")) == nik:
            return role
    return Role.NAMED


def _parties(claim: Mapping[str, Any]) -> Iterator[tuple[str, Role | None, Any]]:
    """Yield the claim's personal parts and whose they are: the account belongs to whoever claims."""
    yield Role.PARTICIPANT, Role.PARTICIPANT, claim.get(Role.PARTICIPANT)
    yield Role.CLAIMANT, Role.CLAIMANT, claim.get(Role.CLAIMANT)
    owner = Role.CLAIMANT if claim.get(Role.CLAIMANT) else Role.PARTICIPANT
    yield "bank_account", owner, claim.get("bank_account")


def _claim(claim: Any, role: Role) -> Any:
    if not isinstance(claim, dict):
        return claim
    told = dict(claim)
    for name, owner, part in _parties(claim):
        if owner is not role and part is not None:
            told[name] = _all_hidden(part)
    return told


def _report(report: Mapping[str, Any], documents: list[_Doc], nik: str, left_out: frozenset[str]) -> Any:
    told = dict(report)
    told["documents"] = [
        {**one, "fields": {name: _field(field, doc, nik) for name, field in one.get("fields", {}).items()}}
        for one, doc in zip(report.get("documents", []), documents, strict=True)
    ]
    told["checks"] = [_check(check, left_out) for check in report.get("checks", [])]
    told["links"] = [
        link if link.get("same_person") else {"shares": link.get("shares"), "same_person": False}
        for link in report.get("links", [])
    ]
    return told


def _check(check: Mapping[str, Any], left_out: frozenset[str]) -> Any:
    """Return the check; of documents that are left out it tells its result alone."""
    about = set(check.get("documents", []))
    if not about or not about <= left_out:
        return check
    return {name: value for name, value in check.items() if name not in ("expected", "found")}


def _field(field: Mapping[str, Any], doc: _Doc, nik: str) -> Any:
    if doc.mine is False:
        return {"value": _all_hidden(field.get("value"))}
    if isinstance(field.get("value"), list):
        members = [
            one if _digits(one.get("nik")) == nik else _all_hidden(one) for one in field.get("value", [])
        ]
        return {"value": members}
    if doc.mine is None:  # what a reader misread of another's name would not be found to be masked
        return {name: value for name, value in field.items() if name != "readings"}
    return field


def _own_values(claim: Mapping[str, Any], role: Role, documents: list[_Doc]) -> frozenset[str]:
    found = {text for _, owner, part in _parties(claim) if owner is role for text in _texts(part)}
    for doc in documents:
        if doc.his:
            found |= {value for value in doc.fields.values() if isinstance(value, str)}
    return frozenset(found)


def _others_values(
    claim: Mapping[str, Any], role: Role, documents: list[_Doc], nik: str, report: Any
) -> frozenset[str]:
    found = {text for _, owner, part in _parties(claim) if owner is not role for text in _texts(part)}
    for doc in documents:
        if doc.mine is False:
            found |= {doc.fields[n] for n in _PERSONAL if isinstance(doc.fields.get(n), str)}
        for members in (value for value in doc.fields.values() if isinstance(value, list)):
            others = [member for member in members if _digits(member.get("nik")) != nik]
            found |= {text for one in others for n in ("nama", "nik") if (text := one.get(n))}
    links = (report or {}).get("links", [])
    found |= {link["claim_id"] for link in links if not link.get("same_person")}
    return frozenset(found)


def _shown_files(
    uploads: frozenset[str], documents: list[_Doc], role: Role, *, has_heir: bool
) -> frozenset[str]:
    """Return the files that show the person, or nobody who could be told from him."""
    applicant = Role.CLAIMANT if has_heir else Role.PARTICIPANT
    shown = set()
    for file in uploads:
        whose = [doc for doc in documents if doc.file == file]
        if any(doc.mine for doc in whose):
            shown.add(file)
        elif role is Role.NAMED or any(doc.mine is False for doc in whose):
            continue
        elif role is applicant or (whose and all(doc.type != "selfie" for doc in whose)):
            shown.add(file)
    return frozenset(shown)


def _all_hidden(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _all_hidden(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_all_hidden(value) for value in part]
    return None if part is None else hidden(str(part))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (text for value in part.values() for text in _texts(value))
    elif isinstance(part, list):
        yield from (text for value in part for text in _texts(value))
    elif isinstance(part, (str, int)):
        yield str(part)


def _digits(value: object) -> str:
    return compact(value) if isinstance(value, str) else ""
