"""A reason becomes a sentence: its details are put into words, and numbers in them are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from models.document import Document
from models.people import People, Role
from models.reason import Reason, ReasonCode
from models.report import ReportReason
from pipeline.report.text import tidy
from pipeline.report.troubles import clause, inside, steps
from pipeline.report.wording import Language, Wording

_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){5,}")
_MONTHS = {
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
           "Oktober", "November", "Desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
}  # fmt: skip
_CODED = {"type": "document_type", "found": "document_type", "field": "field", "gate": "gate"}
"""Details that are codes, and where their names stand. Ids of ``claims`` are no one's number: shown whole."""


def told(
    reason: Reason, words: Wording, documents: Iterable[Document], people: People, *, heirs: bool
) -> ReportReason:
    """Return the reason in both languages; ``heirs`` = two persons are in play, so say whose paper it is."""
    documents = tuple(documents)
    sentence = words.sentences[reason.code]
    said_en, said_id = sentence.en, sentence.id
    if sentence.unread_en and sentence.unread_id and _is_unread(reason, documents):
        said_en, said_id = sentence.unread_en, sentence.unread_id
    whose = _whose(reason, words, documents, people) if heirs else None
    indonesian = _values(reason, words, "id", whose)
    english = _values(reason, words, "en", whose)
    remedy = sentence.remedy_id
    return ReportReason(
        code=reason.code,
        severity=reason.severity,
        message=words.fill(said_en, english, "en"),
        message_id=words.fill(said_id, indonesian, "id"),
        documents=[tidy(name) for name in reason.documents],
        remedy_id=words.fill(remedy, indonesian, "id") if remedy else None,
        effect=reason.effect,
    )


def masked(text: str) -> str:
    """Keep the last four digits of every number of six digits or more."""
    return _LONG_NUMBER.sub(lambda m: "••••" + re.sub(r"\D", "", m[0])[-4:], tidy(text))


def _values(reason: Reason, words: Wording, language: Language, whose: str | None) -> dict[str, str]:
    details = {key: str(value) for key, value in reason.details.items() if value}
    values = {key: value if key == "claims" else masked(value) for key, value in details.items()}
    for key, kind in _CODED.items():
        if key in details:
            card = key == "found" and reason.code is ReasonCode.WRONG_CARD
            values[key] = _listed(details[key], "wrong_card" if card else kind, words, language)
    if "detail" in details:
        values["detail"] = _plain(details["detail"], words)
    if "date" in details:
        values["date"] = _day(details["date"], language)
    if reason.documents:
        values["file"] = masked(reason.documents[0])
    if reason.troubles:
        values["trouble"] = clause(reason.troubles, words, language)
        values["steps"] = steps(reason.troubles, words)
    if whose:
        label = words.labels["person"][whose]
        values["whose"] = f" milik {label.id}" if language == "id" else f" of {label.en}"
    return values


def _is_unread(reason: Reason, documents: Iterable[Document]) -> bool:
    """Tell whether none of the reason's papers shows the value that it speaks of, lines of tables aside."""
    name, kind = reason.details.get("field"), reason.details.get("type")
    here = [d for d in documents if d.file in reason.documents and kind in (None, d.type.value)]
    if name is None or not here or any(d.tables for d in here):
        return False
    return all(d.value(name) is None for d in here)


def _listed(codes: str, kind: str, words: Wording, language: Language) -> str:
    joint = " atau " if language == "id" else " or "
    labels = [words.label(kind, code) for code in re.split(r"\s*[,|]\s*", codes)]
    named = [inside(label.id if language == "id" else label.en) for label in labels]
    return masked(joint.join(named))


def _plain(detail: str, words: Wording) -> str:
    """Return a detail for the officer: a check's code by its name, other codes without their bars."""
    if detail in words.labels["check"]:
        return words.labels["check"][detail].en
    is_code = re.fullmatch(r"[a-z0-9_]+(?:[ ,|]+[a-z0-9_]+)*", detail)
    return masked(detail.replace("_", " ") if is_code else detail)


def _day(text: str, language: Language) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return masked(text)
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def _whose(reason: Reason, words: Wording, documents: Iterable[Document], people: People) -> str | None:
    """Return the person whose paper it is: as policy named it, or as the files' documents all agree."""
    named = reason.details.get("name")
    if named in words.labels["person"]:
        return named
    roles = {people.role(document) for document in documents if document.file in reason.documents}
    role = roles.pop() if len(roles) == 1 else None
    return role.value if role in {Role.PARTICIPANT, Role.CLAIMANT} else None
