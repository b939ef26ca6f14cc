"""What is forgotten is gone, from the files too; leftovers are swept, and nothing that is needed."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Lock

import pytest

from models.case import CaseMark, Correction, Ruled, Ruling, Source, Uploaded
from models.claim import Programme
from models.link import Remembered
from models.marks import Marks
from models.outcome import Outcome
from pipeline.errors import NotKept, StoreError
from pipeline.store import CaseStore, Memory
from pipeline.store.case_tables import metadata
from pipeline.store.database import FILE
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import (
    FIRST_DAY,
    KTP,
    NIK,
    PICTURES,
    UPLOADS,
    accepted,
    claim,
    filed,
    manifest,
    report,
)

HOURS = 3600.0


def grow_old(home: Path, seconds: float = 2 * HOURS) -> None:
    """Let every kept file look as if it had been put so long ago."""
    for file in (home / "files").rglob("*"):
        os.utime(file, (time.time() - seconds,) * 2)


def rows_of(cases: CaseStore, claim_id: str) -> int:
    """Count the rows anywhere that name the claim or one of its verifications."""
    own = {run.verification_id for run in cases.runs(claim_id)} | {claim_id}
    with cases.shelf.database.reading() as reading:
        return sum(
            any(cell in own for cell in row if isinstance(cell, str))
            for table in metadata.sorted_tables
            for row in reading.execute(table.select())
        )


def test_a_forgotten_claim_is_gone_and_no_other(cases: CaseStore) -> None:
    gone, other = filed(cases), filed(cases, "JHT-2")
    newer = filed(cases, balance_idr=2)
    ruled = cases.officers.rule(newer, Ruling("officer-1", Ruled.ACCEPT), version=1)
    cases.officers.rule(newer, Ruling("officer-2", Ruled.ACCEPT, approves=ruled.number), version=2)
    cases.officers.correct(newer, Correction("officer-1", 0, "nik", "1", "2"))
    assert rows_of(cases, "JHT-1") > 20
    assert cases.forget("JHT-1")
    with cases.shelf.database.reading() as reading:
        cells = [
            cell
            for table in metadata.sorted_tables
            for row in reading.execute(table.select())
            for cell in row
        ]
    assert not {gone, newer, "JHT-1"} & {cell for cell in cells if isinstance(cell, str)}
    assert not cases.forget("JHT-1")
    assert [run.verification_id for run in cases.find(CaseMark.NIK, NIK)] == [other]
    assert cases.upload(other, 0) == KTP.data
    assert len(list(cases.shelf.files.store.keys())) == len(UPLOADS) + len(PICTURES)
    for ask in (cases.run, cases.report, cases.manifest):
        with pytest.raises(NotKept):
            ask(gone)


def test_its_bytes_are_gone_from_the_database_too(tmp_path: Path) -> None:
    with CaseStore.open(tmp_path) as cases:
        kept = filed(cases, "JHT-7001")
        filed(cases, "JHT-7002")
        with cases.shelf.database.reading() as reading:
            ask = "SELECT {} FROM {} WHERE {}"
            pieces = [
                reading.exec_driver_sql(ask.format(column, table, where)).scalar_one()
                for column, table, where in (
                    ("sealed", "verifications", "claim_id = 'JHT-7001'"),
                    ("sealed", "reports", f"verification_id = '{kept}'"),
                    ("wrapped", "data_keys", "claim_id = 'JHT-7001'"),
                )
            ]

        def left() -> bytes:
            return b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))

        assert all(piece[:64] in left() for piece in pieces)
        cases.forget("JHT-7001")
        assert [
            piece for piece in (*(p[:64] for p in pieces), b"JHT-7001", kept.encode()) if piece in left()
        ] == []
        assert b"JHT-7002" in left()


def test_a_copy_from_before_does_not_open_after(cases: CaseStore) -> None:
    """What lies in a backup of the files is noise without the claim's key."""
    accepted(cases)
    store = cases.shelf.files.store
    copy = {name: store.get(name) for name in store.keys()}  # noqa: SIM118 - no mapping
    cases.forget("JHT-1")
    again = accepted(cases)
    assert not set(copy) & set(store.keys()), "equal files have another address under another key"
    name = next(iter(store.keys()))
    store.put(name, next(iter(copy.values())))
    with pytest.raises(StoreError):
        [cases.upload(again, place) for place in (0, 1)]


def test_a_claim_that_is_only_remembered_is_forgotten_too(place: Place) -> None:
    with place.open() as memory, place.keep() as cases:
        memory.remember(Remembered("JHT-1", Programme.JHT, FIRST_DAY, Outcome.CLEAR), Marks())
        assert memory.forget("JHT-1")
        assert not cases.forget("JHT-1")


def test_forgetting_both_ways_leaves_nothing(place: Place) -> None:
    with place.open() as memory, place.keep() as cases:
        filed(cases)
        memory.remember(Remembered("JHT-1", Programme.JHT, FIRST_DAY, Outcome.CLEAR), Marks())
        assert memory.forget("JHT-1")
        assert cases.forget("JHT-1")
        assert memory.recall("JHT-1") is None
        assert rows_of(cases, "JHT-1") == 0


def test_what_a_caller_adds_is_kept_with_forgetting_or_nothing_is_forgotten(cases: CaseStore) -> None:
    kept = filed(cases)

    def fails(_writing: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cases.forget("JHT-1", along=fails)
    assert cases.report(kept) == report()
    assert cases.upload(kept, 0) == KTP.data


def test_a_claim_that_is_forgotten_while_it_comes_in_is_sealed_anew(
    cases: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, forgot, once = cases.shelf.files.put, list[bool](), Lock()  # files are put side by side

    def put_and_forget(key: object, data: bytes) -> str:
        name = put(key, data)  # type: ignore[arg-type]
        if once.acquire(blocking=False):
            forgot.append(cases.forget("JHT-1"))
        return name

    monkeypatch.setattr(cases.shelf.files, "put", put_and_forget)
    kept = accepted(cases)
    assert forgot == [True]
    assert [cases.upload(kept, place) for place in (0, 1)] == [upload.data for upload in UPLOADS]


def test_a_file_that_is_removed_while_its_like_comes_in_is_put_anew(
    cases: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = filed(cases)
    picture, dropped, once = PICTURES["page-1.jpg"], list[int](), Lock()
    put = cases.shelf.files.put

    def drop_and_put(key: object, data: bytes) -> str:
        if once.acquire(blocking=False):
            dropped.append(cases.drop_evidence(old))
        return put(key, data)  # type: ignore[arg-type]

    monkeypatch.setattr(cases.shelf.files, "put", drop_and_put)
    given = [Uploaded("a.jpg", None, picture), Uploaded("b.jpg", None, b"never seen")]
    kept = cases.accept(manifest(), claim(), given, Source.PORTAL).verification_id
    assert dropped == [len(PICTURES)]
    assert [cases.upload(kept, place) for place in (0, 1)] == [picture, b"never seen"]


def test_pictures_go_and_the_report_stays(cases: CaseStore) -> None:
    kept, other = filed(cases), filed(cases, balance_idr=2)
    assert cases.drop_evidence(kept) == len(PICTURES)
    assert cases.evidence_names(kept) == ()
    assert cases.evidence(other, "page-1.jpg") == PICTURES["page-1.jpg"], "another run shows the same file"
    assert cases.report(kept) == report()
    assert cases.upload(kept, 0) == KTP.data
    assert cases.drop_evidence(other) == len(PICTURES)
    assert len(list(cases.shelf.files.store.keys())) == len(UPLOADS)
    assert cases.drop_evidence(other) == 0


def test_only_old_files_that_nothing_names_are_swept(cases: CaseStore, place: Place) -> None:
    kept = filed(cases)
    with pytest.raises(ZeroDivisionError):
        cases.accept(
            manifest("JHT-2"),
            claim("JHT-2"),
            UPLOADS,
            Source.PORTAL,
            along=lambda _: 1 / 0,  # type: ignore[arg-type, return-value]
        )
    everything = len(UPLOADS) * 2 + len(PICTURES)
    assert cases.sweep()["files"] == 0, "their writer may be about to name them"
    assert len(list(cases.shelf.files.store.keys())) == everything
    grow_old(place.home)
    assert cases.sweep()["files"] == len(UPLOADS)
    assert [cases.upload(kept, place) for place in (0, 1)] == [upload.data for upload in UPLOADS]
    assert cases.evidence(kept, "page-1.jpg") == PICTURES["page-1.jpg"]
    assert cases.sweep()["files"] == 0


def test_files_that_could_not_be_deleted_are_swept_later(
    cases: CaseStore, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed(cases)

    def fails(_name: str) -> None:
        raise StoreError("the disk is away")

    with monkeypatch.context() as patch:
        patch.setattr(cases.shelf.files.store, "delete", fails)
        with pytest.raises(StoreError):
            cases.forget("JHT-1")
    assert cases.runs("JHT-1") == ()
    grow_old(place.home)
    assert cases.sweep()["files"] == len(UPLOADS) + len(PICTURES)


def test_the_store_works_on_s3(s3: str, place: Place) -> None:
    with place.keep(f"{s3}/whole") as cases:
        kept = filed(cases)
        with cases.as_folder(kept) as folder:
            assert (folder / KTP.name).read_bytes() == KTP.data
        assert cases.evidence(kept, "page-1.jpg") == PICTURES["page-1.jpg"]
        assert cases.sweep()["files"] == 0
        assert cases.forget("JHT-1")
        assert list(cases.shelf.files.store.keys()) == []
        assert not (place.home / "files").exists()


def test_a_memory_and_a_store_share_a_claims_key(place: Place) -> None:
    with place.open() as memory, place.keep() as cases:
        kept = filed(cases)
        assert isinstance(memory, Memory)
        assert memory.forget("JHT-1"), "there was a key"
        with pytest.raises(NotKept, match="key"):
            cases.report(kept)
