"""Reports on a disk: filed whole or not at all, under the claim's id, with the fingerprint of their input."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StoreError

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
        if not SAFE.fullmatch(claim_id):
            raise StoreError("a claim id is not a safe file name")
        path = (self.root / claim_id).resolve()
        if path.parent != self.root:
            raise StoreError("a claim id leads out of the reports' folder")
        return path

    def file(self, claim_id: str, files: Mapping[str, bytes], digest: str) -> Filed:
        """Write these files as the claim's current report; readers see the old one or the new one, whole."""
        target = self.place(claim_id)
        receipt = json.dumps({"claim_id": claim_id, "digest": digest}).encode()
        try:
            fresh = Path(tempfile.mkdtemp(prefix=".filing-", dir=self.root))
            for name, data in {**files, RECEIPT: receipt}.items():
                (fresh / name).write_bytes(data)
            fresh.chmod(0o755)
            if target.exists():
                old = fresh.with_name(fresh.name + "-old")
                target.rename(old)
                fresh.rename(target)
                shutil.rmtree(old)
            else:
                fresh.rename(target)
        except OSError as fault:
            raise StoreError(f"a report cannot be filed: {fault.strerror}") from None
        return Filed(target, digest)

    def write(self, name: str, data: bytes) -> Path:
        """Write one file beside the claims' folders (an overview), whole or not at all."""
        target = self.root / name
        try:
            handle, fresh = tempfile.mkstemp(prefix=".filing-", dir=self.root)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(fresh).chmod(0o644)
            Path(fresh).replace(target)
        except OSError as fault:
            raise StoreError(f"{name} cannot be written: {fault.strerror}") from None
        return target

    def is_finished(self, claim_id: str, digest: str) -> bool:
        """Tell whether a report made from exactly this input is already filed."""
        try:
            receipt = json.loads((self.place(claim_id) / RECEIPT).read_bytes())
        except (OSError, ValueError, StoreError):
            return False
        return isinstance(receipt, dict) and receipt.get("digest") == digest

    def read(self, claim_id: str, name: str = "report.json") -> bytes:
        """Return one file of the claim's report.

        Raises:
            StoreError: it is not there.
        """
        try:
            return (self.place(claim_id) / name).read_bytes()
        except OSError as fault:
            raise StoreError(f"a filed report cannot be read: {fault.strerror}") from None
