"""What is past its time: found by the table of retention, removed piece by piece, each written in the audit.

A claim's clock begins with the last thing that was done to it; its pictures' with the decision; its faces'
with the day on which it was submitted. Frozen claims are left alone; samples with a known answer are
nobody's and stay until they are taken away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union_all

from models.case import ReviewState
from pipeline.store.audit_tables import audit
from pipeline.store.case_tables import evidence, reviews, rulings, verifications
from pipeline.store.known_answers import not_a_sample
from pipeline.store.retention import Kind, RetentionTable
from pipeline.store.tables import claims, faces, frozen


@dataclass(frozen=True)
class Due:
    """Something past its time.

    Attributes:
        claim_id: whose; None for rows of the audit.
        verification_id: of which run, where it is a run's.
        since: when its clock began.
        count: how many pictures, faces or rows; 1 for a claim.
    """

    kind: Kind
    claim_id: str | None
    verification_id: str | None
    since: datetime
    count: int


def due(reading: Connection, table: RetentionTable, now: datetime) -> list[Due]:
    """Return everything past its time: whole claims first, of which no part is listed again."""
    found = list(_claims(reading, table.limit(Kind.CLAIMS, now)))
    gone = {one.claim_id for one in found}
    parts = [
        *_evidence(reading, table.limit(Kind.EVIDENCE, now)),
        *_faces(reading, table.limit(Kind.FACES, now)),
    ]
    found += [one for one in parts if one.claim_id not in gone]
    return found + list(_audit(reading, table.limit(Kind.AUDIT, now)))


def is_still_due(reading: Connection, one: Due, table: RetentionTable, now: datetime) -> bool:
    """Tell whether a part or a whole of a claim is past its time still: it may have been taken up since."""
    look = {Kind.CLAIMS: _claims, Kind.EVIDENCE: _evidence, Kind.FACES: _faces}[one.kind]
    return one in look(reading, table.limit(one.kind, now), one.claim_id)


def counts(found: list[Due]) -> dict[str, int]:
    """Return how many of each kind, also where there is none."""
    total = Counter({str(kind): 0 for kind in Kind})
    for one in found:
        total[str(one.kind)] += one.count
    return dict(total)


def _claims(reading: Connection, limit: datetime, only: str | None = None) -> Iterator[Due]:
    ruled = select(verifications.c.claim_id, rulings.c.at.label("at")).join_from(rulings, verifications)
    ruled = ruled.where(not_a_sample())
    done = union_all(
        select(verifications.c.claim_id, verifications.c.received_at.label("at")).where(not_a_sample()),
        select(verifications.c.claim_id, verifications.c.finished_at.label("at")).where(not_a_sample()),
        ruled,
        select(claims.c.claim_id, claims.c.submitted_at.label("at")),
    ).subquery()
    last = func.max(done.c.at)
    asked = select(done.c.claim_id, last.label("since")).where(_concerns(done.c.claim_id, only))
    asked = asked.group_by(done.c.claim_id).having(last < limit).order_by(last, done.c.claim_id)
    for row in reading.execute(asked):
        yield Due(Kind.CLAIMS, row.claim_id, None, row.since, 1)


def _evidence(reading: Connection, limit: datetime, only: str | None = None) -> Iterator[Due]:
    ruled = select(rulings.c.verification_id, func.max(rulings.c.at).label("at"))
    ruled_last = ruled.group_by(rulings.c.verification_id).subquery()
    decided = func.coalesce(ruled_last.c.at, verifications.c.finished_at)
    undecided = reviews.c.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)])
    asked: Select[Any] = (
        select(
            verifications.c.claim_id, verifications.c.verification_id, decided.label("since"),
            func.count().label("count"),
        )
        .select_from(evidence)
        .join(verifications)
        .outerjoin(reviews, reviews.c.verification_id == verifications.c.verification_id)
        .outerjoin(ruled_last, ruled_last.c.verification_id == verifications.c.verification_id)
        .where(decided < limit, or_(reviews.c.state.is_(None), ~undecided), not_a_sample())
        .where(_concerns(verifications.c.claim_id, only))
        .group_by(verifications.c.claim_id, verifications.c.verification_id, decided)
        .order_by(decided, verifications.c.verification_id)
    )  # fmt: skip
    for row in reading.execute(asked).mappings():
        yield Due(Kind.EVIDENCE, row["claim_id"], row["verification_id"], row["since"], row["count"])


def _faces(reading: Connection, limit: datetime, only: str | None = None) -> Iterator[Due]:
    asked = select(claims.c.claim_id, claims.c.submitted_at.label("since"), func.count().label("count"))
    asked = asked.join_from(faces, claims).where(claims.c.submitted_at < limit)
    asked = asked.where(_concerns(claims.c.claim_id, only)).group_by(claims.c.claim_id, claims.c.submitted_at)
    for row in reading.execute(asked.order_by(claims.c.submitted_at, claims.c.claim_id)).mappings():
        yield Due(Kind.FACES, row["claim_id"], None, row["since"], row["count"])


def _audit(reading: Connection, limit: datetime) -> Iterator[Due]:
    old = audit.c.at < limit.isoformat(timespec="microseconds")
    first, count = reading.execute(select(func.min(audit.c.at), func.count()).where(old)).one()
    if count:
        yield Due(Kind.AUDIT, None, None, datetime.fromisoformat(first), count)


def _concerns(claim_id: ColumnElement[str], only: str | None) -> ColumnElement[bool]:
    """Ask for claims that are not frozen, or for one alone."""
    free = ~exists().where(frozen.c.claim_id == claim_id)
    return free if only is None else and_(free, claim_id == only)
