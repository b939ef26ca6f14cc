"""A whole night in real processes: workers killed, a disk that fills, a database and a language gone.

The disk is a real one of a few mebibytes, where one may be mounted; the database a real PostgreSQL.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stand_ins import NAME, NIK, write_claim
from tests.postgres_server import running_postgres

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
import flows
import nights
from pipeline import machine
from tests.faults import night_jobs
nights.prepare_worker, nights.work = night_jobs.prepare, night_jobs.work
flows.run_batch = flows.run_without_prefect  # ten seconds of starting a server, for nothing here
machine.ROOM = 512 * 1024
%s
from pipeline.cli import main
if __name__ == "__main__":
    main()
"""


class Nights:
    """A folder of claims, and the command over it."""

    def __init__(self, place: Path, *claims: str) -> None:
        self.place, self.out = place, place / "out"
        for claim_id in claims:
            write_claim(place / "in" / claim_id, {}, claim_id=claim_id)

    def run(self, more: str = "", **environment: str) -> tuple[int, str]:
        """Run the command; returns its exit status and all that it printed."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "PERIKSA_"))}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM % more, "batch", self.place / "in", "--out", self.out],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
            env={**kept, "PERIKSA_HOME": str(self.place / "home"), "PERIKSA_PATIENCE": "1", **environment},
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    def tries(self, claim_id: str) -> int:
        file = self.place / f"tried-{claim_id}"
        return len(file.read_bytes()) if file.exists() else 0

    def filed(self) -> set[str]:
        return {file.parent.name for file in self.out.glob("*/report.json")}


FINE = [f"FINE-{number:02d}" for number in range(12)]


def test_a_claim_that_kills_its_worker_is_tried_once_more_and_set_aside(tmp_path: Path) -> None:
    night = Nights(tmp_path, *FINE, "KILL-00", "KILL-01")
    status, said = night.run()
    assert (status, night.filed()) == (1, set(FINE))
    assert [night.tries(claim) for claim in ("KILL-00", "KILL-01", *FINE)] == [2, 2, *[1] * len(FINE)]
    listed = list(csv.reader((night.out / "set-aside.csv").read_text("utf-8").splitlines()))
    assert listed == [["claim_id", "code"], ["KILL-00", "WORKER_DIED"], ["KILL-01", "WORKER_DIED"]]
    page = (night.out / "morning.html").read_text("utf-8")
    assert "KILL-00" in page
    assert "WORKER_DIED" in page
    assert (night.out / "morning.pdf").read_bytes().startswith(b"%PDF")
    told = json.loads((night.out / "progress.json").read_bytes())
    assert (told["done"], told["total"]) == (14, 14)
    assert sum(worker["lost"] for worker in told["workers"]) == 4
    numbers = (night.out / "metrics.prom").read_text("utf-8")
    assert 'periksa_claims_set_aside_total{code="WORKER_DIED"} 2.0' in numbers
    assert 'periksa_claims_total{outcome="clear"} 6.0' in numbers
    for text in (said, page, numbers, (night.out / "nights.jsonl").read_text("utf-8")):
        assert NAME not in text
        assert NIK not in text


def test_the_night_after_tries_what_was_set_aside_and_does_nothing_twice(tmp_path: Path) -> None:
    night = Nights(tmp_path, *FINE[:3], "KILL-00")
    _, said = night.run(PERIKSA_LOG_FORMAT="json")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    claims = {line["claim_id"]: line for line in lines if line["message"] == "claim"}
    assert set(claims) == {*FINE[:3], "KILL-00"}
    assert claims["KILL-00"]["code"] == "WORKER_DIED"
    assert claims["FINE-01"]["outcome"] == "clear"
    status, _ = night.run()
    assert status == 1
    assert night.tries("KILL-00") == 4
    (counted,) = map(json.loads, (night.out / "nights.jsonl").read_text("utf-8").splitlines())
    assert counted["outcomes"] == {"clear": 1, "review": 2}, "claims of the first run only"
    assert counted["aside"] == {"WORKER_DIED": 1}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk of 4 MiB needs the right to mount; test_batch and test_reports_filed do without")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_told_before_a_claim_is_begun(tmp_path: Path, small_disk: Path) -> None:
    night = Nights(tmp_path, *FINE[:2])
    night.out = small_disk / "out"
    (small_disk / "other").write_bytes(bytes(3_800_000))
    status, said = night.run()
    assert (status, night.tries("FINE-00")) == (1, 0)
    assert f"the disk of {night.out} is full" in said
    (small_disk / "other").unlink()
    assert night.run()[0] == 0
    assert night.tries("FINE-00") == 1


def test_a_disk_that_fills_in_the_middle_stops_the_night_and_loses_nothing(
    tmp_path: Path, small_disk: Path
) -> None:
    claims = [*FINE[:4], "GREEDY-00", *(f"LATER-{number:02d}" for number in range(6))]
    night = Nights(tmp_path, *claims)
    night.out = small_disk / "out"
    status, said = night.run()
    assert status == 1, said
    assert "The night stopped after" in said
    assert "run the same command again" in said
    done = night.filed()
    assert done
    assert done < set(claims)
    assert not list(night.out.glob(".filing-*")), "no half report is left"
    (small_disk / "filled").unlink()
    status, said = night.run()
    assert (status, night.filed()) == (0, set(claims)), said
    assert said.count("(filed before)") == len(done)


def test_a_language_that_goes_away_stops_the_night(tmp_path: Path) -> None:
    night = Nights(tmp_path, *FINE[:4])
    (tmp_path / "language-is-missing").touch()
    status, said = night.run()
    assert (status, night.filed()) == (3, set())
    assert "apt-get install tesseract-ocr-ind" in said
    assert "The night stopped after 0 of 4 claims" in said
    assert "4 klaim belum diperiksa" in (night.out / "morning.html").read_text("utf-8")
    (tmp_path / "language-is-missing").unlink()
    status, said = night.run()
    assert (status, night.filed()) == (0, set(FINE[:4])), said


def test_a_database_that_goes_away_stops_the_night_and_is_waited_for(tmp_path: Path) -> None:
    """Claims meet its loss as the real workers do: as a StoreError; the look is at the real server."""
    lose = """
import wiring
from models.result import ClaimResult
from pipeline.errors import StoreError
tried = []
real = nights.Night._one.__globals__["Workers"].run
def run(self, folder):
    tried.append(folder)
    if len(tried) == 3:
        import os, signal
        os.kill(int(os.environ["SERVER"]), signal.SIGINT)
        import time; time.sleep(1)
    try:
        wiring.memory().close()
    except StoreError as problem:
        return ClaimResult.unfiled(folder, problem)
    return real(self, folder)
nights.Night._one.__globals__["Workers"].run = run
"""
    night = Nights(tmp_path, *FINE)
    with running_postgres() as url:
        place = Path(url.partition("host=")[2])
        pid = (place / "data" / "postmaster.pid").read_text("utf-8").split()[0]
        status, said = night.run(lose, PERIKSA_DATABASE=url, SERVER=pid)
    assert status == 1, said
    assert "The night stopped after" in said
    assert "database" in said
    assert 0 < len(night.filed()) < len(FINE)
    with running_postgres() as url:
        status, said = night.run(PERIKSA_DATABASE=url)
    assert (status, night.filed()) == (0, set(FINE)), said
