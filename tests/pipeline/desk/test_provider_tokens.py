"""ID tokens that must let nobody in: for another sign-in, of another signer, by a key that is none."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from joserfc import jwk, jwt

from pipeline.desk.provider import PAUSE
from tests.pipeline.desk.live_desk import Live
from tests.pipeline.desk.own_provider import CLIENT, OwnProvider, fresh_key
from tests.pipeline.desk.provider_desk import Clock, came_in, clock, is_out, live, refusals, sso

__all__ = ["clock", "live", "sso"]


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
