"""Pictures of documents by hash: found again where few of 64 bits differ, and of a fine hash beside them.

A hash is kept as four words of 16 bits. If two hashes differ in seven bits at most, one of the four words
differs in one bit at most; so asking the index for that word and its sixteen neighbours, four times, finds
every near hash. The rest is counting bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, or_, select, update

from models.marks import FINE_BITS, RESAVED_WITHIN, PictureMark
from pipeline.store.tables import claims, pictures

FARTHEST = 7
"""Bits: beyond it a near hash could be missed."""
_WORDS = tuple(pictures.c[f"word_{i}"] for i in range(4))
_SHIFTS = (0, 16, 32, 48)


@dataclass(frozen=True)
class NearPicture:
    """A stored picture of the same kind, and the row of its claim.

    Attributes:
        apart: how many of the 64 bits differ; where there is a fine hash, which share of that, 0 to 1.
    """

    claim: RowMapping
    apart: float


def replace_pictures(writing: Connection, claim: int, wanted: Sequence[PictureMark]) -> None:
    """Keep these pictures, masked already, for the claim in that row, instead of those it had."""
    writing.execute(delete(pictures).where(pictures.c.claim == claim))
    if wanted:
        rows = [{"claim": claim, "kind": mark.kind} | _hashes(mark) for mark in wanted]
        writing.execute(insert(pictures), rows)


def near_pictures(
    reading: Connection, picture: PictureMark, within: int, but: str | None = None
) -> list[NearPicture]:
    """Return every picture of that kind, of another claim, that differs in ``within`` bits at most (0 to 7).

    Of a picture with a fine hash, masked already, every one that is the same but for having been saved again;
    ``within`` does not count then. The nearest first, then by claim id; a claim once, with its nearest.
    """
    if not 0 <= within <= FARTHEST:
        raise ValueError(f"pictures are searched within 0 to {FARTHEST} bits")
    words = _words_of(picture.value)
    alike = or_(*(column.in_(list(_neighbours(word))) for column, word in zip(_WORDS, words, strict=True)))
    asked = select(claims, *_WORDS, pictures.c.fine).join_from(pictures, claims)
    asked = asked.where(pictures.c.kind == picture.kind, alike)
    if but is not None:
        asked = asked.where(claims.c.claim_id != but)
    nearest: dict[str, NearPicture] = {}
    for row in reading.execute(asked).mappings():
        apart, known = _apart(picture, mark_of(row, picture.kind), within), nearest.get(row["claim_id"])
        if apart is not None and (known is None or apart < known.apart):
            nearest[row["claim_id"]] = NearPicture(row, apart)
    return sorted(nearest.values(), key=lambda one: (one.apart, one.claim["claim_id"]))


def mask_anew(writing: Connection, rows: Sequence[RowMapping], change: Callable[[Any], PictureMark]) -> int:
    """Change the hashes of these rows that are masked; return how many."""
    marks = {row["number"]: mark_of(row, row["kind"]) for row in rows if row["fine"] is not None}
    if marks:
        wanted: dict[str, Any] = {
            name: bindparam(f"new_{name}") for name in ("fine", *(c.name for c in _WORDS))
        }
        again = [
            {"which": number} | {f"new_{name}": value for name, value in _hashes(change(mark)).items()}
            for number, mark in marks.items()
        ]
        writing.execute(update(pictures).where(pictures.c.number == bindparam("which")).values(wanted), again)
    return len(marks)


def mark_of(row: RowMapping, kind: str) -> PictureMark:
    """Return the mark that a row of ``pictures`` holds, as it is stored."""
    value = sum(row[column.name] << shift for column, shift in zip(_WORDS, _SHIFTS, strict=True))
    return PictureMark(kind, value, row["fine"])


def _apart(one: PictureMark, other: PictureMark, within: int) -> float | None:
    """How far two marks of a kind are apart (see ``NearPicture``), or None where they are not near."""
    bits = (one.value ^ other.value).bit_count()
    if one.fine is None or other.fine is None:
        return bits if bits <= within and one.fine is other.fine else None
    fine = (int.from_bytes(one.fine) ^ int.from_bytes(other.fine)).bit_count()
    return fine / FINE_BITS if fine <= RESAVED_WITHIN else None


def _hashes(mark: PictureMark) -> dict[str, Any]:
    words = zip(_WORDS, _words_of(mark.value), strict=True)
    return {column.name: word for column, word in words} | {"fine": mark.fine}


def _words_of(value: int) -> list[int]:
    return [value >> shift & 0xFFFF for shift in _SHIFTS]


def _neighbours(word: int) -> Iterator[int]:
    yield word
    yield from (word ^ 1 << bit for bit in range(16))
