"""A night that several machines share: chunks are leased in the database, results come together there.

Each machine runs the same command over the same folders. Whoever comes first begins the night, the others
join it; a machine that is lost loses its leases, and others do its chunks. A claim that was filed
before its machine was lost is recognised by its digest, so it is not done again.
"""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from models.aside import Aside
from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from models.result import ClaimResult
from models.share import Chunk, Standing
from pipeline.errors import StoreError

log = logging.getLogger("periksa.night")

LEASE = 120.0
"""Seconds after which the claims of a machine that is gone are done by another. A database may be away for
half of that and no lease is lost: it is renewed every quarter."""
LOOK = 2.0
"""Seconds between two looks for a chunk that another machine lost, while others are at work."""
LOST = "the machines that verified this claim were lost, one after the other"


class Kept(Protocol):
    """Where nights are kept; see pipeline/store/nights.py."""

    def index(self, folder: str) -> bytes:
        """Return what a folder is called there."""

    def join(self, place: str, folders: Sequence[bytes], size: int, *, begins: bool = True) -> str | None:
        """Join or begin a night."""

    def opened_at(self, night_id: str) -> datetime:
        """Return when it began."""

    def take(self, night_id: str, holder: str, lease_seconds: float) -> Chunk | None:
        """Lease a chunk."""

    def renew(self, chunk: Chunk, holder: str, lease_seconds: float) -> bool:
        """Go on with it."""

    def done(self, chunk: Chunk, holder: str, results: bytes) -> bool:
        """Write down what came of it."""

    def give_back(self, chunk: Chunk, holder: str) -> bool:
        """Let another machine have it."""

    def standing(self, night_id: str) -> Standing:
        """Return how the night stands."""

    def close_if_over(self, night_id: str) -> bool:
        """Close it if no machine is at it; True for the one that did."""

    def results(self, night_id: str) -> list[tuple[int, bytes]]:
        """Return what came of each chunk."""

    def undone(self, night_id: str) -> list[bytes]:
        """Return the folders of which nothing came."""


class Shared:
    """This machine's part in a night."""

    def __init__(self, kept: Kept, inbox: Path, folders: Sequence[Path]) -> None:
        """``folders``: every claim folder below the inbox that can be worked on, as seen here."""
        self._kept = kept
        self._folders = {kept.index(str(folder.relative_to(inbox))): folder for folder in folders}
        self.holder = f"{socket.gethostname()[:32]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.night_id, self._opened = "", datetime.now(UTC)
        self._held: dict[int, Chunk] = {}
        self._lost: set[int] = set()
        self._ended = threading.Event()
        self._renewing = threading.Thread(target=self._keep_renewing, name="night-leases", daemon=True)

    def join(self, place: str, size: int, *, begins: bool = True) -> bool:
        """Join the night at that place, or begin it; False where none is under way and none is to begin.

        Raises:
            StoreError: the database failed.
        """
        night_id = self._kept.join(place, list(self._folders), size, begins=begins)
        if night_id is None:
            return False
        self.night_id, self._opened = night_id, self._kept.opened_at(night_id)
        self._renewing.start()
        return True

    def take(self, stopped: threading.Event) -> int | None:
        """Wait for a chunk and take it on; None when the night is over, or this machine is stopped.

        Raises:
            StoreError: the database failed, or none of the chunk's folders is to be seen here.
        """
        while not stopped.is_set():
            chunk = self._kept.take(self.night_id, self.holder, LEASE)
            if chunk is not None:
                return self._taken(chunk)
            standing = self._kept.standing(self.night_id)
            if not standing.held and not standing.free:
                return None
            if not standing.free:
                stopped.wait(LOOK)
        return None

    def _taken(self, chunk: Chunk) -> int:
        if not any(index in self._folders for index in chunk.folders):
            self._kept.give_back(chunk, self.holder)
            raise StoreError("claims of this night are not to be seen on this machine: is the inbox mounted?")
        if chunk.attempt > 1:
            log.warning("chunk %d was lost by another machine and is taken up here", chunk.number)
        self._lost.discard(chunk.number)
        self._held[chunk.number] = chunk
        return chunk.number

    def folders_of(self, number: int) -> list[Path]:
        """Return the claim folders of a chunk; one that is gone by now is named by its index."""
        return [self._folder(index) for index in self._held[number].folders]

    def is_ours(self, number: int) -> bool:
        """Tell whether the chunk is still this machine's."""
        return number in self._held and number not in self._lost

    def done(self, number: int, results: Sequence[ClaimResult]) -> None:
        """Hand over what came of a chunk; to be called again where the database failed.

        Raises:
            StoreError: the database failed.
        """
        indexes = {folder: index for index, folder in self._folders.items()}
        told = [_written(self._of_this_night(result), indexes.get(result.folder, b"")) for result in results]
        self._kept.done(self._held[number], self.holder, json.dumps(told).encode())
        self._held.pop(number, None)

    def _of_this_night(self, result: ClaimResult) -> ClaimResult:
        """Return what was filed in this night by a machine that was lost as the night's own."""
        if not (result.again and result.started_at):
            return result
        started = datetime.fromisoformat(result.started_at)
        return replace(result, again=started.replace(microsecond=0) < self._opened.replace(microsecond=0))

    def give_back(self, number: int) -> None:
        """Let another machine do a chunk that this one could not finish."""
        chunk = self._held.pop(number, None)
        try:
            if chunk is not None:
                self._kept.give_back(chunk, self.holder)
        except StoreError:
            log.warning("chunk %d could not be given back: it is free when its lease is over", number)

    def everything(self) -> list[ClaimResult]:
        """Return what came of the night's claims, on all machines.

        Raises:
            StoreError: the database failed.
        """
        found = [
            _read(told, self._folder(bytes.fromhex(told["folder"])))
            for _, text in self._kept.results(self.night_id)
            for told in json.loads(text)
        ]
        if not self._kept.standing(self.night_id).given_up:
            return found
        lost = ClaimResult(Path(), problem=LOST, exit_status=1, aside=Aside.WORKER_DIED)
        return found + [replace(lost, folder=self._folder(one)) for one in self._kept.undone(self.night_id)]

    def left(self) -> int:
        """Return of how many claims nothing came yet, on all machines; given up ones are not left."""
        standing = self._kept.standing(self.night_id)
        return len(self._kept.undone(self.night_id)) if standing.free or standing.held else 0

    def close(self) -> bool:
        """End this machine's part; True where it was the last one, which tells how the night went.

        Raises:
            StoreError: the database failed.
        """
        self.leave()
        return self._kept.close_if_over(self.night_id)

    def leave(self) -> None:
        """Give back what is in hand, and hold no lease any more."""
        self._ended.set()
        if self._renewing.is_alive():
            self._renewing.join()
        for number in list(self._held):
            self.give_back(number)

    def _folder(self, index: bytes) -> Path:
        return self._folders.get(index, Path(f"folder-{index.hex()}"))

    def _keep_renewing(self) -> None:
        while not self._ended.wait(LEASE / 4):
            for number, chunk in list(self._held.items()):
                try:
                    if not self._kept.renew(chunk, self.holder, LEASE) and number in self._held:
                        self._lost.add(number)
                except StoreError as fault:
                    log.warning("a lease: %s", fault)


def _written(result: ClaimResult, index: bytes) -> Mapping[str, object]:
    """Return a result for the database: ids, codes and seconds; the folder by its index."""
    told = {name: getattr(result, name) for name in _PLAIN}
    return told | {
        "folder": index.hex(),
        "reasons": list(result.reasons),
        "stages": dict(result.stages),
    }


_PLAIN = (
    "claim_id", "programme", "cause", "outcome", "risk", "seconds", "again", "problem", "exit_status",
    "aside", "started_at",
)  # fmt: skip


def _read(told: Mapping[str, Any], folder: Path) -> ClaimResult:
    kinds: dict[str, Callable[[Any], Any]] = {"outcome": Outcome, "risk": Risk, "aside": Aside}
    plain = {name: told[name] for name in _PLAIN}
    plain |= {name: kind(told[name]) for name, kind in kinds.items() if told[name] is not None}
    reasons = tuple(ReasonCode(code) for code in told["reasons"])
    return ClaimResult(folder, **plain, reasons=reasons, stages=dict(told["stages"]))
