"""Fields of deeds and rulings told in sentences: will, determination of a court, papers of a house."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.field import Field, Line
from pipeline.extract.dates_in_text import dates_of, letter_date
from pipeline.extract.forms import fields_of
from pipeline.extract.found import Found, joined, span
from pipeline.extract.labelled import labelled_lines, load_labels, values
from pipeline.extract.letters import letter_number
from pipeline.extract.money import amount_in, rupiah
from pipeline.extract.reconcile import field_of
from pipeline.extract.values import Normal, digits_in, person_name
from pipeline.extract.worker import citizen_number

PRESENTED = re.compile(
    r"(?:^|[\n:;])[ \t]*(?:(?:I{1,3}|\d)[.)]\s*)?"
    r"((?!I{1,3}\.)[A-Z][A-Za-z'.015]*(?:[ \n]+(?!NIK\b|Nomor\b|Lahir\b)[A-Z][A-Za-z'.015]*){0,6})\s*[,.]\s*"
    r"(?=(?:lahir|NIK|Nomor\s*Induk|umur))",
    re.MULTILINE,
)
"""A person as deeds present them: the name at the head of a paragraph, then birth, number or age."""

BARE_NUMBER = re.compile(r"^\W*(?:Nomor|No)\W{0,4}(\d{1,4})\W*$", re.IGNORECASE | re.MULTILINE)
SESSION = re.compile(r"(?:hari\s*ini|hari|ditetapkan|diputus\w*)\W[^.;]{0,60}?tanggal\W*$", re.IGNORECASE)


def will_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return testator and heir (names and NIKs), the deed's number and its day."""
    text, starts = joined(lines)
    people = list(PRESENTED.finditer(text))
    match = BARE_NUMBER.search(text)
    found: dict[str, Found | None] = {
        "nomor_akta": span(starts, *match.span(1)) if match else letter_number({}, text, starts),
        "tanggal_surat": day_of_deed(lines, text, starts),
    }
    for place, role in enumerate(("pewaris", "penerima")):
        if place < len(people):
            until = people[place + 1].start() if place + 1 < len(people) else len(text)
            found[f"nama_{role}"] = span(starts, *people[place].span(1))
            runs = [run for run in digits_in(text, (16,)) if people[place].end() <= run[0] < until]
            found[f"nik_{role}"] = span(starts, runs[0][0], runs[0][1]) if runs else None
    number = found.pop("nomor_akta")
    fields = fields_of(found)
    if number is not None:
        fields["nomor_akta"] = field_of(number, deed_number)
    fields.setdefault("nama_pewaris", field_of(None, person_name))
    return fields


def ruling_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return who asked the court (name, NIK), the number and the day of what it determined."""
    labelled = values(lines, load_labels("letter"))
    text, starts = joined(lines)
    named = [f for f in labelled.get("nama", []) if person_name(f.text)]
    told = PRESENTED.search(text)
    found: dict[str, Found | None] = {
        "nama": named[0] if named else span(starts, *told.span(1)) if told else None,
        "nik": citizen_number(labelled, text, starts),
        "nomor_surat": letter_number(labelled, text, starts),
        "tanggal_surat": day_of_deed(lines, text, starts),
    }
    return fields_of(found)


def housing_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return the buyer or debtor (name, NIK), the amount, the number and the day."""
    labelled = values(lines, load_labels("dokumen_perumahan"))
    text, starts = joined(lines)
    named = [f for f in labelled.get("nama", []) if person_name(f.text)]
    told = PRESENTED.search(text)
    amount = next((f for f in labelled.get("jumlah", []) if rupiah(f.text)), None)
    found: dict[str, Found | None] = {
        "nama": named[0] if named else span(starts, *told.span(1)) if told else None,
        "nik": citizen_number(labelled, text, starts),
        "nomor_surat": letter_number(labelled, text, starts),
        "tanggal_surat": letter_date(lines, text, starts, labelled_lines(labelled))
        or day_of_deed(lines, text, starts),
    }
    fields = fields_of(found)
    amount = amount or amount_in(text, starts)
    if amount is not None:
        fields["jumlah"] = field_of(amount, rupiah)
    return fields


def deed_number(text: str) -> Normal | None:
    """Normalise a deed's number: a notary counts from 1 every month, so two digits are enough."""
    token = re.sub(r"\s*([/.-])\s*", r"\1", text).strip(" :;=|,.-").upper()
    return Normal(token, token) if re.search(r"\d", token) else None


def day_of_deed(lines: Sequence[Line], text: str, starts: Sequence[tuple[int, Line]]) -> Found | None:
    """The day on which a deed was made: the one that its sentence about the session names.

    Deeds spell it and repeat it in digits; the digits are taken where both name the same day.
    """
    flat = text.replace("\n", " ")
    dates = dates_of(text)
    for one in dates:
        if SESSION.search(flat[max(0, one.start - 90) : one.start]):
            twins = [other for other in dates if other.day == one.day and other.in_digits]
            best = next((other for other in twins if abs(other.start - one.start) < 90), one)
            return span(starts, best.start, best.end)
    return letter_date(lines, text, starts)
