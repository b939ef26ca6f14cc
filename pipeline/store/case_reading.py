"""Kept claims as they are read: what is known in the clear, and what is unsealed for whoever may see it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.engine import RowMapping

from models.case import CaseMark, Event, EventKind, KeptUpload, Run, ToldRuling
from models.report import Report
from pipeline.errors import NotKept, StoreError
from pipeline.store.case_marks import blinded, canonical
from pipeline.store.case_tables import case_marks, events, evidence, files, reports, uploads, verifications
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.shelf import Shelf, row_of, run_of, runs_of
from pipeline.store.telling import ruling_of, told_ruling


class KeptCases:
    """Kept claims, for reading.

    Everything that is unsealed raises ``NotKept`` where there is no such verification (or its claim was
    forgotten), and ``StoreError`` where database or files failed, or what they hold was altered.

    Attributes:
        shelf: database, keys and files, for the parts of the store that are built on it (audit, portal).
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    # ── in the clear ─────────────────────────────────────────────────────────────────────────────────

    def run(self, verification_id: str) -> Run:
        """Return what is known of a verification in the clear."""
        with self.shelf.database.reading() as reading:
            return run_of(row_of(reading, verification_id))

    def runs(self, claim_id: str) -> tuple[Run, ...]:
        """Return every verification of a claim, the newest first; none where the claim is not kept."""
        return self._runs(select(verifications).where(verifications.c.claim_id == claim_id))

    def current(self, claim_id: str) -> Run | None:
        """Return the claim's newest finished verification, None where there is none."""
        asked = select(verifications).where(verifications.c.claim_id == claim_id, verifications.c.current)
        return next(iter(self._runs(asked)), None)

    def holds(self, claim_id: str, digest: str) -> bool:
        """Tell whether this very input of a claim was verified, without a fault, and kept."""
        with self.shelf.database.reading() as reading:
            try:
                told = self.shelf.key_of(reading, claim_id).blind("input", digest.encode())
            except NotKept:
                return False
            same = (verifications.c.claim_id == claim_id) & (verifications.c.input == told)
            asked = select(verifications.c.outcome).where(same)
            return reading.execute(asked).scalar_one_or_none() is not None

    def find(self, kind: CaseMark, text: str, most: int = 200) -> tuple[Run, ...]:
        """Return the verifications in which that value was typed or read, the newest first.

        None where the text is no such value. A name is found as a whole, a word of one by ``NAME_WORD``.
        """
        value = canonical(kind, text)
        if value is None:
            return ()
        blind = blinded(self.shelf.master, kind, value)
        has_it = select(case_marks.c.verification_id).where(case_marks.c.blind == blind)
        return self._runs(select(verifications).where(verifications.c.verification_id.in_(has_it)), most)

    def events_of(self, verification_id: str) -> tuple[Event, ...]:
        """Return what happened to a verification, in order; each kind once, each ruling once."""
        asked = select(events, verifications.c.claim_id).join(verifications)
        asked = asked.where(events.c.verification_id == verification_id).order_by(events.c.number)
        with self.shelf.database.reading() as reading:
            rows = reading.execute(asked).mappings().all()
        return tuple(Event(**(dict(row) | {"kind": EventKind(row["kind"])})) for row in rows)

    def told_ruling(self, verification_id: str) -> ToldRuling | None:
        """Return the last ruling that outsiders were told of, None where none was."""
        return told_ruling(self.shelf, verification_id)

    def ruling_of(self, event: Event) -> ToldRuling | None:
        """Return the ruling that an event tells of, None where it tells of none (any more)."""
        return ruling_of(self.shelf, event)

    # ── unsealed ─────────────────────────────────────────────────────────────────────────────────────

    def manifest(self, verification_id: str) -> bytes:
        """Return claim.json as it came."""
        with self.shelf.database.reading() as reading:
            row = row_of(reading, verification_id)
            key = self.shelf.key_of(reading, row["claim_id"])
        return key.unseal(row["sealed"], f"manifest {verification_id}")

    def uploads(self, verification_id: str) -> tuple[KeptUpload, ...]:
        """Return what came with the claim, in its order."""
        asked = select(uploads, files.c.size).join(files, uploads.c.file == files.c.key)
        of_it = asked.where(uploads.c.verification_id == verification_id)
        rows, key = self._rows(verification_id, of_it.order_by(uploads.c.position))
        purposes = [f"upload {row['position']} of {verification_id}" for row in rows]
        told = [json.loads(key.unseal(r["sealed"], p)) for r, p in zip(rows, purposes, strict=True)]
        return tuple(
            KeptUpload(row["position"], name, declared, row["size"])
            for row, (name, declared) in zip(rows, told, strict=True)
        )

    def upload(self, verification_id: str, position: int) -> bytes:
        """Return the bytes of one upload."""
        of_it = (uploads.c.verification_id == verification_id) & (uploads.c.position == position)
        rows, key = self._rows(verification_id, select(uploads.c.file).where(of_it))
        if not rows:
            raise NotKept("the claim has no upload at that place")
        return self.shelf.files.get(key, rows[0]["file"])

    def report(self, verification_id: str) -> Report:
        """Return the report; ``NotKept`` also where the verification is not finished."""
        of_it = select(reports.c.sealed).where(reports.c.verification_id == verification_id)
        rows, key = self._rows(verification_id, of_it)
        if not rows:
            raise NotKept("there is no report of that verification")
        text = zlib.decompress(key.unseal(rows[0]["sealed"], f"report {verification_id}"))
        try:
            return Report.model_validate_json(text)
        except ValueError:
            raise StoreError("a kept report is another version's than this software reads") from None

    def evidence_names(self, verification_id: str) -> tuple[str, ...]:
        """Return the names of the pictures that the report shows; none where they were removed."""
        return tuple(self._pictures(verification_id)[0])

    def evidence(self, verification_id: str, name: str) -> bytes:
        """Return one picture that the report shows."""
        pictures, key = self._pictures(verification_id)
        if name not in pictures:
            raise NotKept("the report has no picture of that name (any more)")
        return self.shelf.files.get(key, pictures[name])

    def _pictures(self, verification_id: str) -> tuple[dict[str, str], ClaimKey]:
        of_it = select(evidence).where(evidence.c.verification_id == verification_id)
        rows, key = self._rows(verification_id, of_it.order_by(evidence.c.number))
        purpose = f"picture {verification_id}"
        return {key.unseal(row["sealed"], purpose).decode(): row["file"] for row in rows}, key

    def _rows(self, verification_id: str, asked: Select[Any]) -> tuple[Sequence[RowMapping], ClaimKey]:
        with self.shelf.database.reading() as reading:
            key = self.shelf.key_of(reading, row_of(reading, verification_id)["claim_id"])
            return reading.execute(asked).mappings().all(), key

    def _runs(self, asked: Select[Any], most: int | None = None) -> tuple[Run, ...]:
        newest = asked.order_by(verifications.c.received_at.desc(), verifications.c.verification_id.desc())
        with self.shelf.database.reading() as reading:
            return runs_of(reading.execute(newest.limit(most)).mappings().all())
