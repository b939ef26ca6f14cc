"""Sign-in by an OpenID Connect provider (Core 1.0): where the browser is sent, and who came back.

Authorization code with PKCE (RFC 7636), state and nonce. The provider's word is an ID token: signed by one of
its published keys, by a public-key algorithm, for us, for this very sign-in, and not over. Nothing of a token
is kept or logged; what is wrong with one comes back as a word.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwk, jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, InvalidClaimError, JoseError
from joserfc.util import urlsafe_b64decode

from pipeline.desk.provider_reach import ProviderDown, asked, may_be_asked
from pipeline.errors import IntakeError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that are believed: by the provider's key alone. Never ``none``, never HS*."""
KINDS = {"R": "RSA", "P": "RSA", "E": "EC"}
LEEWAY = 60
"""Seconds by which the provider's clock may differ."""
KEPT = 3600.0
"""Seconds for which description and keys are believed before they are asked for again."""
PAUSE = 30.0
"""Seconds before keys are asked for again because of an unknown one, or anything after a fault."""
LONGEST_TOKEN = 32_000
LONGEST_NAME = 255
LEAST_RSA = 2048
"""Bits."""


class NotProved(Exception):  # noqa: N818 - named by its cause
    """The provider's answer does not prove who came; the text is one of our own words."""


@dataclass(frozen=True)
class Identity:
    """Who the provider says came: by the claim that names officers, and by its own unchanging id."""

    name: str = field(repr=False)
    subject: str = field(repr=False)


@dataclass(frozen=True)
class ProviderSettings:
    """What the institution says about its provider.

    Attributes:
        issuer: as it stands in the provider's description, to the letter.
        secret: none for a client without one (PKCE alone).
        back: where the browser comes back to: address of the desk, with the path.
        name_claim: which claim says what an account's ``login`` or name is.
    """

    issuer: str
    client_id: str
    back: str
    secret: str | None = field(default=None, repr=False)
    name_claim: str = "preferred_username"
    scopes: str = "openid profile"

    def __post_init__(self) -> None:
        for url, whose in ((self.issuer, "PERIKSA_OIDC_ISSUER"), (self.back, "PERIKSA_DESK")):
            if not may_be_asked(url):
                raise IntakeError(f"{whose} is no https address (plain http is for this machine alone)")
        if not self.client_id or "openid" not in self.scopes.split():
            raise IntakeError("sign-in by a provider wants PERIKSA_OIDC_CLIENT_ID and the scope openid")

    @classmethod
    def told(
        cls,
        issuer: str,
        client_id: str | None,
        desk: str | None,
        root: str,
        secret: str | None,
        file: Path | None,
    ) -> ProviderSettings:
        """Return what the environment says.

        Args:
            issuer: of the provider.
            client_id: what it calls us.
            desk: address of the desk as browsers see it.
            root: how that ends.
            secret: given itself,
            file: or in a file.

        Raises:
            IntakeError: an address, the client's id or the file makes no sense. It quotes no value.
        """
        place = (desk or "").rstrip("/")
        if not place.endswith(root):
            raise IntakeError(f"sign-in by a provider wants PERIKSA_DESK, like https://periksa.example{root}")
        try:
            given = file.read_text("utf-8").strip() if file else secret
        except (OSError, UnicodeDecodeError):
            raise IntakeError("the file of PERIKSA_OIDC_CLIENT_SECRET_FILE cannot be read") from None
        return cls(issuer, client_id or "", f"{place}/sign-in/provider/back", given or None)


@dataclass(frozen=True)
class _Known:
    """The provider's description and keys, as they were at ``at``."""

    at: float
    told: Mapping[str, Any]
    keys: tuple[Mapping[str, Any], ...]


class Provider:
    """One provider. Usable from many threads: one of them asks for description and keys, the others wait."""

    def __init__(self, settings: ProviderSettings, tick: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._tick = settings, tick
        self._turn = threading.Lock()
        self._known: _Known | None = None
        self._down_until = 0.0

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Return where the browser is sent.

        Raises:
            ProviderDown: the provider's description cannot be had.
        """
        place = _endpoint(self._described().told, "authorization_endpoint")
        told = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._settings.back,
            "scope": self._settings.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(told)}"

    def identity(self, code: str, verifier: str, nonce: str, issuer: str | None) -> Identity:
        """Return who came back with that code.

        Args:
            code: from the address that the browser came back to.
            verifier: whose hash the browser was sent away with.
            nonce: that it was sent away with.
            issuer: what the address says of who sent it (RFC 9207), None where it says nothing.

        Raises:
            ProviderDown: the provider did not answer.
            CodeRefused: it does not take the code.
            NotProved: what it said proves nothing.
        """
        known = self._described()
        if issuer is not None and issuer != self._settings.issuer:
            raise NotProved("issuer")
        told = asked(_endpoint(known.told, "token_endpoint"), *self._asking(known.told, code, verifier))
        token, access = told.get("id_token"), told.get("access_token")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise NotProved("no token")
        claims = self._proved(token, nonce, access if isinstance(access, str) else None)
        name, subject = claims.get(self._settings.name_claim), claims.get("sub")
        if not isinstance(name, str) or not isinstance(subject, str):
            raise NotProved("no name")
        if not 0 < len(name) <= LONGEST_NAME or not 0 < len(subject) <= LONGEST_NAME:
            raise NotProved("no name")
        return Identity(name, subject)

    def _asking(
        self, told: Mapping[str, Any], code: str, verifier: str
    ) -> tuple[dict[str, str], tuple[str, str] | None]:
        """Return the form that changes a code into a token, and the name and secret beside it."""
        own = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": own.back,
            "client_id": own.client_id,
            "code_verifier": verifier,
        }
        if own.secret is None:
            return form, None
        ways = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" in ways:
            return form, (quote(own.client_id, safe=""), quote(own.secret, safe=""))  # RFC 6749, 2.3.1
        return form | {"client_secret": own.secret}, None

    def _proved(self, token: str, nonce: str, access: str | None) -> Mapping[str, Any]:
        """Return the claims of a token that is the provider's, for us, for this sign-in, and in time."""
        header = _header_of(token)
        alg = header.get("alg")
        if alg not in ALGORITHMS:
            raise NotProved("algorithm")
        try:
            found = jwt.decode(token, self._key(header, str(alg)), algorithms=[str(alg)])
        except BadSignatureError:
            raise NotProved("signature") from None
        except (JoseError, ValueError, TypeError):
            raise NotProved("token") from None
        own = self._settings
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": own.issuer},
                "aud": {"essential": True, "value": own.client_id},
                "nonce": {"essential": True, "value": nonce},
            },
            params={"nonce": nonce, "client_id": own.client_id, "access_token": access},
        )
        try:
            claims.validate(now=int(time.time()), leeway=LEEWAY)
        except ExpiredTokenError:
            raise NotProved("expired") from None
        except InvalidClaimError as wrong:
            raise NotProved(_word(wrong)) from None
        except (JoseError, ValueError, TypeError):
            raise NotProved("claims") from None
        return dict(claims)

    def _key(self, header: Mapping[str, Any], alg: str) -> jwk.Key:
        """Return the published key that a token names; keys that are new are asked for once."""
        for fresh in (False, True):
            known = self._described(fresh=fresh)
            fitting = [key for key in known.keys if _fits(key, header.get("kid"), alg)]
            if len(fitting) == 1:
                return _imported(fitting[0])
            if fitting:
                raise NotProved("key")
        raise NotProved("key")

    def _described(self, *, fresh: bool = False) -> _Known:
        with self._turn:
            moment = self._tick()
            if self._known and moment - self._known.at < (PAUSE if fresh else KEPT):
                return self._known
            if moment < self._down_until:
                raise ProviderDown("it did not answer a moment ago")
            try:
                told = asked(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
                if told.get("issuer") != self._settings.issuer:
                    raise ProviderDown("another issuer")
                keys = asked(_endpoint(told, "jwks_uri")).get("keys")
                if not isinstance(keys, list):
                    raise ProviderDown("no keys")
            except ProviderDown:
                self._down_until = self._tick() + PAUSE / 3
                raise
            own = tuple(key for key in keys if isinstance(key, dict))
            self._known = _Known(self._tick(), told, own)
            return self._known


def fresh_secret() -> str:
    """Return 256 bits that nobody guesses, in 43 letters: fit for state, nonce and verifier."""
    return secrets.token_urlsafe(32)


def _endpoint(told: Mapping[str, Any], name: str) -> str:
    place = told.get(name)
    if not isinstance(place, str) or not may_be_asked(place):
        raise ProviderDown(f"no {name}")
    return place


def _header_of(token: str) -> Mapping[str, Any]:
    try:
        header = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, RecursionError):
        raise NotProved("token") from None
    if not isinstance(header, dict):
        raise NotProved("token")
    return header


def _fits(key: Mapping[str, Any], kid: object, alg: str) -> bool:
    """Tell whether a published key may have made that signature; a token that names no key fits each."""
    named = kid is None or key.get("kid") == kid
    signs = key.get("use", "sig") == "sig" and key.get("alg", alg) == alg
    return named and signs and key.get("kty") == KINDS[alg[0]]


def _imported(key: Mapping[str, Any]) -> jwk.Key:
    try:
        made = jwk.import_key(dict(key))
    except (JoseError, ValueError, TypeError, KeyError):
        raise NotProved("key") from None
    if isinstance(made, jwk.RSAKey) and made.public_key.key_size < LEAST_RSA:
        raise NotProved("key")
    return made


def _word(wrong: InvalidClaimError) -> str:
    claim = str(getattr(wrong, "claim", ""))
    return claim if claim in {"iss", "aud", "azp", "nonce", "iat", "nbf", "exp", "at_hash"} else "claims"
