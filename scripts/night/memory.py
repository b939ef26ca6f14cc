"""Measure how one worker's memory grows: after each claim, the resident set and the part of it on the heap.

    periksa samples runs/memory --claims 100 --seed 77001
    export MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=8388608 MALLOC_TRIM_THRESHOLD_=67108864 PYTHONPATH=.
    scripts/inside python scripts/night/memory.py runs/memory runs/memory-curve.csv

Prints and writes one line per claim: claims done, resident MiB, private anonymous MiB (smaps_rollup), MiB
that malloc has in use and MiB that it keeps free (mallinfo2), the largest so far (VmHWM), and MiB that
tracemalloc knows of if the third argument is ``trace`` (which slows Python down).
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
import tracemalloc
from pathlib import Path

import click

MEBI = 1024 * 1024
NAMES = "claims,resident,anonymous,malloc_used,malloc_free,most,python"


class Mallinfo2(ctypes.Structure):
    """What glibc tells of its heap; bytes."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in [
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        ]
    ]


def main(claims: str, curve: str, trace: str = "") -> None:
    """Verify every claim in this process."""
    import flows
    from pipeline.store import claim_folders
    from pipeline.workers import TIDY_EVERY, trim
    from wiring import Engines

    if trace:
        tracemalloc.start(12)
    heap = ctypes.CDLL("libc.so.6").mallinfo2
    heap.restype = Mallinfo2
    engines = Engines.load()
    lines = [NAMES]
    with tempfile.TemporaryDirectory() as out, engines.opener:
        for number, folder in enumerate([None, *claim_folders(Path(claims))]):
            if folder is not None:
                flows.verify_and_file(folder, Path(out), engines)
                if number % TIDY_EVERY == 0:
                    trim()
            lines.append(",".join(map(str, (number, *_now(heap())))))
            click.echo(lines[-1])
            Path(curve).write_text("\n".join(lines) + "\n")
    if trace:
        for found in tracemalloc.take_snapshot().statistics("lineno")[:25]:
            click.echo(found)


def _now(heap: Mallinfo2) -> tuple[int, ...]:
    status = _table(f"/proc/{os.getpid()}/status")
    anonymous = _table(f"/proc/{os.getpid()}/smaps_rollup")["Anonymous"]
    used = heap.uordblks + heap.hblkhd
    python = tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else 0
    told = (status["VmRSS"] * 1024, anonymous * 1024, used, heap.fordblks, status["VmHWM"] * 1024, python)
    return tuple(round(number / MEBI) for number in told)


def _table(file: str) -> dict[str, int]:
    """Return the lines of a file of /proc that hold kibibytes."""
    pairs = (line.split(":") for line in Path(file).read_text().splitlines() if line.endswith(" kB"))
    return {name: int(told.split()[0]) for name, told in pairs}


if __name__ == "__main__":
    main(*sys.argv[1:])
