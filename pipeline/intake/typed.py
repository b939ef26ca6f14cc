"""Values that an applicant typed: taken where they fit, noted as a problem where they do not.

Nothing here raises. A value that does not fit becomes None and a ``ClaimProblem`` that names the field
and never repeats the value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from models.claim import ClaimProblem, Relationship

MAX_TEXT = 200
MAX_CARDS = 20
MAX_RUPIAH = 10**15

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Typed:
    """One object of ``claim.json`` and the problems met while its values are taken out."""

    def __init__(self, values: Mapping[str, object], problems: list[ClaimProblem], prefix: str = "") -> None:
        self._values = values
        self._problems = problems
        self._prefix = prefix

    def within(self, key: str) -> Typed | None:
        """Return the object below ``key``; None where nothing was given.

        Something that is no object counts as an empty one, so that "an heir was given, but badly" does
        not turn into "no heir".
        """
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.note(key, "is not an object")
            value = {}
        return Typed(value, self._problems, f"{self._prefix}{key}.")

    def text(self, key: str) -> str | None:
        return self._as_text(key, self._values.get(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; one text alone counts as a list of one."""
        value = self._values.get(key)
        if not isinstance(value, list):
            alone = self._as_text(key, value)
            return () if alone is None else (alone,)
        if len(value) > MAX_CARDS:
            self.note(key, f"has more than {MAX_CARDS} entries; the rest is not looked at")
        taken = (self._as_text(f"{key}[{place}]", item) for place, item in enumerate(value[:MAX_CARDS]))
        return tuple(item for item in taken if item is not None)

    def day(self, key: str) -> date | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            day = date.fromisoformat(value) if _DATE.fullmatch(value) else None
        except ValueError:
            day = None
        if day is None:
            self.note(key, "is not a date of the form YYYY-MM-DD")
        return day

    def whole(self, key: str, *, least: int, most: int) -> int | None:
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{1,18}", value, re.ASCII):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.note(key, f"is not a whole number from {least} to {most}")
            return None
        return value

    def flag(self, key: str) -> bool | None:
        value = self._values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.note(key, "is neither true nor false")
        return None

    def relationship(self, key: str) -> Relationship | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return Relationship(value)
        except ValueError:
            self.note(key, "is none of " + ", ".join(Relationship))
            return None

    def note(self, key: str, problem: str) -> None:
        """Keep a problem under the field's dotted name."""
        self._problems.append(ClaimProblem(field=f"{self._prefix}{key}", problem=problem))

    def _as_text(self, key: str, value: object) -> str | None:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.note(key, "is not text")
            return None
        value = value.strip()
        if len(value) > MAX_TEXT:
            self.note(key, f"is longer than {MAX_TEXT} characters")
        elif any(_is_control(letter) for letter in value):
            self.note(key, "holds control characters")
        else:
            return value or None
        return None


def _is_control(letter: str) -> bool:
    """Control characters, halves of characters, line separators, and what turns the writing direction."""
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in _DIRECTIONS
