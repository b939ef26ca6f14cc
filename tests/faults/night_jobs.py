"""What workers of a test's night do, by the claim's id; they stand in for those of nights.py."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from pipeline.errors import EngineMissing, StoreError
from pipeline.store import ReportStore


def prepare() -> None:
    """Load nothing."""


def fill(file: Path) -> None:
    """Write until the disk is full."""
    with suppress(OSError), file.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(4096))


def work(_file: object, out: Path, folder: Path) -> ClaimResult:
    """Kill this process, meet a fault as long as the file of that name is there, or file a report."""
    claim_id, (what, _) = folder.name, folder.name.split("-")
    reports = ReportStore(out)
    tried = Path(os.environ["PERIKSA_HOME"]).parent / f"tried-{claim_id}"  # not on the disk that fills
    with tried.open("ab") as tries:
        tries.write(b".")
    if what == "KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "GREEDY" and tried.stat().st_size == 1:
        fill(out.parent / "filled")
    time.sleep(0.3 if what == "SLOW" else 0.02)
    try:
        if (out.parent / "language-is-missing").exists():
            raise EngineMissing("Tesseract's language 'ind'", "Run: apt-get install tesseract-ocr-ind")
        if reports.is_finished(claim_id, "same"):
            return ClaimResult(
                folder, claim_id, "JHT", "phk", Outcome.CLEAR, Risk.LOW, seconds=1.0, again=True
            )
        reports.file(claim_id, {"report.json": b"{}" + bytes(200_000)}, "same")
        reports.file(claim_id, {"report.json": b"{}"}, "same")
    except StoreError as problem:
        return ClaimResult.unfiled(folder, problem)
    outcome = Outcome.CLEAR if int(folder.name[-1]) % 2 else Outcome.REVIEW
    reasons = () if outcome is Outcome.CLEAR else (ReasonCode.NAME_MISMATCH,)
    stages = {"intake": 0.2, "ocr": 1.4}
    return ClaimResult(
        folder, claim_id, "JHT", "phk", outcome, Risk.LOW, reasons, 1.0 + int(folder.name[-2:]) / 10,
        stages=stages,
    )  # fmt: skip
