"""The store of kept claims: what came in, every verification's report, and what officers did with it.

    with CaseStore.open(home, database, master_key, files) as cases:
        accepted = cases.accept(claim_json, claim, uploads, Source.PORTAL)
        job = cases.jobs.take("worker-1", lease_seconds=120)
        with cases.as_folder(job.verification_id) as folder:
            ...
        cases.file_report(job.verification_id, report, pictures)
        cases.officers.rule(job.verification_id, Ruling("officer-7", Ruled.ACCEPT), version=1)

One object per process, usable from several threads; several processes and machines may work on one store.
Everything is in one transaction or not at all; files are put before the rows that name them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from models.case import Accepted, Source, Uploaded
from models.claim import Claim
from models.report import Report
from pipeline.store import accepting, filing, removing
from pipeline.store.audit import Audit, verified_by
from pipeline.store.case_folders import folder_of, sweep_folders
from pipeline.store.case_reading import KeptCases
from pipeline.store.claims import CLAIM_FILE
from pipeline.store.data_keys import DataKeys
from pipeline.store.database import Database
from pipeline.store.files import FileStore, LocalFiles
from pipeline.store.jobs import Jobs
from pipeline.store.officers import Officers
from pipeline.store.opening import opened
from pipeline.store.sealed_files import SealedFiles
from pipeline.store.shelf import Along, Shelf, alone

BATCH = "system:batch"
"""Who verifies a folder, for the audit."""
ABANDONED_AFTER = 7 * 24 * 3600.0
"""Seconds after which a folder's run that nobody finished is set aside."""


class NoCases:
    """Stands in where no claim is to be kept, with the few words that a batch has for the store."""

    def holds(self, claim_id: str, digest: str) -> bool:
        """Return True: nothing is missing."""
        return True

    def keep(self, *_: object, fault: str = "") -> None:
        """Let it pass."""

    def sweep(self) -> dict[str, int]:
        """Find nothing."""
        return {}

    def close(self) -> None:
        """Do nothing."""


NOT_KEPT = NoCases()


class CaseStore(KeptCases):
    """Kept claims, to be written too; how they are read is in ``case_reading``.

    Attributes:
        jobs: verifications that wait for a worker.
        officers: reviews, rulings, corrections.
    """

    def __init__(self, shelf: Shelf, home: Path) -> None:
        """Use what is opened already; see ``open``."""
        super().__init__(shelf)
        self.jobs = Jobs(shelf)
        self.officers = Officers(shelf)
        self._audit = Audit(shelf.database, shelf.master)
        self._folders = home / "tmp"

    @classmethod
    def open(
        cls, home: Path, database: str | None = None, master_key: str | None = None, files: str | None = None
    ) -> Self:
        """Open the store, made or brought up to date where needed.

        Args:
            home: the folder of work files: the SQLite file, the master key and the files unless given.
            database: URL of a PostgreSQL database (with pgvector), or sqlite:///FILE.
            master_key: 32 bytes in base64.
            files: a folder, or ``s3://bucket/prefix``.

        Raises:
            IntakeError: an address is none that is supported.
            StoreError: the database, its key or the files are missing, unusable, or another one's.
        """
        place: FileStore
        if files and "://" in files:
            from pipeline.store.s3_files import S3Files  # boto3 takes most of a second to load

            place = S3Files.at(files)
        else:
            place = LocalFiles(Path(files) if files else home / "files")
        found = Database(home, database)
        try:
            master = opened(found, home, master_key)
        except BaseException:
            found.close()
            raise
        return cls(Shelf(found, master, DataKeys(master), SealedFiles(place)), home)

    # ── in ───────────────────────────────────────────────────────────────────────────────────────────

    def accept(
        self,
        claim_json: bytes,
        claim: Claim,
        uploads: Sequence[Uploaded],
        source: Source,
        *,
        digest: str | None = None,
        verification_id: str | None = None,
        along: Along = alone,
    ) -> Accepted:
        """Keep a claim for verification. The portal's waits for a worker, others are at work at once.

        Args:
            claim_json: claim.json as it came.
            claim: what intake read in it.
            uploads: the files, in their order.
            source: the door.
            digest: what makes the same input (files, software, policy); none: claim.json and the files alone.
                The same input of a claim is kept once: ``again`` then tells its verification, and nothing
                is written.
            verification_id: a fresh uuid4, where the caller told it already.
            along: what else is written in the same transaction; not called where the claim is there.

        Raises:
            IntakeError: an upload's name is no plain file name, or given twice.
            StoreError: database or files failed; nothing is kept.
        """
        return accepting.accept(
            self.shelf, claim_json, claim, uploads, source,
            digest=digest, verification_id=verification_id, along=along,
        )  # fmt: skip

    def file_report(
        self,
        verification_id: str,
        report: Report,
        pictures: Mapping[str, bytes],
        *,
        fault: str = "",
        along: Along = alone,
    ) -> bool:
        """File a verification's report: it is finished, and current if no newer one is.

        Report, pictures, outcome, the event ``verification.finished``, and a review where an officer must
        decide, are kept together; older verifications give way, their undecided reviews are superseded.

        Args:
            verification_id: what was verified.
            report: of this claim.
            pictures: what the report shows, by name.
            fault: what our own machine failed at; the same input is then taken again by ``accept``.
            along: what else is written in the same transaction; not called where False is returned.

        Returns:
            False: it is finished, set aside or given back already, and nothing was written. Of several
            workers that file for one verification, one is told True.

        Raises:
            NotKept: there is no such verification, or its claim was forgotten.
            StoreError: it is another claim's report, or database or files failed; nothing was changed.
        """
        return filing.file_report(self.shelf, verification_id, report, pictures, fault=fault, along=along)

    def keep(
        self,
        claim: Claim,
        came: tuple[bytes, Sequence[Uploaded]],
        digest: str,
        report: Report,
        pictures: Mapping[str, bytes],
        *,
        fault: str = "",
    ) -> None:
        """Keep a claim of a folder that is verified already, with its report; see the two above.

        That it was verified, how it ended, and by which software and policy, is written in the audit.

        ``came``: claim.json and the uploads, as they came.

        Raises:
            IntakeError: an upload's name is no plain file name.
            StoreError: database or files failed; run the folder again.
        """
        accepted = self.accept(came[0], claim, came[1], Source.BATCH, digest=digest)
        which = accepted.verification_id
        along = partial(self._audit.append, verified_by(BATCH, which, report))
        self.file_report(which, report, pictures, fault=fault, along=along)

    # ── looked at, and removed ───────────────────────────────────────────────────────────────────────

    def as_folder(self, verification_id: str) -> AbstractContextManager[Path]:
        """Yield the claim as the folder that intake reads: claim.json and the uploads under their names.

        It lies in ``tmp`` of the work files, for its owner only, and is removed afterwards whatever happens.

        Raises:
            NotKept: there is no such verification.
            StoreError: database, files or disk failed, or what they hold was altered.
        """
        return folder_of(self._folders, self._files_of(verification_id))

    def _files_of(self, verification_id: str) -> Iterator[tuple[str, bytes]]:
        yield CLAIM_FILE, self.manifest(verification_id)
        for upload in self.uploads(verification_id):
            yield upload.name, self.upload(verification_id, upload.position)

    def sweep(self) -> dict[str, int]:
        """Remove what killed processes left; to be called when a server or a night begins. Returns counts.

        Folders of claims on this machine, files that nothing names, and runs that nobody will finish.

        Raises:
            StoreError: database, files or disk failed.
        """
        return {
            "folders": sweep_folders(self._folders),
            "files": removing.sweep_files(self.shelf),
            "runs": self.jobs.set_aside_abandoned(ABANDONED_AFTER),
        }

    def drop_evidence(self, verification_id: str, *, first: Along = alone, along: Along = alone) -> int:
        """Remove the pictures that a report shows; the report and the uploads stay. Returns how many.

        Raises:
            NotKept: there is no such verification.
            StoreError: database or files failed.
        """
        return removing.drop_evidence(self.shelf, verification_id, first, along)

    def forget(self, claim_id: str, *, first: Along = alone, along: Along = alone) -> bool:
        """Destroy the claim's key, remove its rows, then its files; tell whether there was anything.

        What the memory knows of the claim is sealed with the same key: call ``Memory.forget`` as well. Where
        files cannot be deleted, the key is gone all the same, and ``sweep`` removes them later.

        Args:
            claim_id: the claim.
            first: may look at what is there and object, by raising, when nobody can add to it any more.
            along: what else is written in the same transaction, at its end.

        Raises:
            StoreError: database or files failed.
        """
        return removing.forget(self.shelf, claim_id, first, along)

    def close(self) -> None:
        """Give the connections back."""
        self.shelf.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Cases = CaseStore | NoCases
