"""Two readings of one value become one field: what they agree on, or the likelier one, and how sure."""

from __future__ import annotations

from dataclasses import replace

from models.field import Field, Reading
from models.geometry import Quad
from pipeline.extract.found import Found
from pipeline.extract.spacing import together
from pipeline.extract.values import Normal, Normaliser

AGREED = 0.995
"""Confidence of a value that two independent readers gave. Measured: docs/accuracy.md."""

ALONE = 0.80
"""Ceiling for a value that one reader gave and the other denied."""


def field_of(found: Found | None, normalise: Normaliser) -> Field:
    """Return the field for a value that is on the document (``found`` may be empty: unreadable)."""
    if found is None or not found.pieces:
        return Field(None, 0.0)
    field = from_readings(found.readings(), normalise, found.box)
    return field if found.sure else doubted(field)


def from_readings(readings: tuple[Reading, ...], normalise: Normaliser, box: Quad | None) -> Field:
    """Return the field that these readings make, the first reader's word first where they differ."""
    normals = [normalise(r.text) for r in readings]
    for a in range(len(normals)):
        for b in range(a + 1, len(normals)):
            first, second = normals[a], normals[b]
            if first and second and first.key == second.key:
                chosen, certain = _spaced(first, second)
                sure = min(0.9995, AGREED + 0.0045 * min(readings[a].confidence, readings[b].confidence))
                repairs = () if not first.repairs or not second.repairs else chosen.repairs
                sure = round(sure if chosen.plausible and certain else ALONE, 4)
                return Field(chosen.value, sure, readings, box, agreed=certain, repairs=repairs)
    ranked = [(n.plausible, -place, place) for place, n in enumerate(normals) if n]
    if not ranked:
        return Field(None, 0.0, readings, box)
    place = max(ranked)[2]
    best = normals[place]
    assert best is not None
    ceiling = 0.99 if len(readings) == 1 and readings[place].confidence > 0.998 else ALONE
    confidence = min(ceiling, readings[place].confidence) * (1.0 if best.plausible else 0.5)
    return Field(best.value, round(confidence, 4), readings, box, repairs=best.repairs)


def doubted(field: Field) -> Field:
    """Return the field with its value unproved: both readers saw it, but it may not be the value meant."""
    return replace(field, agreed=False, confidence=min(field.confidence, ALONE))


def _spaced(first: Normal, second: Normal) -> tuple[Normal, bool]:
    """The first value with the blanks that are likely, and whether they are certain."""
    if first.value == second.value or _letters(first.value) != _letters(second.value):
        return first, True
    both = together(first.value, second.value)
    return replace(first, value=both.text), both.sure


def _letters(value: str) -> str:
    return "".join(c for c in value if c.isalnum())
