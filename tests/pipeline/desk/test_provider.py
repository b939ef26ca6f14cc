"""Sign-in by a real provider on loopback: who comes in, and who is kept out by our own rules."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from models.audit import Action
from models.desk import Role
from pipeline.errors import IntakeError
from pipeline.store import CaseStore
from tests.pipeline.desk.live_desk import PASSWORD, Live
from tests.pipeline.desk.own_provider import SECRET, OwnProvider
from tests.pipeline.desk.provider_desk import (
    BACK,
    Clock,
    at_provider,
    came_in,
    clock,
    desk_with,
    is_out,
    live,
    refusals,
    sent_away,
    settings_for,
    sso,
)

__all__ = ["clock", "live", "sso"]


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
