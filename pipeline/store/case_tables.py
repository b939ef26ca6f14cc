"""The tables of kept claims, beside those of remembered ones, and what each column may tell a thief.

In the clear: ids, times, states, programme, outcome, codes, officers' ids and sizes of files. Names of files,
what was typed, what was read, notes and corrections are sealed with the claim's key; files lie elsewhere.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from pipeline.store.tables import Moment, Serial, metadata


def _of_verification(*, primary: bool = False) -> Column[str]:
    whose = ForeignKey("verifications.verification_id", ondelete="CASCADE")
    return Column("verification_id", String(36), whose, primary_key=primary, nullable=False)


verifications = Table(
    "verifications",
    metadata,
    Column("verification_id", String(36), primary_key=True),
    Column("claim_id", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("programme", String(8), nullable=False),
    Column("cause", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("submitted_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("current", Boolean, nullable=False),
    Column("outcome", String(16)),
    Column("risk", String(8)),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(64)),
    Column("lease_until", Moment),
    Column("fault", String(64)),
    Column("software", String(64), nullable=False),
    Column("policy", String(64), nullable=False),
    Column("input", LargeBinary),
    Column("sealed", LargeBinary, nullable=False),
    Index("verifications_of_claim", "claim_id", "received_at"),
    Index("verifications_to_do", "state", "received_at"),
    Index("verifications_queue", "current", "outcome", "submitted_at"),
    Index("verifications_finished", "finished_at"),
    Index("verifications_ended", "finished_at", "outcome"),
    Index("verifications_input", "claim_id", "input", unique=True),
    Index(
        "verifications_current",
        "claim_id",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)
"""``sealed``: claim.json as it came. ``input``: keyed hash of it and its files; none where a fault spoilt the
report, so that the same input is taken again."""

files = Table(
    "files",
    metadata,
    Column("key", String(96), primary_key=True),
    Column("claim_id", String(64), nullable=False, index=True),
    Column("address", LargeBinary, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
)
"""``address``: HMAC of the bytes with a key of the claim; ``key``: name in the file store."""

uploads = Table(
    "uploads",
    metadata,
    _of_verification(primary=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("file", String(96), ForeignKey("files.key"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""``sealed``: the file's name and what the applicant says it is."""

reports = Table(
    "reports",
    metadata,
    _of_verification(primary=True),
    Column("sealed", LargeBinary, nullable=False),
)
"""``sealed``: report.json."""

evidence = Table(
    "evidence",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_verification(),
    Column("file", String(96), ForeignKey("files.key"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Index("evidence_of_verification", "verification_id"),
)
"""Pictures that a report shows; ``sealed``: the picture's name."""

case_marks = Table(
    "case_marks",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_verification(),
    Column("kind", String(16), nullable=False),
    Column("blind", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("case_marks_of_verification", "verification_id"),
    Index("case_marks_blind", "blind"),
)
"""``blind``: keyed index of kind and value, by which a claim is found; ``sealed``: the value, from which new
indexes are made with a new key."""

events = Table(
    "events",
    metadata,
    Column("number", Serial, primary_key=True),
    Column("event_id", String(36), nullable=False, unique=True),
    _of_verification(),
    Column("kind", String(32), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ruling", BigInteger, nullable=False, server_default="0"),
    Index("events_of_verification", "verification_id", "kind", "ruling", unique=True),
    sqlite_autoincrement=True,
)
"""What happened, for those who are to be told; each kind once for each verification, each ruling once.

``ruling``: its number, 0 where the event is none."""

reviews = Table(
    "reviews",
    metadata,
    _of_verification(primary=True),
    Column("claim_id", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("officer", String(64)),
    Column("since", Moment),
    Column("version", Integer, nullable=False),
    Column("rank", Integer, nullable=False, server_default="2"),
    Column("programme", String(8), nullable=False, server_default=""),
    Index("reviews_queue", "state", "opened_at"),
    Index("reviews_by_risk", "state", "rank", "opened_at", "verification_id"),
    Index("reviews_of_officer", "officer", "state"),
)

"""``rank``: place of the machine's risk in ``models.desk.RANKS``, by which the queue is ordered."""

review_reasons = Table(
    "review_reasons",
    metadata,
    _of_verification(primary=True),
    Column("code", String(64), primary_key=True),
    Column("day", String(10), nullable=False),
    Index("review_reasons_by_day", "day", "code"),
    Index("review_reasons_by_code", "code"),
)
"""Codes of the reasons for which an officer looks; ``day``: on which the task was opened, Jakarta's."""

rulings = Table(
    "rulings",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_verification(),
    Column("officer", String(64), nullable=False),
    Column("ruled", String(16), nullable=False),
    Column("codes", String(1000), nullable=False),
    Column("at", Moment, nullable=False),
    Column("approves", BigInteger, ForeignKey("rulings.number", ondelete="CASCADE")),
    Column("voids", BigInteger, ForeignKey("rulings.number", ondelete="CASCADE")),
    Column("sealed", LargeBinary, nullable=False),
    Column("message", LargeBinary),
    Index("rulings_of_verification", "verification_id"),
    Index("rulings_at", "at"),
    sqlite_autoincrement=True,
)
"""Added, never changed. ``codes``: with blanks between; ``sealed``: the officer's note; ``message``: to the
applicant, sealed too."""

corrections = Table(
    "corrections",
    metadata,
    Column("number", Serial, primary_key=True),
    _of_verification(),
    Column("officer", String(64), nullable=False),
    Column("document", Integer, nullable=False),
    Column("field", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("corrections_of_verification", "verification_id"),
    Index("corrections_at", "at"),
    sqlite_autoincrement=True,
)
"""Added, never changed. ``sealed``: the officer's value, the machine's, and why."""
