"""How far verifications are, the list, reports masked and whole, pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.api_key import Scope
from models.report import Report
from pipeline.portal.masking import hidden, masked
from tests.pipeline.portal.live_portal import CLAIM, Live, create
from tests.pipeline.portal.test_creating import refusal

PICTURE = b"\xff\xd8\xff a picture"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def filed() -> Report:
    """A report with people in it, as the pipeline writes them."""
    from models.report import (
        ReportCheck,
        ReportDocument,
        ReportFace,
        ReportField,
        ReportQuality,
        ReportReading,
    )

    def field(value):
        reading = ReportReading(reader="pp_ocr", text=value, confidence=0.9)
        return ReportField(value=value, confidence=0.9, verified=True, readings=[reading])

    card = ReportDocument(
        file="ktp.jpg", page=1, type="ktp", type_confidence=0.9, quality=ReportQuality(usable=True),
        size=(100, 100),
        fields={"nik": field("3273014708909003"), "nama": field("SITI RAHMAWATI"),
                "tanggal_lahir": field("1990-08-07"), "alamat": field("JL MELATI 12"),
                "anggota": ReportField(value=[{"nama": "BUDI", "nik": None}], confidence=1, verified=False)},
    )  # fmt: skip
    nik, name = "3273014708909003", "SITI RAHMAWATI"
    seen = [
        ("nik_declared_equals_ktp", "pass", nik, nik),
        ("selfie_equals_ktp", "pass", "< 0.5", "0.341"),
        ("requirement_ktp", "pass", "ktp | suket", "ktp"),
        ("name_declared_equals_ktp", "fail", name, f"{name}Y"),
    ]
    checks = [ReportCheck(code=c, result=r, expected=e, found=f) for c, r, e, f in seen]
    return Report(
        claim_id=CLAIM["claim_id"], programme="JHT", cause="mengundurkan_diri", channel="lapak_asik",
        submitted_at=CLAIM["submitted_at"], outcome="review", risk="low", reasons=[], documents=[card],
        face=ReportFace(verdict="match"), checks=checks,
        provenance={"started_at": "2026-11-20T09:13:00+07:00", "seconds": 1, "software": "x", "policy": "y"},
    )  # fmt: skip


def finished(live: Live, filed: Report, **changes) -> str:
    verification_id = create(live.client(), **changes).json()["verification_id"]
    assert live.store.cases.jobs.take("worker", 30)
    told = filed.model_copy(update={"claim_id": changes.get("claim_id", filed.claim_id)})
    assert live.store.cases.file_report(verification_id, told, {"page-1.jpg": PICTURE, "pages.json": b"[]"})
    return verification_id


def test_a_finished_verification(live: Live, filed: Report) -> None:
    verification_id, client = finished(live, filed), live.client(Scope.VERIFICATIONS_READ)
    told = client.get(f"/v1/verifications/{verification_id}").json()
    assert (told["state"], told["outcome"], told["current"]) == ("finished", "review", True)
    assert [event["type"] for event in told["events"]] == ["verification.finished"]
    shown = client.get(told["report_url"])
    assert shown.status_code == 200
    assert Report.model_validate_json(shown.content) == masked(filed)
    for value in ("SITI", "RAHMAWATI", "3273014708909003", "1990-08-07", "MELATI", "BUDI"):
        assert value not in shown.text
    whole = live.client(Scope.VERIFICATIONS_READ, Scope.REPORTS_FULL).get(told["report_url"])
    assert Report.model_validate_json(whole.content) == filed


def test_pictures_are_for_those_who_may_see_everything(live: Live, filed: Report) -> None:
    place = f"/v1/verifications/{finished(live, filed)}/evidence"
    refusal(live.client(Scope.VERIFICATIONS_READ).get(f"{place}/page-1.jpg"), 403, "scope-missing")
    client = live.client(Scope.REPORTS_FULL)
    assert client.get(place).json()["names"] == ["page-1.jpg", "pages.json"]
    picture = client.get(f"{place}/page-1.jpg")
    assert (picture.content, picture.headers["content-type"]) == (PICTURE, "image/jpeg")
    assert client.get(f"{place}/pages.json").headers["content-type"] == "application/json"
    refusal(client.get(f"{place}/page-2.jpg"), 404, "not-found")


def test_every_look_is_written_down(live: Live, filed: Report) -> None:
    place = f"/v1/verifications/{finished(live, filed)}"
    live.client(Scope.VERIFICATIONS_READ).get(f"{place}/report")
    live.client(Scope.REPORTS_FULL).get(f"{place}/evidence/page-1.jpg")
    rows = live.store.audit.of_claim(filed.claim_id)
    assert [(row.entry.what.value, row.entry.why) for row in rows] == [
        ("accepted", ""),
        ("report_viewed", "masked"),
        ("evidence_viewed", ""),
    ]


def test_there_is_no_report_before_there_is_one(live: Live) -> None:
    client = live.client()
    place = create(client).headers["location"]
    refusal(client.get(f"{place}/report"), 409, "conflict")
    refusal(client.get(f"{place}/evidence"), 409, "conflict")
    nobody = "/v1/verifications/00000000-0000-4000-8000-000000000000"
    for path in (nobody, f"{nobody}/report", f"{nobody}/evidence", f"{nobody}/evidence/page-1.jpg"):
        refusal(client.get(path), 404, "not-found")


def test_the_list_a_page_at_a_time(live: Live, filed: Report) -> None:
    client = live.client()
    finished(live, filed)
    for number in range(1, 7):
        create(client, claim_id=f"JHT-{number}")
    seen, cursor = [], None
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = client.get("/v1/verifications", params=asked).json()
        seen += [item["claim_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        create(client, claim_id=f"JHT-late-{len(seen)}")
    assert seen == [f"JHT-{number}" for number in range(6, 0, -1)] + [CLAIM["claim_id"]]

    def ids(**narrowed):
        return [item["claim_id"] for item in client.get("/v1/verifications", params=narrowed).json()["items"]]

    assert ids(outcome="review") == ids(state="finished") == [CLAIM["claim_id"]]
    assert ids(claim_id="JHT-2") == ["JHT-2"]
    assert ids(programme="JKM") == []
    moment = client.get("/v1/verifications", params={"claim_id": "JHT-2"}).json()["items"][0]["received_at"]
    assert ids(until=moment) == ["JHT-1", CLAIM["claim_id"]]
    assert "JHT-2" in ids(since=moment)


def test_a_list_that_is_asked_for_wrongly(quick: Live) -> None:
    client = quick.client()
    for wrong in ({"cursor": "nonsense"}, {"limit": 0}, {"state": "lost"}, {"since": "2026-01-01T00:00:00"}):
        told = refusal(client.get("/v1/verifications", params=wrong), 422, "invalid-request")
        assert told["errors"][0]["pointer"] == next(iter(wrong))
        assert str(next(iter(wrong.values()))) not in json.dumps(told["errors"]) or wrong == {"limit": 0}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("3273014708909003", "••••9003"),
        ("SITI RAHMAWATI", "S••• R•••"),
        ("1990-08-07", "1990-••-••"),
        ("001/024", "•••"),
        ("JL MELATI NO 7", "J••• M••• N••• 7"),
        ("", ""),
    ],
)
def test_what_is_hidden_of_a_value(value: str, shown: str) -> None:
    assert hidden(value) == shown
