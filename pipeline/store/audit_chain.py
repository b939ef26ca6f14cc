"""The audit's chain: what a row's hash and seal are made of, and what a broken one shows.

A row's hash covers all it says and the hash of the row before it (SHA-256 over a canonical text). So a row
that was altered, removed, put in or moved breaks the chain there. Whoever can write the database could make
the chain anew; he lacks the key of the seals (HMAC-SHA-256 of the hash), which is wrapped with the master
key. Rows cut off at the end break no chain: a head that was published outside tells of those.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

FIRST = bytes(32)
"""What the first row has for the hash of the row before it."""
_HEAD = re.compile(r"(\d{1,18})-([0-9a-f]{64})")
_SAID = ("number", "at", "who", "what", "claim_id", "verification_id", "why", "searched", "key", "previous")


class Row(Protocol):
    """A row of the audit, or of its starts: names that lead to values."""

    def __getitem__(self, name: str, /) -> Any: ...


@dataclass(frozen=True)
class Head:
    """The last row's number and hash (32 bytes): short enough to be published.

    >>> Head.parse(str(Head(0, FIRST))) == Head(0, FIRST)
    True
    """

    number: int
    hash: bytes

    @classmethod
    def parse(cls, text: str) -> Head:
        """Take a head as it was printed.

        Raises:
            ValueError: it is none.
        """
        found = _HEAD.fullmatch(text.strip())
        if not found:
            raise ValueError("a head is a number, a dash and 64 hexadecimal digits")
        return cls(int(found[1]), bytes.fromhex(found[2]))

    def __str__(self) -> str:
        return f"{self.number}-{self.hash.hex()}"


class Tampering(StrEnum):
    """What was done to the audit, as far as a broken chain shows it."""

    ALTERED = "altered, or not written by periksa"
    MISSING = "missing"
    OUT_OF_PLACE = "does not follow the row before it"
    REWRITTEN = "not the row that the published head names"
    CUT_OFF = "cut off at the end: the published head is later"


@dataclass(frozen=True)
class Fault:
    """Rows ``number`` to ``last`` and what is wrong with them."""

    number: int
    last: int
    what: Tampering

    def __str__(self) -> str:
        rows = f"row {self.number}" if self.number == self.last else f"rows {self.number} to {self.last}"
        return f"{rows}: {self.what}"


def hash_of(row: Row) -> bytes:
    """Return SHA-256 of what the row says, as a JSON list in ASCII without blanks, bytes in hexadecimals.

    What no row of ours can hold (a database that is not asked by us takes any type) still has a hash.
    """
    said = [row[name].hex() if isinstance(row[name], bytes) else row[name] for name in _SAID]
    return hashlib.sha256(json.dumps([1, *said], separators=(",", ":"), default=repr).encode()).digest()


def seal_of(key: bytes, row_hash: bytes) -> bytes:
    """Return the seal of a row with that hash."""
    return hmac.digest(key, b"row" + row_hash, "sha256")


def seal_of_start(key: bytes, number: int, row_hash: bytes) -> bytes:
    """Return the seal of a start: nobody else can let the chain begin later."""
    return hmac.digest(key, f"start {number} ".encode() + row_hash, "sha256")


def faults_in(
    rows: Iterable[Row], keys: Mapping[int, bytes], start: Head, published: Head | None = None
) -> tuple[list[Fault], Head]:
    """Follow the chain, rows by rising number, and return what is wrong with it, and its head.

    Args:
        rows: all rows after ``start``.
        keys: of the seals, by number.
        start: the last row that retention took away, or ``Head(0, FIRST)``.
        published: a head of an earlier day, kept where nobody who can write the database can.
    """
    faults, before = list[Fault](), start
    if published and published.number == start.number and published.hash != start.hash:
        faults.append(Fault(start.number, start.number, Tampering.REWRITTEN))
    for row in rows:
        number = row["number"]
        if number > before.number + 1:
            faults.append(Fault(before.number + 1, number - 1, Tampering.MISSING))
        elif number <= before.number or row["previous"] != before.hash:
            faults.append(Fault(number, number, Tampering.OUT_OF_PLACE))
        if not _is_sealed(row, keys):
            faults.append(Fault(number, number, Tampering.ALTERED))
        if published and number == published.number and row["hash"] != published.hash:
            faults.append(Fault(number, number, Tampering.REWRITTEN))
        before = Head(number, row["hash"])
    if published and published.number > before.number:
        faults.append(Fault(before.number + 1, published.number, Tampering.CUT_OFF))
    return faults, before


def _is_sealed(row: Row, keys: Mapping[int, bytes]) -> bool:
    key, stored, seal = keys.get(row["key"]), row["hash"], row["seal"]
    if key is None or not isinstance(stored, bytes) or not isinstance(seal, bytes):
        return False
    return hash_of(row) == stored and hmac.compare_digest(seal_of(key, stored), seal)
