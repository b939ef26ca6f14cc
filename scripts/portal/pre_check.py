"""How long a pre-check takes, on the uploads of sample_docs/.

    scripts/inside python scripts/portal/pre_check.py

Each file is looked at twice (a first look at new shapes compiles them); the second counts. Core-seconds are
what to compare where others work beside: they include the process that opens files.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import serving  # noqa: E402

KINDS = ("ktp", "selfie", "buku_rekening", "kpj", "kk", "paklaring")


def main() -> None:
    """Print seconds and core-seconds by kind of document."""
    serving._prepare_pre_check()
    opener = serving._engines[0].opener
    clock: dict[str, list[float]] = {kind: [] for kind in KINDS}
    cores: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for file in sorted((ROOT / "sample_docs").glob("*/claim.json")):
        for upload in json.loads(file.read_text("utf-8"))["uploads"]:
            path, kind = file.parent / upload["file"], upload["type"]
            if kind not in KINDS or not path.exists():
                continue
            for _ in range(2):
                begun, spent = time.perf_counter(), time.process_time() + opener.core_seconds()
                serving.pre_check(path.read_bytes(), kind)
                took = time.perf_counter() - begun
                used = time.process_time() + opener.core_seconds() - spent
            clock[kind].append(took)
            cores[kind].append(used)
    for kind in KINDS:
        c, k = sorted(clock[kind]), sorted(cores[kind])
        print(  # noqa: T201
            f"{kind:14} {len(c):3} files   clock p50 {statistics.median(c):.2f} s, most {c[-1]:.2f} s   "
            f"core-seconds p50 {statistics.median(k):.2f}, most {k[-1]:.2f}"
        )
    opener.close()


if __name__ == "__main__":
    main()
