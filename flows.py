"""The order of work.

One claim comes in, its pages become words, words become fields, fields are checked and compared, the
outcome is decided, the report is filed.

Prefect runs the batch; only ids and counts cross it. Values stay in this process and in the report.
"""

from __future__ import annotations

import os
import signal
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.check import Check, Result
from models.document import Document
from models.face import Likeness, Verdict
from models.finding import FileFinding
from models.page import Image, Page
from models.part import Part
from models.people import People
from models.report import Provenance, Report
from models.result import ClaimResult
from models.verified import Verified
from pipeline import (
    classify,
    crosscheck,
    extract,
    face,
    imaging,
    intake,
    ocr,
    policy,
    report,
    store,
    validate,
)


def verify_batch(batch: str = "nightly") -> dict[str, int]:
    """Verify every claim folder of a batch (``nightly``: of the inbox). Returns counts by outcome."""
    if batch not in _nights:
        with _under_way(batch, _order(batch), lambda result, total: None):
            return _counted(batch)
    return _counted(batch)


def _counted(batch: str) -> dict[str, int]:
    night = _nights[batch]
    total: Counter[str] = Counter()
    for future in [verify_chunk.submit(batch, number) for number in range(night.chunks)]:
        total.update(future.result())
    write_overview(night.order.out, night.results)
    return dict(total)


@flow(name="verify-claim", persist_result=False, log_prints=False, validate_parameters=False)
def verify_claim(claim_id: str) -> str:
    """Verify one claim of the inbox by its id. Returns the outcome, or ``set_aside``."""
    order = _order("nightly")
    for folder in once_each(store.claim_folders(order.folder), _id_of)[0]:
        with suppress(IntakeError):
            if intake.read_claim(folder).claim_id == claim_id:
                return str(
                    run_folders([folder], order.out, lambda result, total: None)[0].outcome or "set_aside"
                )
    raise IntakeError("no claim of that id is in the inbox")


def _order(batch: str) -> BatchOrder:
    """Return what a batch id stands for; ``nightly`` is the inbox of the settings."""
    if batch == "nightly":
        return BatchOrder(_settings.inbox, _settings.out, _settings.workers)
    raise IntakeError("no such batch is under way here")


def _id_of(folder: Path) -> str:
    return intake.read_claim(folder).claim_id


@contextmanager
def _under_way(batch: str, order: BatchOrder, watch: Watcher) -> Iterator[Night]:
    os.environ["PERIKSA_BATCH_OUT"] = str(order.out.resolve())
    ocr.probe()
    policy.load(_settings.policy)  # a broken table is told before anything starts
    folders, doubled = once_each(store.claim_folders(order.folder), _id_of)
    workers = Workers(min(order.workers, max(1, len(folders))), _prepare_worker, _work)
    workers.warm_up()
    night = Night(order, folders, workers, watch, doubled)
    _nights[batch] = night
    try:
        yield night
    finally:
        del _nights[batch]
        workers.close()


def run_batch(folder: Path, out: Path, workers: int, watch: Watcher) -> list[ClaimResult]:
    """Run ``verify_batch`` over a folder, telling ``watch`` of every claim, and write the overview page."""
    batch, order = f"batch-{uuid.uuid4().hex[:12]}", BatchOrder(folder, out, workers)
    with _under_way(batch, order, watch) as night:
        night.wait_for(partial(verify_batch.with_options(task_runner=_threads(workers)), batch))
        return sorted(night.results, key=lambda result: str(result.folder))


def run_without_prefect(folder: Path, out: Path, workers: int, watch: Watcher) -> list[ClaimResult]:
    """Do what ``run_batch`` does without Prefect, so that what Prefect adds can be measured."""
    with _under_way("plain", BatchOrder(folder, out, workers), watch) as night:
        with ThreadPoolExecutor(workers) as threads:
            list(threads.map(night.verify, range(night.chunks)))
        results = sorted(night.results, key=lambda result: str(result.folder))
    write_overview(out, results)
    return results


def run_folders(folders: list[Path], out: Path, watch: Watcher) -> list[ClaimResult]:
    """Verify these folders one after the other in this process, without Prefect."""
    engines = Engines.load(_settings.policy)
    usable, results = once_each(folders, _id_of)
    with engines.opener:
        for folder in usable:
            results.append(verify_and_file(folder, out, engines))
            watch(results[-1], len(folders))
    return results


def write_overview(out: Path, results: list[ClaimResult]) -> Path:
    """Write the page that leads to every report of a batch."""
    rows = [row for r in results if (row := report.Row.filed(r)) is not None]
    aside = [(r.claim_id or r.folder.name, r.problem) for r in results if r.outcome is None]
    return store.ReportStore(out).write("index.html", report.index_html(rows, aside).encode())
