"""Networks leave the machine's cores to whoever is free: two workers must not take turns on the first."""

from __future__ import annotations

import os
import threading

import numpy as np

from pipeline import ocr
from tests.contracts.reader import printed


def test_no_network_binds_its_worker_to_a_core(readers: ocr.Readers) -> None:
    mine, seen, done = threading.get_native_id(), set[tuple[int, ...]](), threading.Event()
    before = tuple(sorted(os.sched_getaffinity(mine)))

    def look() -> None:
        while not done.is_set():
            seen.add(tuple(sorted(os.sched_getaffinity(mine))))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for _ in range(3):
            readers.first.read([printed("SITI RAHMAWATI 3273014708909003")] * 4)
            readers.finder.find(np.full((800, 608, 3), 255, np.uint8), long_side=800)
            readers.digits.read([printed("3273014708909003")])
    finally:
        done.set()
        watcher.join()
    assert seen == {before}
