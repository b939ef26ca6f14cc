"""How processes that hold models start: fresh, with memory that is given back, on one core each."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import SpawnContext

MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(8 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}
"""How GNU's C library keeps memory in a worker. Left to itself it takes blocks of up to 32 MiB from one heap,
and what the networks leave behind when a larger picture comes stays in there as holes: 16 sizes of picture
took 1,299 MiB, with blocks from 8 MiB on given back at once 816."""

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A worker has one core. numpy's library for matrices starts a thread for every core otherwise, and after a
product each of them looks out for the next one at full speed: 6 % of a worker's time, for nothing."""


def fresh() -> SpawnContext:
    """Return what starts processes anew: models do not survive a fork.

    Their libraries read the settings above as they start, so those are put into this process's environment,
    but for what somebody has set there already.
    """
    for name, value in (MALLOC | ONE_THREAD).items():
        os.environ.setdefault(name, value)
    return multiprocessing.get_context("spawn")
