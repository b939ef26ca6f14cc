"""Idempotency-Key: once, one answer, whoever asks at the same time or after a restart."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from models.repeated import Turn
from pipeline.store import requests_seen
from pipeline.store.api_keys import now
from tests.pipeline.portal.live_portal import Live, create, running
from tests.pipeline.portal.test_creating import refusal


def test_the_same_key_and_request_have_one_answer(live: Live) -> None:
    client, head = live.client(), {"Idempotency-Key": "abc"}
    first, second = create(client, head), create(client, head)
    assert (first.status_code, first.content) == (202, second.content)
    assert first.headers["location"] == second.headers["location"]


def test_a_key_is_not_for_two_requests(live: Live) -> None:
    client, head = live.client(), {"Idempotency-Key": "abc"}
    assert create(client, head).status_code == 202
    other = create(client, head, claim_id="JHT-2026-000901")
    refusal(other, 422, "idempotency-key-reused")
    assert live.store.cases.runs("JHT-2026-000901") == ()


def test_another_clients_key_is_another(live: Live) -> None:
    head = {"Idempotency-Key": "abc"}
    assert create(live.client(), head).status_code == 202
    other = create(live.client(name="other"), head, claim_id="JHT-2026-000901")
    assert other.status_code == 202


def test_a_refused_request_leaves_its_key_free(live: Live) -> None:
    client, head = live.client(), {"Idempotency-Key": "abc"}
    refusal(create(client, head, programme="none"), 422, "invalid-request")
    assert create(client, head).status_code == 202


def test_an_unusable_key(quick: Live) -> None:
    for key in ("", "x" * 256, "a b"):
        refusal(create(quick.client(), {"Idempotency-Key": key}), 422, "invalid-request")


def test_many_at_once_get_one_answer(live: Live) -> None:
    client, head = live.client(), {"Idempotency-Key": "race"}
    together = threading.Barrier(8)

    def post(_: int):
        together.wait()
        return create(client, head)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(post, range(8)))
    assert {(answer.status_code, answer.content) for answer in answers} == {(202, answers[0].content)}
    assert answers[0].json()["again"] is False
    assert len(live.store.cases.runs("JHT-2026-000900")) == 1


def test_a_manifest_is_opened_once(live: Live) -> None:
    from tests.pipeline.portal.live_portal import CLAIM

    client, head = live.client(), {"Idempotency-Key": "abc"}
    opened = [client.post("/v1/verifications", json=CLAIM, headers=head) for _ in range(2)]
    assert opened[0].content == opened[1].content
    assert opened[0].status_code == 201


def test_the_answer_is_known_after_a_restart(store) -> None:
    head = {"Idempotency-Key": "abc"}
    with running(store) as live:
        _, token = store.keys.create("one", ["verifications:write"])
        first = create(live.with_token(token), head)
    with running(store) as again:
        assert create(again.with_token(token), head).content == first.content


def test_who_comes_while_it_is_worked_on_waits_and_takes_over_from_the_dead(store) -> None:
    seen = store.seen
    mine = seen.begin("client", "key", b"request")
    assert mine.turn is Turn.MINE
    assert seen.begin("client", "key", b"request").turn is Turn.WAIT
    assert seen.begin("client", "key", b"another").turn is Turn.DIFFERS
    later = requests_seen.RequestsSeen(seen._database, seen._key, lambda: now() + requests_seen.HELD * 2)
    theirs = later.begin("client", "key", b"request")
    assert theirs.turn is Turn.MINE
    seen.answered("client", "key", mine.holder, b"from the dead")
    assert seen.begin("client", "key", b"request").turn is not Turn.DONE, "the dead one's word counts no more"
    later.answered("client", "key", theirs.holder, b"answer")
    done = seen.begin("client", "key", b"request")
    assert (done.turn, done.answer) == (Turn.DONE, b"answer")
    assert seen.sweep() == 0
    much_later = requests_seen.RequestsSeen(seen._database, seen._key, lambda: now() + requests_seen.KEPT * 2)
    assert much_later.sweep() == 1
    assert seen.begin("client", "key", b"another").turn is Turn.MINE
