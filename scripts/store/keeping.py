"""Measure what keeping costs: milliseconds and bytes per claim, beside what verifying it costs.

    PYTHONPATH=. scripts/inside python scripts/store/keeping.py --claims 30 --seed 4711
    PYTHONPATH=. scripts/inside python -m tests.postgres_server python scripts/store/keeping.py --database

``--database URL`` keeps in that PostgreSQL database; else in SQLite and a folder.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import click

import flows
from models.case import RunState
from pipeline import intake, report
from pipeline.store import CaseStore, claim_folders
from sample_docs.generator.claims import write_claims


def main() -> None:
    """Verify fresh claims and keep each; print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--claims", type=int, default=30)
    asked.add_argument("--seed", type=int, default=4711)
    asked.add_argument("--database")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        write_claims(place / "claims", claims=told.claims, seed=told.seed, level="phone")
        engines = flows.Engines.load()
        with engines.opener, CaseStore.open(place / "home", told.database) as cases:
            spent = [_kept(folder, engines, cases) for folder in claim_folders(place / "claims")]
            uploads = sum(one[-1] for one in spent)
            sealed = sum(f.stat().st_size for f in (place / "home" / "files").rglob("*") if f.is_file())
            cases.shelf.database.settle()
            rows = sum(f.stat().st_size for f in (place / "home").glob("periksa.db*"))
    for number, name in enumerate(("verify", "read again", "pictures", "keep")):
        seconds = [one[number] for one in spent]
        told_of = f"median {1000 * median(seconds):.0f} ms, 95 % {1000 * quantiles(seconds, n=20)[-1]:.0f} ms"
        click.echo(f"{name}: {told_of}")
    mean = [f"{1e-3 * size / len(spent):.0f} kB" for size in (uploads, sealed, rows)]
    click.echo(f"{len(spent)} claims; each: uploads {mean[0]}, kept files {mean[1]}, database {mean[2]}")


def _kept(folder: Path, engines: flows.Engines, cases: CaseStore) -> tuple[float, float, float, float, int]:
    moments = [time.perf_counter()]
    done = flows.verify_or_say_why(folder, engines)
    moments.append(time.perf_counter())
    claim = intake.read_claim(folder)
    came = intake.as_it_came(folder, claim)
    moments.append(time.perf_counter())
    pictures = report.kept_pictures(done.pictures)
    moments.append(time.perf_counter())
    cases.keep(claim, came, "measured", done.report, pictures)
    moments.append(time.perf_counter())
    (run,) = cases.runs(claim.claim_id)
    assert run.state is RunState.FINISHED
    size = sum(upload.size for upload in cases.uploads(run.verification_id))
    first, second, third, fourth = (b - a for a, b in pairwise(moments))
    return first, second, third, fourth, size


if __name__ == "__main__":
    main()
