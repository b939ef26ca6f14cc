"""A real `periksa serve` on this machine with a folder of its own, and a receiver of its webhooks."""

from __future__ import annotations

import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
SCOPES = ("verifications:write", "verifications:read", "pre-check", "webhooks")
START = 240.0
"""Seconds until the engines are loaded on a busy machine."""


@dataclass
class Server:
    """One server after another over one folder."""

    home: Path
    port: int
    workers: int = 1
    pre_checks: int = 0
    rate: float = 100_000
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _environment(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("PREFECT_", "PERIKSA_"))}
        own = {"PERIKSA_HOME": str(self.home), "PERIKSA_API_RATE": str(self.rate),
               "PERIKSA_WEBHOOK_NETWORKS": "127.0.0.0/8", "PYTHONPATH": str(ROOT)}  # fmt: skip
        return kept | own | self.settings

    def command(self, *words: str) -> str:
        """Run a periksa command and return what it printed."""
        line = [sys.executable, "-c", "from pipeline.cli import main; main()", *words]
        done = subprocess.run(
            line, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        """Start it and wait until its engines are loaded."""
        self.home.mkdir(parents=True, exist_ok=True)
        options = [
            "--port",
            str(self.port),
            "--workers",
            str(self.workers),
            "--pre-checks",
            str(self.pre_checks),
        ]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", "from pipeline.cli import main; main()", "serve", *options],
                cwd=ROOT, env=self._environment(), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + START
        while True:
            assert self.process.poll() is None, (self.home / "server.log").read_text("utf-8", "replace")
            assert time.monotonic() < until, "the server did not get ready"
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/ready", trust_env=False).status_code == 200:
                    return
            time.sleep(0.2)

    def kill(self) -> None:
        """End it as a loss of power would: the server itself, without a word to its workers."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """End it politely; returns its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)

    def client(self, token: str) -> httpx.Client:
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=60, trust_env=False
        )


class Receiver:
    """Counts the events that it is called with, by verification."""

    def __init__(self) -> None:
        self.events: dict[str, Counter[str]] = {}
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.events.setdefault(told["verification_id"], Counter())[told["event_id"]] += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def claim(claim_id: str, files: list[str] = []) -> bytes:  # noqa: B006 - it is not changed
    """An invented claim; without files it is verified in some 20 ms and ends as resubmit."""
    told = {
        "claim_id": claim_id, "programme": "JHT", "cause": "mengundurkan_diri", "channel": "lapak_asik",
        "submitted_at": "2026-11-20T09:13:00+07:00",
        "participant": {"name": "SITI RAHMAWATI", "nik": "3273014708909003", "birth_date": "1990-08-07",
                        "phone": "081234567890", "kpj": ["12034567890"]},
        "uploads": [{"file": name, "type": "paklaring"} for name in files],
    }  # fmt: skip
    return json.dumps(told).encode()


def paper() -> bytes:
    """A born-digital PDF of one page."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    stream = BytesIO()
    canvas = Canvas(stream, invariant=True)
    for number, line in enumerate(
        ("SURAT KETERANGAN KERJA", "Nama : SITI RAHMAWATI", "NIK : 3273014708909003")
    ):
        canvas.drawString(80, 760 - 20 * number, line)
    canvas.save()
    return stream.getvalue()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def token_in(printed: str) -> str:
    """The token that `periksa api-key create` printed."""
    found = re.search(r"periksa_[0-9a-f]{12}_[\w-]{43}", printed)
    assert found, "no token was printed"
    return found[0]
