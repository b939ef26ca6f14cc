"""The order of work by night: many claims, each in a worker process, and what the night writes about itself.

How one claim is verified and filed comes from flows.py, which hands it over; nothing here knows Prefect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import wiring
from models.night import AtWork
from models.result import ClaimResult
from pipeline import intake, policy, report
from pipeline.batch import BatchOrder, Night, Watcher, chunk_size, night_of, once_each
from pipeline.errors import EngineMissing, IntakeError, StoreError
from pipeline.settings import Settings
from pipeline.sharing import Shared
from pipeline.store import ReportStore, claim_folders
from pipeline.store.nights import Nights
from pipeline.watching import watched
from wiring import Engines

Filing = Callable[[Path, Path, Engines], ClaimResult]
"""Verifies the claim of the first folder and files its report below the second."""

NIGHTLY = "nightly"
"""The batch that stands for the inbox of the settings."""

_nights: dict[str, Night] = {}


class NightIsOver(Exception):  # noqa: N818 - a name of what is so, as those of pipeline/errors.py
    """No night is under way that this machine could join: nothing is left to do."""


# ── in the processes that verify ─────────────────────────────────────────────────────────────────────


_engines: list[Engines] = []


def prepare_worker() -> None:
    """Load the engines; a missing one is told by the first claim, as a process cannot say why it ends."""
    with suppress(EngineMissing, StoreError):
        _engines.append(Engines.with_stores())


def work(file: Filing, out: Path, folder: Path) -> ClaimResult:
    """Verify one claim and file its report below ``out``."""
    _engines[:] = _engines or [Engines.with_stores()]
    return file(folder, out, _engines[0])


# ── in the process that leads them ───────────────────────────────────────────────────────────────────


def order_of(batch: str) -> BatchOrder:
    """Return what a batch id stands for; ``nightly`` is the inbox of the settings.

    Raises:
        IntakeError: it is another one, that is not under way in this process.
    """
    if batch != NIGHTLY:
        raise IntakeError("no such batch is under way here")
    settings = Settings()
    return BatchOrder(settings.inbox, settings.out, settings.workers)


def folder_of(claim_id: str, inbox: Path) -> Path:
    """Return the folder of that claim in the inbox.

    Raises:
        IntakeError: it is not there, or is there twice.
    """
    usable, _, ids = once_each(claim_folders(inbox), intake.claim_id_of)
    for folder in usable:
        if ids.get(folder) == claim_id:
            return folder
    raise IntakeError("no claim of that id is in the inbox")


def unwatched(_: ClaimResult, __: int) -> None:
    """Tell nobody of a claim that is done."""


@contextmanager
def under_way(
    batch: str, watch: Watcher, file: Filing, order: BatchOrder | None = None, *, begins: bool = True
) -> Iterator[Night]:
    """Yield the night of that name: the one that is under way here, or a fresh one with its workers.

    Where the database is a server, every machine that is given the same folders has a part in the same night.

    Args:
        batch: its name.
        watch: is told of each claim as it is done here.
        file: verifies and files one claim.
        order: what the name stands for; without it the name itself says so (``order_of``).
        begins: whether a shared night is begun where none is under way; else this machine only joins one.

    Raises:
        NightIsOver: none is under way to be joined.
        VerificationError: a table, a store or a program cannot be used, at the beginning; at the end, what
            stopped the night where the machine did.
    """
    if batch in _nights:
        yield _nights[batch]
        return
    order, settings = order or order_of(batch), Settings()
    look = partial(wiring.look, order.out)
    policy.load(settings.policy)  # a broken table, or a store that cannot be had, is told at once
    look()
    with closing(wiring.cases()) as cases:
        cases.sweep()
    job = partial(work, file, order.out.resolve())
    ways = prepare_worker, job, intake.claim_id_of, look, settings.patience
    told = partial(report.overview_files, desk=settings.desk or "")
    with ExitStack() as open_ones:
        kept = wiring.nights()
        if kept is not None:
            open_ones.enter_context(closing(kept))
        part = partial(_part, kept, order, begins)
        fresh = open_ones.enter_context(night_of(order, claim_folders(order.folder), watch, *ways, part))
        own = ReportStore(settings.home) if fresh.share else None  # several would overwrite one another's
        open_ones.enter_context(watched(fresh, ReportStore(order.out), told, settings.log_format, own))
        _nights[batch] = fresh
        try:
            yield fresh
        finally:
            del _nights[batch]


def _part(kept: Nights | None, order: BatchOrder, begins: bool, folders: list[Path]) -> Shared | None:
    """Return this machine's part in the night over these folders; None where the night is all its own."""
    if kept is None:
        if Settings().machines > 1:
            raise IntakeError(
                "PERIKSA_MACHINES: machines share a night through PERIKSA_DATABASE, which is not set"
            )
        return None
    inbox = order.folder.resolve()
    part = Shared(kept, order.folder, folders)
    workers = order.workers * Settings().machines
    size = max(1, min(chunk_size(len(folders), workers), len(folders) // (4 * workers)))
    if not part.join(f"{inbox}\0{order.out.resolve()}", size, begins=begins):
        raise NightIsOver
    return part


def chunk(batch: str, number: int) -> dict[str, int]:
    """Verify one chunk of the batch that is under way here; returns counts by outcome."""
    return dict(_nights[batch].verify(number))


def results_of(night: Night) -> list[ClaimResult]:
    """Return what came of each claim, on all machines, in the order of the folders."""
    try:
        found = night.everything()
    except StoreError:  # the night says so itself
        found = night.results
    return sorted(found, key=lambda result: str(result.folder))


def at_work() -> list[AtWork]:
    """Return what each worker of the batches under way does now."""
    return [worker for night in list(_nights.values()) for worker in night.at_work()]


def in_threads(order: BatchOrder, watch: Watcher, file: Filing) -> list[ClaimResult]:
    """Do a batch with as many plain threads as there are workers."""
    with under_way("plain", watch, file, order) as night:
        with ThreadPoolExecutor(order.workers) as threads:
            list(threads.map(night.verify, night.turns()))
        return results_of(night)


def one_by_one(folders: list[Path], out: Path, watch: Watcher, file: Filing) -> list[ClaimResult]:
    """Verify these folders one after the other in this process."""
    engines = Engines.with_stores()
    usable, results, _ = once_each(folders, intake.claim_id_of)
    with engines.opener:
        for folder in usable:
            results.append(file(folder, out, engines))
            watch(results[-1], len(folders))
    return results
