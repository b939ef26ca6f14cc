"""Fields of a passport: the visual zone by its labels, the MRZ as one more reading of the same values.

The MRZ is printed apart from the visual zone, so where the two agree the value is proved as if two readers
had seen it. Its check digits prove more: see :func:`proved_by_check_digit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from models.field import Field, Line, Reading
from models.numbers import nik
from models.numbers.mrz import FILLER, LENGTH, Mrz, MrzError
from pipeline.extract.found import SPELLED, Found
from pipeline.extract.labelled import load_labels, values
from pipeline.extract.reconcile import field_of, from_readings
from pipeline.extract.values import Normal, Normaliser, date_value, number, person_name, upper_text

FOREIGN_GLYPHS = str.maketrans(
    {"«": "<<", "‹": "<", "＜": "<", "〈": "<", "《": "<<", "(": "<", "{": "<", "[": "<", "€": "E", "£": "E"}
)
"""What readers write for the filler of OCR-B."""

FIRST = re.compile(r"P[A-Z<][A-Z<]{3}[A-Z<01258]{6,}")
"""The names' line; readers see digits in it that look like its letters."""
SECOND = re.compile(r"[A-Z0-9<]{9}[0-9O<][A-Z0-9<]{3}[0-9OIBSZ]{6}[0-9OIBSZ][A-Z<][0-9OIBSZ]{6}")
INDONESIAN = re.compile(r"^([A-Z0-9<]{9}[0-9O])[I10O]{1,2}DN(?=[0-9OIBSZ])")
"""The head of the second line up to the state, one letter of which a reader saw twice or as a digit."""

SLIPS_IN_NAME = 2
"""Letters by which a line of the visual zone may differ from the MRZ's name and still be that name."""

DIGITS = str.maketrans("OQDIZSBG", "00012586")
LETTERS = str.maketrans("01258", "OIZSB")
NUMBER = re.compile(r"[A-Z0-9]{6,9}")
STATES = {"IDN": "WNI", "INDONESIA": "WNI"}
READER = "mrz"
_ATTRIBUTES = {"nomor_paspor": "number", "tanggal_lahir": "birth_date", "berlaku_hingga": "expiry"}


def passport_fields(lines: Sequence[Line]) -> dict[str, Field]:
    """Return the contract's fields; ``nik`` only where the page prints sixteen well-formed digits for it."""
    found = values(lines, load_labels("paspor"))
    zones = machine_zones(lines)
    if not any(_is_said(one.text, zones) for one in found.get("nama", [])):
        found["nama"] = _named_alike(lines, zones) or found.get("nama", [])
    result = {
        name: _field(found.get(name, []), name, zones, normalise) for name, normalise in _NORMAL.items()
    }
    alone = [Found.whole(line) for line in lines if line.text.strip().isdigit()]  # its label is in tiny print
    numbers = [one for one in (*found.get("nik", []), *alone) if not nik.problems_in(one.text)]
    if numbers:
        result["nik"] = field_of(numbers[0], number(nik.LENGTH))
    return result


def proved_by_check_digit(lines: Sequence[Line]) -> frozenset[str]:
    """Return the fields whose value is the MRZ's, its own and the composite check digit holding.

    Only the first reader's MRZ counts and nothing in it was repaired towards a check digit: what chose a
    value cannot also prove it.
    """
    zones = machine_zones(lines)
    spelled = any(line.readings and line.readings[0].reader == SPELLED for line in lines)
    if not zones or zones[0][0] != 0 or spelled:  # a file can spell another number than it shows
        return frozenset()
    zone, fields = zones[0][1], passport_fields(lines)
    said = _said(zone)
    return frozenset(
        name
        for name, attribute in _ATTRIBUTES.items()
        if attribute in zone.proved and said.get(name) is not None
        if (field := fields.get(name)) and field.value == said[name]
    )


def machine_zones(lines: Sequence[Line]) -> list[tuple[int, Mrz]]:
    """Return what each reader makes of the MRZ, with the reader's place, first reader first."""
    zones = []
    names = dict.fromkeys(reading.reader for line in lines for reading in line.readings)
    for place, name in enumerate(names):
        texts = [(line, _plain(r.text)) for line in lines for r in line.readings if r.reader == name]
        second = next(((line, text) for line, text in texts if _looks_second(text)), None)
        if second is None:
            continue
        above = [(line, text) for line, text in texts if FIRST.match(text) and line is not second[0]]
        if not above:
            continue
        first = min(above, key=lambda one: abs(one[0].quad.centre[1] - second[0].quad.centre[1]))
        try:
            zones.append((place, Mrz.parse(_first(first[1]), _second(second[1]))))
        except MrzError:
            continue
    return zones


def _plain(text: str) -> str:
    plain = re.sub(r"[^A-Z0-9<]", "", text.upper().translate(FOREIGN_GLYPHS))
    return INDONESIAN.sub(r"\1IDN", plain)


def _looks_second(text: str) -> bool:
    return len(text) >= 28 and SECOND.match(text) is not None


def _first(text: str) -> str:
    """Fill up the names' line: readers lose some of the fillers at its end; digits there are letters."""
    return text.translate(LETTERS)[:LENGTH].ljust(LENGTH, FILLER)


def _second(text: str) -> str:
    """Put digits where only digits stand, and back the fillers that a reader lost between the ends."""
    if len(text) < LENGTH:
        head, tail = text[:28], text[28:].strip(FILLER)
        end = tail[-2:] if len(tail) >= 2 else tail.rjust(2, FILLER)
        text = head + tail[: len(tail) - 2].ljust(LENGTH - 28 - 2, FILLER) + end
    text = text[:LENGTH]
    digits, letters = (9, *range(13, 20), *range(21, 28), 43), (10, 11, 12, 20)
    return "".join(
        c.translate(DIGITS) if place in digits else c.translate(LETTERS) if place in letters else c
        for place, c in enumerate(text)
    )


def _said(zone: Mrz) -> Mapping[str, str]:
    sex = {"M": "LAKI-LAKI", "F": "PEREMPUAN"}.get(zone.sex, "")
    told = {
        "nomor_paspor": zone.number,
        "nama": zone.name,
        "tanggal_lahir": zone.birth_date.isoformat() if zone.birth_date else "",
        "jenis_kelamin": sex,
        "kewarganegaraan": STATES.get(zone.nationality, zone.nationality),
        "berlaku_hingga": zone.expiry.isoformat() if zone.expiry else "",
    }
    return {name: value for name, value in told.items() if value}


def _field(
    labelled: Sequence[Found], name: str, zones: Sequence[tuple[int, Mrz]], normalise: Normaliser
) -> Field:
    """The labelled value and the MRZ's of every reader; where both zones are there, either may be misread."""
    fitting = next((one for one in labelled if normalise(one.text)), labelled[0] if labelled else None)
    readings = list(fitting.readings()) if fitting else []
    for place, zone in zones:
        value = _said(zone).get(name)
        if value:
            name_of = READER if place == 0 else f"{READER}-{place + 1}"  # other eyes on the same zone
            readings.append(Reading(name_of, value, 0.99 if place == 0 else 0.9))
    if not readings:
        return Field(None, 0.0)
    return from_readings(tuple(readings), normalise, fitting.box if fitting else None)


def _named_alike(lines: Sequence[Line], zones: Sequence[tuple[int, Mrz]]) -> list[Found]:
    """The line of the visual zone that gives the MRZ's name, where its label was not read, or as a name.

    The names have no check digit, and a filler that is read as a letter makes another name.
    """
    named = [line for line in lines if FILLER not in line.text and _is_said(line.text, zones)]
    return [Found.whole(line) for line in named[:1]]


def _is_said(text: str, zones: Sequence[tuple[int, Mrz]]) -> bool:
    """Tell whether a text of the visual zone is the name that the first reader's MRZ gives."""
    said = person_name(zones[0][1].name) if zones else None
    seen = person_name(text)
    return said is not None and seen is not None and Levenshtein.distance(seen.key, said.key) <= SLIPS_IN_NAME


def _passport_number(text: str) -> Normal | None:
    token = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not NUMBER.fullmatch(token) or not any(c.isdigit() for c in token):
        return None
    token = token[0] + token[1:].translate(DIGITS)
    return Normal(token, token)


def _sex(text: str) -> Normal | None:
    plain = re.sub(r"[^A-Z]", "", text.upper())
    for value, marks in (("LAKI-LAKI", ("LM", "L", "M", "LAKILAKI", "MALE")),
                         ("PEREMPUAN", ("PF", "P", "F", "PEREMPUAN", "FEMALE"))):  # fmt: skip
        if plain in marks:
            return Normal(value, value)
    return None


def _state(text: str) -> Normal | None:
    plain = upper_text(text)
    return plain and Normal(STATES.get(plain.value, plain.value), STATES.get(plain.key, plain.key))


_NORMAL: Mapping[str, Normaliser] = {
    "nomor_paspor": _passport_number,
    "nama": person_name,
    "tanggal_lahir": date_value,
    "jenis_kelamin": _sex,
    "kewarganegaraan": _state,
    "berlaku_hingga": date_value,
}
