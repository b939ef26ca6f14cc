"""Sends an attack through intake and says how it ended."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from models.claim import Claim
from models.finding import FileFinding
from models.page import Page
from pipeline import intake
from pipeline.errors import ClaimUnusable
from tests.hostile.attack import READ, SET_ASIDE, TYPED, Attack
from tests.hostile.folders import named, write


@dataclass(frozen=True)
class Ending:
    """How one attack ended: the codes told, the pages that came, and the seconds it took."""

    codes: frozenset[str]
    pages: int
    seconds: float

    def fits(self, attack: Attack) -> bool:
        """Tell whether it ended in one of the attack's reasons, and with nothing left unsaid."""
        return bool(self.codes & attack.ends)


def folder_of(attack: Attack, place: Path) -> Path:
    """Write the attack's claim folder, anew."""
    folder = place / "claim"
    if folder.exists():
        shutil.rmtree(folder)
    if attack.folder is not None:
        attack.folder(folder)
    else:
        assert attack.data is not None
        write(folder, [named(attack.file)])
        (folder / attack.file).write_bytes(attack.data())
    return folder


def through_intake(folder: Path, opener: intake.Opener) -> Ending:
    """Read the claim and open its files."""
    started = time.monotonic()
    try:
        claim = intake.read_claim(folder)
    except ClaimUnusable as problem:
        assert problem.problems and all(sentence for _, sentence in problem.problems)
        assert str(problem).isprintable()
        return Ending(frozenset({SET_ASIDE}), 0, time.monotonic() - started)
    pages, findings = intake.pages_of(folder, claim, opener=opener)
    return Ending(_codes(claim, pages, findings), len(pages), time.monotonic() - started)


def _codes(claim: Claim, pages: list[Page], findings: list[FileFinding]) -> frozenset[str]:
    codes = {str(finding.code) for finding in findings}
    if claim.problems:
        codes.add(TYPED)
    if pages or not (findings or claim.uploads):
        codes.add(READ)
    return frozenset(codes)
