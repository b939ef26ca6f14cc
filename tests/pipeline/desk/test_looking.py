"""What is shown to whom, and what is written down about it."""

from __future__ import annotations

import re

import pytest

from models.audit import Action, Searched
from models.outcome import Outcome, Risk
from tests.pipeline.desk.flagged_claims import DECLARED_NIK, NIK, WHY, flagged
from tests.pipeline.desk.live_desk import Live


def test_values_are_masked_until_shown_and_each_showing_is_written_down(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    someone = live.signed_in("officer")
    page = someone.get(f"/case/{run}").text
    for value in (NIK, DECLARED_NIK, "RAHMAWATI", "PUTRI", "1990-08-07", "12034567890"):
        assert value not in page
    assert NIK[-4:] in page
    for times in (1, 2):
        under = someone.post(f"/case/{run}/show").json()["under"]
        assert {NIK, DECLARED_NIK, "SITI RAHMAWATI", "PUTRI"} <= set(under)
        shown = [r for r in live.store.audit.of_claim("JHT-1") if r.entry.what is Action.REPORT_VIEWED]
        assert [(r.entry.who, r.entry.why) for r in shown] == [("officer:officer", "values shown")] * times
    numbers = {int(n) for n in re.findall(r'data-n="(\d+)"', page)}
    assert numbers == set(range(len(under))), (
        "every mask has its value, and no value is sent that has no mask"
    )


def test_looking_at_a_case_and_at_a_picture_is_written_down(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    someone = live.signed_in("officer")
    someone.get(f"/case/{run}")
    picture = someone.get(f"/case/{run}/picture/page-1.jpg")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content[:3] == b"\xff\xd8\xff"
    assert picture.headers["cache-control"] == "no-store"
    seen = [(r.entry.what, r.entry.verification_id) for r in live.store.audit.of_claim("JHT-1")]
    assert seen == [(Action.CLAIM_VIEWED, run), (Action.EVIDENCE_VIEWED, run)]
    for name in ("pages.json", "page-9.jpg", "..%2F..%2Fsecret", "page-1.jpg%00"):
        assert someone.get(f"/case/{run}/picture/{name}").status_code == 404


def test_a_search_finds_by_what_was_typed_and_what_was_read_and_keeps_no_value(live: Live, caplog) -> None:
    run = flagged(live.store.cases, "JHT-1")
    flagged(live.store.cases, "JHT-2", outcome=Outcome.CLEAR, participant={"name": "BUDI"})
    someone = live.signed_in("officer")
    for kind, value in (("nik", NIK), ("nik", DECLARED_NIK), ("kpj", "12034567890"),
                        ("name", "rahmawati"), ("name", "Siti  Rahmawati"), ("claim", "JHT-1")):  # fmt: skip
        page = someone.post("/search", kind=kind, value=value)
        assert page.status_code == 200
        assert f"/desk/case/{run}" in page.text, kind
        assert value not in page.text or kind == "claim"
    assert "JHT-1" not in someone.post("/search", kind="nik", value="3273014708900007").text
    assert someone.post("/search", kind="phone", value="0812").status_code == 400
    assert someone.client.get(f"/desk/search?kind=nik&value={NIK}").status_code == 405
    found = live.store.audit.searches_for(Searched("nik", NIK))
    assert [row.entry.who for row in found] == ["officer:officer"]
    assert not any(NIK in row.entry.why for row in live.store.audit.latest())
    assert NIK not in caplog.text


def test_the_queue_is_by_risk_then_age_and_is_narrowed(live: Live) -> None:
    cases = live.store.cases
    flagged(cases, "JHT-low", Risk.LOW)
    flagged(cases, "JHT-old", Risk.MEDIUM, WHY[1:2])
    flagged(cases, "JHT-new", Risk.MEDIUM)
    flagged(cases, "JHT-high", Risk.HIGH, WHY[2:])
    flagged(cases, "JHT-clear", outcome=Outcome.CLEAR)
    someone = live.signed_in("officer")

    def listed(query: str = "") -> list[str]:
        return re.findall(r"data-row>([^<]+)<", someone.get(f"/queue{query}").text)

    assert listed() == ["JHT-high", "JHT-old", "JHT-new", "JHT-low"]
    assert listed("?code=CAPTURE_SCREEN") == ["JHT-old"]
    assert listed("?programme=JKM") == []
    assert listed("?age=8") == []
    assert listed("?view=mine") == []
    run = cases.current("JHT-new")
    assert run
    someone.post(f"/case/{run.verification_id}/assign", to="me", version=1)
    assert listed("?view=mine") == listed("?officer=officer") == ["JHT-new"]
    page = someone.get("/queue").text
    assert re.search(r"<b>4</b> Menunggu", page)
    assert re.search(r"<b>1</b> Milik saya", page)


def test_the_queue_goes_on_page_by_page_and_back(live: Live) -> None:
    for n in range(57):
        flagged(live.store.cases, f"JHT-{n:03d}", (Risk.HIGH, Risk.MEDIUM, Risk.LOW)[n % 3])
    someone, seen, pages, query = live.signed_in("officer"), [], 0, ""
    while True:
        page = someone.get(f"/queue{query}").text
        seen += re.findall(r"data-row>([^<]+)<", page)
        pages += 1
        onwards = re.search(r'href="/desk/queue(\?[^"]*after=[^"]+)"', page)
        if not onwards:
            break
        query = onwards[1].replace("&amp;", "&")
    assert pages == 3
    assert seen == [f"JHT-{n:03d}" for rank in range(3) for n in range(rank, 57, 3)]
    back = re.search(r'href="/desk/queue(\?[^"]*before=[^"]+)"', page)
    assert back
    again = re.findall(r"data-row>([^<]+)<", someone.get(f"/queue{back[1].replace('&amp;', '&')}").text)
    assert again == seen[25:50]


def test_the_way_from_case_to_case_leaves_out_what_others_work_on(live: Live) -> None:
    runs = [flagged(live.store.cases, f"JHT-{n}") for n in range(4)]
    live.account("second")
    live.signed_in("second").post(f"/case/{runs[1]}/assign", to="me", version=1)
    someone = live.signed_in("officer")

    def onwards(here: int, way: str = "") -> str:
        return someone.get(f"/next?from={runs[here]}{way}").headers["location"].rsplit("/", 1)[1]

    assert onwards(0) == runs[2]
    assert onwards(3) == runs[0], "from the last one to the first"
    assert onwards(2, "&way=back") == runs[0]


def test_both_languages_say_the_same_page(live: Live) -> None:
    flagged(live.store.cases, "JHT-1")
    someone = live.signed_in("officer")
    assert "Antrean" in someone.get("/queue").text
    answer = someone.post("/language", language="en", here="/desk/queue")
    assert answer.headers["location"] == "/desk/queue"
    page = someone.get("/queue").text
    assert 'lang="en"' in page
    assert "Waiting" in page
    assert (
        someone.post("/language", language="en", here="https://example.org").headers["location"] == "/desk/"
    )
    assert someone.post("/language", language="xx").status_code == 400


def test_the_supervisors_figures_and_their_table(live: Live) -> None:
    first = flagged(live.store.cases, "JHT-1")
    flagged(live.store.cases, "JHT-2", outcome=Outcome.CLEAR)
    live.account("second")
    rejected = flagged(live.store.cases, "JHT-3", reasons=WHY[1:2])
    live.signed_in("officer").rule(first, "accept")
    live.signed_in("officer").rule(rejected, "reject", code="forged")
    live.signed_in("second").rule(rejected, "reject", version=2, code="forged")
    someone = live.signed_in("supervisor")
    assert someone.get("/figures").status_code == 200
    rows = [line.split(",") for line in someone.get("/figures.csv?days=7").text.splitlines()]
    assert rows[0] == ["day", "clear", "review", "resubmit", "accepted", "asked", "rejected",
                       "CAPTURE_SCREEN", "NIK_MISMATCH"]  # fmt: skip
    assert len(rows) == 8
    assert rows[-1][1:] == ["1", "2", "0", "1", "0", "1", "1", "1"]
    page = someone.get("/figures").text
    assert "<td>officer</td><td>2</td><td>1</td><td>1 (100 %)</td>" in page


def test_an_auditor_sees_who_saw_what_and_no_claim(live: Live) -> None:
    run = flagged(live.store.cases, "JHT-1")
    live.signed_in("officer").get(f"/case/{run}")
    auditor = live.signed_in("auditor")
    page = auditor.get("/audit?claim=JHT-1").text
    assert "officer:officer" in page
    assert "claim_viewed" in page
    assert auditor.get(f"/case/{run}").status_code == 403
    assert "claim_viewed" in auditor.get("/audit").text


@pytest.mark.parametrize("path", ["/case/none", "/claim/none", "/nowhere", "/static/../door.py"])
def test_what_is_not_there_is_told(live: Live, path: str) -> None:
    answer = live.signed_in("officer").get(path)
    assert answer.status_code == 404
    assert "Tidak dilakukan" in answer.text
