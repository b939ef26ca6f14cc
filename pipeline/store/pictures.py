"""Pictures of documents by perceptual hash: found again where few of 64 bits differ.

A hash is kept as four words of 16 bits. If two hashes differ in seven bits at most, one of the four words
differs in one bit at most; so asking the index for that word and its sixteen neighbours, four times, finds
every near hash. The rest is counting bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select

from models.marks import PictureMark
from pipeline.store.tables import claims, pictures

FARTHEST = 7
"""Bits: beyond it a near hash could be missed."""
_WORDS = tuple(pictures.c[f"word_{i}"] for i in range(4))


@dataclass(frozen=True)
class NearPicture:
    """A stored picture of the same kind that differs in ``bits`` of 64, and the row of its claim."""

    claim: RowMapping
    bits: int


def replace_pictures(writing: Connection, claim: int, wanted: Sequence[PictureMark]) -> None:
    """Keep these pictures for the claim in that row, instead of those it had."""
    writing.execute(delete(pictures).where(pictures.c.claim == claim))
    if wanted:
        rows = [
            {"claim": claim, "kind": mark.kind}
            | {column.name: word for column, word in zip(_WORDS, _words_of(mark.value), strict=True)}
            for mark in wanted
        ]
        writing.execute(insert(pictures), rows)


def near_pictures(
    reading: Connection, picture: PictureMark, within: int, but: str | None = None
) -> list[NearPicture]:
    """Return every picture of that kind, of another claim, that differs in ``within`` bits at most (0 to 7).

    The nearest first, then by claim id; a claim once, with its nearest picture.
    """
    if not 0 <= within <= FARTHEST:
        raise ValueError(f"pictures are searched within 0 to {FARTHEST} bits")
    words = _words_of(picture.value)
    alike = or_(*(column.in_(list(_neighbours(word))) for column, word in zip(_WORDS, words, strict=True)))
    asked = select(claims, *_WORDS).join_from(pictures, claims).where(pictures.c.kind == picture.kind, alike)
    if but is not None:
        asked = asked.where(claims.c.claim_id != but)
    nearest: dict[str, NearPicture] = {}
    for row in reading.execute(asked).mappings():
        bits = sum((row[column] ^ word).bit_count() for column, word in zip(_WORDS, words, strict=True))
        known = nearest.get(row["claim_id"])
        if bits <= within and (known is None or bits < known.bits):
            nearest[row["claim_id"]] = NearPicture(row, bits)
    return sorted(nearest.values(), key=lambda one: (one.bits, one.claim["claim_id"]))


def _words_of(value: int) -> list[int]:
    return [value >> shift & 0xFFFF for shift in (0, 16, 32, 48)]


def _neighbours(word: int) -> Iterator[int]:
    yield word
    yield from (word ^ 1 << bit for bit in range(16))
