"""Two values and one answer: how numbers, names and dates of two sources are compared.

``expected`` is the side we trust more (typed, or the identity card), ``found`` the other. What could not be
read is ``unclear`` with kind ``unreadable``: never a pass, and never "nothing to compare".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from models.check import Check, Result
from models.dates import parse_date
from models.document import Document
from models.name_likeness import NameRelation, relation_of
from models.names import NameAgreement, agreement_of, names_key
from models.numbers.digits import look_alike_distance

Answer = tuple[Result, str]
"""Result and kind."""

UNREADABLE = "unreadable"
SLIP = NameRelation.SMALL_DIFFERENCE.value
LEAST_BEGUN = 6
"""Letters of a name that is cut off, from which its beginning beside the same NIK is the same name."""

_OF_NAMES = {
    NameAgreement.SAME: Result.PASS,
    NameAgreement.COMPATIBLE: Result.PASS,
    NameAgreement.UNCLEAR: Result.UNCLEAR,
    NameAgreement.DIFFERS: Result.FAIL,
}


def numbers(expected: str, found: str) -> Answer:
    """Compare two digit strings: ``equal``, ``one_digit``, ``two_digits`` or ``differs``."""
    if expected == found:
        return Result.PASS, "equal"
    apart = look_alike_distance(expected, found).digits
    return Result.FAIL, {1: "one_digit", 2: "two_digits"}.get(apart, "differs")


def names(expected: str, found: str) -> Answer:
    """Compare two persons' names; the kind is their relation."""
    relation = relation_of(expected, found)
    return _OF_NAMES[agreement_of(relation)], relation.value


def dates(expected: str, found: str) -> Answer:
    """Compare two dates: ``equal``, ``day_month_swapped``, ``year_only`` differs, or ``differs``."""
    one, other = parse_date(expected), parse_date(found)
    if one is None or other is None:
        return Result.UNCLEAR, UNREADABLE
    if one == other:
        return Result.PASS, "equal"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Result.FAIL, "day_month_swapped"
    return Result.FAIL, "year_only" if (one.day, one.month) == (other.day, other.month) else "differs"


def answered(
    code: str,
    how: Callable[[str, str], Answer],
    expected: str | None,
    found: str | None,
    *,
    documents: tuple[str, ...] = (),
    field: str | None = None,
) -> Check:
    """Compare two values, either of which may be unreadable (None or empty)."""
    result, kind = how(expected, found) if expected and found else (Result.UNCLEAR, UNREADABLE)
    return Check(code, result, expected, found, documents, field, kind)


def asked(
    code: str,
    how: Callable[[str, str], Answer],
    document: Document,
    field: str,
    expected: str | None,
    *,
    always_printed: bool = False,
    also: tuple[str, ...] = (),
) -> Check:
    """Compare a typed value with a document's field.

    Not typed, or not on the document: nothing to compare, unless such a document always prints the value
    (then it was not found, which is not readable). ``also``: further files that the expected value is from.
    """
    files = (*also, document.file)
    if field not in document.fields and not always_printed:
        return Check(code, Result.NOT_APPLICABLE, expected, None, files, field, "absent")
    found = document.value(field)
    if not found:
        return Check(code, Result.UNCLEAR, expected, None, files, field, UNREADABLE)
    if not expected:
        return Check(code, Result.NOT_APPLICABLE, None, found, files, field, "undeclared")
    return answered(code, how, expected, found, documents=files, field=field)


def nothing(code: str, kind: str, *, expected: str | None = None) -> Check:
    """Say that there was nothing to compare, and why."""
    return Check(code, Result.NOT_APPLICABLE, expected, kind=kind)


def of_one_number(check: Check, name: str, other: str) -> Check:
    """Return the check of two writings that stand beside one NIK, which readers agreed on.

    A letter apart is a clerk's slip or a reader's, and what is there is a beginning that was cut off: either
    is one person's (kinds ``letter_apart`` and ``cut_short``). Any other difference stays one.
    """
    if check.result is Result.PASS:
        return check
    if check.kind == SLIP:
        return replace(check, result=Result.PASS, kind="letter_apart")
    begun = names_key(other)
    if len(begun) >= LEAST_BEGUN and names_key(name).startswith(begun):
        return replace(check, result=Result.PASS, kind="cut_short")
    return check
