"""A value as read, held against the list that it comes from: blanks restored, a slip or two repaired.

What two readers saw alike stands on the card, whatever the list says; only where they differ may the list
decide, and then the value stays unproved. A name that the list does not have stays as read: villages split,
and lists lag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from models.field import Field
from models.numbers.rekening import is_part_of_another
from pipeline.extract.found import SPELLED
from pipeline.extract.sureness import ALONE
from pipeline.extract.values import LETTERS_FOR_DIGITS, Normaliser, vocabulary
from pipeline.regions import Listing, letters, provinces

LISTS = ("agama", "status_perkawinan", "jenis_kelamin", "pekerjaan", "kewarganegaraan")

BLANKS = "blanks as the list of regions has them"
SLIP = "letter(s) changed to the nearest name of the list of regions"
OTHER = "taken from the other reader, whose word is in the list of regions"


def as_listed(field: Field, names: Listing, normalise: Normaliser, *, blanks_only: bool = False) -> Field:
    """Return the field with its value written as the list writes it, where that is only a reader's slip.

    ``blanks_only``: the list is a hint (a birth place need not be in it), so no letter is changed.
    """
    if field.value is None:
        return field
    seen = [normal for reading in field.readings if (normal := normalise(reading.text))]
    alike = len(seen) > 1 and len({normal.key for normal in seen}) == 1
    written = names.writing(field.value)
    if written is not None:
        return _blanks(field, written, alike=alike, spaced={normal.value for normal in seen})
    if blanks_only or any(reading.reader == SPELLED for reading in field.readings):
        return field
    if alike:
        plain = names.writing(field.value.translate(LETTERS_FOR_DIGITS))
        return _repaired(field, plain, SLIP)
    nearest = names.nearest(field.value.translate(LETTERS_FOR_DIGITS))
    other = {listed for normal in seen if (listed := names.writing(normal.value))}
    if nearest is not None and not _contradicted(nearest, field.value, [normal.key for normal in seen]):
        return _repaired(field, nearest, OTHER if nearest in other else SLIP)
    return field


def _contradicted(nearest: str, value: str, seen: Sequence[str]) -> bool:
    """A reading that is nearer to the value than to the list's name speaks for the value."""
    listed, own = letters(nearest), letters(value)
    others = [key for key in seen if key != own]
    return any(Levenshtein.distance(key, own) < Levenshtein.distance(key, listed) for key in others)


def _blanks(field: Field, written: str, *, alike: bool, spaced: set[str]) -> Field:
    """The same letters: the list decides where the readers saw different blanks, or one saw nothing."""
    if alike and len(spaced) == 1:
        return field
    if written != field.value:
        field = replace(field, value=written, repairs=(*field.repairs, BLANKS))
    return replace(field, agreed=field.agreed or alike)


def _repaired(field: Field, value: str | None, how: str) -> Field:
    if value is None:
        return field
    return replace(
        field,
        value=value,
        confidence=min(field.confidence, ALONE),
        agreed=False,
        repairs=(*field.repairs, how),
    )


def of_closed_list(field: Field, name: str) -> Field:
    """Return the field of a closed list (``agama``); unread where it holds another list's word.

    Two readers who agree on such a word prove what stands in another row, not in this one. A word of no list
    is kept as read, unproved: local entries occur.
    """
    if field.value is None or field.value in vocabulary(name):
        return field
    others = (other for other in LISTS if other != name)
    if any(field.value in vocabulary(other) for other in others):
        return unread(field)
    return replace(field, agreed=False, confidence=min(field.confidence, ALONE))


OTHER_ROWS = ("agama", "status_perkawinan", "jenis_kelamin")
"""Rows below and above the places of an identity card, whose words no place is called."""


def of_no_other_row(field: Field) -> Field:
    """Return the field of a place; unread where it holds the faith, the status or the sex: another row's."""
    if field.value is None or not any(field.value in vocabulary(other) for other in OTHER_ROWS):
        return field
    return unread(field)


def unread(field: Field) -> Field:
    """Return the field without the value: what was read stands in another row."""
    return replace(field, value=None, confidence=0.0, agreed=False, repairs=())


def is_of_a_list(value: str) -> bool:
    """Tell whether a value is a word of one of the closed lists, whichever."""
    return any(value in vocabulary(name) for name in (*LISTS, "pendidikan", "hubungan"))


def is_whole(name: str, value: str) -> bool:
    """Tell whether a field's value is a word of its list that no other word of it contains.

    ``KAWIN`` may be what is left of ``BELUM KAWIN``, ``JAWA TIMUR`` of nothing else.
    """
    if name == "bank":
        return not is_part_of_another(value)
    if name != "provinsi" and name not in (*LISTS, "pendidikan"):
        return False
    words = provinces().writings if name == "provinsi" else [letters(word) for word in vocabulary(name)]
    own = letters(value)
    return [word for word in words if own in word] == [own]
