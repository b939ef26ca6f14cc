"""``periksa known-answer``: an invented claim is verified, put among the cases, listed, and taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from models.audit import Action
from models.case import Ruled, Ruling, Source
from models.desk import QueueWanted
from pipeline.cli import cli
from pipeline.store import CaseStore, DeskStore, Memory
from tests.finished_claims import SAMPLES

FLAGGED, CLEAR = SAMPLES / "jht_nik_one_digit", SAMPLES / "jht_usia_pensiun_clean"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERIKSA_HOME", str(tmp_path))
    monkeypatch.delenv("PERIKSA_MEMORY")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["known-answer", *words])


def test_from_a_folder_to_a_result(home: Path) -> None:
    added = run(
        "add", str(FLAGGED), "--answer", "ask_again", "--answer", "escalate", "--claim-id", "JHT-2026-004711"
    )
    assert added.exit_code == 0, added.output
    with CaseStore.open(home) as cases:
        desk = DeskStore.beside(cases)
        (task,) = desk.queue.page(QueueWanted())
        which = task.review.verification_id
        assert task.review.claim_id == "JHT-2026-004711"
        assert "NIK_MISMATCH" in task.codes
        assert cases.run(which).source is Source.KNOWN_ANSWER
        assert b"JHT-2026-004711" in cases.manifest(which)
        assert cases.report(which).claim_id == "JHT-2026-004711"
        assert len(cases.uploads(which)) > 1
        assert "page-1.jpg" in cases.evidence_names(which)
        assert cases.events_of(which) == ()
        cases.officers.rule(which, Ruling("andi", Ruled.ACCEPT), version=1)
    with Memory.open(home) as memory:
        assert not memory.knows("JHT-2026-004711"), "no claim is compared with it"
    assert "JHT-2026-004711  ask_again|escalate  accept by andi" in run("list").output
    again = run("add", str(FLAGGED), "--answer", "reject", "--claim-id", "JHT-2026-004711")
    assert again.exit_code != 0
    assert run("remove", "JHT-nothing").exit_code == 1
    assert run("remove", "JHT-2026-004711").exit_code == 0
    assert run("remove", "JHT-2026-004711").exit_code == 1
    assert "accept by andi, removed" in run("list").output
    with CaseStore.open(home) as cases:
        audit = [row.entry for row in DeskStore.beside(cases).audit.of_claim("JHT-2026-004711")]
        assert [e.what for e in audit] == [Action.SAMPLE_ADDED, Action.SAMPLE_REMOVED]
        assert all(e.who.startswith("operator:") for e in audit)
        assert cases.runs("JHT-2026-004711") == ()


def test_a_claim_that_periksa_clears_is_no_sample(home: Path) -> None:
    refused = run("add", str(CLEAR), "--answer", "accept")
    assert refused.exit_code != 0
    with CaseStore.open(home) as cases:
        assert DeskStore.beside(cases).agreement.known.every() == []
    assert run("list").output == ""


@pytest.mark.parametrize("words", [("add", "nowhere", "--answer", "accept"), ("add", str(CLEAR)),
                                   ("add", str(CLEAR), "--answer", "clear")])  # fmt: skip
def test_what_makes_no_sample(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
