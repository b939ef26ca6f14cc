"""Sign-in by a real provider on loopback: who comes in, and everything that must not let anybody in."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwk, jwt

from models.audit import Action
from models.desk import Role
from pipeline.desk import Provider, ProviderSettings
from pipeline.desk.provider import KEPT, PAUSE
from pipeline.desk.provider_reach import LARGEST
from pipeline.errors import IntakeError
from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import PASSWORD, Live, running
from tests.pipeline.desk.own_provider import CLIENT, SECRET, OwnProvider, fresh_key, own_provider

BACK = "/desk/sign-in/provider/back"


class Clock:
    """The time by which keys are kept; it stands until a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def sso() -> Iterator[OwnProvider]:
    with own_provider() as told:
        yield told


@pytest.fixture
def clock() -> Clock:
    return Clock()


def settings_for(sso: OwnProvider, url: str, **changes: Any) -> ProviderSettings:
    return replace(ProviderSettings(sso.issuer, CLIENT, f"{url}{BACK}", SECRET), **changes)


@pytest.fixture
def live(cases: CaseStore, sso: OwnProvider, clock: Clock) -> Iterator[Live]:
    with desk_with(cases, sso, clock) as desk:
        yield desk


@contextmanager
def desk_with(cases: CaseStore, sso: OwnProvider, clock: Clock, **parts: Any) -> Iterator[Live]:
    def at(url: str) -> dict[str, Any]:
        return {"provider": Provider(settings_for(sso, url), clock), **parts}

    with running(cases, at) as desk:
        yield desk


def sent_away(client: httpx.Client) -> str:
    answer = client.get("/desk/sign-in/provider")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def at_provider(address: str) -> str:
    """Do what a browser does there; returns the address that it is sent back to."""
    return httpx.get(address, trust_env=False).headers["location"]


def came_in(live: Live, client: httpx.Client | None = None) -> httpx.Response:
    client = client or live.stranger()
    return client.get(at_provider(sent_away(client)))


def refusals(live: Live) -> list[tuple[str, str]]:
    rows = live.store.audit.latest()
    return [(r.entry.who, r.entry.why) for r in rows if r.entry.what is Action.SIGN_IN_REFUSED]


def is_out(client: httpx.Client) -> bool:
    return client.get("/desk/queue").status_code == 303


def test_who_the_provider_vouches_for_is_signed_in_as_by_password(live: Live, sso: OwnProvider) -> None:
    client = live.stranger()
    answer = came_in(live, client)
    assert answer.status_code == 200
    cookies = [c.lower() for c in answer.headers.get_list("set-cookie")]
    (session,) = [c for c in cookies if c.startswith("periksa_desk=")]
    assert "httponly" in session
    assert "samesite=strict" in session
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert client.get("/desk/queue").status_code == 200
    (row,) = [r for r in live.store.audit.latest() if r.entry.what is Action.SIGNED_IN]
    assert (row.entry.who, row.entry.why) == ("officer:officer", "by the provider")
    assert client.post("/desk/sign-out", data={}).status_code == 403, "posts want the session's token"
    assert live.signed_in("supervisor").get("/queue").status_code == 200, "passwords go on beside it"


def test_the_browser_is_sent_with_pkce_state_and_nonce(live: Live) -> None:
    client = live.stranger()
    first, second = ({k: v[0] for k, v in parse_qs(urlsplit(sent_away(client)).query).items()} for _ in "12")
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    assert first["redirect_uri"] == f"{live.url}{BACK}"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def spoilt(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda claims: claims.update(changes)


def without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda claims: claims.pop(name)


SPOILT = [
    (spoilt(nonce="another"), "nonce"),
    (without("nonce"), "claims"),
    (spoilt(aud="another"), "aud"),
    (spoilt(aud=["another", "third"]), "aud"),
    (spoilt(aud=[CLIENT, "another"]), "claims"),
    (spoilt(aud=[CLIENT, "another"], azp="another"), "azp"),
    (spoilt(iss="http://localhost:1"), "iss"),
    (spoilt(exp=int(time.time()) - 61), "expired"),
    (spoilt(exp="never"), "exp"),
    (without("exp"), "claims"),
    (spoilt(iat=int(time.time()) + 3600), "iat"),
    (spoilt(nbf=int(time.time()) + 3600), "nbf"),
    (spoilt(at_hash="AAAA"), "at_hash"),
    (without("preferred_username"), "no name"),
    (spoilt(preferred_username=["officer"]), "no name"),
    (spoilt(preferred_username="o" * 256), "no name"),
    (without("sub"), "claims"),
]


def test_a_token_that_is_not_for_this_sign_in(live: Live, sso: OwnProvider) -> None:
    for n, (spoil, word) in enumerate(SPOILT):
        sso.spoil = spoil
        client = live.stranger()
        answer = came_in(live, client)
        assert answer.status_code == 401, (n, word)
        assert "tidak dapat dibuktikan" in answer.text
        assert is_out(client)
        assert refusals(live)[0] == ("system:provider", f"not proved: {word}"), n
        assert len(refusals(live)) == n + 1


def segment(told: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


FORGED = [
    (lambda sso, claims: sso.signed(claims, fresh_key(), kid=sso.key.kid), "signature"),
    (lambda sso, claims: sso.signed(claims, fresh_key()), "key"),
    (lambda sso, claims: f"{segment({'alg': 'none'})}.{segment(claims)}.", "algorithm"),
    (lambda sso, claims: f"{segment({'alg': 'None'})}.{segment(claims)}.", "algorithm"),
    (
        lambda sso, claims: jwt.encode(
            {"alg": "HS256", "kid": sso.key.kid},
            claims,
            jwk.OctKey.import_key(sso.key.as_dict(private=False)["n"]),
            algorithms=["HS256"],
        ),
        "algorithm",
    ),
    (
        lambda sso, claims: ".".join(
            [
                *(t := sso.signed(claims, sso.key).split("."))[:1],
                segment(claims | {"preferred_username": "supervisor"}),
                t[2],
            ]
        ),
        "signature",
    ),
    (lambda sso, claims: "no token", "token"),
    (lambda sso, claims: "x" * 40_000, "no token"),
]


def test_a_token_that_is_not_the_providers(live: Live, sso: OwnProvider) -> None:
    for n, (forge, word) in enumerate(FORGED):
        sso.sign = lambda claims, forge=forge: forge(sso, claims)
        client = live.stranger()
        assert came_in(live, client).status_code == 401, n
        assert is_out(client)
        assert refusals(live)[0] == ("system:provider", f"not proved: {word}"), n


def test_a_new_key_is_asked_for_once_and_not_for_every_strangers_token(
    live: Live, sso: OwnProvider, clock: Clock
) -> None:
    assert came_in(live).status_code == 200
    sso.keys.insert(0, fresh_key())
    assert came_in(live).status_code == 401, "the keys were fetched a moment ago"
    clock.now += PAUSE
    assert came_in(live).status_code == 200
    asked = sso.asked.count("/keys")
    sso.sign = lambda claims: sso.signed(claims, fresh_key())
    for _ in range(3):
        assert came_in(live).status_code == 401
    assert sso.asked.count("/keys") == asked


def test_a_key_that_is_no_good_key_proves_nothing(live: Live, sso: OwnProvider, clock: Clock) -> None:
    secret = {"kty": "oct", "k": "c2VjcmV0", "use": "sig"}
    short = {"kty": "RSA", "n": "AQAB", "e": "AQAB", "use": "sig"}
    other_use = {**sso.key.as_dict(private=False), "use": "enc"}
    for n, published in enumerate(([], [secret], [short], [other_use], [{"kty": "RSA"}])):
        sso.published = [{**key, "kid": sso.key.kid} for key in published]
        clock.now += PAUSE
        assert came_in(live).status_code == 401
        assert refusals(live) == [("system:provider", "not proved: key")] * (n + 1)


def test_a_wrong_state_another_browser_and_a_second_time(live: Live, sso: OwnProvider) -> None:
    client, other = live.stranger(), live.stranger()
    back = at_provider(sent_away(client))
    parts = parse_qs(urlsplit(back).query)
    assert client.get(f"{BACK}?code={parts['code'][0]}&state=another").status_code == 400
    sent_away(client)
    assert client.get(f"{BACK}?code={parts['code'][0]}").status_code == 400
    back = at_provider(sent_away(client))
    sent_away(other)
    assert other.get(back).status_code == 400, "what one browser began another one does not end"
    assert is_out(other)
    assert client.get(back).status_code == 400, "and it is used up"
    back = at_provider(sent_away(client))
    assert live.stranger().get(back).status_code == 400, "a browser that began nothing"
    assert sso.asked.count("/token") == 0, "nothing was asked for them"


def test_an_address_is_good_once_even_where_the_provider_takes_a_code_twice(
    live: Live, sso: OwnProvider
) -> None:
    sso.once = False
    client = live.stranger()
    back = at_provider(sent_away(client))
    kept = dict(client.cookies)
    assert client.get(back).status_code == 200
    thief = live.stranger()
    thief.cookies.update(kept)
    assert thief.get(back).status_code == 400
    assert is_out(thief)


def test_a_code_that_was_used_is_refused_by_the_provider(live: Live, sso: OwnProvider) -> None:
    first, second = live.stranger(), live.stranger()
    back = at_provider(sent_away(first))
    assert first.get(back).status_code == 200
    state = parse_qs(urlsplit(sent_away(second)).query)["state"][0]
    used = parse_qs(urlsplit(back).query)["code"][0]
    answer = second.get(f"{BACK}?code={used}&state={state}")
    assert answer.status_code == 401
    assert is_out(second)


def test_a_stolen_code_is_no_use_without_the_verifier(live: Live, sso: OwnProvider) -> None:
    victim, thief = live.stranger(), live.stranger()
    stolen = parse_qs(urlsplit(at_provider(sent_away(victim))).query)["code"][0]
    state = parse_qs(urlsplit(sent_away(thief)).query)["state"][0]
    assert thief.get(f"{BACK}?code={stolen}&state={state}").status_code == 401
    assert is_out(thief)


def test_what_the_provider_refuses_is_told(live: Live) -> None:
    client = live.stranger()
    for query in ("error=access_denied", "error=server_error&code=x", "code=", "code=" + "x" * 5000):
        state = parse_qs(urlsplit(sent_away(client)).query)["state"][0]
        assert client.get(f"{BACK}?{query}&state={state}").status_code == 401
        assert is_out(client)


def test_another_issuers_answer_is_not_taken(live: Live, sso: OwnProvider) -> None:
    client = live.stranger()
    back = at_provider(sent_away(client))
    assert client.get(f"{back}&iss=https://evil.example").status_code == 401
    assert refusals(live) == [("system:provider", "not proved: issuer")]
    assert "/token" not in sso.asked


def test_a_stranger_of_the_institution_is_refused_with_a_sentence(live: Live, sso: OwnProvider) -> None:
    sso.person = {"sub": "z9", "preferred_username": "tamu"}
    answer = came_in(live)
    assert answer.status_code == 403
    assert "tidak terdaftar" in answer.text
    assert live.store.users.find("tamu") is None
    assert refusals(live) == [("system:provider", "no open account")]


def test_an_account_is_made_at_the_first_sign_in_only_where_that_is_set(
    cases: CaseStore, sso: OwnProvider, clock: Clock
) -> None:
    sso.person = {"sub": "z9", "preferred_username": "Tamu"}
    with desk_with(cases, sso, clock, new_role=Role.OFFICER) as live:
        assert came_in(live).status_code == 200
        user, hashed = live.store.users.find("tamu") or pytest.fail("no account")
        assert (user.role, hashed) == (Role.OFFICER, "")
        for password in ("", "x", PASSWORD):
            tried = live.stranger().post("/desk/sign-in", data={"name": "tamu", "password": password})
            assert tried.status_code == 401, "it has no password"
        sso.person = {"sub": "z8", "preferred_username": "tamu@example.id"}
        assert came_in(live).status_code == 403, "no name for an account"


def test_a_login_that_is_no_name_leads_to_its_account(live: Live, sso: OwnProvider) -> None:
    assert live.store.users.set_login("officer", "andi@bpjs.example")
    sso.person = {"sub": "f3a1", "preferred_username": "officer"}
    assert came_in(live).status_code == 403, "the name alone is another person's now"
    sso.person["preferred_username"] = "andi@bpjs.example"
    assert came_in(live).status_code == 200
    assert not live.store.users.set_login("supervisor", "andi@bpjs.example")
    assert not live.store.users.set_login("officer", "supervisor"), "an account is found by its name"
    assert not live.store.users.add("baru", Role.ADMIN, "", login="supervisor")


def test_a_name_that_went_to_another_person_does_not_open_the_account(live: Live, sso: OwnProvider) -> None:
    assert came_in(live).status_code == 200
    sso.person = {"sub": "somebody-else", "preferred_username": "officer"}
    client = live.stranger()
    for _ in range(5):
        assert came_in(live, client).status_code == 403
    assert is_out(client)
    assert refusals(live) == [("officer:officer", "another subject")] * 5
    sso.person["sub"] = "f3a1"
    waiting = came_in(live)
    assert waiting.status_code == 403, "five wrong ones: it waits, as after five wrong passwords"
    assert "menunggu" in waiting.text
    assert live.store.users.set_login("officer", None), "the admin binds it anew"


def test_a_closed_account_stays_out(live: Live, sso: OwnProvider) -> None:
    client = live.stranger()
    came_in(live, client)
    assert live.store.users.disable("officer")
    assert is_out(client)
    assert came_in(live).status_code == 403
    assert refusals(live) == [("officer:officer", "no open account")]


def test_passwords_can_be_switched_off(cases: CaseStore, sso: OwnProvider, clock: Clock) -> None:
    with desk_with(cases, sso, clock, passwords=False) as live:
        page = live.stranger().get("/desk/sign-in").text
        assert 'name="password"' not in page
        assert "/desk/sign-in/provider" in page
        tried = live.stranger().post("/desk/sign-in", data={"name": "officer", "password": PASSWORD})
        assert tried.status_code == 403
        assert came_in(live).status_code == 200


def drip(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b" ")
            time.sleep(0.1)


def flood(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(b'{"issuer": "' + b"x" * (4 * LARGEST))


def elsewhere(handler: Any) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://localhost:1/")
    handler.end_headers()


def told(status: int, body: bytes) -> Callable[[Any], None]:
    def answer(handler: Any) -> None:
        handler.send_response(status)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


FAULTS = (
    flood,
    elsewhere,
    told(500, b"{}"),
    told(200, b"<html>"),
    told(200, b"[]"),
    told(200, b"[" * 100_000),
)


def test_a_provider_that_is_broken_lets_nobody_in(live: Live, sso: OwnProvider, clock: Clock) -> None:
    client = live.stranger()
    for place in ("/token", "/keys", "/.well-known/openid-configuration"):
        for n, fault in enumerate(FAULTS):
            clock.now += KEPT
            back = at_provider(sent_away(client)) if place == "/token" else None
            sso.answers[place] = fault
            answer = client.get(back or "/desk/sign-in/provider")
            assert answer.status_code == 503, (place, n)
            assert "tidak menjawab" in answer.text
            assert is_out(client)
            sso.answers.clear()
    assert live.signed_in("officer").get("/queue").status_code == 200, "passwords go on"


def test_a_provider_that_drips_is_given_up(live: Live, sso: OwnProvider, monkeypatch) -> None:
    monkeypatch.setattr("pipeline.desk.provider_reach.WHOLE", 1.0)
    sso.answers["/keys"] = drip
    began = time.monotonic()
    assert live.stranger().get("/desk/sign-in/provider").status_code == 503
    assert time.monotonic() - began < 5


def test_a_provider_that_is_away_is_asked_again_only_after_a_while(
    cases: CaseStore, sso: OwnProvider, clock: Clock
) -> None:
    with desk_with(cases, sso, clock) as live:
        sso.answers["/keys"] = told(500, b"{}")
        for _ in range(3):
            assert live.stranger().get("/desk/sign-in/provider").status_code == 503
        assert sso.asked.count("/keys") == 1
        sso.answers.clear()
        clock.now += PAUSE
        assert came_in(live).status_code == 200


def test_another_issuers_description_is_not_taken(live: Live, sso: OwnProvider) -> None:
    sso.description = {"issuer": "https://evil.example"}
    assert live.stranger().get("/desk/sign-in/provider").status_code == 503


def test_an_endpoint_in_the_clear_is_not_asked(live: Live, sso: OwnProvider, clock: Clock) -> None:
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        for place in ("http://evil.example/", "javascript:alert(1)", "", None):
            sso.description = {name: place}
            clock.now += KEPT
            client = live.stranger()
            answer = client.get("/desk/sign-in/provider")
            if name == "token_endpoint":
                answer = client.get(at_provider(answer.headers["location"]))
            assert answer.status_code == 503, (name, place)


def test_neither_secret_nor_person_is_in_a_repr(sso: OwnProvider) -> None:
    text = repr(settings_for(sso, "http://127.0.0.1:1"))
    assert SECRET not in text


def test_settings_that_make_no_sense_are_refused(sso: OwnProvider) -> None:
    for changes in (
        {"issuer": "http://sso.example"}, {"issuer": "sso.example"}, {"client_id": ""}, {"scopes": "profile"},
        {"back": "http://desk.example/desk"}, {"issuer": "https://u:p@sso.example"},
    ):  # fmt: skip
        with pytest.raises(IntakeError):
            settings_for(sso, "http://127.0.0.1:1", **changes)
