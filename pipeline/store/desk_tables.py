"""The tables of the officers' desk: accounts, who is signed in, how officers agree, counts by day.

No value of a claim is in them in the clear; what a second reader noted is sealed with the claim's key.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from pipeline.store.tables import Moment, Serial, metadata

desk_users = Table(
    "desk_users",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("login", String(255)),
    Column("subject", String(255)),
    Index("desk_users_login", "login", unique=True),
)
"""``password``: its Argon2id hash; ``failures``: wrong ones since the last right one. ``login``: by what the
provider of sign-ins names him, none: the account's name; ``subject``: the provider's own unchanging id of
him, as it was when he first came that way."""

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("name", String(32), ForeignKey("desk_users.name"), nullable=False, index=True),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
"""``token``: SHA-256 of what the browser holds (32 random bytes, so that it needs no salt)."""

desk_sign_ins = Table(
    "desk_sign_ins",
    metadata,
    Column("state", LargeBinary, primary_key=True),
    Column("browser", LargeBinary, nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("began_at", Moment, nullable=False, index=True),
)
"""Sign-ins that are under way at the provider. ``state``, ``browser``: SHA-256 of what the provider hands
back and of what the browser holds; a row is taken once."""

rulings_to_tell = Table(
    "rulings_to_tell",
    metadata,
    Column(
        "ruling", BigInteger, ForeignKey("rulings.number", ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    Column("claim_id", String(64), nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
)  # fmt: skip
"""Rulings of which the portal is told when they cannot be taken back any more (``due_at``)."""

known_answers = Table(
    "known_answers",
    metadata,
    Column("verification_id", String(36), primary_key=True),
    Column("claim_id", String(64), nullable=False, index=True),
    Column("answers", String(64), nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("officer", String(64)),
    Column("ruled", String(16)),
    Column("ruled_at", Moment, index=True),
    Column("removed_at", Moment),
)
"""Sample claims among the officers' cases. ``answers``: the right rulings, with blanks between; ``officer``,
``ruled``: the first word that stands. A row stays when its sample is removed: the supervisor counts it."""

second_reads = Table(
    "second_reads",
    metadata,
    Column("number", Serial, primary_key=True),
    Column(
        "verification_id", String(36), ForeignKey("verifications.verification_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column(
        "ruling", BigInteger, ForeignKey("rulings.number", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("first_officer", String(64), nullable=False),
    Column("first_ruled", String(16), nullable=False),
    Column("opens_at", Moment, nullable=False),
    Column("officer", String(64)),
    Column("ruled", String(16)),
    Column("codes", String(1000)),
    Column("sealed", LargeBinary),
    Column("read_at", Moment, index=True),
    Column("seen_by", String(64)),
    Column("seen_at", Moment),
    Index("second_reads_of_verification", "verification_id"),
    Index("second_reads_open", "officer", "opens_at"),
    sqlite_autoincrement=True,
)  # fmt: skip
"""Decided cases that another officer reads blindly. ``ruling``: the decision that stands; ``officer``,
``ruled``: the second reader's word, none until he gave it; ``sealed``: his note; ``seen_by``: the supervisor
who took note of a disagreement."""

figure_days = Table(
    "figure_days",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("counted", Text, nullable=False),
)
"""Counts of days (Jakarta's) that are over; they outlive the claims that were counted."""
