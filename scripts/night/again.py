"""Measure a batch that is started again over finished claims: nothing is to do, and how long that takes.

    scripts/inside python scripts/night/again.py --claims 10000 --place PLACE

One claim of photographs is verified; the others are its folder under other ids (hard links) and its report,
filed the way a batch files. Then ``periksa batch`` runs over all of them, as a command of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))


def finish(place: Path, first: int, count: int) -> int:
    """Make claims ``first`` to ``first + count`` and file their reports; returns how many."""
    import wiring
    from models.link import Remembered
    from models.marks import Marks
    from pipeline import intake, policy
    from pipeline.face.bands import load_bands
    from pipeline.store import ReportStore, digest_of, seen_of

    told = ReportStore(place / "one").report(next((place / "one").glob("*/receipt.json")).parent.name)
    raw = ReportStore(place / "one").read(told.claim_id)
    pattern = place / "pattern" / "one"
    claim_json = json.loads((pattern / "claim.json").read_bytes())
    tables = version("periksa"), policy.load().version, load_bands().version
    reports = ReportStore(place / "out")
    with wiring.memory() as memory, wiring.cases() as cases:  # type: ignore[union-attr]
        for number in range(first, first + count):
            claim_id = f"JHT-AGAIN-{number:05}"
            folder = place / "inbox" / f"{number // 500:03}" / claim_id
            folder.mkdir(parents=True)
            for file in pattern.iterdir():
                if file.name != "claim.json":
                    os.link(file, folder / file.name)
            (folder / "claim.json").write_text(json.dumps(claim_json | {"claim_id": claim_id}))
            claim, digest = intake.read_claim(folder), digest_of(folder, *tables)
            own = told.model_copy(update={"claim_id": claim_id})
            memory.remember(Remembered.of(claim, own.outcome), Marks())
            cases.keep(claim, (intake.as_it_came(folder, claim)[0], ()), digest, own, {})
            filed = {"report.json": raw.replace(told.claim_id.encode(), claim_id.encode())}
            os.utime(folder / "claim.json", (time.time() - 60, time.time() - 60))
            reports.file(claim_id, filed, digest, seen_of(folder, *tables))
    return count


def main() -> int:
    """Make the claims where they are not there yet, then measure."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--claims", type=int, default=10_000)
    asked.add_argument("--place", type=Path, required=True)
    asked.add_argument("--workers", default="2")
    asked.add_argument(
        "--unseen", action="store_true", help="forget how the folders looked: every file is read"
    )
    order = asked.parse_args()
    place = order.place.resolve()
    os.environ["PERIKSA_HOME"] = str(place / "home")
    batch = [sys.executable, "-c", "from pipeline.cli import main; main()", "batch"]
    if not (place / "inbox").exists():
        from sample_docs.generator.claims import write_case

        if not (place / "one").exists():
            write_case(place / "pattern" / "one", "jht_mengundurkan_diri", 7, "phone")
            line = [*batch, place / "pattern", "--out", place / "one", "--workers", "1"]
            subprocess.run(line, cwd=ROOT, check=True)
        share = -(-order.claims // 8)
        with ProcessPoolExecutor(2) as pool:
            starts = range(0, order.claims, share)
            made = sum(
                pool.map(partial(finish, place), starts, [min(share, order.claims - s) for s in starts])
            )
        sys.stdout.write(f"{made} claims are finished\n")
    if order.unseen:
        for receipt in (place / "out").glob("*/receipt.json"):
            receipt.write_text(json.dumps(json.loads(receipt.read_bytes()) | {"seen": ""}))
    begun = time.monotonic()
    done = subprocess.run(
        [*batch, place / "inbox", "--out", place / "out", "--workers", order.workers], cwd=ROOT, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = done.stdout.count("(filed before)")
    sys.stdout.write(
        f"{again} claims filed before, status {done.returncode}, {seconds:.1f} s, "
        f"{used.ru_utime + used.ru_stime:.1f} core-seconds\n{done.stderr[-500:] if done.returncode else ''}"
    )
    return int(again != order.claims)


if __name__ == "__main__":
    sys.exit(main())
