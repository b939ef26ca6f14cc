"""A portal's client of periksa, whole: pre-check, claim, outcome, and how a webhook is checked.

Needs httpx and nothing of periksa. It runs in periksa's own tests.

    export PERIKSA_URL=http://127.0.0.1:8080 PERIKSA_TOKEN=periksa_...
    python portal_client.py CLAIM_FOLDER
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
import time
import uuid
from pathlib import Path

import httpx


class Periksa:
    """The calls that a portal makes."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def pre_check(self, file: Path, type_: str) -> str | None:
        """Look at one file while the applicant is there; returns what to tell him, None if it is fine."""
        with file.open("rb") as stream:
            answer = self._http.post(
                "/v1/pre-check", data={"type": type_}, files={"file": (file.name, stream)}
            )
        if answer.status_code in {429, 503}:
            return None  # no time for it now: never a reason to hold him up
        answer.raise_for_status()
        told = answer.json()
        return None if told["usable"] else told["advice_id"]

    def send(self, folder: Path) -> str:
        """Send a claim (claim.json and its files); returns the verification's id. Safe to repeat."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        claim = (folder / "claim.json").read_bytes()
        named = [upload["file"] for upload in json.loads(claim).get("uploads") or []]
        files = [("claim", ("claim.json", claim, "application/json"))]
        files += [
            ("files", (name, (folder / name).read_bytes())) for name in named if (folder / name).is_file()
        ]
        for pause in (1, 5, 25, None):
            try:
                answer = self._http.post("/v1/verifications", files=files, headers=key)
                if answer.status_code < 500 and answer.status_code != 429:
                    break
                wait = float(answer.headers.get("Retry-After", 0))
            except httpx.TransportError:  # it may have arrived: the same key makes it arrive once
                if pause is None:
                    raise
                wait = 0.0
            if pause is not None:
                time.sleep(max(pause, wait))
        if answer.is_error:
            raise RuntimeError(f"{answer.json()['type']}: {answer.json().get('errors')}")
        return str(answer.json()["verification_id"])

    def outcome(self, verification_id: str, patience: float = 300.0) -> str | None:
        """Wait for clear, review or resubmit; None if the machine failed. Webhooks spare the asking."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            answer = self._http.get(f"/v1/verifications/{verification_id}").raise_for_status().json()
            if answer["state"] in {"finished", "set_aside"}:
                return answer["outcome"]  # type: ignore[no-any-return]
            time.sleep(1)
        raise TimeoutError(verification_id)

    def reasons(self, verification_id: str) -> list[str]:
        """Return what the applicant is to mend, in Indonesian."""
        report = self._http.get(f"/v1/verifications/{verification_id}/report").raise_for_status().json()
        mended = [reason for reason in report["reasons"] if reason["effect"] == "resubmit"]
        return [f"{reason['message_id']} {reason['remedy_id'] or ''}".strip() for reason in mended]

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()


def is_from_periksa(secret: str, headers: dict[str, str], raw_body: bytes) -> bool:
    """Check a webhook call before its body is believed. Take each ``Periksa-Event-Id`` once.

    ``headers`` with small letters; ``raw_body`` as it came, before any JSON is read.
    """
    timestamp = headers.get("periksa-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + raw_body, hashlib.sha256).hexdigest()
    given = headers.get("periksa-signature", "").split(",")
    return any(hmac.compare_digest(f"v1={expected}", one.strip()) for one in given)


def main() -> int:
    """Send one claim folder and print what came of it."""
    periksa = Periksa(os.environ["PERIKSA_URL"], os.environ["PERIKSA_TOKEN"])
    verification_id = periksa.send(Path(sys.argv[1]))
    outcome = periksa.outcome(verification_id)
    print(f"{verification_id}: {outcome}")  # noqa: T201
    for number, reason in enumerate(periksa.reasons(verification_id) if outcome == "resubmit" else [], 1):
        print(f"{number}. {reason}")  # noqa: T201
    periksa.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
