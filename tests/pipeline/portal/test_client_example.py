"""The client in docs/examples, against a running portal."""

from __future__ import annotations

import json
import threading
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from models.outcome import Outcome
from models.report import ReportReason
from pipeline.portal.signing import headers_for
from tests.pipeline.portal.live_portal import CLAIM, FILES, Live
from tests.pipeline.portal.test_reading import filed

__all__ = ["filed"]
FILE = Path(__file__).resolve().parents[3] / "docs" / "examples" / "portal_client.py"


@pytest.fixture(scope="module")
def example():
    spec = spec_from_file_location("portal_client", FILE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worker(live: Live, report, stopped: threading.Event) -> None:
    while not stopped.is_set():
        job = live.store.cases.jobs.take("worker", 30)
        if job is not None:
            live.store.cases.file_report(job.verification_id, report, {})
        time.sleep(0.05)


def test_a_claim_from_its_folder_to_what_is_to_be_mended(example, quick: Live, filed, tmp_path: Path) -> None:
    told = ReportReason(
        code="FILE_EMPTY", severity="warning", message="empty", message_id="Berkas kosong.",
        remedy_id="Mohon unggah kembali.", effect="resubmit",
    )  # fmt: skip
    report = filed.model_copy(update={"outcome": Outcome.RESUBMIT, "reasons": [told]})
    folder = tmp_path / "claim"
    folder.mkdir()
    (folder / "claim.json").write_text(json.dumps(CLAIM))
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    _, token = quick.store.keys.create("example", ["verifications:write", "verifications:read", "pre-check"])
    periksa, stopped = example.Periksa(quick.url, token), threading.Event()
    thread = threading.Thread(target=worker, args=(quick, report, stopped), daemon=True)
    thread.start()
    try:
        assert "Berkas ini" in periksa.pre_check(folder / "ktp.jpg", "ktp")
        verification_id = periksa.send(folder)
        assert periksa.outcome(verification_id) == "resubmit"
        assert periksa.reasons(verification_id) == ["Berkas kosong. Mohon unggah kembali."]
    finally:
        stopped.set()
        thread.join(5)
        periksa.close()


def test_it_knows_our_signature(example) -> None:
    body = b'{"event_id":"x"}'
    headers = headers_for("x", ["whsec_new", "whsec_old"], int(time.time()), body)
    told = {name.lower(): value for name, value in headers.items()}
    assert example.is_from_periksa("whsec_new", told, body)
    assert example.is_from_periksa("whsec_old", told, body)
    assert not example.is_from_periksa("whsec_other", told, body)
    assert not example.is_from_periksa("whsec_new", told, body + b" ")
    old = {n.lower(): v for n, v in headers_for("x", ["whsec_new"], int(time.time()) - 400, body).items()}
    assert not example.is_from_periksa("whsec_new", old, body)
