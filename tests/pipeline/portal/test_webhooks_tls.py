"""A call over TLS: to the address that was checked, under the certificate of the name that was meant."""

from __future__ import annotations

import asyncio
import datetime
import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from models.webhook import Endpoint
from pipeline.portal import networks_in
from pipeline.portal.caller import Answered, call
from pipeline.store.api_keys import now

HERE = networks_in("127.0.0.0/8")
NAME = "portal.example"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of portal.example that is its own authority, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "portal.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def port(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Port of a TLS server with that certificate, which every name leads to."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is meant
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    async def here(self, host, port, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", here)
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join(5)


def called(url: str) -> Answered:
    return asyncio.run(call(Endpoint("e", "c", url, now(), ("whsec_x",)), "event", b"{}", HERE))


def test_the_names_own_certificate_is_asked_for(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    assert called(f"https://{NAME}:{port}/hook") == Answered(204, "")
    assert called(f"https://other.example:{port}/hook").fault == "ConnectError"


def test_an_authority_that_nobody_knows_is_not_trusted(port: int) -> None:
    assert called(f"https://{NAME}:{port}/hook").fault == "ConnectError"
