"""A report as it is shown without the scope ``reports:full``: what was read is hidden, how it went is not.

Persons become initials, dates their year, numbers their last four digits, other words their first letter. A
report's own sentences are masked where they are made.
"""

from __future__ import annotations

import re

from models.report import Report, ReportCheck, ReportDocument, ReportField

DOTS = "•••"
_PLAIN = frozenset({"bank"})
"""Fields that say nothing of a person."""
_DATE = re.compile(r"(?<!\d)(\d{4})-\d{2}-\d{2}(?!\d)")
_MEASURE = re.compile(r"[<>≤≥]? ?\d{1,3}([.,]\d{1,4})?")
_CODE = re.compile(r"[a-z][a-z_]*")


def masked(report: Report) -> Report:
    """Return the report with every value hidden."""
    return report.model_copy(
        update={
            "documents": [_document(document) for document in report.documents],
            "checks": [_check(check) for check in report.checks],
        }
    )


def hidden(text: str) -> str:
    """Return a value hidden; what it is made of stays to be seen."""
    if found := _DATE.fullmatch(text):
        return f"{found[1]}-••-••"
    return " ".join(_word(word) for word in text.split()) or text


def _word(word: str) -> str:
    digits = sum(letter.isdigit() for letter in word)
    if digits >= 2:
        return "••••" + word[-4:] if digits >= 8 else DOTS
    return word[:1] + DOTS if len(word) > 1 else word


def _document(document: ReportDocument) -> ReportDocument:
    fields = {name: _field(name, field) for name, field in document.fields.items()}
    return document.model_copy(update={"fields": fields})


def _field(name: str, field: ReportField) -> ReportField:
    if name in _PLAIN:
        return field
    value = field.value
    if isinstance(value, str):
        value = hidden(value)
    elif value is not None:
        value = [{key: cell and hidden(cell) for key, cell in row.items()} for row in value]
    readings = [one.model_copy(update={"text": hidden(one.text)}) for one in field.readings]
    return field.model_copy(update={"value": value, "readings": readings, "repairs": []})


def _check(check: ReportCheck) -> ReportCheck:
    return check.model_copy(update={"expected": _seen(check.expected), "found": _seen(check.found)})


def _seen(text: str | None) -> str | None:
    """Hide what a check saw; measures and our own words are nobody's."""
    if text is None or _MEASURE.fullmatch(text):
        return text
    parts = re.split(r"([ ,|]+)", text)
    if all(_CODE.fullmatch(part) for part in parts[::2]):
        return text
    return hidden(text)
