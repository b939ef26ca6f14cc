"""Reports on a disk: filed whole or not at all, under the claim's id, with the fingerprint of their input."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.report import Report
from pipeline.errors import StoreError

OVERVIEW = frozenset(
    {
        "index.html", "morning.html", "morning.pdf", "set-aside.csv", "nights.jsonl", "metrics.prom",
        "progress.json",
    }
)  # fmt: skip
"""Files of a batch, beside the claims' folders: no claim can be called so."""
SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
RECEIPT = "receipt.json"


@dataclass(frozen=True)
class Filed:
    """A report in its place."""

    folder: Path
    digest: str


class ReportStore:
    """A folder that holds one folder per claim id. No path leaves it."""

    def __init__(self, root: Path) -> None:
        """Make the folder where it is missing.

        Raises:
            StoreError: it cannot be made or written.
        """
        self.root = root.resolve()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise StoreError(f"the reports' folder cannot be made: {fault.strerror}") from None

    def place(self, claim_id: str) -> Path:
        """Return the claim's folder.

        Raises:
            StoreError: the id is no safe name.
        """
        if not SAFE.fullmatch(claim_id) or claim_id in OVERVIEW:
            raise StoreError("a claim id is not a safe file name")
        path = (self.root / claim_id).resolve()
        if path.parent != self.root:
            raise StoreError("a claim id leads out of the reports' folder")
        return path

    def file(self, claim_id: str, files: Mapping[str, bytes], digest: str, seen: str = "") -> Filed:
        """Write these files as the claim's current report; readers see the old one or the new one, whole.

        ``seen``: how the input looked from outside before it was read (``seen_of``).
        """
        target = self.place(claim_id)
        receipt = json.dumps({"claim_id": claim_id, "digest": digest, "seen": seen}).encode()
        fresh = target.with_name(f".filing-{claim_id}-{os.getpid()}")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            for name, data in {**files, RECEIPT: receipt}.items():
                (fresh / name).write_bytes(data)
            self._exchange(fresh, target)
        except OSError as fault:
            raise StoreError(f"a report cannot be filed: {fault.strerror}") from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return Filed(target, digest)

    def _exchange(self, fresh: Path, target: Path) -> None:
        """Put the fresh folder in the old one's place; on a fault the old one comes back."""
        if not target.exists():
            fresh.rename(target)
            return
        old = fresh.with_name(f"{fresh.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def write(self, name: str, data: bytes) -> Path:
        """Write one file beside the claims' folders (an overview), whole or not at all."""
        target = self.root / name
        fresh = self.root / f".filing-{name}-{os.getpid()}"
        try:
            fresh.write_bytes(data)
            fresh.replace(target)
        except OSError as fault:
            raise StoreError(f"{name} cannot be written: {fault.strerror}") from None
        finally:
            fresh.unlink(missing_ok=True)
        return target

    def own(self, name: str) -> bytes | None:
        """Return one file beside the claims' folders; None where it is not there yet.

        Raises:
            StoreError: it is there and cannot be read.
        """
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise StoreError(f"{name} cannot be read: {fault.strerror}") from None

    def is_finished(self, claim_id: str, digest: str) -> bool:
        """Tell whether a report made from exactly this input is already filed, whole."""
        try:
            json.loads((self.place(claim_id) / "report.json").read_bytes())
        except (OSError, ValueError, StoreError):
            return False
        return bool(digest) and self._receipt(claim_id).get("digest") == digest

    def digest_if_unchanged(self, claim_id: str, seen: str) -> str | None:
        """Return the digest of the input that looked so when its report was filed; None for another look."""
        receipt = self._receipt(claim_id)
        return str(receipt.get("digest")) if seen and receipt.get("seen") == seen else None

    def note_look(self, claim_id: str, seen: str) -> None:
        """Note how the input of a finished report looks now: it was read and found to be the same."""
        receipt = self._receipt(claim_id)
        if seen and receipt.get("seen") != seen:
            target = self.place(claim_id) / RECEIPT
            fresh = target.with_name(f".{RECEIPT}-{os.getpid()}")
            try:
                fresh.write_text(json.dumps(receipt | {"seen": seen}), "utf-8")
                fresh.replace(target)
            except OSError as fault:
                raise StoreError(f"a receipt cannot be written: {fault.strerror}") from None

    def _receipt(self, claim_id: str) -> dict[str, object]:
        try:
            receipt = json.loads((self.place(claim_id) / RECEIPT).read_bytes())
        except (OSError, ValueError, StoreError):
            return {}
        return receipt if isinstance(receipt, dict) else {}

    def finished(self, claim_id: str, digest: str) -> Report | None:
        """Return the report that was made from exactly this input, if it is there and whole."""
        with suppress(StoreError):
            if digest and self._receipt(claim_id).get("digest") == digest:
                return self.report(claim_id)
        return None

    def report(self, claim_id: str) -> Report:
        """Return the claim's report.

        Raises:
            StoreError: it is not there, or none that this software reads.
        """
        try:
            return Report.model_validate_json(self.read(claim_id))
        except ValueError:
            raise StoreError("a filed report is damaged, or another program's") from None

    def read(self, claim_id: str, name: str = "report.json") -> bytes:
        """Return one file of the claim's report.

        Raises:
            StoreError: it is not there.
        """
        try:
            return (self.place(claim_id) / name).read_bytes()
        except OSError as fault:
            raise StoreError(f"a filed report cannot be read: {fault.strerror}") from None
