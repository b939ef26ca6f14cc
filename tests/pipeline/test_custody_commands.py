"""The commands on what is kept: sentences, exit statuses, and the audit's row for each."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from models.marks import Marks
from pipeline import cli
from pipeline.store.audit_tables import audit
from pipeline.store.custody import Custody
from tests.pipeline.store.kept_people import claim_json, keep, report
from tests.pipeline.store.remembered_claims import NIK, claim, nik, phone

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERIKSA_MEMORY", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def periksa(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["periksa", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
            sys.exit(0)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return periksa


@pytest.fixture
def one_claim(home: Path) -> None:
    with Custody.open(home) as custody:
        keep(custody.cases, claim_json("JHT-1"), report("JHT-1"))
        custody.memory.remember(claim("JHT-1"), Marks((nik(NIK), phone())))


def test_a_claims_life_is_in_the_audit(run: Run, one_claim: None, home: Path) -> None:
    why = ("--why", "letter 12/2026")
    assert run("freeze", "JHT-1", *why)[:2] == (0, "JHT-1: frozen\n")
    status, _, told = run("forget", "JHT-1", *why, "--yes")
    assert (status, "periksa unfreeze JHT-1" in told) == (2, True)
    assert run("unfreeze", "JHT-1", *why)[:2] == (0, "JHT-1: goes on\n")
    head = run("audit", "head")[1].strip()
    status, told, _ = run("forget", "JHT-1", *why, "--yes")
    assert status == 0
    assert "1 verifications with their files removed" in told
    assert "3 rows of the audit" in told
    assert "data_keys" in told
    assert run("forget", "JHT-1", *why, "--yes")[0] == 2
    status, told, _ = run("audit", "list", "--claim", "JHT-1")
    assert re.findall(r"operator:\d+  (\w+)  -  letter 12/2026", told) == ["frozen", "unfrozen", "forgotten"]
    status, told, _ = run("audit", "verify", "--head", head)
    assert status == 0
    assert told.startswith("3 rows, 0 faults, head 3-")


def test_tampering_ends_with_one(run: Run, one_claim: None, home: Path) -> None:
    run("freeze", "JHT-1", "--why", "dispute")
    assert "--head" in run("audit", "verify")[1], "what it cannot see is told"
    with Custody.open(home) as custody, custody.cases.shelf.database.writing() as writing:
        writing.exec_driver_sql("DROP TRIGGER audit_keeps_rows")
        writing.execute(update(audit).values(why="nothing"))
    status, told, _ = run("audit", "verify")
    assert (status, told.splitlines()[0]) == (1, "row 1: altered, or not written by periksa")
    status, told, _ = run("audit", "verify", "--head", "2-" + "0" * 64)
    assert (status, "cut off" in told) == (1, True)


def test_a_claim_that_never_came_is_frozen_all_the_same(run: Run, home: Path) -> None:
    status, told, _ = run("freeze", "JHT-typo", "--why", "letter 3/2026")
    assert (status, "nothing is kept of such a claim yet" in told) == (0, True)


@pytest.mark.parametrize("head", ["x", "1-2", "3"])
def test_no_head(run: Run, head: str) -> None:
    status, _, told = run("audit", "verify", "--head", head)
    assert (status, "a head is" in told) == (2, True)


@pytest.mark.parametrize("why", ["", "NIK 3273014708909003", "mail siti@contoh.id"])
def test_a_reason_without_values(run: Run, one_claim: None, home: Path, why: str) -> None:
    status, out, err = run("forget", "JHT-1", "--why", why, "--yes")
    assert status == 2
    assert "3273014708909003" not in out + err
    with Custody.open(home) as custody:
        assert custody.cases.runs("JHT-1")


def test_the_key_is_changed(run: Run, one_claim: None, home: Path) -> None:
    old = (home / "master.key").read_text()
    status, told, _ = run("keys", "rotate")
    assert status == 0
    assert told.startswith("1 claims' keys")
    assert "master.key.before-" in told
    assert old.strip() not in told + (home / "master.key").read_text()
    assert run("audit", "verify")[0] == 0


def test_retention_lists_and_removes(
    run: Run, one_claim: None, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "own.toml"
    kinds = "\n".join(
        f'[{kind}]\ndays = {days}\nsource = "decree 7 of 2026"'
        for kind, days in (("faces", 0), ("evidence", 0), ("claims", 9), ("audit", 9))
    )
    table.write_text(f'version = "own-1"\n{kinds}\n')
    monkeypatch.setenv("PERIKSA_RETENTION", str(table))
    status, told, _ = run("retention", "--dry-run")
    assert status == 0
    assert re.match(r"evidence  JHT-1 [0-9a-f-]{36}  since \d{4}-\d\d-\d\d  2\n", told)
    assert "nothing was changed" in told
    assert "removed: 0 claims, 2 evidence, 0 faces, 0 audit" in run("retention")[1]
    assert run("retention", "--dry-run")[1].startswith("0 would go")
    table.write_text("version = 3")
    assert run("retention")[0] == 2


def test_an_export_is_asked_for_and_written_once(
    run: Run, one_claim: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "person.zip"
    monkeypatch.setattr("click.prompt", lambda *_, hide_input: NIK.digits if hide_input else "")
    status, told, err = run("export-person", "--out", out)
    assert status == 0
    assert told.startswith("1 claims, 3 files, 0 left out")
    assert NIK.digits not in told + err
    assert out.stat().st_mode & 0o777 == 0o600
    assert run("export-person", "--out", out)[0] == 2
    assert run("export-person", "--nik", "12", "--out", tmp_path / "other.zip")[0] == 2
    status, told, _ = run("export-person", "--nik", "3273014708900005", "--out", tmp_path / "other.zip")
    assert (status, told.startswith("nothing is kept")) == (0, True)
    assert not (tmp_path / "other.zip").exists()
