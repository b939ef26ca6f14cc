"""One batch under way: its folders in chunks, its workers, and what came of each claim."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from models.aside import Aside
from models.night import AtWork
from models.result import ClaimResult
from pipeline.errors import IntakeError, NightStopped, StoreError, VerificationError
from pipeline.workers import LOST, Workers

CHUNK, LARGE_CHUNK = 8, 96
"""Claims per Prefect task: a task costs some 50 ms, a claim some seconds, one that is finished 10 ms."""
ASKS = 5.0
"""Seconds between two looks whether it is back."""

Answer = TypeVar("Answer")
Watcher = Callable[[ClaimResult, int], None]
"""Is told of each claim as it is done, and how many there are in all."""


@dataclass(frozen=True)
class BatchOrder:
    """What a batch id stands for; it stays in this process, Prefect sees the id."""

    folder: Path
    out: Path
    workers: int


def chunk_size(claims: int, workers: int) -> int:
    """Return how many claims make a chunk: few, so that all workers end together; more in a long night."""
    return max(CHUNK, min(LARGE_CHUNK, claims // (64 * workers)))


def in_chunks(folders: Sequence[Path], workers: int) -> list[Sequence[Path]]:
    """Return the claims in chunks: towards the end ever fewer, so that no worker waits for another's last."""
    size, parts, begun = chunk_size(len(folders), workers), list[Sequence[Path]](), 0
    while begun < len(folders):
        many = max(1, min(size, (len(folders) - begun) // (2 * workers))) if workers > 1 else size
        parts.append(folders[begun : begun + many])
        begun += many
    return parts


def _well() -> None:
    """Find no fault with the machine."""


class Share(Protocol):
    """This machine's part in a night that several share; see pipeline/sharing.py."""

    night_id: str

    def take(self, stopped: threading.Event) -> int | None:
        """Wait for a chunk and take it on; None when there is none any more."""

    def folders_of(self, number: int) -> Sequence[Path]:
        """Return the claim folders of a chunk."""

    def is_ours(self, number: int) -> bool:
        """Tell whether the chunk is still this machine's."""

    def done(self, number: int, results: Sequence[ClaimResult]) -> None:
        """Hand over what came of a chunk."""

    def give_back(self, number: int) -> None:
        """Let another machine do a chunk."""

    def everything(self) -> list[ClaimResult]:
        """Return what came of the night's claims, on all machines."""

    def left(self) -> int:
        """Return of how many claims nothing came yet, on all machines."""

    def close(self) -> bool:
        """End this machine's part; True where it was the last one."""

    def leave(self) -> None:
        """Give back what is in hand."""


@dataclass
class Night:
    """One batch: which folders, by whom, and what came of them so far."""

    order: BatchOrder
    folders: list[Path]
    workers: Workers[Path]
    watch: Watcher
    results: list[ClaimResult] = field(default_factory=list)
    """Set aside before the start, then every claim as it is done."""
    ids: dict[Path, str] = field(default_factory=dict)
    """The claim id of each folder that has one."""
    look: Callable[[], None] = _well
    """Looks at the machine (disk, database, programs); raises what is wrong with it."""
    patience: float = 60.0
    """Seconds for which a disk or a database that went away is waited for before the night is stopped."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set when no further claim is to be begun."""
    halt: VerificationError | None = None
    """What stopped the night, where the machine did."""
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    share: Share | None = None
    """This machine's part, where several share the night; None: all of it."""
    _looking: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._free = threading.Semaphore(self.order.workers)
        self._chunks = in_chunks(self.folders, self.order.workers) or [[]]

    def turns(self) -> Iterator[int]:
        """Yield the number of each chunk to be done here; of a shared night, as workers become free."""
        if self.share is None:
            yield from range(len(self._chunks))
            return
        while not self.stopped.is_set():
            self._free.acquire()
            number = self._waiting_for_the_store(partial(self.share.take, self.stopped))
            if number is None:
                return
            yield number

    def verify(self, number: int) -> Counter[str]:
        """Verify chunk ``number``; returns how many claims ended how.

        A fault of the whole machine stops the night (``halt``) and leaves the claim it met to the next run.
        """
        if self.share is None:
            return _counted(self._each(self._chunks[number]))
        try:
            folders = self.share.folders_of(number)
            results = self._each(folders, partial(self.share.is_ours, number))
            if len(results) == len(folders):
                self._waiting_for_the_store(partial(self.share.done, number, results))
            else:
                self.share.give_back(number)
            return _counted(results)
        finally:
            self._free.release()

    def _each(self, folders: Sequence[Path], is_ours: Callable[[], bool] = lambda: True) -> list[ClaimResult]:
        """Verify these one after the other, as long as the night goes on and they are ours."""
        done: list[ClaimResult] = []
        for folder in folders:
            result = self._one(folder) if is_ours() and not self.stopped.is_set() else None
            if result is None:
                break
            done.append(result)
            self.results.append(result)
            self.watch(result, len(self.folders))
        return done

    def _waiting_for_the_store(self, ask: Callable[[], Answer]) -> Answer | None:
        """Ask the store of nights; where it is away, wait for it, or stop the night as a claim would."""
        until: float | None = None
        while True:
            try:
                return ask()
            except VerificationError as met:
                until = until or time.monotonic() + self.patience + ASKS
                try:
                    self._wait_until_well()
                    if time.monotonic() > until:  # the machine looks well, and yet
                        raise met
                except VerificationError as fault:
                    self.halt = self.halt or fault
                    self.stopped.set()
                if self.stopped.wait(min(ASKS, self.patience)):
                    return None

    def _one(self, folder: Path) -> ClaimResult | None:
        """Verify one claim; None where the machine is at fault, not the claim."""
        try:
            result = self.workers.run(folder)
            if _may_be_the_machines(result):
                self._wait_until_well()
                if self.stopped.is_set():
                    return None
                if result.outcome is None:  # it met what has passed by now
                    result = self.workers.run(folder)
        except VerificationError as fault:
            self.halt = self.halt or fault
            self.stopped.set()
            return None
        return result if result.claim_id else replace(result, claim_id=self.ids.get(folder))

    def _wait_until_well(self) -> None:
        """Look at the machine until nothing is wrong with it; one thread looks, the others wait for it."""
        with self._looking:
            until = time.monotonic() + self.patience
            while not self.stopped.is_set():
                try:
                    self.look()
                    return
                except VerificationError as fault:
                    if fault.exit_status != 1 or time.monotonic() > until:
                        raise
                self.stopped.wait(min(ASKS, self.patience))

    @property
    def left(self) -> int:
        """How many claims are still to be done, on all machines.

        Raises:
            StoreError: several share the night, and the database failed.
        """
        if self.share is not None:
            return self.share.left()
        return len(self.folders) - sum(r.aside is not Aside.CLAIM_ID_TWICE for r in self.results)

    def everything(self) -> list[ClaimResult]:
        """Return what came of each claim, on all machines.

        Raises:
            StoreError: several share the night, and the database failed.
        """
        if self.share is None:
            return list(self.results)
        twice = [result for result in self.results if result.aside is Aside.CLAIM_ID_TWICE]
        return twice + self.share.everything()

    def end(self) -> bool:
        """End this machine's part; True where it is the one that tells how the night went."""
        try:
            return self.share is None or self.share.close()
        except StoreError:  # whoever joins the night when the database is back will tell
            return False

    def at_work(self) -> list[AtWork]:
        """Return what each worker does now."""
        return self.workers.at_work(lambda folder: self.ids.get(folder, "?"))

    def wait_for(self, work: Callable[[], object]) -> None:
        """Run ``work`` in a thread, so that Ctrl-C is heard here and ends the night between two claims.

        Raises:
            KeyboardInterrupt: the night was stopped; the claims in hand are finished and filed.
        """
        faults: list[BaseException] = []

        def run() -> None:
            try:
                work()
            except BaseException as fault:  # noqa: BLE001 - handed to the caller's thread below
                faults.append(fault)

        thread = threading.Thread(target=run, name="night", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.5)
        except KeyboardInterrupt:
            logging.disable(logging.CRITICAL)  # the orchestrator's server got the same Ctrl-C and complains
            self.stopped.set()
            self.workers.close()
            raise
        if faults:
            raise faults[0]


def _counted(results: Sequence[ClaimResult]) -> Counter[str]:
    return Counter(result.outcome or "set_aside" for result in results)


def _may_be_the_machines(result: ClaimResult) -> bool:
    """Tell whether what a claim met may be the disk, the database or a program instead of the claim."""
    return result.exit_status == 1 and result.problem != LOST


@contextmanager
def night_of(
    order: BatchOrder,
    folders: list[Path],
    watch: Watcher,
    prepare: Callable[[], None],
    work: Callable[[Path], ClaimResult],
    id_of: Callable[[Path], str],
    look: Callable[[], None] = _well,
    patience: float = 60.0,
    shared: Callable[[list[Path]], Share | None] = lambda _: None,
) -> Iterator[Night]:
    """Yield a night over these folders, its workers ready: each runs ``prepare`` once, then ``work``.

    ``id_of`` gives a folder's claim id, or raises ``IntakeError``. ``shared`` is told the folders that can be
    worked on and returns this machine's part, where several share the night.

    Raises:
        NightStopped: at the end, where the machine stopped the night.
    """
    usable, doubled, ids = once_each(folders, id_of)
    share = shared(usable)
    workers = Workers(min(order.workers, max(1, len(usable))), prepare, work)
    workers.warm_up()
    try:
        night = Night(order, usable, workers, watch, doubled, ids, look, patience, share=share)
        yield night
    finally:
        workers.close()
    if night.halt:
        here = sum(r.aside is not Aside.CLAIM_ID_TWICE for r in night.results)
        raise NightStopped(night.halt, here, len(night.folders))


def once_each(
    folders: list[Path], id_of: Callable[[Path], str]
) -> tuple[list[Path], list[ClaimResult], dict[Path, str]]:
    """Set aside folders that share a claim id: one report cannot speak for two claims; tell the ids.

    A folder whose id cannot be read is kept; it is told as unusable when its turn comes.
    """
    ids: dict[Path, str] = {}
    for folder in folders:
        try:
            ids[folder] = id_of(folder)
        except IntakeError:
            continue
    often = Counter(ids.values())
    doubled = [
        ClaimResult(
            folder, claim_id, problem="claim_id: another folder has the same", exit_status=2,
            aside=Aside.CLAIM_ID_TWICE,
        )
        for folder, claim_id in ids.items()
        if often[claim_id] > 1
    ]  # fmt: skip
    return [f for f in folders if f not in ids or often[ids[f]] == 1], doubled, ids
