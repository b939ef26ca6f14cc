"""Claims are frozen, forgotten and end with their time; each leaves its row in the audit, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from models.case import Ruled, Ruling, Source
from models.claim import Claim
from models.marks import Marks
from pipeline.errors import ClaimFrozen, IntakeError, NotKept, StoreError
from pipeline.store.case_tables import verifications
from pipeline.store.custody import Custody
from pipeline.store.retention import Kind
from pipeline.store.tables import claims, metadata
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_people import claim_json, keep, report
from tests.pipeline.store.remembered_claims import NIK, claim, nik, phone, portrait, selfie, somebody

WHO, WHY = "operator:1000", "letter 12/2026"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KNOWN = Marks((nik(NIK), phone()), (selfie(somebody(1)), portrait(somebody(2))))


@pytest.fixture
def custody(place: Place) -> Iterator[Custody]:
    with Custody.open(place.home, place.url) as opened:
        yield opened


def kept(custody: Custody, claim_id: str, outcome: str = "clear") -> str:
    verification_id = keep(custody.cases, claim_json(claim_id), report(claim_id, outcome))
    custody.memory.remember(claim(claim_id), KNOWN)
    return verification_id


def done_on(custody: Custody, claim_id: str, day: datetime) -> None:
    """Let everything about a claim have happened on that day."""
    with custody.cases.shelf.database.writing() as writing:
        of_it = verifications.c.claim_id == claim_id
        writing.execute(update(verifications).where(of_it).values(received_at=day, finished_at=day))
        writing.execute(update(claims).where(claims.c.claim_id == claim_id).values(submitted_at=day))


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def told(custody: Custody, claim_id: str) -> list[str]:
    return [row.entry.what for row in custody.audit.of_claim(claim_id)]


def rows(custody: Custody) -> dict[str, int]:
    with custody.cases.shelf.database.reading() as reading:
        return {t.name: len(reading.execute(select(t)).all()) for t in metadata.sorted_tables}


class TestForgetting:
    def test_nothing_is_left_but_the_audit(self, custody: Custody, place: Place) -> None:
        kept(custody, "JHT-1")
        verification_id = kept(custody, "JHT-2")
        before = rows(custody)
        gone = custody.forget("JHT-1", WHO, WHY)
        assert (gone.verifications, gone.remembered, gone.audit_rows) == (1, True, 1)
        assert custody.cases.runs("JHT-1") == ()
        assert not custody.memory.knows("JHT-1")
        shared = custody.memory.others_like("none", KNOWN, faces_within=0.2)
        assert {link.other.claim_id for link in shared.found} == {"JHT-2"}
        (row,) = custody.audit.of_claim("JHT-1")
        assert (row.entry.who, row.entry.what, row.entry.why) == (WHO, "forgotten", WHY)
        after = rows(custody)
        for table in (
            "data_keys",
            "verifications",
            "uploads",
            "reports",
            "evidence",
            "files",
            "faces",
            "marks",
        ):
            assert after[table] * 2 == before[table] > 0, table
        assert len(list((place.home / "files").rglob("*-*"))) == after["files"]
        assert custody.cases.report(verification_id)

    def test_a_claim_that_is_remembered_only(self, custody: Custody) -> None:
        custody.memory.remember(claim("JHT-1"), KNOWN)
        assert custody.forget("JHT-1", WHO, WHY).remembered
        assert not custody.memory.knows("JHT-1")

    def test_what_is_not_kept_cannot_be_forgotten(self, custody: Custody) -> None:
        with pytest.raises(NotKept, match="JHT-9"):
            custody.forget("JHT-9", WHO, WHY)
        assert custody.audit.head().number == 0

    def test_a_fault_at_the_end_undoes_everything(
        self, custody: Custody, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        verification_id = kept(custody, "JHT-1")

        def fails(*_: object) -> None:
            raise StoreError("the database failed")

        monkeypatch.setattr(custody.audit, "append", fails)
        with pytest.raises(StoreError):
            custody.forget("JHT-1", WHO, WHY)
        assert custody.cases.upload(verification_id, 0) == b"bytes of ktp.jpg"
        assert custody.memory.recall("JHT-1")


class TestFreezing:
    def test_a_frozen_claim_is_left_alone(self, custody: Custody) -> None:
        verification_id = kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(9000))
        assert custody.freeze("JHT-1", WHO, WHY)
        assert not custody.freeze("JHT-1", WHO, WHY)
        with pytest.raises(ClaimFrozen):
            custody.memory.refuse_frozen("JHT-1")
        with pytest.raises(ClaimFrozen):
            custody.forget("JHT-1", WHO, WHY)
        assert custody.due(NOW) == []
        assert custody.apply_retention(NOW) == dict.fromkeys(Kind, 0)
        assert custody.cases.evidence(verification_id, "page-1.jpg")
        assert told(custody, "JHT-1") == ["frozen"]

    def test_it_goes_on_when_it_is_unfrozen(self, custody: Custody) -> None:
        kept(custody, "JHT-1")
        custody.freeze("JHT-1", WHO, WHY)
        assert custody.unfreeze("JHT-1", WHO, WHY)
        assert not custody.unfreeze("JHT-1", WHO, WHY)
        custody.memory.refuse_frozen("JHT-1")
        custody.forget("JHT-1", WHO, WHY)
        assert told(custody, "JHT-1") == ["frozen", "unfrozen", "forgotten"]

    def test_no_worker_takes_it(self, custody: Custody) -> None:
        for claim_id in ("JHT-1", "JHT-2"):
            typed = Claim.model_validate(claim_json(claim_id))
            custody.cases.accept(b"{}", typed, [], Source.PORTAL)
        custody.freeze("JHT-1", WHO, WHY)
        job = custody.cases.jobs.take("worker-1", 60)
        assert job
        assert job.claim_id == "JHT-2"
        assert custody.cases.jobs.take("worker-1", 60) is None
        custody.unfreeze("JHT-1", WHO, WHY)
        assert custody.cases.jobs.take("worker-1", 60)

    def test_frozen_while_its_time_ran_out(self, custody: Custody, monkeypatch: pytest.MonkeyPatch) -> None:
        """Between the look at what is due and its removal."""
        kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(9000))
        due = custody.due(NOW)
        custody.freeze("JHT-1", WHO, WHY)
        monkeypatch.setattr(custody, "due", lambda _now: due)
        assert custody.apply_retention(NOW)["claims"] == 0
        assert custody.cases.runs("JHT-1")
        assert custody.memory.recall("JHT-1")


class TestRetention:
    @pytest.mark.parametrize("kind", [Kind.CLAIMS, Kind.EVIDENCE])
    def test_what_is_taken_up_meanwhile_stays(
        self, custody: Custody, monkeypatch: pytest.MonkeyPatch, kind: Kind
    ) -> None:
        """Between the look at what is due and its removal."""
        verification_id = kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(9000 if kind is Kind.CLAIMS else 90))
        due = custody.due(NOW)
        assert [one.kind for one in due] == [kind]
        if kind is Kind.CLAIMS:
            again = claim_json("JHT-1", balance_idr=5)
            assert keep(custody.cases, again, report("JHT-1")) != verification_id
        else:
            custody.cases.officers.open_review(verification_id)
        monkeypatch.setattr(custody, "due", lambda _now: due)
        assert custody.apply_retention(NOW)[kind] == 0
        assert custody.cases.upload(verification_id, 0) == b"bytes of ktp.jpg"
        assert custody.cases.evidence_names(verification_id)
        assert custody.memory.recall("JHT-1")
        assert told(custody, "JHT-1") == []

    def test_a_claims_time(self, custody: Custody) -> None:
        for claim_id, days in (("JHT-old", 1827), ("JHT-new", 1825)):
            kept(custody, claim_id)
            done_on(custody, claim_id, ago(days))
        (whole,) = [one for one in custody.due(NOW) if one.claim_id == "JHT-old"]
        assert (whole.kind, whole.since, whole.count) == (Kind.CLAIMS, ago(1827), 1)
        assert custody.apply_retention(NOW)["claims"] == 1
        assert (custody.cases.runs("JHT-old"), custody.memory.recall("JHT-old")) == ((), None)
        assert custody.cases.runs("JHT-new")
        (row,) = custody.audit.of_claim("JHT-old")
        assert (row.entry.who, row.entry.what) == ("system:retention", "expired")
        assert row.entry.why == f"claims: 1, since {ago(1827).date()}, kept 1826 days (2026.11.1)"

    def test_the_last_thing_that_was_done_counts(self, custody: Custody) -> None:
        verification_id = kept(custody, "JHT-1", "review")
        done_on(custody, "JHT-1", ago(1900))
        assert custody.due(NOW)[0].kind is Kind.CLAIMS
        custody.cases.officers.rule(verification_id, Ruling("officer-1", Ruled.ACCEPT), version=1)
        assert Kind.CLAIMS not in [one.kind for one in custody.due(NOW)]

    def test_pictures_go_after_the_decision(self, custody: Custody) -> None:
        verification_id = kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(31))
        (pictures,) = custody.due(NOW)
        assert (pictures.kind, pictures.count) == (Kind.EVIDENCE, 2)
        assert custody.apply_retention(NOW) == {"claims": 0, "evidence": 2, "faces": 0, "audit": 0}
        assert custody.cases.evidence_names(verification_id) == ()
        assert custody.cases.report(verification_id)
        assert custody.cases.upload(verification_id, 0) == b"bytes of ktp.jpg"
        assert told(custody, "JHT-1") == ["expired"]
        assert custody.due(NOW) == []

    def test_pictures_stay_until_an_officer_has_decided(self, custody: Custody) -> None:
        verification_id = kept(custody, "JHT-1", "review")
        done_on(custody, "JHT-1", ago(100))
        assert custody.due(NOW) == []
        custody.cases.officers.rule(verification_id, Ruling("officer-1", Ruled.ACCEPT), version=1)
        now = datetime.now(UTC)
        assert custody.due(now + timedelta(days=29)) == []
        assert [one.kind for one in custody.due(now + timedelta(days=31))] == [Kind.EVIDENCE]

    def test_faces_go_and_the_numbers_stay(self, custody: Custody) -> None:
        custody.memory.remember(claim("JHT-1"), KNOWN)
        done_on(custody, "JHT-1", ago(181))
        assert custody.memory.faces.near(selfie(somebody(1)), 0.1).found
        assert custody.apply_retention(NOW)["faces"] == 2
        assert not custody.memory.faces.near(selfie(somebody(1)), 0.1).found
        recalled = custody.memory.recall("JHT-1")
        assert recalled
        assert recalled[1].values == KNOWN.values

    def test_the_audits_own_time(self, custody: Custody) -> None:
        for number in range(3):
            custody.freeze(f"JHT-{number}", WHO, WHY)
        later = datetime.now(UTC) + timedelta(days=3654)
        (due,) = custody.due(later)
        assert (due.kind, due.count, due.claim_id) == (Kind.AUDIT, 3, None)
        custody.apply_retention(later)
        assert custody.examine().faults == ()
        assert custody.audit.of_claim("JHT-0") == []
        newest = custody.audit.head().number
        assert newest == 4, "its shortening is written down; the row before it seals what remains"

    def test_nothing_to_do_twice(self, custody: Custody) -> None:
        kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(5000))
        custody.apply_retention(NOW)
        rows_before = custody.audit.head()
        assert custody.apply_retention(NOW) == dict.fromkeys(Kind, 0)
        assert custody.audit.head() == rows_before

    def test_looking_changes_nothing(self, custody: Custody) -> None:
        kept(custody, "JHT-1")
        done_on(custody, "JHT-1", ago(5000))
        before = rows(custody)
        assert custody.due(NOW)
        assert rows(custody) == before


class TestKeys:
    def test_the_key_file_is_changed_with_the_database(self, place: Place) -> None:
        with Custody.open(place.home, place.url) as custody:
            verification_id = kept(custody, "JHT-1")
            before = (place.home / "master.key").read_text()
            changed = custody.rotate_keys(WHO, lambda *_: None)
        assert changed.rotated
        assert changed.rotated.claims == 1
        assert changed.aside
        assert changed.aside.read_text() == before
        with Custody.open(place.home, place.url) as custody:
            assert custody.cases.upload(verification_id, 0) == b"bytes of ktp.jpg"
            assert custody.cases.report(verification_id).outcome == "clear"
            found: Any = custody.cases.find("nik", NIK.digits)
            assert [run.claim_id for run in found] == ["JHT-1"]
            assert custody.memory.recall("JHT-1")

    def test_keys_of_the_environment(self, place: Place) -> None:
        old, new = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "/" * 42 + "8="
        with Custody.open(place.home, place.url, old) as custody:
            kept(custody, "JHT-1")
            with pytest.raises(IntakeError, match="PERIKSA_MASTER_KEY_OLD"):
                custody.rotate_keys(WHO, lambda *_: None)
        with Custody.open(place.home, place.url, f"{new} {old}") as custody:
            assert custody.rotate_keys(WHO, lambda *_: None).rotated
        for given in (f"{new} {old}", new):
            with Custody.open(place.home, place.url, given) as custody:
                assert custody.memory.recall("JHT-1")
        with Custody.open(place.home, place.url, f"{new} {old}") as custody:
            assert custody.rotate_keys(WHO, lambda *_: None).rotated is None
        assert not list(place.home.glob("master.key*"))

    def test_an_interrupted_change_goes_on(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        """Killed after the file, and killed after the database."""
        from pipeline.store import key_change

        class Killed(BaseException):
            pass

        def kill(*_: object) -> None:
            raise Killed

        with Custody.open(place.home, place.url) as custody:
            kept(custody, "JHT-1")
            for step in ("rotate", "keep_one"):
                with monkeypatch.context() as patch, pytest.raises(Killed):
                    patch.setattr(key_change, step, kill)
                    custody.rotate_keys(WHO, lambda *_: None)
        assert len((place.home / "master.key").read_text().split()) == 2
        with Custody.open(place.home, place.url) as custody:
            assert custody.memory.recall("JHT-1")
            changed = custody.rotate_keys(WHO, lambda *_: None)
        assert (changed.rotated, bool(changed.aside)) == (None, True)
        assert len((place.home / "master.key").read_text().split()) == 1
        with Custody.open(place.home, place.url) as custody:
            assert custody.memory.recall("JHT-1")
            assert custody.examine().faults == ()

    def test_two_at_once(self, place: Place) -> None:
        from pipeline.store.key_change import _alone

        refused = pytest.raises(StoreError, match="another process")
        with Custody.open(place.home, place.url) as custody, _alone(place.home), refused:
            custody.rotate_keys(WHO, lambda *_: None)
        assert len((place.home / "master.key").read_text().split()) == 1


def test_a_head_is_compared(custody: Custody) -> None:
    custody.freeze("JHT-1", WHO, WHY)
    assert custody.examine(str(custody.audit.head())).compared
    with pytest.raises(IntakeError, match="a head is"):
        custody.examine("12")


def test_a_table_of_ones_own(place: Place, tmp_path: Path) -> None:
    table = tmp_path / "own.toml"
    days = {"faces": 0, "evidence": 1, "claims": 2, "audit": 3}
    rows = "\n".join(f'[{kind}]\ndays = {n}\nsource = "decree 7 of 2026"' for kind, n in days.items())
    table.write_text(f'version = "own-1"\n{rows}\n')
    with Custody.open(place.home, place.url, retention=table) as custody:
        kept(custody, "JHT-1")
        done_on(custody, "JHT-1", datetime.now(UTC) - timedelta(hours=30))
        assert [one.kind for one in custody.due()] == [Kind.EVIDENCE, Kind.FACES]
        assert custody.apply_retention() == {"claims": 0, "evidence": 2, "faces": 2, "audit": 0}
