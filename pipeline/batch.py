"""One batch under way: its folders in chunks, its workers, and what came of each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models.result import ClaimResult
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
    workers: Workers
    watch: Watcher
    results: list[ClaimResult] = field(default_factory=list)

    @property
    def chunks(self) -> int:
        """How many chunks there are: enough to keep every worker busy to the end."""
        return max(1, -(-len(self.folders) // CHUNK), min(self.order.workers, len(self.folders)))

    def verify(self, number: int) -> Counter[str]:
        """Verify chunk ``number``; returns how many claims ended how."""
        counts: Counter[str] = Counter()
        for folder in self.folders[number :: self.chunks]:
            result = self.workers.run(folder)
            self.results.append(result)
            counts[result.outcome or "set_aside"] += 1
            self.watch(result, len(self.folders))
        return counts
