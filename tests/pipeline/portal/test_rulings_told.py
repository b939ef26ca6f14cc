"""Officers' rulings as the portal hears of them: by webhook, at the verification, in the applicant's look."""

from __future__ import annotations

import json
from datetime import timedelta

from models.api_key import Scope
from models.case import Ruled, Ruling
from pipeline.portal.signing import is_ours
from pipeline.store.api_keys import now
from tests.pipeline.portal.live_portal import CLAIM, Live
from tests.pipeline.portal.test_reading import filed, finished
from tests.pipeline.portal.test_webhooks import allowing, receiver, registered, sending
from tests.pipeline.store.test_known_answers import sample

__all__ = ["allowing", "filed", "receiver"]
MESSAGE = "Yth. Ibu Siti,\n\n1. Mohon foto ulang KTP Anda.\n\nTerima kasih"
STATUS = f"/v1/claims/{CLAIM['claim_id']}/status"
HIS = {"Periksa-Birth-Date": "1990-08-07"}


def ruled(live: Live, run: str, ruling: Ruling, version: int = 1, minutes: float = -1) -> None:
    live.store.cases.officers.rule(run, ruling, version=version, tell_at=now() + timedelta(minutes=minutes))


def test_the_portal_is_called_with_the_message_as_the_officer_left_it(
    allowing: Live, receiver, filed
) -> None:
    hook = registered(allowing, receiver.url)
    run = finished(allowing, filed)
    ruled(allowing, run, Ruling("andi", Ruled.ASK_AGAIN, "curiga", ("ktp_again",), message=MESSAGE))
    with sending(allowing):
        receiver.wait_for(2)
    bodies = {json.loads(body)["type"]: (headers, body) for _, headers, body in receiver.calls}
    headers, body = bodies["verification.ruled"]
    told = json.loads(body)
    assert told["ruling"] == "ask_again"
    assert told["message_id"] == MESSAGE
    assert told["claim_id"] == CLAIM["claim_id"]
    assert is_ours(hook["secret"], headers, body, now().timestamp())
    for inside in (b"andi", b"curiga", b"ktp_again"):
        assert inside not in body
    assert "ruling" not in json.loads(bodies["verification.finished"][1])


def test_the_verification_shows_the_decision_when_it_is_told_and_not_before(live: Live, filed) -> None:
    run, client = finished(live, filed), live.client(Scope.VERIFICATIONS_READ)

    def shown():
        live.store.deliveries.spread()
        return client.get(f"/v1/verifications/{run}").json()

    assert shown()["decision"] is None
    ruled(live, run, Ruling("andi", Ruled.ASK_AGAIN, message=MESSAGE), minutes=10)
    assert shown()["decision"] is None, "it may still be taken back"
    number = live.store.cases.officers.rulings(run)[-1].number
    live.store.cases.officers.rule(run, Ruling("andi", Ruled.ASK_AGAIN, voids=number), version=2)
    ruled(live, run, Ruling("andi", Ruled.ACCEPT), version=3)
    told = shown()
    assert told["decision"]["ruling"] == "accept"
    assert told["decision"]["message_id"] is None
    assert [event["type"] for event in told["events"]] == ["verification.finished", "verification.ruled"]


def test_an_applicant_is_told_what_concerns_him(live: Live, filed) -> None:
    run, client = finished(live, filed), live.client(Scope.CLAIMS_STATUS)
    assert client.get(STATUS, headers=HIS).json()["stage"] == "with_officer"
    stages = []
    for version, ruling in enumerate((Ruled.ESCALATE, Ruled.ASK_AGAIN, Ruled.REJECT, Ruled.ACCEPT), 1):
        message = MESSAGE if ruling is Ruled.ASK_AGAIN else ""
        ruled(live, run, Ruling("andi", ruling, message=message), version=version)
        live.store.deliveries.spread()
        told = client.get(STATUS, headers=HIS).json()
        stages.append(told["stage"])
        assert told["message_id"] == (message or None)
        assert told["text_id"]
    assert stages == ["with_officer", "to_be_mended", "decided", "forwarded"]


def test_a_sample_is_nobodys_here(live: Live) -> None:
    run = sample(live.store.cases, "JHT-7", Ruled.REJECT)
    client = live.client()
    assert client.get("/v1/verifications").json()["items"] == []
    for path in ("", "/report", "/evidence", "/evidence/page-1.jpg"):
        assert client.get(f"/v1/verifications/{run}{path}").status_code == 404, path
    assert client.get("/v1/claims/JHT-7/status", headers=HIS).status_code == 404
