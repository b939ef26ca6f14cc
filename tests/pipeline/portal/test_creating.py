"""Claims come in: as multipart, or a manifest and then its files."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from models.api_key import Scope
from models.case import RunState
from tests.pipeline.portal.live_portal import CLAIM, FILES, Live, create, parts_of, running

PREFIX = "urn:periksa:problem:"


def refusal(answer: httpx.Response, status: int, kind: str) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["type"] == PREFIX + kind
    assert told["status"] == status
    assert told["request_id"] == answer.headers["x-request-id"]
    return told


def test_a_claim_is_kept_as_it_came(live: Live) -> None:
    answer = create(live.client())
    assert answer.status_code == 202, answer.text
    told = answer.json()
    assert answer.headers["location"] == told["status_url"] == f"/v1/verifications/{told['verification_id']}"
    cases, verification_id = live.store.cases, told["verification_id"]
    assert json.loads(cases.manifest(verification_id)) == CLAIM
    kept = {
        u.name: (u.declared, cases.upload(verification_id, u.position))
        for u in cases.uploads(verification_id)
    }
    assert kept == {"ktp.jpg": ("ktp", FILES["ktp.jpg"]), "surat.pdf": ("paklaring", FILES["surat.pdf"])}
    assert cases.run(verification_id).state is RunState.QUEUED
    assert cases.jobs.take("worker", 30) is not None


def test_the_same_claim_is_taken_once_also_from_many_at_once(live: Live) -> None:
    client = live.client()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: create(client), range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["verification_id"] for answer in answers}) == 1
    assert sorted(answer.json()["again"] for answer in answers) == [False, *[True] * 7]
    assert create(client, submitted_at="2026-11-21T09:13:00+07:00").json()["again"] is False


def test_a_manifest_then_its_files(live: Live) -> None:
    client = live.client()
    as_json = {"Content-Type": "application/json"}
    opened = client.post("/v1/verifications", content=json.dumps(CLAIM).encode(), headers=as_json)
    assert opened.status_code == 201, opened.text
    draft = opened.json()
    waiting = client.get(opened.headers["location"]).json()
    assert waiting["state"] == "awaiting_uploads"
    assert [slot["received_bytes"] for slot in waiting["uploads"]] == [None, None]

    early = refusal(client.post(draft["submit_url"]), 409, "conflict")
    assert [fault["pointer"] for fault in early["errors"]] == ["/uploads/0", "/uploads/1"]

    for slot in draft["uploads"]:
        put = client.put(slot["upload_url"], content=b"first try")
        assert put.status_code == 200, put.text
        assert client.put(slot["upload_url"], content=FILES[slot["file"]]).status_code == 200
    submitted = client.post(draft["submit_url"])
    assert submitted.status_code == 202, submitted.text
    assert submitted.json()["verification_id"] == draft["verification_id"]
    assert client.post(draft["submit_url"]).json()["again"] is True
    assert client.get(opened.headers["location"]).json()["state"] == "queued"
    uploads = live.store.cases.uploads(draft["verification_id"])
    assert [live.store.cases.upload(draft["verification_id"], u.position) for u in uploads] == [
        *FILES.values()
    ]
    assert live.store.drafts.find(draft["verification_id"]) is None
    assert create(client).json()["verification_id"] == draft["verification_id"], "the same as multipart"


def test_a_file_for_a_place_that_is_not_there(quick: Live) -> None:
    client = quick.client()
    draft = client.post("/v1/verifications", json=CLAIM).json()
    place = f"/v1/verifications/{draft['verification_id']}/uploads"
    refusal(client.put(f"{place}/2", content=b"x"), 404, "not-found")
    refusal(client.put(f"{place}/-1", content=b"x"), 404, "not-found")
    refusal(client.put(f"{place}/x", content=b"x"), 422, "invalid-request")
    refusal(client.put(f"{place}/0", files={"file": b"x"}), 415, "unsupported-media-type")
    refusal(client.post("/v1/verifications/nobody/submit"), 404, "not-found")


def test_a_claim_that_cannot_be_placed_names_every_field(quick: Live) -> None:
    told = refusal(create(quick.client(), claim_id="../x", cause="unknown"), 422, "invalid-request")
    assert {fault["pointer"] for fault in told["errors"]} == {"claim_id", "cause"}
    assert "../x" not in json.dumps(told)


@pytest.mark.parametrize(
    "name", ["../ktp.jpg", "a\\b.jpg", ".hidden", "claim.json", "x" * 256, "a\x00b", " "]
)
def test_a_name_that_could_not_lie_in_the_claims_folder(name: str, quick: Live) -> None:
    parts = [*parts_of(CLAIM, {}), ("files", (name, b"x", "image/jpeg"))]
    answer = quick.client().post("/v1/verifications", files=parts)
    # httpx writes a control character as %00, which is a harmless name
    assert answer.status_code == (202 if "\x00" in name else 422), answer.text


def test_two_files_of_one_name(quick: Live) -> None:
    parts = [*parts_of(CLAIM, {"ktp.jpg": b"x"}), ("files", ("KTP.jpg", b"y", "image/jpeg"))]
    told = refusal(quick.client().post("/v1/verifications", files=parts), 422, "invalid-request")
    assert told["errors"] == [{"pointer": "files/1", "detail": "has the name of another file"}]


def test_bodies_that_are_none(quick: Live) -> None:
    client = quick.client()
    plain = {"Content-Type": "text/plain"}
    refusal(client.post("/v1/verifications", content=b"x", headers=plain), 415, "unsupported-media-type")
    refusal(client.post("/v1/verifications", content=b"{"), 415, "unsupported-media-type")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    refusal(
        client.post("/v1/verifications", content=b"--y nothing", headers=broken), 400, "malformed-request"
    )
    none = client.post("/v1/verifications", files={"files": ("a.jpg", b"x", "image/jpeg")})
    refusal(none, 422, "invalid-request")
    other = client.post(
        "/v1/verifications", files=[*parts_of(CLAIM, {}), ("more", ("a.jpg", b"x", "image/jpeg"))]
    )
    refusal(other, 422, "invalid-request")
    as_json = {"Content-Type": "application/json"}
    refusal(client.post("/v1/verifications", content=b"{", headers=as_json), 422, "invalid-request")


def test_limits_on_files_and_bytes(store) -> None:
    from pipeline.portal import Bounds

    bounds = Bounds(file_bytes=1000, request_bytes=20_000, claim_bytes=2000, files=3)
    with running(store, bounds=bounds) as live:
        client = live.client()
        many = {f"{n}.jpg": b"x" for n in range(6)}
        refusal(client.post("/v1/verifications", files=parts_of(CLAIM, many)), 400, "malformed-request")
        large = {"a.jpg": b"x" * 1001}
        refusal(client.post("/v1/verifications", files=parts_of(CLAIM, large)), 413, "too-large")
        long = CLAIM | {"note": "x" * 3000}
        refusal(client.post("/v1/verifications", files=parts_of(long, {})), 413, "too-large")
        refusal(client.post("/v1/verifications", json=long), 413, "too-large")
        draft = client.post("/v1/verifications", json=CLAIM).json()
        put = client.put(draft["uploads"][0]["upload_url"], content=b"x" * 1001)
        refusal(put, 413, "too-large")

        def endless():
            yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
            for _ in range(100):
                yield b"x" * 1000

        head = {"Content-Type": "multipart/form-data; boundary=x"}
        try:
            streamed = client.post("/v1/verifications", content=endless(), headers=head)
        except httpx.WriteError:
            return  # the server hung up on us before we had read its answer
        refusal(streamed, 413, "too-large")


def test_a_key_that_may_only_read_writes_nothing(quick: Live) -> None:
    refusal(create(quick.client(Scope.VERIFICATIONS_READ)), 403, "scope-missing")
    assert quick.store.cases.jobs.waiting()[0] == 0


def test_accepting_is_written_down(live: Live) -> None:
    told = create(live.client()).json()
    (row,) = live.store.audit.of_claim(CLAIM["claim_id"])
    assert row.entry.who.startswith("api:")
    assert (row.entry.what, row.entry.verification_id) == ("accepted", told["verification_id"])
