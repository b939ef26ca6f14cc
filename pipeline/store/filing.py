"""A verification's report is filed: report, pictures, outcome, event and review, together or not at all."""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, insert, select, update

from models.case import EventKind, ReviewState, RunState, Source
from models.desk import JAKARTA, RANKS
from models.outcome import Outcome, Risk
from models.reason import Effect
from models.report import Report
from pipeline.errors import NotKept, StoreError
from pipeline.store.accepting import TRIES, Again, Stored, keep_files, put_files
from pipeline.store.case_marks import read_in, write_marks
from pipeline.store.case_tables import events, evidence, reports, review_reasons, reviews, verifications
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.shelf import Along, Shelf, row_of

LONGEST_WORD = 64
"""Characters of a version's name or a fault's that are kept."""


def file_report(
    shelf: Shelf,
    verification_id: str,
    report: Report,
    pictures: Mapping[str, bytes],
    *,
    fault: str,
    along: Along,
) -> bool:
    """File a report; see ``CaseStore.file_report``."""
    for _ in range(TRIES):
        with shelf.database.reading() as reading:
            row = row_of(reading, verification_id)
            key = shelf.key_of(reading, row["claim_id"])
        if row["claim_id"] != report.claim_id:
            raise StoreError("a report is of another claim than its verification")
        if row["state"] != RunState.RUNNING:
            return False
        stored = put_files(shelf, key, pictures.values())
        try:
            with shelf.database.writing() as writing:
                return _filed(shelf, writing, verification_id, key, report, pictures, stored, fault, along)
        except Again:
            continue
    raise NotKept("a claim was forgotten while its report was filed")


def _filed(
    shelf: Shelf,
    writing: Connection,
    verification_id: str,
    key: ClaimKey,
    report: Report,
    pictures: Mapping[str, bytes],
    stored: Sequence[Stored],
    fault: str,
    along: Along,
) -> bool:
    known = keep_files(shelf, writing, key, stored)
    row = row_of(writing, verification_id)
    if row["state"] != RunState.RUNNING:
        return False
    sealed = key.seal(zlib.compress(report.model_dump_json().encode()), f"report {verification_id}")
    writing.execute(insert(reports), {"verification_id": verification_id, "sealed": sealed})
    shown = [
        {
            "verification_id": verification_id,
            "file": known[one.address],
            "sealed": key.seal(name.encode(), f"picture {verification_id}"),
        }
        for name, one in zip(pictures, stored, strict=True)
    ]
    if shown:
        writing.execute(insert(evidence), shown)
    write_marks(writing, verification_id, read_in(report), key, shelf.master)
    is_newest = _supersede(writing, row)
    finished = {
        "state": str(RunState.FINISHED),
        "finished_at": shelf.clock(),
        "current": is_newest,
        "outcome": str(report.outcome),
        "risk": str(report.risk),
        "software": report.provenance.software[:LONGEST_WORD],
        "policy": report.provenance.policy[:LONGEST_WORD],
        "worker": None,
        "lease_until": None,
    }
    if fault:  # so that the same input is taken again
        finished |= {"fault": fault[:LONGEST_WORD], "input": None}
    of_it = verifications.c.verification_id == verification_id
    writing.execute(update(verifications).where(of_it).values(finished))
    if is_newest and report.outcome is Outcome.REVIEW:
        codes = {reason.code for reason in report.reasons if reason.effect is not Effect.NONE}
        open_review(shelf, writing, row, report.risk, codes)
    tell(shelf, writing, verification_id, EventKind.FINISHED)
    along(writing)
    return True


def tell(shelf: Shelf, writing: Connection, verification_id: str, kind: EventKind) -> None:
    """Put an event into the outbox; of a sample with a known answer nobody is told."""
    if row_of(writing, verification_id)["source"] == Source.KNOWN_ANSWER:
        return
    told = {"event_id": str(uuid.uuid4()), "verification_id": verification_id, "kind": str(kind)}
    writing.execute(insert(events), told | {"created_at": shelf.clock()})


def open_review(
    shelf: Shelf, writing: Connection, row: RowMapping, risk: Risk, codes: Collection[str] = ()
) -> None:
    """Make an officer's task of a verification; ``codes``: of the reasons for it."""
    which, opened_at = {"verification_id": row["verification_id"]}, shelf.clock()
    task = {"claim_id": row["claim_id"], "programme": row["programme"], "rank": RANKS.index(risk)}
    new = {"state": str(ReviewState.OPEN), "opened_at": opened_at, "version": 1}
    writing.execute(insert(reviews), which | task | new)
    day = opened_at.astimezone(JAKARTA).date().isoformat()
    if codes:
        writing.execute(
            insert(review_reasons), [which | {"code": str(code), "day": day} for code in sorted(codes)]
        )


def _supersede(writing: Connection, row: RowMapping) -> bool:
    """Let the claim's older verifications give way; tell whether this one is the newest that is finished."""
    asked = select(verifications.c.verification_id, verifications.c.received_at).where(
        verifications.c.claim_id == row["claim_id"], verifications.c.current
    )
    before = writing.execute(asked).mappings().one_or_none()
    if before is not None and _age(before) > _age(row):
        return False
    if before is not None:
        old = verifications.c.verification_id == before["verification_id"]
        writing.execute(update(verifications).where(old).values(current=False))
    undecided = reviews.c.state.in_([str(ReviewState.OPEN), str(ReviewState.WAITING)])
    writing.execute(
        update(reviews)
        .where(reviews.c.claim_id == row["claim_id"], undecided)
        .values(state=str(ReviewState.SUPERSEDED), version=reviews.c.version + 1)
    )
    return True


def _age(row: RowMapping) -> tuple[object, str]:
    return row["received_at"], row["verification_id"]
