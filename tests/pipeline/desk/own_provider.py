"""An OpenID Connect provider on loopback, made for a test: its own keys, its own people, its own faults.

It does what the standard asks for: description, keys, an authorization endpoint that sends the browser back,
a token endpoint that takes a code once, from the right client, with the verifier that fits. A test spoils one
thing at a time.
"""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "periksa", "rahasia & klien"


@dataclass
class OwnProvider:
    """What it says, and what it has seen; ``spoil`` changes claims, ``sign`` makes the token of them."""

    issuer: str
    keys: list[jwk.RSAKey]
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "f3a1", "preferred_username": "officer"})
    spoil: Callable[[dict[str, Any]], object] = lambda claims: None
    sign: Callable[[dict[str, Any]], str] | None = None
    published: list[dict[str, Any]] | None = None
    description: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Callable[[http.server.BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    once: bool = True
    asked: list[str] = field(default_factory=list)

    @property
    def key(self) -> jwk.RSAKey:
        """The one that signs."""
        return self.keys[0]

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            **self.description,
        }

    def public(self) -> dict[str, Any]:
        own = [{**key.as_dict(private=False), "use": "sig"} for key in self.keys]
        return {"keys": own if self.published is None else self.published}

    def sent_back(self, query: dict[str, str]) -> str:
        """Note a code for the person and return the address to which the browser goes back."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token_for(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Return the token's answer, None where the code is not good."""
        code = form.get("code", "")
        asked = self.codes.pop(code, None) if self.once else self.codes.get(code)
        if asked is None or form.get("grant_type") != "authorization_code":
            return None
        hashed = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        access, moment = secrets.token_urlsafe(16), int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": asked["nonce"],
            **self.person,
        }  # fmt: skip
        self.spoil(claims)
        token = self.sign(claims) if self.sign else self.signed(claims, self.key)
        return {"access_token": access, "token_type": "Bearer", "id_token": token}

    def signed(self, claims: dict[str, Any], key: jwk.RSAKey, **header: Any) -> str:
        return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key)


def fresh_key() -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": secrets.token_hex(4)}, private=True, auto_kid=False)


@contextmanager
def own_provider() -> Iterator[OwnProvider]:
    """Yield a provider at a real socket. It is called localhost: to a browser another site than 127.0.0.1."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answered(None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answered({name: values[0] for name, values in parse_qs(body).items()})

        def _answered(self, form: dict[str, str] | None) -> None:
            parts = urlsplit(self.path)
            told.asked.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path in told.answers:
                told.answers[parts.path](self)
            elif parts.path == "/.well-known/openid-configuration":
                self._json(200, told.described())
            elif parts.path == "/keys":
                self._json(200, told.public())
            elif parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", told.sent_back(query))
                self.end_headers()
            elif parts.path == "/token" and form is not None:
                answer = told.token_for(form) if self._is_client() else None
                self._json(200 if answer else 400, answer or {"error": "invalid_grant"})
            else:
                self._json(404, {})

        def _is_client(self) -> bool:
            kind, _, text = self.headers.get("Authorization", "").partition(" ")
            name, _, secret = base64.b64decode(text).decode().partition(":")
            return kind == "Basic" and (unquote(name), unquote(secret)) == (CLIENT, SECRET)

        def _json(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = OwnProvider(f"http://localhost:{server.server_port}", [fresh_key()])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
