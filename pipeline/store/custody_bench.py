"""What the audit and a change of the master key cost.

    scripts/inside python -m pipeline.store.custody_bench --rows 100000 --claims 10000
    scripts/inside python -m tests.postgres_server python -m pipeline.store.custody_bench --database

A PostgreSQL database must be empty; what is written there stays.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from models.audit import Action, AuditEntry
from models.claim import Programme
from models.link import Remembered
from models.marks import FACE_NUMBERS, FaceKind, FaceMark, Mark, MarkKind, Marks
from models.outcome import Outcome
from pipeline.store.audit import Audit
from pipeline.store.database import Database
from pipeline.store.master_key import MasterKey
from pipeline.store.memory import Memory
from pipeline.store.opening import opened
from pipeline.store.rotation import rotate

ALONE = 500
"""Rows appended each in a transaction of its own; the others go in together."""
_DAY = datetime(2026, 11, 26, tzinfo=UTC)


def main() -> None:
    """Fill, follow, change the key, print."""
    say, wanted = sys.stdout.write, _arguments()
    for url in (None, *wanted.database):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(Path(folder), url)
            master = opened(database, Path(folder), None)
            say(f"{database.engine.dialect.name}, seed {wanted.seed}\n")
            audit = Audit(database, master)
            spent = _timed(partial(_append, audit))
            say(f"  a row appended in {1000 * spent / ALONE:.2f} ms\n")
            _fill(audit, database, wanted.rows - ALONE)
            spent = _timed(partial(_whole, audit))
            say(f"  {wanted.rows:,} rows followed in {spent:.1f} s\n")
            _remember(Memory(database, master), wanted.claims, wanted.seed)
            spent = _timed(partial(rotate, database, master, MasterKey.fresh(), "operator:0", _unwatched))
            say(f"  key changed for {wanted.claims:,} claims in {spent:.1f} s\n")
            database.close()


def _entry(number: int) -> AuditEntry:
    claim = f"JHT-2026-{number % 5000:06}"
    return AuditEntry("officer:17", Action.REPORT_VIEWED, claim, why="review, periksa 0.2.0")


def _append(audit: Audit) -> None:
    for number in range(ALONE):
        audit.append(_entry(number))


def _unwatched(_what: str, _count: int) -> None:
    pass


def _fill(audit: Audit, database: Database, rows: int) -> None:
    with database.writing() as writing:
        for number in range(rows):
            audit.append(_entry(number), writing)


def _whole(audit: Audit) -> None:
    found = audit.verify()
    assert not found.faults, found.faults[:3]


def _remember(memory: Memory, claims: int, seed: int) -> None:
    """Remember claims with five values and two faces each."""
    draw = np.random.default_rng(seed)
    kinds = (MarkKind.KPJ, MarkKind.ACCOUNT, MarkKind.PHONE, MarkKind.EMAIL, MarkKind.ADDRESS)
    for number in range(claims):
        values = tuple(Mark(kind, f"{kind} {number}") for kind in kinds)
        faces = tuple(FaceMark(kind, draw.normal(size=FACE_NUMBERS)) for kind in FaceKind)
        told = Remembered(f"JHT-{number}", Programme.JHT, _DAY, Outcome.CLEAR)
        memory.remember(told, Marks(values, faces))


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", nargs="*", default=[], metavar="URL")
    return parser.parse_args()


if __name__ == "__main__":
    main()
