"""Worker functions that take their time and verify nothing; they stand in for those of nights.py."""

from __future__ import annotations

import time
from pathlib import Path

from models.outcome import Outcome, Risk
from models.result import ClaimResult


def prepare() -> None:
    """Load nothing."""


def work(_file: object, _out: Path, folder: Path) -> ClaimResult:
    """Take a second."""
    time.sleep(1.0)
    return ClaimResult(folder, folder.name, "JHT", "phk", Outcome.REVIEW, Risk.LOW)
