"""Measure what Prefect and the store add to a batch, as shares of one run: the clock against verifying.

    scripts/inside periksa samples runs/overhead --claims 60 --seed 91357
    scripts/inside python scripts/night/overhead.py runs/overhead runs/overhead-out --workers 2

A batch runs as a command. Each report tells when its claim was begun and how long verifying took; what
workers spent on that alone is compared with all the time they had. Other work on the machine stretches both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run the batch and print the shares."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("claims", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--workers", type=int, default=2)
    order = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        line = [sys.executable, "-c", "from pipeline.cli import main; main()", "batch"]
        line += [str(order.claims), "--out", str(order.out), "--workers", str(order.workers)]
        begun = time.time()
        done = subprocess.run(
            line,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | {"PERIKSA_HOME": home},
        )
        ended = time.time()
    if done.returncode == 3 or "filed before" in done.stdout:
        sys.stderr.write(done.stdout[-500:] + done.stderr[-500:])
        return 1
    told = [json.loads(file.read_bytes())["provenance"] for file in order.out.glob("*/report.json")]
    starts = [datetime.fromisoformat(one["started_at"]).timestamp() for one in told]
    verifying = sum(one["seconds"] for one in told)
    first, last = min(starts), max(s + one["seconds"] for s, one in zip(starts, told, strict=True))
    steady = verifying / (order.workers * (last - first))
    whole = verifying / (order.workers * (ended - begun))
    sys.stdout.write(
        f"{len(told)} claims, {order.workers} workers: {ended - begun:.1f} s, of which {first - begun:.1f} s"
        f" until the first claim and {ended - last:.1f} s after the last\nfrom the first claim to the last"
        f" {1 - steady:.1%} of the workers' time was not verifying (store, reports, Prefect, the tail);"
        f" of the whole run {1 - whole:.1%}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
