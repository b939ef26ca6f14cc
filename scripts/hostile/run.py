"""How every generated hostile file and claim folder ends, how long it takes, and what memory it costs.

All go through intake; every ``--whole``-th also through the whole verification, by one set of engines that
afterwards verifies a good claim. Exit status 1 where one ended otherwise than it may. ::

    PYTHONPATH=. scripts/inside python scripts/hostile/run.py --seed 1
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import flows
from pipeline import intake
from sample_docs.generator.claims import write_case
from tests.hostile.attack import SET_ASIDE
from tests.hostile.ending import folder_of, through_intake
from tests.hostile.every import every
from wiring import Engines

MEGA = 1024
SLOWEST, MOST_MEMORY = 20.0, 1500
"""Seconds for one file, and megabytes of worker and child together: the bars."""


@dataclass
class Row:
    """What happened to one family."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    child: int = 0
    both: int = 0
    wrong: list[str] = field(default_factory=list)


def _peak(process: int) -> int:
    """Return the most memory that a process ever held since its peak was reset, in kB."""
    with suppress(OSError, TypeError):  # a process that has ended tells no memory
        status = Path(f"/proc/{process}/status").read_text("ascii")
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]
    return 0


def _reset(process: int) -> None:
    with suppress(OSError):
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")


class Watch:
    """Looks at the child's peak every few milliseconds: it may be gone when the file is done."""

    def __init__(self, opener: intake.Opener) -> None:
        self._opener, self.peak = opener, 0
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            child = self._opener._child
            self.peak = max(self.peak, _peak(child.pid) if child else 0)
            time.sleep(0.01)

    @contextmanager
    def over(self) -> Iterator[None]:
        """Watch what happens inside, from fresh peaks of both processes."""
        for process in (os.getpid(), self._opener._child.pid if self._opener._child else 0):
            _reset(process)
        self.peak = 0
        yield


def say(line: str) -> None:
    """Print a line at once: a run takes half an hour."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def make(seed: int, number: int, place: str) -> None:
    """Write one attack's folder; in a process of its own, whose memory is not the worker's."""
    folder_of(every(seed)[number], Path(place))


def main() -> int:
    """Run the attacks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", type=int, default=0, help="every how manieth is verified as a whole")
    parser.add_argument("--family", action="append", help="only these")
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first")
    order = parser.parse_args()
    rows: dict[str, Row] = defaultdict(Row)
    spawned = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory(prefix="periksa-hostile-") as place,
        ProcessPoolExecutor(1, spawned) as maker,
    ):
        os.environ["PERIKSA_MEMORY"] = f"{place}/memory"
        engines = Engines.load() if order.whole else None
        opener = engines.opener if engines else intake.Opener()
        watch = Watch(opener)
        for number, attack in enumerate(every(order.seed)):
            if number < order.first or (order.family and attack.family not in order.family):
                continue
            maker.submit(make, order.seed, number, place).result()
            folder, row = Path(place) / "claim", rows[attack.family]
            with watch.over():
                ending = through_intake(folder, opener)
            row.child = max(row.child, watch.peak // MEGA)
            row.seconds = max(row.seconds, ending.seconds)
            row.ends["+".join(sorted(ending.codes))] += 1
            if not ending.fits(attack) or ending.seconds > SLOWEST:
                row.wrong.append(f"{attack}: {sorted(ending.codes)}, {ending.seconds:.1f} s")
                say(f"WRONG {row.wrong[-1]}")
            if engines and number % order.whole == 0:
                with watch.over():
                    started = time.monotonic()
                    done = flows.verify_and_file(folder, Path(place) / "out", engines)
                    seconds = time.monotonic() - started
                both = (_peak(os.getpid()) + watch.peak) // MEGA
                row.both, whole = max(row.both, both), rows["(whole) " + attack.family]
                whole.both, whole.seconds = max(whole.both, both), max(whole.seconds, seconds)
                whole.child = max(whole.child, watch.peak // MEGA)
                whole.ends[str(done.outcome or SET_ASIDE)] += 1
                if done.exit_status == 1 or both > MOST_MEMORY or seconds > SLOWEST:
                    whole.wrong.append(f"{attack}: {done.problem}, {seconds:.1f} s, {both} MB")
                    say(f"WRONG {whole.wrong[-1]}")
        if engines:
            good = write_case(Path(place) / "good", "jht_mengundurkan_diri", order.seed, "office")
            outcome = flows.verify_and_file(good, Path(place) / "out", engines).outcome
            say(f"a good claim afterwards: {outcome}")
        opener.close()
    say("| kind | files | ended as | slowest | child | worker and child |\n|---|---|---|---|---|---|")
    for family, row in rows.items():
        told = ", ".join(f"{count} {code}" for code, count in row.ends.most_common())
        both = f"{row.both} MB" if row.both else ""
        say(f"| {family} | {row.ends.total()} | {told} | {row.seconds:.1f} s | {row.child} MB | {both} |")
    wrong = [line for row in rows.values() for line in row.wrong]
    say(f"{sum(row.ends.total() for row in rows.values())} runs, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
