"""Rulings over HTTP: what counts at once, what waits for a second officer, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.audit import Action
from models.case import Correction, ReviewState, Ruled
from models.outcome import Risk
from pipeline.store import CaseStore
from pipeline.store.custody import Custody
from pipeline.store.deliveries import Deliveries
from tests.pipeline.desk.flagged_claims import flagged
from tests.pipeline.desk.live_desk import Live, running

OPEN, WAITING, DECIDED = ReviewState.OPEN, ReviewState.WAITING, ReviewState.DECIDED


def state(live: Live, run: str) -> ReviewState:
    return live.store.cases.officers.review(run).state


def test_one_officer_accepts_a_claim_of_medium_risk_and_gets_the_next(live: Live) -> None:
    first, second = flagged(live.store.cases, "JHT-1"), flagged(live.store.cases, "JHT-2")
    someone = live.signed_in("officer")
    answer = someone.rule(first, "accept", code="misread", note="Angka 3 terbaca 8.")
    assert answer.status_code == 303
    onwards = someone.client.get(answer.headers["location"])
    assert onwards.headers["location"] == f"/desk/case/{second}?done={first}"
    (kept,) = live.store.cases.officers.rulings(first)
    assert (kept.ruling.officer, kept.ruling.ruled, kept.ruling.codes) == (
        "officer",
        Ruled.ACCEPT,
        ("misread",),
    )
    assert kept.ruling.note == "Angka 3 terbaca 8."
    assert state(live, first) is DECIDED
    rows = live.store.audit.of_claim("JHT-1")
    assert [(row.entry.what, row.entry.why) for row in rows] == [(Action.RULED, "accept misread")]


@pytest.mark.parametrize(
    ("risk", "ruled", "code"),
    [(Risk.LOW, "reject", "forged"), (Risk.HIGH, "accept", "misread"), (Risk.HIGH, "ask_again", "ktp_again")],
)
def test_a_rejection_and_high_risk_need_two(live: Live, risk: Risk, ruled: str, code: str) -> None:
    run = flagged(live.store.cases, "JHT-1", risk)
    live.account("second")
    first, second = live.signed_in("officer"), live.signed_in("second")
    first.rule(run, ruled, code=code)
    assert state(live, run) is WAITING
    own = first.rule(run, ruled, version=2, code=code)
    assert own.status_code == 409
    assert "sendiri" in own.text
    assert state(live, run) is WAITING
    assert second.rule(run, ruled, version=2, code=code).status_code == 303
    assert state(live, run) is DECIDED
    proposed, approved = live.store.cases.officers.rulings(run)
    assert approved.ruling.approves == proposed.number


def test_who_disagrees_proposes_anew(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    live.account("second")
    first, second = live.signed_in("officer"), live.signed_in("second")
    first.rule(run, "reject", code="forged")
    second.rule(run, "accept", version=2)
    assert state(live, run) is WAITING
    assert second.rule(run, "accept", version=3).status_code == 409
    first.rule(run, "accept", version=3)
    assert state(live, run) is DECIDED


def test_a_corrected_reading_voids_the_proposal(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    live.account("second")
    first, second = live.signed_in("officer"), live.signed_in("second")
    first.rule(run, "accept")
    corrected = second.post(f"/case/{run}/correct", place="0.nik", value="3273014708909008", why="8, bukan 3")
    assert corrected.status_code == 303
    second.rule(run, "accept", version=2)
    assert state(live, run) is WAITING, "it was the first word on what is known now"
    assert live.store.cases.officers.rulings(run)[-1].ruling.approves is None


def test_a_new_verification_voids_the_proposal(live: Live) -> None:
    old = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    live.account("second")
    live.signed_in("officer").rule(old, "accept")
    new = flagged(live.store.cases, "JHT-1", Risk.HIGH, data_updated=True)
    late = live.signed_in("second").rule(old, "accept", version=3)
    assert late.status_code == 409
    assert state(live, old) is ReviewState.SUPERSEDED
    assert state(live, new) is OPEN
    page = live.signed_in("second").get(f"/case/{old}").text
    assert f"/desk/case/{new}" in page


def test_the_second_writer_is_told_what_changed(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    live.account("second")
    assert live.signed_in("second").post(f"/case/{run}/assign", to="me", version=1).status_code == 303
    late = live.signed_in("officer").rule(run, "accept", version=1)
    assert late.status_code == 409
    assert "second" in late.text
    assert live.store.cases.officers.rulings(run) == ()
    assert "second" in live.signed_in("officer").get(f"/case/{run}").text


def test_only_a_supervisor_decides_what_was_escalated(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    live.account("second")
    live.signed_in("officer").rule(run, "escalate", code="suspected_fraud")
    assert state(live, run) is WAITING
    assert live.signed_in("second").rule(run, "accept", version=2).status_code == 409
    assert live.signed_in("supervisor").rule(run, "accept", version=2).status_code == 303
    assert state(live, run) is DECIDED


@pytest.mark.parametrize(
    ("ruled", "fields"),
    [("reject", {}), ("escalate", {}), ("ask_again", {"code": "forged"}), ("reject", {"code": "other"}),
     ("clear", {}), ("accept", {"version": "x"}), ("accept", {"note": "x" * 2001})],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(live: Live, ruled: str, fields: dict[str, str]) -> None:
    run = flagged(live.store.cases, "JHT-1")
    told = {"ruled": ruled, "version": "1", **fields}
    if ruled == "ask_again":
        told["code"] = "no_such_reason"
    assert live.signed_in("officer").post(f"/case/{run}/rule", **told).status_code == 400
    assert state(live, run) is OPEN


def test_ticked_reasons_become_the_message_and_the_officers_own_words_are_kept(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    someone = live.signed_in("officer")
    written = someone.post(f"/case/{run}/message", code=["ktp_again", "selfie_again"]).json()["message"]
    assert "2 hal" in written
    assert "foto KTP asli" in written
    assert "tidak ditolak" in written
    own = written.replace("Terima kasih", "Salam hangat")
    someone.rule(run, "ask_again", code=["ktp_again", "selfie_again"], message=own)
    (kept,) = live.store.cases.officers.rulings(run)
    assert kept.ruling.message == own.strip()
    assert kept.ruling.codes == ("ktp_again", "selfie_again")


def test_who_approves_sees_the_message_as_it_was_proposed_and_that_goes_out(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    live.account("second")
    live.signed_in("officer").rule(run, "ask_again", code="ktp_again", message="Mohon foto ulang KTP, Bu.")
    second = live.signed_in("second")
    assert ">Mohon foto ulang KTP, Bu.</textarea>" in second.get(f"/case/{run}").text
    second.rule(run, "ask_again", version=2, code="ktp_again")
    _, approved = live.store.cases.officers.rulings(run)
    assert approved.ruling.approves is not None
    assert approved.ruling.message == "Mohon foto ulang KTP, Bu."


def test_the_portal_is_told_of_what_counts_when_it_cannot_be_undone(cases: CaseStore) -> None:
    with running(cases) as live:
        live.account("second")
        moment = live.desk.clock()
        one, two, three = (
            flagged(cases, f"JHT-{n}", risk) for n, risk in enumerate((Risk.LOW, Risk.HIGH, Risk.LOW))
        )
        first, second = live.signed_in("officer"), live.signed_in("second")
        first.rule(one, "ask_again", code="ktp_again", message="Mohon foto ulang KTP, Bu.")
        first.rule(two, "accept")
        first.rule(three, "accept")
        first.post(f"/case/{three}/undo", version=2)

        def told(minutes: float) -> list[str | None]:
            book = Deliveries(cases.shelf.database, lambda: moment + timedelta(minutes=minutes))
            while book.spread():
                pass
            found = (cases.told_ruling(run) for run in (one, two, three))
            return [one and (one.message or str(one.ruled)) for one in found]

        assert told(10) == [None, None, None]
        assert told(12) == ["Mohon foto ulang KTP, Bu.", None, None], (
            "a proposal and what was undone are not told"
        )
        second.rule(two, "accept", version=2)
        assert told(24) == ["Mohon foto ulang KTP, Bu.", "accept", None]


def test_a_message_says_how_to_mend_it_and_not_what_an_officer_looks_at(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    written = live.signed_in("officer").post(f"/case/{run}/message", code="NIK_MISMATCH").json()["message"]
    assert "Mohon periksa NIK" in written
    assert "petugas perlu memastikan" not in written


def test_a_ruling_can_be_taken_back_for_ten_minutes_by_its_officer(cases: CaseStore) -> None:
    later = [timedelta()]
    with running(cases) as live:
        clock = live.desk.clock
        object.__setattr__(live.desk, "clock", lambda: clock() + later[0])
        run = flagged(cases, "JHT-1")
        someone = live.signed_in("officer")
        someone.rule(run, "accept")
        assert live.signed_in("supervisor").post(f"/case/{run}/undo", version=2).status_code == 409
        later[0] = timedelta(minutes=11)
        assert someone.post(f"/case/{run}/undo", version=2).status_code == 409
        later[0] = timedelta(minutes=9)
        assert someone.post(f"/case/{run}/undo", version=2).status_code == 303
        assert state(live, run) is OPEN
        assert [kept.voided_by is not None for kept in cases.officers.rulings(run)] == [True, False]
        assert someone.post(f"/case/{run}/undo", version=3).status_code == 409
        assert someone.rule(run, "ask_again", version=3, code="ktp_again").status_code == 303


def test_nothing_is_taken_back_after_somebody_else_acted(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    live.account("second")
    first = live.signed_in("officer")
    first.rule(run, "accept")
    live.signed_in("second").rule(run, "accept", version=2)
    assert first.post(f"/case/{run}/undo", version=3).status_code == 409
    assert live.signed_in("second").post(f"/case/{run}/undo", version=3).status_code == 303
    assert state(live, run) is WAITING


def test_a_frozen_claim_is_looked_at_and_not_decided(live: Live, tmp_path) -> None:
    run = flagged(live.store.cases, "JHT-1")
    custody = Custody.open(tmp_path / "home")
    custody.freeze("JHT-1", "operator:1", "asked by letter")
    someone = live.signed_in("officer")
    assert someone.get(f"/case/{run}").status_code == 200
    refused = someone.rule(run, "accept")
    assert refused.status_code == 409
    assert "dibekukan" in refused.text
    assert state(live, run) is OPEN
    custody.cases.close()


@pytest.mark.parametrize(
    "fields",
    [{"place": "0.nik", "value": "1"}, {"place": "0.nik", "why": "x"},
     {"place": "9.nik", "value": "1", "why": "x"},
     {"place": "0.x", "value": "1", "why": "x"}, {"place": "nik", "value": "1", "why": "x"},
     {"place": "1.anggota", "value": "1", "why": "x"}],
)  # fmt: skip
def test_a_correction_says_which_what_and_why(live: Live, fields: dict[str, str]) -> None:
    run = flagged(live.store.cases, "JHT-1")
    assert live.signed_in("officer").post(f"/case/{run}/correct", **fields).status_code == 400
    assert live.store.cases.officers.corrections(run) == ()


def test_a_correction_keeps_what_the_machine_read(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    someone = live.signed_in("officer")
    someone.post(f"/case/{run}/correct", place="0.nama", value="SITI RAHMAWATY", why="Y di kartu")
    (kept,) = live.store.cases.officers.corrections(run)
    assert kept.correction == Correction(
        "officer", 0, "nama", "SITI RAHMAWATY", "SITI RAHMAWATI", "Y di kartu"
    )
    page = someone.get(f"/case/{run}").text
    assert "dikoreksi" in page
    assert "SITI RAHMAWATY" not in page
    under = someone.post(f"/case/{run}/show").json()["under"]
    assert {"SITI RAHMAWATY", "SITI RAHMAWATI"} <= set(under)
