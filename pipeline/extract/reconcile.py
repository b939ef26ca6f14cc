"""Two readings of one value become one field: what they agree on, or the likelier one, and how sure."""

from __future__ import annotations

from dataclasses import replace

from models.field import Field, Reading
from models.geometry import Quad
from pipeline.extract.found import Found
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
                chosen = _better_spaced(first, second)
                sure = min(0.9995, AGREED + 0.0045 * min(readings[a].confidence, readings[b].confidence))
                repairs = () if not first.repairs or not second.repairs else chosen.repairs
                confidence = sure if chosen.plausible else ALONE
                return Field(chosen.value, round(confidence, 4), readings, box, agreed=True, repairs=repairs)
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


def _better_spaced(first: Normal, second: Normal) -> Normal:
    """Return the first with the blanks that only the second has: the one reader or the other drops them.

    A blank that would leave a letter alone is not believed (``SIT I``).
    """
    one, other = _gaps(first.value), _gaps(second.value)
    if _letters(first.value) != _letters(second.value):
        return first
    edges = sorted({place for place, gap in (*one.items(), *other.items()) if gap} | {0, len(one)})
    value = before = ""
    for place, char in enumerate(_letters(first.value)):
        gap = one[place]
        if " " in other[place] and " " not in gap and place:
            at = edges.index(place)
            alone = (place - edges[at - 1] == 1 and before.isalpha()) or (
                edges[at + 1] - place == 1 and char.isalpha()
            )
            gap += "" if alone else " "
        value += gap + char
        before = char
    return replace(first, value=value + _tail(first.value))


def _tail(value: str) -> str:
    """What stands behind the last letter or digit."""
    last = max((place for place, char in enumerate(value) if char.isalnum()), default=-1)
    return value[last + 1 :]


def _letters(value: str) -> str:
    return "".join(c for c in value if c.isalnum())


def _gaps(value: str) -> dict[int, str]:
    """What stands before each letter or digit, by its number."""
    gaps: dict[int, str] = {}
    gap = ""
    for char in value:
        if char.isalnum():
            gaps[len(gaps)] = gap
            gap = ""
        else:
            gap += char
    return gaps
