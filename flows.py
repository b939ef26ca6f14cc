"""The order of work.

One claim comes in, its pages become words, words become fields, fields are checked and compared, the
outcome is decided, the report is filed.

Prefect runs the batch; only ids and counts cross it. Values stay in this process and in the report.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import nights
import wiring
from models.check import Check, Result
from models.document import Document, DocumentType
from models.face import Likeness, Verdict
from models.link import Remembered
from models.marks import Marks
from models.outcome import Outcome
from models.page import Image, Page
from models.part import Part
from models.people import People
from models.report import Provenance, Report
from models.result import ClaimResult
from models.verified import Verified
from pipeline import classify, crosscheck, extract, face, imaging, intake, ocr, policy, report, validate
from pipeline.batch import BatchOrder, Watcher
from pipeline.errors import EngineMissing, IntakeError, StoreError, VerificationError
from pipeline.settings import Settings
from pipeline.stopwatch import Stopwatch
from pipeline.store import OnlyAsked, ReportStore, digest_of, seen_of
from wiring import Engines

_settings = Settings()
(_settings.home / "prefect").mkdir(parents=True, exist_ok=True)
os.environ.update({name: os.environ.get(name, value) for name, value in _settings.prefect().items()})

from prefect import flow, task  # noqa: E402 - reads the settings above at import
from prefect.artifacts import create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.deployments import run_deployment  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

log = logging.getLogger("periksa.night")
AGAIN: Any = (ocr.searched, extract.lacking), (ocr.second, extract.unproved), (ocr.third, extract.unproved)
JAKARTA = ZoneInfo("Asia/Jakarta")
VERSION = version("periksa")
_QUIET: Any = {"persist_result": False, "log_prints": False, "validate_parameters": False}
_threads: Any = ThreadPoolTaskRunner  # one per worker process: it hands over a claim and waits


# ── one claim ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Verification:
    """A claim's report, its pages' pictures as the report shows them, and what it is recognised by."""

    report: Report
    pictures: Mapping[tuple[str, int], Image] = field(repr=False)
    marks: Marks = field(default=Marks(), repr=False)


def verify(folder: Path, engines: Engines) -> Verification:
    """Verify one claim folder: the whole story of this program.

    Raises:
        IntakeError: claim.json does not say which claim this is.
        EngineError: an engine failed (a bad document never does this).
    """
    started, watch, tables = datetime.now(JAKARTA), Stopwatch(engines.opener.core_seconds), engines.policy
    with watch("intake"):
        claim = intake.read_claim(folder)
        files, findings = intake.pages_of(folder, claim, opener=engines.opener)
    told = partial(crosscheck.told, claim)
    parts, documents = documents_on(files, claim.declared_types, engines, watch, told=told)
    with watch("face"):
        people = crosscheck.attach(claim, documents)
        card, selfie = face.pair(claim, documents, people)
        shown = {d.key: part.page for d, part in zip(documents, parts, strict=True)}
        likeness = face.compare(shown, card, selfie, engines.faces, files)
    with watch("checks"):
        checks = validate.checks_on(documents, on=claim.submitted_at.date())
        checks += crosscheck.checks_on(claim, documents, people)
        checks += policy.demands_on(tables, claim, documents, people, likeness)
        checks.append(face.check_of(likeness))
        verified = crosscheck.corroborated(claim, documents, people)
    with watch("earlier claims"):
        marks = crosscheck.marks_of(claim, documents, people, likeness, imaging.fingerprints(files))
        near, asking = engines.faces.bands.other_claim, Remembered.of(claim, Outcome.REVIEW)
        others = engines.memory.meet(asking, marks, near)
        checks += crosscheck.earlier_checks(claim, others)
    with watch("decide"):
        decision = policy.decide(tables, claim, documents, people, findings, verified, checks, likeness)
        provenance = _provenance(started, watch, engines)
        facts = (claim, documents, people, verified, checks, likeness, decision, findings, provenance)
        result = report.compose(*facts, others.found if others else ())
    return Verification(result, report.shown({(p.file, p.number): p.image for p in files}, documents), marks)


def documents_on(
    files: Sequence[Page], declared: Mapping[str, str | None], engines: Engines, watch: Stopwatch,
    attempts: Any = AGAIN, told: Callable[[list[Document]], list[Document]] = list,
) -> tuple[Sequence[Part], list[Document]]:  # fmt: skip
    """Read pages as they were uploaded: their parts, and the document with its fields that each part is.

    ``told`` marks the values that are known besides, and so are read once.
    """
    with watch("imaging"):
        finder, selfie = engines.readers.finder, DocumentType.SELFIE
        big = [face.big_face(p, engines.faces) if declared.get(p.file) == selfie else None for p in files]
        looks = [ocr.glance(page, finder, one) for page, one in zip(files, big, strict=True)]
        sheets = [s for seen in zip(files, looks, strict=True) for s in imaging.sheets_on(*seen)]
        sheets = [ocr.look_closer(sheet, finder, sheets) for sheet in sheets]
        glimpses = [ocr.way_up(sheet.page, sheet.look, engines.readers.first) for sheet in sheets]
        pages = [imaging.upright(*seen) for seen in zip(sheets, glimpses, strict=True)]
    with watch("ocr"):
        known = [ocr.carried(*seen) for seen in zip(sheets, glimpses, pages, strict=True)]
        lines = ocr.read(pages, engines.readers, known)
    with watch("classify"):
        few = [page for page, words in zip(pages, lines, strict=True) if len(words) < 3]
        wordless = {(page.file, page.number): face.faces_on(page, engines.faces) for page in few}
        selfies = [p for p in imaging.surroundings_of(sheets) if face.faces_beside_cards(p, engines.faces)]
        found = classify.parts_of(pages, lines, declared, wordless)
        parts: Sequence[Part] = classify.numbered(found, selfies)
    with watch("extract"):
        seen = imaging.qualities_of(parts), ocr.codes_of(parts)
        plain = extract.documents_from(parts, *seen)
        documents = told(plain)
    needs, sought = engines.policy.requirements.needs, engines.policy.sought
    for again, wanted in attempts:
        with watch("ocr"):
            before, parts = parts, again(parts, wanted(parts, documents, sought), engines.readers)
        with watch("extract"):
            plain = extract.documents_from(parts, *seen, (before, plain))
            documents = told(plain)
    with watch("extract"):
        documents = imaging.placed(documents, needs, extract.is_whole)
        return parts, imaging.shown(imaging.edited(documents, files), parts, files)


def read_document(data: bytes, declared: str | None, engines: Engines) -> list[Document]:
    """Read the documents in the bytes of one file that came without a claim; nothing is verified."""
    files = intake.pages_in("document", data, engines.opener)
    return documents_on(files, {"document": declared}, engines, Stopwatch())[1]


def _provenance(started: datetime, watch: Stopwatch, engines: Engines) -> Provenance:
    return Provenance(
        started_at=started.isoformat(timespec="seconds"), core_seconds=round(watch.core_seconds, 3),
        seconds=round((datetime.now(JAKARTA) - started).total_seconds(), 3),
        stage_seconds={stage: round(seconds, 3) for stage, seconds in watch.seconds.items()},
        software=f"periksa {VERSION}", policy=engines.policy.version, models=dict(engines.names),
    )  # fmt: skip


def verify_or_say_why(folder: Path, engines: Engines) -> Verification:
    """Verify one claim; what fails twice makes a report for an officer, never a clear one.

    An exception that nobody foresaw is the machine's fault too; only its name is kept: its text may quote.
    """
    fault = ""
    for _ in range(2):
        try:
            return verify(folder, engines)
        except (EngineMissing, IntakeError, StoreError):
            raise
        except Exception as unforeseen:  # noqa: BLE001 - see above
            fault = type(unforeseen).__name__
    return _faulty(folder, engines, fault)


def _faulty(folder: Path, engines: Engines, fault: str) -> Verification:
    """The report of a claim that lost a step: review, with the machine named as the reason."""
    started, claim = datetime.now(JAKARTA), intake.read_claim(folder)
    checks = [Check("machine_fault", Result.FAIL, found=fault)]
    people, verified, likeness = People({}), Verified({}), Likeness(Verdict.INCONCLUSIVE)
    decision = policy.decide(engines.policy, claim, [], people, [], verified, checks, likeness)
    provenance = _provenance(started, Stopwatch(), engines)
    told = report.compose(claim, [], people, verified, checks, likeness, decision, [], provenance)
    return Verification(told, {})


def verify_and_file(folder: Path, out: Path, engines: Engines) -> ClaimResult:
    """Verify one claim folder and file its report; nothing is done twice for the same input.

    What a folder or a machine may do wrong comes back in the result; only a missing engine is raised.
    """
    reports = ReportStore(out)
    try:
        claim = intake.read_claim(folder)
        engines.memory.refuse_frozen(claim.claim_id)
        tables = engines.policy.version, engines.faces.bands.version
        seen = seen_of(folder, VERSION, *tables)  # a look is cheap, reading is not
        digest = reports.digest_if_unchanged(claim.claim_id, seen) or digest_of(folder, VERSION, *tables)
        whole = engines.memory.knows(claim.claim_id) and engines.cases.holds(claim.claim_id, digest)
        filed = reports.finished(claim.claim_id, digest) if whole else None
        again = filed is not None
        if again:
            reports.note_look(claim.claim_id, seen)
        if filed is None:
            done = verify_or_say_why(folder, engines)
            filed, failed = done.report, done.report.fault
            if not failed:  # and first: what is filed is not done again
                engines.memory.remember(Remembered.of(claim, filed.outcome), done.marks)
            came, pictures = intake.as_it_came(folder, claim), report.kept_pictures(done.pictures)
            engines.cases.keep(claim, came, digest, filed, pictures, fault=failed)
            files = report.files_of(filed, done.pictures)
            reports.file(claim.claim_id, files, digest if not failed else "", seen)  # a fault is tried again
        return ClaimResult.of(folder, filed, fault=filed.fault, again=again)
    except EngineMissing:
        raise
    except VerificationError as problem:
        return ClaimResult.unfiled(folder, problem)


def letter_of(claim_id: str, reports: Path) -> str:
    """Return the applicant's message about a claim whose report is filed there."""
    return report.letter(ReportStore(reports).report(claim_id))


def replayed(folder: Path, reports: Path) -> list[report.Change]:
    """Verify a claim again and return what differs from its report as it is filed there; nothing is filed."""
    filed = ReportStore(reports).report(intake.claim_id_of(folder))
    engines = Engines.load(Settings().policy, OnlyAsked(wiring.memory()))
    with engines.opener:
        return report.changes(filed, verify_or_say_why(folder, engines).report)


# ── many claims ──────────────────────────────────────────────────────────────────────────────────────


def _is_the_machines(_task: object, _run: object, state: Any) -> bool:
    """Tell whether a run failed for a disk, a database or an engine, which may be well again later."""
    fault = state.data
    return isinstance(fault, VerificationError) and fault.exit_status == 1


@task(name="verify-chunk", cache_policy=NO_CACHE, persist_result=False, log_prints=False)
def verify_chunk(batch: str, number: int) -> dict[str, int]:
    """Verify one chunk of a batch; only its number and counts pass through Prefect."""
    return nights.chunk(batch, number)


@task(
    name="lead-night", cache_policy=NO_CACHE, persist_result=False, log_prints=False,
    retries=3, retry_delay_seconds=[60, 300, 900], retry_condition_fn=_is_the_machines,
)  # fmt: skip
def lead_night(batch: str, *, begins: bool) -> dict[str, int]:
    """Have this machine's part in a night: its chunks as they come, counts by outcome at the end."""
    try:
        with nights.under_way(batch, nights.unwatched, verify_and_file, begins=begins) as night:
            if batch == nights.NIGHTLY and begins and night.share:
                call_machines(night.share.night_id)
            chunks = [verify_chunk.submit(batch, number) for number in night.turns()]
            return dict(sum((Counter(chunk.result()) for chunk in chunks), Counter[str]()))
    except nights.NightIsOver:
        return {}


def call_machines(night_id: str) -> None:
    """Let further machines, as many as the settings name, join a night; it can do without."""
    for number in range(1, Settings().machines):
        try:
            run_deployment(
                "verify-share/verify-share",
                timeout=0,
                as_subflow=False,
                idempotency_key=f"{night_id}-{number}",
            )
        except Exception as fault:  # noqa: BLE001 - whatever Prefect raises: it is no reason to stop
            log.warning("no further machine could be called: %s", type(fault).__name__)


@flow(name="verify-batch", task_runner=_threads(max_workers=_settings.workers), **_QUIET)
def verify_batch(batch: str = nights.NIGHTLY) -> dict[str, int]:
    """Verify every claim folder of a batch (``nightly``: of the inbox). Returns counts by outcome."""
    counts = lead_night(batch, begins=True)
    create_table_artifact(
        [counts], key="night", description="Claims by outcome, of the machine that began it"
    )
    return counts


@flow(name="verify-share", task_runner=_threads(max_workers=_settings.workers), **_QUIET)
def verify_share() -> dict[str, int]:
    """Join the night that is under way over the inbox, if one is. Returns counts by outcome."""
    return lead_night(nights.NIGHTLY, begins=False)


@flow(name="verify-claim", **_QUIET)
def verify_claim(claim_id: str) -> str:
    """Verify one claim of the inbox by its id. Returns the outcome, or ``set_aside``."""
    order = nights.order_of(nights.NIGHTLY)
    folder = nights.folder_of(claim_id, order.folder)
    return str(run_folders([folder], order.out, nights.unwatched)[0].outcome or "set_aside")


@flow(name="apply-retention", **_QUIET)
def apply_retention() -> dict[str, int]:
    """Remove what is past its time (docs/privacy.md). Returns counts by kind."""
    with wiring.custody() as kept:
        return kept.apply_retention()


def run_batch(folder: Path, out: Path, workers: int, watch: Watcher) -> list[ClaimResult]:
    """Run ``verify_batch`` over a folder, telling ``watch`` of every claim, and write the overview page."""
    batch, order = f"batch-{uuid.uuid4().hex[:12]}", BatchOrder(folder, out, workers)
    with nights.under_way(batch, watch, verify_and_file, order) as night:
        night.wait_for(partial(verify_batch.with_options(task_runner=_threads(max_workers=workers)), batch))
        return nights.results_of(night)


def run_without_prefect(folder: Path, out: Path, workers: int, watch: Watcher) -> list[ClaimResult]:
    """Do what ``run_batch`` does without Prefect, so that what Prefect adds can be measured."""
    return nights.in_threads(BatchOrder(folder, out, workers), watch, verify_and_file)


def run_folders(folders: list[Path], out: Path, watch: Watcher) -> list[ClaimResult]:
    """Verify these folders one after the other in this process, without Prefect."""
    return nights.one_by_one(folders, out, watch, verify_and_file)
