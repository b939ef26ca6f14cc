"""The applicant's own look: with a second factor, the same no for every reason, and few tries."""

from __future__ import annotations

import time

import pytest

from models.api_key import Scope
from models.outcome import Outcome
from pipeline.portal import Buckets
from tests.pipeline.portal.live_portal import CLAIM, Live, create, running
from tests.pipeline.portal.test_creating import refusal
from tests.pipeline.portal.test_reading import filed, finished

__all__ = ["filed"]
PLACE = f"/v1/claims/{CLAIM['claim_id']}/status"
BORN, PHONE = {"Periksa-Birth-Date": "1990-08-07"}, {"Periksa-Phone-Digits": "567890"}


def test_with_either_factor(live: Live) -> None:
    create(live.client())
    client = live.client(Scope.CLAIMS_STATUS)
    for factor in (BORN, PHONE):
        told = client.get(PLACE, headers=factor)
        assert told.status_code == 200, told.text
        assert told.json()["stage"] == "received"
        assert "kami terima" in told.json()["text_id"]
    assert [row.entry.what.value for row in live.store.audit.of_claim(CLAIM["claim_id"])].count(
        "status_asked"
    ) == 2


def test_the_heirs_birth_date_where_an_heir_claims(quick: Live) -> None:
    heir = {"name": "BUDI", "birth_date": "1985-02-03", "relationship": "anak"}
    create(quick.client(), claimant=heir)
    client = quick.client(Scope.CLAIMS_STATUS)
    assert client.get(PLACE, headers={"Periksa-Birth-Date": "1985-02-03"}).status_code == 200
    refusal(client.get(PLACE, headers=BORN), 404, "not-found")


def test_wrong_factor_and_no_claim_are_one_answer(live: Live) -> None:
    create(live.client())
    create(live.client(), claim_id="JHT-bare", participant={"name": "SITI"})
    client = live.client(Scope.CLAIMS_STATUS)
    bodies, times = set(), []
    for path, factor in (
        (PLACE, {"Periksa-Birth-Date": "1990-08-08"}),
        (PLACE, {"Periksa-Phone-Digits": "000000"}),
        ("/v1/claims/JHT-nobody/status", BORN),
        ("/v1/claims/JHT-bare/status", BORN),
        ("/v1/claims/..%2e/status", BORN),
    ):
        begun = time.monotonic()
        told = refusal(client.get(path, headers=factor), 404, "not-found")
        times.append(time.monotonic() - begun)
        bodies.add((told["detail"], told["title"]))
    assert len(bodies) == 1
    assert min(times) >= 0.2


def test_one_factor_is_asked_for(quick: Live) -> None:
    client = quick.client(Scope.CLAIMS_STATUS)
    refusal(client.get(PLACE), 422, "invalid-request")
    refusal(client.get(PLACE, headers=BORN | PHONE), 422, "invalid-request")
    told = refusal(client.get(PLACE, headers={"Periksa-Birth-Date": "7 Aug 1990"}), 422, "invalid-request")
    assert "1990" not in str(told["errors"])


@pytest.mark.parametrize("there", [True, False])
def test_few_tries_for_a_claim_whether_it_is_there_or_not(there: bool, quick: Live) -> None:
    if there:
        create(quick.client())
    client = quick.client(Scope.CLAIMS_STATUS)
    wrong = {"Periksa-Birth-Date": "1990-08-08"}
    statuses = [
        client.get(PLACE, headers=wrong | {"Periksa-Applicant-Address": f"192.0.2.{n}"}).status_code
        for n in range(7)
    ]
    assert statuses == [404] * 5 + [429] * 2
    refusal(client.get(PLACE, headers=BORN), 429, "too-many-requests")


def test_few_tries_from_one_address(store) -> None:
    with running(store, address_tries=Buckets(1 / 60, 3)) as live:
        client = live.client(Scope.CLAIMS_STATUS)
        here = BORN | {"Periksa-Applicant-Address": "192.0.2.1"}
        statuses = [client.get(f"/v1/claims/JHT-{n}/status", headers=here).status_code for n in range(5)]
        assert statuses == [404] * 3 + [429] * 2
        there = BORN | {"Periksa-Applicant-Address": "192.0.2.2"}
        assert client.get("/v1/claims/JHT-9/status", headers=there).status_code == 404


def test_looking_at_ones_own_claim_uses_up_no_tries(quick: Live) -> None:
    create(quick.client())
    client = quick.client(Scope.CLAIMS_STATUS)
    assert {client.get(PLACE, headers=BORN).status_code for _ in range(8)} == {200}


@pytest.mark.parametrize(
    ("outcome", "stage"), [("clear", "forwarded"), ("review", "with_officer"), ("resubmit", "to_be_mended")]
)
def test_the_stages(outcome: str, stage: str, quick: Live, filed) -> None:
    from models.report import ReportReason

    told = {
        "code": "FILE_EMPTY", "severity": "warning", "message": "empty", "message_id": "Berkas kosong.",
        "remedy_id": "Mohon unggah kembali.", "effect": "resubmit",
    }  # fmt: skip
    officers = told | {"code": "FACE_NO_MATCH", "message_id": "Wajah berbeda.", "effect": "review"}
    reasons = [ReportReason(**told), ReportReason(**officers)] if outcome == "resubmit" else []
    finished(quick, filed.model_copy(update={"outcome": Outcome(outcome), "reasons": reasons}))
    answer = quick.client(Scope.CLAIMS_STATUS).get(PLACE, headers=BORN).json()
    assert answer["stage"] == stage
    assert answer["steps"] == (["Berkas kosong. Mohon unggah kembali."] if reasons else [])
    assert "ditolak" not in answer["text_id"] or "tidak ditolak" in answer["text_id"]
