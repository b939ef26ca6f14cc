"""A check: one small question with an answer and what it was answered from."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from enum import StrEnum


class Result(StrEnum):
    """``unclear``: the evidence is there but does not decide; ``not_applicable``: nothing to compare."""

    PASS = "pass"
    FAIL = "fail"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Check:
    """The answer to one named question.

    Attributes:
        code: snake_case name, the contract's where it has one.
        expected, found: both sides as text for the officer; personal, so not in ``repr``.
        documents: file names that the answer rests on.
        field: the field that was looked at, where there is one.
        kind: finer result for the policy table (for example ``reading_doubt``, ``one_digit``).
    """

    code: str
    result: Result
    expected: str | None = part(default=None, repr=False)
    found: str | None = part(default=None, repr=False)
    documents: tuple[str, ...] = part(default=(), repr=False)
    field: str | None = None
    kind: str | None = None
