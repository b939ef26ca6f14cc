"""Back up and restore as docs/operating.md says: claims, files, reports and audit in another home."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models.audit import Action
from models.marks import Marks
from pipeline.errors import VerificationError
from pipeline.store.custody import Custody
from tests.pipeline.store.kept_people import claim_json, keep, report
from tests.pipeline.store.remembered_claims import claim

CLAIMS = ("JHT-1", "JHT-2", "JHT-3")


def back_up(home: Path, to: Path) -> None:
    """Copy a home that is in use: the database by SQLite's own backup, then the files."""
    to.mkdir()
    with (
        closing(sqlite3.connect(home / "periksa.db")) as used,
        closing(sqlite3.connect(to / "periksa.db")) as copy,
    ):
        used.backup(copy)
    shutil.copytree(home / "files", to / "files")


@pytest.fixture
def restored(tmp_path: Path) -> Path:
    """A home made of a backup that was taken in the middle of the work; the first one is gone."""
    home, backup, other = tmp_path / "home", tmp_path / "backup", tmp_path / "other"
    with Custody.open(home) as custody:
        for claim_id in CLAIMS:
            keep(custody.cases, claim_json(claim_id), report(claim_id))
            custody.memory.remember(claim(claim_id), Marks())
            custody.freeze(claim_id, "operator:1000", "dispute")
        back_up(home, backup)
        key = (home / "master.key").read_bytes()
        keep(custody.cases, claim_json("JHT-4"), report("JHT-4"))
    shutil.rmtree(home)
    shutil.copytree(backup, other)
    (other / "master.key").write_bytes(key)
    (other / "master.key").chmod(0o600)
    return other


def test_claims_files_reports_and_audit_are_there(restored: Path) -> None:
    with Custody.open(restored) as custody:
        for claim_id in CLAIMS:
            (run,) = custody.cases.runs(claim_id)
            assert custody.cases.report(run.verification_id).claim_id == claim_id
            assert claim_id.encode() in custody.cases.manifest(run.verification_id)
            for name in custody.cases.evidence_names(run.verification_id):
                assert custody.cases.evidence(run.verification_id, name)
            assert [row.entry.what for row in custody.audit.of_claim(claim_id)] == [Action.FROZEN]
            assert custody.memory.knows(claim_id)
        assert custody.cases.runs("JHT-4") == (), "it came after the backup"
        assert custody.audit.verify().faults == ()


def test_work_goes_on_there(restored: Path) -> None:
    with Custody.open(restored) as custody:
        keep(custody.cases, claim_json("JHT-5"), report("JHT-5"))
        assert custody.cases.runs("JHT-5")
        assert custody.audit.verify().faults == ()


def test_without_the_key_nothing_is_opened(restored: Path) -> None:
    (restored / "master.key").unlink()
    with pytest.raises(VerificationError, match="key"), Custody.open(restored):
        pass
