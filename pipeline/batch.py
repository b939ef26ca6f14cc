"""One batch under way: its folders in chunks, its workers, and what came of each claim."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from models.result import ClaimResult
from pipeline.errors import IntakeError
from pipeline.workers import Workers

CHUNK = 8
"""Claims per Prefect task: a task costs some 20 ms, a claim some seconds."""

Watcher = Callable[[ClaimResult, int], None]
"""Is told of each claim as it is done, and how many there are in all."""


@dataclass(frozen=True)
class BatchOrder:
    """What a batch id stands for; it stays in this process, Prefect sees the id."""

    folder: Path
    out: Path
    workers: int


@dataclass
class Night:
    """One batch: which folders, by whom, and what came of them so far."""

    order: BatchOrder
    folders: list[Path]
    workers: Workers[Path]
    watch: Watcher
    results: list[ClaimResult] = field(default_factory=list)
    """Set aside before the start, then every claim as it is done."""
    stopped: threading.Event = field(default_factory=threading.Event)
    """Set when no further claim is to be begun."""

    @property
    def chunks(self) -> int:
        """How many chunks there are: enough to keep every worker busy to the end."""
        return max(1, -(-len(self.folders) // CHUNK), min(self.order.workers, len(self.folders)))

    def verify(self, number: int) -> Counter[str]:
        """Verify chunk ``number``; returns how many claims ended how."""
        counts: Counter[str] = Counter()
        for folder in self.folders[number :: self.chunks]:
            if self.stopped.is_set():
                break
            result = self.workers.run(folder)
            self.results.append(result)
            counts[result.outcome or "set_aside"] += 1
            self.watch(result, len(self.folders))
        return counts

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


@contextmanager
def night_of(
    order: BatchOrder,
    folders: list[Path],
    watch: Watcher,
    prepare: Callable[[], None],
    work: Callable[[Path], ClaimResult],
    id_of: Callable[[Path], str],
) -> Iterator[Night]:
    """Yield a night over these folders, its workers ready: each runs ``prepare`` once, then ``work``."""
    usable, doubled = once_each(folders, id_of)
    workers = Workers(min(order.workers, max(1, len(usable))), prepare, work)
    workers.warm_up()
    try:
        yield Night(order, usable, workers, watch, doubled)
    finally:
        workers.close()


def once_each(folders: list[Path], id_of: Callable[[Path], str]) -> tuple[list[Path], list[ClaimResult]]:
    """Set aside folders that share a claim id: one report cannot speak for two claims.

    A folder whose id cannot be read is kept; it is told as unusable when its turn comes.
    """
    ids: dict[str, list[Path]] = {}
    for folder in folders:
        try:
            ids.setdefault(id_of(folder), []).append(folder)
        except IntakeError:
            ids[str(folder)] = [folder]
    doubled = [
        ClaimResult(folder, claim_id, problem="claim_id: another folder has the same", exit_status=2)
        for claim_id, same in ids.items()
        if len(same) > 1
        for folder in same
    ]
    return [folder for same in ids.values() if len(same) == 1 for folder in same], doubled
