"""Nothing that an applicant typed or uploaded lies in the clear after the portal was used, nor in its log."""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import pytest

from models.api_key import Scope
from tests.pipeline.portal.live_portal import CLAIM, FILES, create, running, store_at
from tests.pipeline.portal.test_reading import PICTURE, filed, finished
from tests.pipeline.store.conftest import Place

__all__ = ["filed"]
PERSON = CLAIM["participant"]
SECRETS = [
    "SITI", "RAHMAWATI", PERSON["nik"], PERSON["kpj"][0], "34567890", "3456-7890", PERSON["birth_date"],
]  # fmt: skip


def forms(secret: str) -> list[bytes]:
    text = secret.encode()
    middle = base64.b64encode(b"xx" + text)[4:-4] or base64.b64encode(text)
    return [text, secret.encode("utf-16-le"), text.hex().encode(), middle]


def test_after_a_day_of_use(tmp_path: Path, filed, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with store_at(Place(tmp_path / "home")) as store, running(store) as live:
        client = live.client()
        head = {"Idempotency-Key": "SITI RAHMAWATI".replace(" ", "-")}
        verification_id = finished(live, filed)
        create(client, head, claim_id="JHT-2")
        create(client, claim_id="JHT-3", cause="wrong")
        draft = client.post("/v1/verifications", json=CLAIM | {"claim_id": "JHT-4"}).json()
        client.put(draft["uploads"][0]["upload_url"], content=FILES["ktp.jpg"])
        live.client(Scope.CLAIMS_STATUS).get(
            "/v1/claims/JHT-2/status", headers={"Periksa-Birth-Date": "1990-08-07"}
        )
        client.get(f"/v1/verifications/{verification_id}/report")
        client.post("/v1/pre-check", data={"type": "ktp"}, files={"file": ("SITI.jpg", b"SITI RAHMAWATI")})
        client.post("/v1/webhooks", json={"url": "https://portal.example/hook"})
        files = [file for file in (tmp_path / "home").rglob("*") if file.is_file()]
        held = {file: file.read_bytes() for file in files}
    assert any(file.name.endswith("-wal") for file in files), "the log of changes was looked at too"
    assert any("files-drafts" in str(file) for file in files)
    found = [
        (file.name, secret)
        for file, data in held.items()
        for secret in SECRETS
        for form in forms(secret)
        if form in data or secret in str(file)
    ]
    assert found == []
    assert not [file for file, data in held.items() if PICTURE in data or FILES["ktp.jpg"] in data]
    assert not [secret for secret in SECRETS if secret in caplog.text]
