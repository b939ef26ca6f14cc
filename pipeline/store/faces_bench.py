"""How fast a face is found among many, and whether both databases say the same.

    scripts/inside python -m pipeline.store.faces_bench --faces 1000000
    scripts/inside python -m tests.postgres_server python -m pipeline.store.faces_bench --database

The faces are random encodings, as long as dlib's usually are: every row is compared in any case, so
faces of people would take as long. A PostgreSQL database must be empty, and is emptied again.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pgvector import Vector
from pgvector.psycopg import register_vector
from sqlalchemy import Connection, func, insert, select

from models.claim import Programme
from models.link import Links, Remembered
from models.marks import FACE_NUMBERS, FaceKind, FaceMark, Marks
from models.outcome import Outcome
from pipeline.errors import IntakeError
from pipeline.store.database import Database
from pipeline.store.memory import Memory
from pipeline.store.opening import opened
from pipeline.store.tables import claims, face_sketches, faces

LENGTH = 1.4
"""Of an encoding, about."""
WITHIN = 0.5
_AT_ONCE = 20_000
_DAY = datetime(2026, 11, 26, tzinfo=UTC)


def main() -> None:
    """Fill, search, print."""
    say, wanted = sys.stdout.write, _arguments()
    answers: list[list[Links]] = []
    with tempfile.TemporaryDirectory() as folder:
        for url in (None, *wanted.database):
            database = Database(Path(folder), url)
            memory = Memory(database, opened(database, Path(folder), None))
            say(f"{database.engine.dialect.name}, {wanted.faces:,} faces, seed {wanted.seed}\n")
            try:
                say(f"  filled in {_timed(lambda m=memory, d=database: _fill(m, d, wanted))[0]:.0f} s\n")
                answers.append(_search(memory, wanted))
            finally:
                with database.writing() as writing:
                    writing.execute(claims.delete())
                memory.close()
    if len(answers) > 1:
        say(f"answers are {'the same' if _alike(*answers[:2]) else 'NOT the same'}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m pipeline.store.faces_bench")
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", action="append", default=[], help="URL of an empty PostgreSQL database")
    return parser.parse_args()


def _drawn(seed: int, count: int) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Yield numbers from 1 and encodings, the same for the same seed."""
    generator, numbers = np.random.default_rng(seed), itertools.count(1)
    for start in range(0, count, _AT_ONCE):
        block = generator.normal(size=(min(_AT_ONCE, count - start), FACE_NUMBERS))
        block *= LENGTH / np.linalg.norm(block, axis=1, keepdims=True)
        yield from ((next(numbers), row) for row in block)


def _fill(memory: Memory, database: Database, wanted: argparse.Namespace) -> None:
    """Write the rows in bulk, two faces a claim."""
    turn, kinds = memory.faces.turning.of, (FaceKind.PORTRAIT, FaceKind.SELFIE)
    drawn = _drawn(wanted.seed, wanted.faces)
    with database.writing() as writing:
        if writing.execute(select(func.count()).select_from(claims)).scalar_one():
            raise IntakeError("this database is not empty")
        while block := list(itertools.islice(drawn, _AT_ONCE)):
            rows = [(number, (number + 1) // 2, str(kinds[number % 2]), turn(row)) for number, row in block]
            told = {"programme": "JHT", "submitted_at": _DAY, "outcome": "clear", "sealed": b""}
            numbers = sorted({claim for _, claim, _, _ in rows})
            writing.execute(insert(claims), [{"number": n, "claim_id": f"B-{n}", **told} for n in numbers])
            _copy(writing, rows)
    with database.engine.connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        autocommit.exec_driver_sql("ANALYZE" if database.embedded else "VACUUM ANALYZE")


def _copy(writing: Connection, rows: Sequence[tuple[int, int, str, NDArray[np.float32]]]) -> None:
    if writing.dialect.name == "sqlite":
        names = ("number", "claim", "kind", "encoding")
        writing.execute(insert(faces), [dict(zip(names, row, strict=True)) for row in rows])
        return
    driver: Any = writing.connection.driver_connection
    register_vector(driver)
    with driver.cursor().copy(
        "COPY faces (number, claim, kind, encoding) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(["int8", "int8", "varchar", "vector"])
        for number, claim, kind, turned in rows:
            copy.write_row((number, claim, kind, Vector(turned)))
    same = select(faces.c.number, faces.c.claim, faces.c.encoding).where(faces.c.number >= rows[0][0])
    writing.execute(insert(face_sketches).from_select(["face", "claim", "sketch"], same))
    for table in ("claims", "faces"):  # their numbers were not given out by the server
        writing.exec_driver_sql(f"SELECT setval('{table}_number_seq', (SELECT max(number) FROM {table}))")


def _search(memory: Memory, wanted: argparse.Namespace) -> list[Links]:
    """Search for faces near stored ones, print the times; return the answers."""
    stored = dict(itertools.islice(_drawn(wanted.seed, wanted.faces), wanted.searches))
    generator, marks = np.random.default_rng(wanted.seed + 1), []
    for row in stored.values():
        way = generator.normal(size=FACE_NUMBERS)
        marks.append(Marks(faces=(FaceMark(FaceKind.SELFIE, row + 0.3 * way / np.linalg.norm(way)),)))
    first, _, _ = _timed(lambda: memory.others_like("B-0", marks[0], faces_within=WITHIN))
    times = [_timed(lambda m=one: memory.others_like("B-0", m, faces_within=WITHIN)) for one in marks]
    walls, cores = sorted(wall for wall, _, _ in times), sorted(core for _, core, _ in times)
    sys.stdout.write(
        f"  first search {first:.2f} s\n"
        f"  a search, ms: median {1000 * walls[len(walls) // 2]:.0f}, least {1000 * walls[0]:.0f}, "
        f"most {1000 * walls[-1]:.0f}; of this process's cores {1000 * cores[len(cores) // 2]:.0f}\n"
    )
    written = Remembered("B-0", Programme.JHT, _DAY, Outcome.CLEAR)
    kept, _, _ = _timed(lambda: memory.remember(written, marks[0]))
    sys.stdout.write(f"  remembering a claim, ms: {1000 * kept:.0f}\n")
    return [links for _, _, links in times]


def _timed(work: Any) -> tuple[float, float, Any]:
    """Return seconds on the clock, seconds of this process's cores, and what the work returns."""
    clock, cores = time.perf_counter(), time.process_time()
    done = work()
    return time.perf_counter() - clock, time.process_time() - cores, done


def _alike(first: Sequence[Links], second: Sequence[Links]) -> bool:
    """Tell whether every answer names the same faces in the same order, 1e-6 apart at most."""
    return all(
        len(a.found) == len(b.found) > 0
        and all(
            (x.other, x.kind, x.theirs) == (y.other, y.kind, y.theirs)
            and abs((x.distance or 0.0) - (y.distance or 0.0)) <= 1e-6
            for x, y in zip(a.found, b.found, strict=True)
        )
        for a, b in zip(first, second, strict=True)
    )


if __name__ == "__main__":
    main()
