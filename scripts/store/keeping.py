"""Measure what keeping costs: milliseconds and bytes per claim, beside what verifying it cost.

    periksa samples runs/keeping --claims 30 --seed 4711
    PERIKSA_KEEP_CLAIMS=false periksa batch runs/keeping --out runs/keeping-reports
    PYTHONPATH=. scripts/inside python scripts/store/keeping.py runs/keeping runs/keeping-reports

A third argument is the URL of an empty PostgreSQL database to keep in (``python -m tests.postgres_server``
before the command gives one); else it is SQLite. Files go to a folder either way.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import click

from models.page import Page
from pipeline import intake, report
from pipeline.store import CaseStore, ReportStore, claim_folders

Spent = tuple[float, float]
STEPS = ("files read again", "pictures made", "kept")


def main(claims: str, reports: str, database: str | None = None) -> None:
    """Keep every claim whose report is filed; print the figures."""
    filed = ReportStore(Path(reports))
    folders = claim_folders(Path(claims))
    made = [filed.report(intake.claim_id_of(folder)).provenance for folder in folders]
    with tempfile.TemporaryDirectory() as temporary, intake.Opener() as opener:
        home = Path(temporary)
        with CaseStore.open(home, database) as cases:
            spent = []
            for folder in folders:
                pages = intake.pages_of(folder, intake.read_claim(folder), opener=opener)[0]
                spent.append(kept(folder, pages, filed, cases))
            runs = [cases.runs(intake.claim_id_of(folder))[0] for folder in folders]
            uploads = sum(u.size for run in runs for u in cases.uploads(run.verification_id))
            cases.shelf.database.settle()
        sealed = sum(file.stat().st_size for file in (home / "files").rglob("*") if file.is_file())
        rows = sum(file.stat().st_size for file in home.glob("periksa.db*"))
    tell("verified (as filed)", [(one.seconds, one.core_seconds) for one in made])
    for step, of_it in zip(STEPS, zip(*spent, strict=True), strict=True):
        tell(step, of_it)
    each = [f"{size / len(folders) / 1000:.0f} kB" for size in (uploads, sealed, rows)]
    click.echo(f"{len(folders)} claims; each: uploads {each[0]}, kept files {each[1]}, database {each[2]}")


def kept(folder: Path, pages: list[Page], filed: ReportStore, cases: CaseStore) -> tuple[Spent, ...]:
    """Return what each step spent."""
    claim = intake.read_claim(folder)
    told = filed.report(claim.claim_id)
    moments = [moment()]
    came = intake.as_it_came(folder, claim)
    moments.append(moment())
    pictures = report.kept_pictures(report.shown({(p.file, p.number): p.image for p in pages}, []))
    moments.append(moment())
    cases.keep(claim, came, "measured", told, pictures)
    moments.append(moment())
    return tuple((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(moments))


def moment() -> Spent:
    """Return the clock and this process's processor time, seconds."""
    return time.perf_counter(), time.process_time()


def tell(name: str, spent: Sequence[Spent]) -> None:
    """Print the middle and the slow end on the clock, and the middle of the processor time."""
    clock, core = zip(*spent, strict=True)
    slow = 1000 * quantiles(clock, n=20)[-1]
    click.echo(
        f"{name}: median {1000 * median(clock):.0f} ms, 95 % below {slow:.0f} ms, "
        f"core {1000 * median(core):.0f} ms"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
