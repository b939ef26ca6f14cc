"""Makes the pictures of docs/desk.md: verified samples, and a month of invented claims beside them.

    PYTHONPATH=. scripts/inside python scripts/desk/pictures.py docs

Needs Chromium and PYTHONPATH=. for the tests' own server of the desk.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import flows
from models.case import Ruled, Ruling, Source, Uploaded
from models.claim import Claim
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.report import Report
from pipeline.report import kept_pictures
from pipeline.store import CaseStore, DeskStore
from tests.pipeline.desk.live_desk import PASSWORD, running
from tests.pipeline.report.test_report_in_browser import ARGUMENTS, CHROMIUM
from wiring import Engines

SAMPLES = Path("sample_docs")
NAMES = ("jht_nik_one_digit", "jht_ktp_on_screen", "jht_selfie_of_another")
OFFICERS = ("andi", "budi", "citra")
SEED, DAYS, COLOURS = 71107, 30, 256
CODES = ("NIK_MISMATCH", "CAPTURE_SCREEN", "FACE_NO_MATCH", "NAME_MISMATCH", "VALUE_UNVERIFIED",
         "ACCOUNT_HOLDER_MISMATCH", "CAPTURE_EDITED", "DOCUMENT_UNREADABLE")  # fmt: skip

Sample = tuple[bytes, Report, Mapping[str, bytes]]


def samples() -> dict[str, Sample]:
    """Verify the sample claims; returns claim.json, report and pictures of each."""
    engines, found = Engines.load(), {}
    with engines.opener:
        for name in NAMES:
            done = flows.verify(SAMPLES / name, engines)
            came = (SAMPLES / name / "claim.json").read_bytes()
            found[name] = came, done.report, kept_pictures(done.pictures)
    return found


def fill(cases: CaseStore, verified: Mapping[str, Sample]) -> None:
    """File a month: most claims straight through, some flagged, most of these decided."""
    rng, now = random.Random(SEED), datetime.now(UTC)
    number = 4200
    for day in range(DAYS, -1, -1):
        for _ in range(rng.randint(14, 26) if day else 60):
            number += rng.randint(1, 9)
            at = now - timedelta(days=day, hours=rng.uniform(0.2, 20 if day else 6))
            outcome = rng.choices(list(Outcome), (72, 17, 11))[0]
            report = told(rng, f"JHT-2026-{number:06d}", outcome, verified)
            run = filed(CaseStore(replace(cases.shelf, clock=lambda at=at: at), Path()), report, verified)
            if outcome is Outcome.REVIEW and rng.random() < 0.12 and day:
                known(
                    rng,
                    cases,
                    report.model_copy(update={"claim_id": f"{report.claim_id[:-1]}x"}),
                    verified,
                    at,
                )
            if outcome is Outcome.REVIEW and rng.random() < (0.25, 0.6, 1)[min(day, 2)]:
                rule(rng, cases, run, report, min(now, at + timedelta(hours=rng.uniform(0.3, 22))))
    for n, name in enumerate(NAMES):  # last, so that each is its claim's current verification
        came, report, pictures = verified[name]
        at = now - timedelta(hours=(27, 21, 3)[n])
        keep(CaseStore(replace(cases.shelf, clock=lambda at=at: at), Path()), came, report, pictures)


def told(rng: random.Random, claim_id: str, outcome: Outcome, verified: Mapping[str, Sample]) -> Report:
    """Invent a report of that outcome from a sample's."""
    _, report, _ = verified[NAMES[rng.randrange(3)]]
    reason = report.reasons[0].model_copy(update={"code": ReasonCode(rng.choices(CODES, range(8, 0, -1))[0])})
    risk = rng.choices(list(Risk), (2, 5, 2))[0] if outcome is Outcome.REVIEW else Risk.LOW
    changed = {"claim_id": claim_id, "outcome": outcome, "risk": risk, "reasons": [reason]}
    return report.model_copy(update=changed)


def filed(cases: CaseStore, report: Report, verified: Mapping[str, Sample]) -> str:
    """File it without pictures."""
    came = json.loads(verified[NAMES[0]][0]) | {"claim_id": report.claim_id}
    return keep(cases, json.dumps(came).encode(), report, {})


def keep(
    cases: CaseStore,
    came: bytes,
    report: Report,
    pictures: Mapping[str, bytes],
    source: Source = Source.BATCH,
    **parts: Any,
) -> str:
    """File a claim with its report; returns the verification id."""
    claim = Claim.model_validate_json(came)
    uploads = [Uploaded("ktp.jpg", None, report.claim_id.encode())]
    accepted = cases.accept(came, claim, uploads, source, **parts)
    cases.file_report(accepted.verification_id, report, pictures)
    return accepted.verification_id


def known(
    rng: random.Random, cases: CaseStore, report: Report, verified: Mapping[str, Sample], at: datetime
) -> None:
    """Put a sample among them, on which an officer is right nine times of ten."""
    then, which = (
        CaseStore(replace(cases.shelf, clock=lambda: at), Path()),
        str(uuid.UUID(int=rng.getrandbits(128))),
    )
    came = json.dumps(json.loads(verified[NAMES[0]][0]) | {"claim_id": report.claim_id}).encode()
    noted = DeskStore.beside(then).agreement.known.noted(which, report.claim_id, [Ruled.ASK_AGAIN])
    keep(then, came, report, {}, Source.KNOWN_ANSWER, verification_id=which, along=noted)
    word = Ruled.ASK_AGAIN if rng.random() < 0.9 else Ruled.ACCEPT
    then.officers.rule(which, Ruling(rng.choices(OFFICERS, (5, 4, 1))[0], word), version=1)


def rule(rng: random.Random, cases: CaseStore, run: str, report: Report, at: datetime) -> None:
    """Rule on it as officers do, by two where two are needed."""
    later = CaseStore(replace(cases.shelf, clock=lambda: at), Path())
    ruled = rng.choices((Ruled.ACCEPT, Ruled.ASK_AGAIN, Ruled.REJECT), (70, 22, 8))[0]
    first, second, reader = rng.sample(OFFICERS, 3)
    again = at if rng.random() < 0.4 else None
    kept = later.officers.rule(run, Ruling(first, ruled), version=1, read_again_at=again)
    reads = DeskStore.beside(later).agreement.reads
    for read in reads.waiting(reader, at) if rng.random() < 0.8 else ():
        other = Ruled.ASK_AGAIN if ruled is Ruled.ACCEPT else Ruled.ACCEPT
        said = read.first_ruled if rng.random() < 0.88 else other
        note = "" if said is read.first_ruled else "Foto KTP buram di bagian NIK."
        reads.read(read.number, reader, said, (), note)
    if ruled is Ruled.REJECT or report.risk is Risk.HIGH:
        agrees = rng.random() < 0.9
        word = ruled if agrees else Ruled.ACCEPT
        later.officers.rule(run, Ruling(second, word, approves=kept.number if agrees else None), version=2)


def looked_at(page: Page, url: str, verified: Mapping[str, Sample], out: Path) -> Iterator[Path]:
    """Take the pictures."""
    page.goto(f"{url}/desk/sign-in")
    page.fill("[name=name]", "supervisor")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#rows")
    yield shot(page, out / "desk-queue.png")
    page.goto(f"{url}/desk/claim/{verified[NAMES[0]][1].claim_id}")
    page.wait_for_selector(".sheet:not([hidden]) .loading", state="hidden")
    page.keyboard.press("t")
    page.wait_for_selector(".secret.shown")
    yield shot(page, out / "desk-case.png")
    page.goto(f"{url}/desk/figures")
    yield shot(page, out / "desk-dashboard.png")
    page.goto(f"{url}/desk/agreement?days=30")
    yield shot(page, out / "desk-agreement.png")


def shot(page: Page, file: Path) -> Path:
    """Take one, in few colours."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(file))
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)
    return file


def main(out: Path) -> None:
    """Make the pictures."""
    verified = samples()
    with tempfile.TemporaryDirectory(prefix="desk-") as home, CaseStore.open(Path(home)) as cases:
        fill(cases, verified)
        with running(cases) as live, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            for file in looked_at(page, live.url, verified, out):
                sys.stdout.write(f"{file.name}: {file.stat().st_size // 1000} kB\n")
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
