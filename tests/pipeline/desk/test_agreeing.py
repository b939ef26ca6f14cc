"""Second reads and known answers over HTTP: who sees what, and what the supervisor is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from models.audit import Action
from models.case import ReviewState, Ruled
from models.outcome import Risk
from pipeline.store import CaseStore
from tests.pipeline.desk.flagged_claims import flagged
from tests.pipeline.desk.live_desk import Browserless, Live, running
from tests.pipeline.store.test_known_answers import sample

AFTER = timedelta(minutes=11)


@pytest.fixture
def later() -> list[timedelta]:
    """By how much the desk's clock is ahead."""
    return [timedelta()]


@pytest.fixture
def live(cases: CaseStore, later: list[timedelta]) -> Iterator[Live]:
    """A desk at which every decided case is read again."""
    with running(cases, read_again=1.0) as desk:
        clock = desk.desk.clock
        object.__setattr__(desk.desk, "clock", lambda: clock() + later[0])
        desk.account("second")
        yield desk


def decided(live: Live, claim_id: str, ruled: str = "accept", code: str = "misread") -> str:
    run = flagged(live.store.cases, claim_id)
    someone = live.signed_in("officer")
    if ruled != "accept":
        someone.post(f"/case/{run}/correct", place="0.nama", value="SITI RAHMAWATY", why="Y di kartu")
    assert someone.rule(run, ruled, code=code, note="catatan pertama").status_code == 303
    return run


def panels(page: str) -> set[str]:
    return set(re.findall(r'action="[^"]*/case/[^/]+/(\w+)', page))


def test_the_second_reader_sees_no_decision_and_says_his_own(live: Live, later: list[timedelta]) -> None:
    run = decided(live, "JHT-1", "ask_again", "ktp_again")
    reader = live.signed_in("second")
    assert "JHT-1" not in reader.get("/second-reads").text, "it may still be taken back"
    early = reader.get(f"/case/{run}").text
    assert "catatan pertama" not in early
    assert panels(early) == set(), "and there is nothing to rule"
    assert reader.post(f"/case/{run}/second", ruled="accept").status_code == 409
    later[0] = AFTER
    assert f"/desk/case/{run}" in reader.get("/second-reads").text
    page = reader.get(f"/case/{run}").text
    for told in ("catatan pertama", "officer<", "Sudah diputuskan", "dikoreksi", "Riwayat"):
        assert told not in page, told
    assert panels(page) == {"second"}
    assert "SITI RAHMAWATY" not in reader.post(f"/case/{run}/show").json()["under"]
    mend = reader.post(f"/case/{run}/correct", place="0.nama", value="X", why="x")
    assert mend.status_code == 409
    for path, fields in (("assign", {"to": "me"}), ("rule", {"ruled": "accept"}), ("undo", {})):
        told = reader.post(f"/case/{run}/{path}", version=1, **fields)
        assert told.status_code == 409
        assert "ask_again" not in told.text, "no way round tells it either"
    answer = reader.post(f"/case/{run}/second", ruled="reject", code="forged", note="catatan kedua")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/second-reads")
    review, (kept,) = live.store.cases.officers.review(run), live.store.cases.officers.rulings(run)
    assert review.state is ReviewState.DECIDED
    assert kept.ruling.ruled is Ruled.ASK_AGAIN, "the first decision stands"
    assert "catatan pertama" in reader.get(f"/case/{run}").text, "now he may see it"
    assert reader.post(f"/case/{run}/second", ruled="accept").status_code == 409
    rows = [row.entry for row in live.store.audit.of_claim("JHT-1")]
    assert [(e.who, e.why) for e in rows if e.what is Action.SECOND_READ] == [
        ("officer:second", "second read: reject forged")
    ]


def test_nobody_reads_his_own_case_again_and_supervisors_see_all(live: Live, later: list[timedelta]) -> None:
    run = decided(live, "JHT-1")
    later[0] = AFTER
    own = live.signed_in("officer")
    assert "JHT-1" not in own.get("/second-reads").text
    assert "catatan pertama" in own.get(f"/case/{run}").text
    assert own.post(f"/case/{run}/second", ruled="accept").status_code == 409
    lead = live.signed_in("supervisor")
    assert "catatan pertama" in lead.get(f"/case/{run}").text
    assert lead.post(f"/case/{run}/second", ruled="accept").status_code == 403


def test_one_read_leads_to_the_next(live: Live, later: list[timedelta]) -> None:
    runs = [decided(live, f"JHT-{n}") for n in range(2)]
    later[0] = AFTER
    reader = live.signed_in("second")
    answer = reader.post(f"/case/{runs[0]}/second", ruled="accept")
    assert answer.headers["location"] == f"/desk/case/{runs[1]}"


def test_a_share_is_drawn(cases: CaseStore) -> None:
    drawn = iter([0.04, 0.05, 0.9])
    with running(cases, read_again=0.05, chance=lambda: next(drawn)) as live:
        runs = [decided(live, f"JHT-{n}") for n in range(3)]
        hidden = [live.desk.reads.hidden_from(run, "second", live.desk.clock()) is not None for run in runs]
    assert hidden == [True, False, False]


def test_a_proposal_is_not_read_again_and_an_undo_ends_it(live: Live, later: list[timedelta]) -> None:
    proposed = flagged(live.store.cases, "JHT-1", Risk.HIGH)
    live.signed_in("officer").rule(proposed, "accept")
    assert live.desk.reads.hidden_from(proposed, "second", live.desk.clock()) is None
    run = decided(live, "JHT-2")
    assert live.signed_in("officer").post(f"/case/{run}/undo", version=2).status_code == 303
    later[0] = AFTER
    assert live.desk.reads.hidden_from(run, "second", live.desk.clock()) is None


def test_the_supervisor_is_told_where_readers_differ(live: Live, later: list[timedelta]) -> None:
    differs, same = decided(live, "JHT-1"), decided(live, "JHT-2")
    later[0] = AFTER
    reader, lead = live.signed_in("second"), live.signed_in("supervisor")
    reader.post(f"/case/{differs}/second", ruled="reject", code="forged", note="KTP <palsu>")
    reader.post(f"/case/{same}/second", ruled="accept")
    page = lead.get("/agreement").text
    assert "JHT-1" in page
    assert "KTP &lt;palsu&gt;" in page
    assert "JHT-2" not in page
    assert "<b>1</b> dari 2" in page
    assert "terlalu sedikit" in page
    number = re.search(r"/agreement/(\d+)/seen", page)
    assert number
    assert lead.post(f"/agreement/{number[1]}/seen").status_code == 303
    assert lead.post(f"/agreement/{number[1]}/seen").status_code == 409
    assert "dilihat oleh supervisor" in lead.get("/agreement").text
    for wrong in ("0", "x", "9" * 30, "-1"):
        assert lead.post(f"/agreement/{wrong}/seen").status_code in (404, 409), wrong
    seen = [r for r in live.store.audit.of_claim("JHT-1") if r.entry.what is Action.DISAGREEMENT_SEEN]
    assert [row.entry.who for row in seen] == ["officer:supervisor"]


def ruled_on(someone: Browserless, run: str, ruled: str) -> None:
    code = {"accept": "misread", "ask_again": "ktp_again"}[ruled]
    assert someone.rule(run, ruled, code=code).status_code == 303


def test_known_answers_are_counted_and_shown_by_officer(live: Live) -> None:
    cases = live.store.cases
    someone, other = live.signed_in("officer"), live.signed_in("second")
    for n in range(12):
        run = sample(cases, f"JHT-{n}", Ruled.ACCEPT)
        page = someone.get(f"/case/{run}").text
        assert "known_answer" not in page
        ruled_on(someone, run, "accept" if n else "ask_again")
    ruled_on(other, sample(cases, "JHT-20", Ruled.ASK_AGAIN), "ask_again")
    sample(cases, "JHT-21", Ruled.ASK_AGAIN)
    lead = live.signed_in("supervisor")
    page = lead.get("/agreement?days=30").text
    assert "<b>11</b> dari 12 · <b>92 %</b>" in page
    assert "<b>1</b> dari 1 <small" in page, "one is told as one"
    assert "<dd>1</dd>" in page
    rows = [line.split(",") for line in lead.get("/agreement.csv?days=30").text.splitlines()]
    assert rows == [
        ["officer", "known_answers", "right", "right_low", "right_high",
         "second_reads", "agreed", "agreed_low", "agreed_high"],
        ["officer", "12", "11", "0.646", "0.985", "0", "0", "0.000", "1.000"],
        ["second", "1", "1", "0.207", "1.000", "0", "0", "0.000", "1.000"],
    ]  # fmt: skip
    assert "JHT-" not in lead.get("/agreement").text, "which are samples is not told here either"
