"""Seconds per stage of one claim, and the processor time it took, for the report's provenance."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


def _nobody() -> float:
    return 0.0


@dataclass
class Stopwatch:
    """Adds up the wall-clock seconds of named stages.

    ``helper`` returns the processor seconds of a child process that outlives the claim (the opener of
    files); programs that end within the claim are counted by the system.
    """

    helper: Callable[[], float] = _nobody
    seconds: dict[str, float] = field(default_factory=dict)
    _begun: float = 0.0

    def __post_init__(self) -> None:
        self._begun = self._spent()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Add the time of a block to its stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - start

    @property
    def core_seconds(self) -> float:
        """Processor time since the start, of this process, of its ended children, and of the helper."""
        return max(0.0, self._spent() - self._begun)

    def _spent(self) -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in used) + self.helper()
