"""Two readings of one value become one field: what they agree on, or the likelier one, and how sure."""

from __future__ import annotations

from dataclasses import replace

from models.field import Field, Reading
from models.geometry import Quad
from pipeline.extract import sureness
from pipeline.extract.abbreviations import dotted
from pipeline.extract.found import Found
from pipeline.extract.spacing import together
from pipeline.extract.values import Normal, Normaliser

DIGITS = "digits"
"""Family of the reader of numbers."""

CODE = "qr"
"""Family of what a code holds: it corrects its own errors, so it tells which of two readers was right."""

LONG_NUMBER = 9
"""Digits; NIK, KPJ, NPWP and accounts have more, a date in its normal form has marks."""


def field_of(found: Found | None, normalise: Normaliser) -> Field:
    """Return the field for a value that is on the document (``found`` may be empty: unreadable)."""
    if found is None or not found.pieces:
        return Field(None, 0.0)
    field = from_readings(found.readings(), normalise, found.box)
    return field if found.sure else doubted(field)


def from_readings(readings: tuple[Reading, ...], normalise: Normaliser, box: Quad | None) -> Field:
    """Return the field that these readings make, the first reader's word first where they differ.

    Readers of one family (a program's second attempt) are one witness.
    """
    made = [(reading, normal) for reading in readings if (normal := normalise(reading.text))]
    if not made:
        return Field(None, 0.0, readings, box)
    votes: dict[str, list[tuple[Reading, Normal]]] = {}
    for reading, normal in made:
        votes.setdefault(normal.key, []).append((reading, normal))
    ranked = sorted(votes.values(), key=_weight, reverse=True)  # the first reader's word first among equals
    best = ranked[0]
    rivals = [vote for vote in ranked[1:] if vote[0][1].plausible]
    chosen, certain = best[0][1], True
    agreed = (
        chosen.plausible and _families(best) >= 2
    )  # what cannot be a NIK is none, however often it is read
    agreed = agreed and not any(_weight(best) <= _weight(rival) for rival in rivals)
    if rivals and _long_number(chosen.value) and CODE not in {reading.family for reading, _ in best}:
        agreed = False  # of two against one in a long number, the one has been right: no majority proves it
    if agreed:
        others = [normal for reading, normal in best if reading.family != best[0][0].family]
        other = next((normal for normal in others if normal.value == chosen.value), others[0])
        repaired = all(normal.repairs for _, normal in best)
        spaced, certain = _spaced(chosen, other)
        chosen = replace(spaced, repairs=chosen.repairs if repaired else ())
    chosen = replace(chosen, value=dotted(chosen.value, (normal.value for _, normal in best[1:])))
    confidence = _confidence(best, rivals, len(readings), agreed=agreed)
    if not certain:  # the letters are agreed on, where the words end is not
        agreed, confidence = False, min(confidence, sureness.ALONE)
    return Field(chosen.value, confidence, readings, box, agreed=agreed, repairs=chosen.repairs)


def _long_number(value: str) -> bool:
    return value.isdigit() and len(value) >= LONG_NUMBER


def _weight(vote: list[tuple[Reading, Normal]]) -> tuple[bool, int]:
    """Plausible values first, then what more witnesses say; a witness who repeats himself is one."""
    return vote[0][1].plausible, _families(vote)


def _families(vote: list[tuple[Reading, Normal]]) -> int:
    return len({reading.family for reading, _ in vote if _witness(reading)})


def _witness(reading: Reading) -> bool:
    """Tell whether a reading proves anything: a reader of digits is as sure as of its least sure digit."""
    return reading.family != DIGITS or reading.confidence >= sureness.SURE_DIGITS


def _confidence(
    best: list[tuple[Reading, Normal]], rivals: list[list[tuple[Reading, Normal]]], seen: int, *, agreed: bool
) -> float:
    certain = [reading.confidence for reading, _ in best]
    plausible = best[0][1].plausible
    if not agreed and _families(best) < 2:
        return round(sureness.alone(max(certain), asked=seen, plausible=plausible), 4)
    first, second = sorted(certain)[-2:]
    return round(sureness.agreed(first, second, contested=bool(rivals)) if plausible else sureness.ALONE, 4)


def doubted(field: Field) -> Field:
    """Return the field with its value unproved: both readers saw it, but it may not be the value meant."""
    return replace(field, agreed=False, confidence=min(field.confidence, sureness.ALONE))


def _spaced(first: Normal, second: Normal) -> tuple[Normal, bool]:
    """The first value with the blanks that are likely, and whether they are certain."""
    if first.value == second.value or _letters(first.value) != _letters(second.value):
        return first, True
    both = together(first.value, second.value)
    return replace(first, value=both.text), both.sure


def _letters(value: str) -> str:
    return "".join(c for c in value if c.isalnum())
