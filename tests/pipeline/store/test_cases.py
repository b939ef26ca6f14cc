"""A claim is kept whole, found again, and lies in a private folder only while it is looked at."""

from __future__ import annotations

import doctest
import fcntl
import os
import uuid
from multiprocessing import get_context
from pathlib import Path

import pytest

from models.case import Accepted, CaseMark, EventKind, KeptUpload, RunState, Source, Uploaded
from models.outcome import Outcome, Risk
from pipeline.errors import IntakeError, NotKept, StoreError
from pipeline.store import CaseStore, case_marks
from pipeline.store.case_tables import files, verifications
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import (
    ACCOUNT,
    FIRST_DAY,
    KPJ,
    KTP,
    NIK,
    PHONE,
    PICTURES,
    SELFIE,
    UPLOADS,
    accepted,
    claim,
    filed,
    manifest,
    report,
)


def count(cases: CaseStore, table: str) -> int:
    with cases.shelf.database.reading() as reading:
        return int(reading.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_what_came_is_kept(cases: CaseStore) -> None:
    kept = cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL)
    assert uuid.UUID(kept.verification_id).version == 4
    assert not kept.again
    assert cases.manifest(kept.verification_id) == manifest()
    assert cases.uploads(kept.verification_id) == (
        KeptUpload(0, KTP.name, "ktp", len(KTP.content())),
        KeptUpload(1, SELFIE.name, "selfie", len(SELFIE.content())),
    )
    assert [cases.upload(kept.verification_id, place) for place in (0, 1)] == [KTP.data, SELFIE.data]
    run = cases.run(kept.verification_id)
    assert (run.claim_id, run.source, run.state, run.submitted_at) == (
        "JHT-1", Source.PORTAL, RunState.QUEUED, FIRST_DAY,
    )  # fmt: skip
    assert (run.current, run.outcome, run.finished_at, run.attempts) == (False, None, None, 0)


def test_the_same_input_is_kept_once(cases: CaseStore) -> None:
    first = accepted(cases)
    for _ in range(3):
        assert cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL) == Accepted(first, again=True)
    assert count(cases, "verifications") == 1
    others = [
        accepted(cases, balance_idr=1),
        cases.accept(manifest(), claim(), UPLOADS[:1], Source.PORTAL).verification_id,
        cases.accept(manifest(), claim(), UPLOADS[::-1], Source.PORTAL).verification_id,
        cases.accept(
            manifest(), claim(), (Uploaded("x", "ktp", KTP.data), SELFIE), Source.PORTAL
        ).verification_id,
        accepted(cases, "JHT-2"),
    ]
    assert len({first, *others}) == 6


def test_a_digest_of_the_callers_own_tells_what_is_the_same(cases: CaseStore) -> None:
    first, again, newer = (
        cases.accept(manifest(), claim(), UPLOADS, Source.BATCH, digest=digest)
        for digest in ("software 1", "software 1", "software 2")
    )
    assert again == Accepted(first.verification_id, again=True)
    assert not newer.again
    assert count(cases, "files") == 2, "the files of the second run are those of the first"


def test_equal_files_are_kept_once_in_a_claim_and_apart_in_another(cases: CaseStore) -> None:
    twice = [Uploaded("a.jpg", None, KTP.data), Uploaded("b.jpg", "kk", KTP.data)]
    kept = cases.accept(manifest(), claim(), twice, Source.PORTAL).verification_id
    assert len(list(cases.shelf.files.store.keys())) == 1
    assert [cases.upload(kept, place) for place in (0, 1)] == [KTP.data, KTP.data]
    cases.accept(manifest("JHT-2"), claim("JHT-2"), twice, Source.PORTAL)
    assert len(list(cases.shelf.files.store.keys())) == 2


def test_uploads_may_be_read_one_after_the_other(cases: CaseStore) -> None:
    lazy = [Uploaded(upload.name, upload.declared, upload.content) for upload in UPLOADS]
    kept = cases.accept(manifest(), claim(), lazy, Source.PORTAL)
    assert cases.upload(kept.verification_id, 1) == SELFIE.data
    assert cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL).again


@pytest.mark.parametrize(
    "name", ["", " ", "..", "a/b", "a\\b", "a\n", "claim.json", "CLAIM.JSON", "x" * 256, "\udcff"]
)
def test_a_name_that_is_no_plain_one_is_refused(cases: CaseStore, name: str) -> None:
    with pytest.raises(IntakeError):
        cases.accept(manifest(), claim(), [Uploaded(name, None, b"1")], Source.PORTAL)
    assert cases.runs("JHT-1") == ()


def test_two_files_of_one_name_are_refused(cases: CaseStore) -> None:
    with pytest.raises(IntakeError):
        cases.accept(manifest(), claim(), [KTP, KTP], Source.PORTAL)


def test_a_claim_without_files_is_kept_too(cases: CaseStore) -> None:
    kept = cases.accept(manifest(), claim(), (), Source.PORTAL).verification_id
    assert cases.uploads(kept) == ()
    with cases.as_folder(kept) as folder:
        assert [file.name for file in folder.iterdir()] == ["claim.json"]


def test_what_a_caller_adds_is_kept_with_it_or_not_at_all(cases: CaseStore) -> None:
    def fails(_writing: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL, along=fails)
    assert cases.runs("JHT-1") == ()
    wanted, seen = str(uuid.uuid4()), list[str]()

    def notes(writing: object) -> None:
        assert hasattr(writing, "execute")
        seen.extend(writing.execute(verifications.select()).scalars())

    cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL, verification_id=wanted, along=notes)
    cases.accept(manifest(), claim(), UPLOADS, Source.PORTAL, along=notes)
    assert seen == [wanted], "it is not called where nothing is written"


def test_a_report_is_filed_whole(cases: CaseStore) -> None:
    kept = filed(cases)
    run = cases.run(kept)
    assert (run.state, run.current, run.outcome, run.risk) == (
        RunState.FINISHED, True, Outcome.REVIEW, Risk.MEDIUM,
    )  # fmt: skip
    assert (run.software, run.policy) == ("periksa 0", "2026.1")
    assert run.finished_at
    assert run.finished_at >= run.received_at
    assert cases.report(kept) == report()
    assert cases.evidence_names(kept) == tuple(PICTURES)
    assert {name: cases.evidence(kept, name) for name in PICTURES} == PICTURES
    event = cases.events_of(kept)[0]
    assert (event.kind, event.claim_id) == (EventKind.FINISHED, "JHT-1")
    assert cases.current("JHT-1") == run


def test_what_is_not_there_is_said(cases: CaseStore) -> None:
    nobody = str(uuid.uuid4())
    for ask in (cases.run, cases.manifest, cases.uploads, cases.report, cases.evidence_names):
        with pytest.raises(NotKept):
            ask(nobody)
    kept = accepted(cases)
    for asked in (
        lambda: cases.report(kept),
        lambda: cases.evidence(kept, "page-1.jpg"),
        lambda: cases.upload(kept, 2),
        lambda: cases.file_report(nobody, report(), {}),
    ):
        with pytest.raises(NotKept):
            asked()
    assert cases.current("JHT-1") is None
    assert cases.events_of(nobody) == ()


def test_a_file_that_is_gone_or_altered_is_a_fault(cases: CaseStore) -> None:
    kept = accepted(cases)
    with cases.shelf.database.reading() as reading:
        names = {row.size: row.key for row in reading.execute(files.select())}
    store = cases.shelf.files.store
    first, second = names[len(KTP.content())], names[len(SELFIE.content())]
    store.put(first, store.get(second))
    with pytest.raises(StoreError, match="not of this claim"):
        cases.upload(kept, 0)
    store.delete(second)
    with pytest.raises(StoreError):
        cases.upload(kept, 1)
    with pytest.raises(StoreError), cases.as_folder(kept):
        pytest.fail("a claim that cannot be read is not shown in part")
    assert list((cases._folders).iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CaseMark.NIK, NIK),
        (CaseMark.KPJ, f" {KPJ[:4]} {KPJ[4:]}"),
        (CaseMark.PHONE, "+62 812 9000 7890"),
        (CaseMark.PHONE, PHONE),
        (CaseMark.ACCOUNT, ACCOUNT),
        (CaseMark.NAME, "siti  Rahmawati"),
        (CaseMark.NAME_WORD, "rahmawati"),
        (CaseMark.NAME_WORD, "SITI"),
    ],
)
def test_a_claim_is_found_by_what_was_typed(cases: CaseStore, kind: CaseMark, text: str) -> None:
    first, second = accepted(cases), accepted(cases, "JHT-2")
    assert [run.verification_id for run in cases.find(kind, text)] == [second, first]
    assert [run.verification_id for run in cases.find(kind, text, most=1)] == [second]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CaseMark.NIK, "3273014708909004"),
        (CaseMark.KPJ, NIK),
        (CaseMark.NAME, "SITI"),
        (CaseMark.NAME_WORD, "SITI RAHMAWATI"),
        (CaseMark.ACCOUNT, "-"),
        (CaseMark.NAME, "%"),
    ],
)
def test_nothing_else_is_found(cases: CaseStore, kind: CaseMark, text: str) -> None:
    accepted(cases)
    assert cases.find(kind, text) == ()


def test_a_claim_is_found_by_what_was_read(cases: CaseStore) -> None:
    kept = accepted(cases, source=Source.BATCH)
    read = report(nik="3201010101900001", nama="BUDI SANTOSO", kpj="99034567899", nomor_rekening="9876543210")
    cases.file_report(kept, read, {})
    for kind, text in [
        (CaseMark.NIK, "3201010101900001"),
        (CaseMark.NAME_WORD, "Budi"),
        (CaseMark.ACCOUNT, "9876543210"),
        (CaseMark.NIK, NIK),
    ]:
        assert [run.verification_id for run in cases.find(kind, text)] == [kept]


def test_a_claim_lies_in_a_private_folder_while_it_is_looked_at(cases: CaseStore) -> None:
    kept = accepted(cases)
    with cases.as_folder(kept) as folder:
        told = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert told == {"claim.json": manifest(), KTP.name: KTP.data, SELFIE.name: SELFIE.data}
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
        assert folder.parent.stat().st_mode & 0o777 == 0o700
        assert "SITI" not in str(folder).upper()
        assert cases.sweep()["folders"] == 0, "it is in use"
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(ZeroDivisionError), cases.as_folder(kept) as folder:
        raise ZeroDivisionError
    assert not folder.exists()


def look_for_ever(place: Place, kept: str, told: Path) -> None:
    with place.keep() as cases, cases.as_folder(kept) as folder:
        told.write_text(str(folder))
        fcntl.flock(os.open(told, os.O_RDONLY), fcntl.LOCK_EX)  # held by the parent
    raise AssertionError("it is killed before")


def test_what_a_killed_process_left_is_swept(place: Place, tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.touch()
    lock = os.open(told, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with place.keep() as cases:
        looker = get_context("spawn").Process(target=look_for_ever, args=(place, accepted(cases), told))
        looker.start()
        while not told.read_text():
            assert looker.is_alive()
        left = Path(told.read_text())
        assert cases.sweep()["folders"] == 0
        looker.kill()
        looker.join()
        looker.close()
        assert (left / KTP.name).exists()
        assert cases.sweep()["folders"] == 1
        assert not left.exists()
    os.close(lock)


def test_what_is_said_of_names_is_so() -> None:
    told = doctest.testmod(case_marks)
    assert told.attempted
    assert not told.failed
