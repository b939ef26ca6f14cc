"""Two machines at one night, in real processes over a real PostgreSQL: one is killed, the database goes away.

The same with Prefect's server, network namespaces, S3 and real claims: scripts/night/machines.py.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.night.estate import Postgres, kill_all, until
from tests.faults.stand_ins import write_claim
from tests.faults.test_night_faults import PROGRAM, ROOT

QUICK = """
from pipeline import batch, sharing
sharing.LEASE, sharing.LOOK, batch.ASKS = float("%s"), 0.2, 0.2
"""
CLAIMS = [f"SLOW-{number:02d}" for number in range(40)]


class Machines:
    """Commands over one inbox and one output folder, each with a home of its own."""

    def __init__(self, place: Path, postgres: Postgres) -> None:
        self.place, self.out, self.postgres = place, place / "out", postgres
        for claim_id in CLAIMS:
            write_claim(place / "in" / claim_id, {}, claim_id=claim_id)

    @contextmanager
    def started(self, name: str, lease: float) -> Iterator[subprocess.Popen[bytes]]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "PERIKSA_"))}
        own = {
            "PERIKSA_HOME": str(self.place / name),
            "PERIKSA_DATABASE": self.postgres.url(),
            "PERIKSA_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
            "PERIKSA_FILES": str(self.place / "files"),
            "PERIKSA_PATIENCE": "40",
        }
        line = [
            sys.executable,
            "-c",
            PROGRAM % (QUICK % lease),
            "batch",
            self.place / "in",
            "--out",
            self.out,
        ]
        with (self.place / f"{name}.log").open("wb") as said:
            machine = subprocess.Popen(line, cwd=ROOT, env=kept | own, stdout=said, stderr=said)
        try:
            yield machine
        finally:
            if machine.poll() is None:
                kill_all(machine.pid)
                machine.wait()

    def said(self, name: str) -> str:
        return (self.place / f"{name}.log").read_text("utf-8")

    def filed(self) -> set[str]:
        return {file.parent.name for file in self.out.glob("*/receipt.json")}

    def tries(self) -> dict[str, int]:
        return {claim: len((self.place / f"tried-{claim}").read_bytes()) for claim in CLAIMS}


@pytest.fixture
def machines(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with tempfile.TemporaryDirectory(prefix="pg-") as short:  # a socket's path is short
        Path(short).chmod(0o755)
        postgres = Postgres(Path(short) / "pg", "127.0.0.1")
        try:
            yield Machines(tmp_path, postgres)
        finally:
            postgres.stop()


def test_a_killed_machine_and_a_lost_database_lose_and_double_nothing(machines: Machines) -> None:
    with machines.started("one", 6.0) as one, machines.started("two", 6.0) as two:
        until(lambda: len(machines.filed()) >= 4, 240, "some claims are filed")
        assert kill_all(one.pid) >= 3, "its workers went with it"
        one.wait()
        until(lambda: len(machines.filed()) >= 12, 240, "the other goes on")
        machines.postgres.stop()
        before = len(machines.filed())
        time.sleep(3)
        assert two.poll() is None, machines.said("two")
        machines.postgres.start()
        assert two.wait(240) == 0, machines.said("two")
    assert machines.filed() == set(CLAIMS)
    assert before < len(CLAIMS), "the database was away in the middle"
    tries = machines.tries()
    assert all(1 <= count <= 2 for count in tries.values())
    found_filed = machines.said("two").count("(filed before)")
    assert sum(count - 1 for count in tries.values()) - found_filed <= 2, "at most what one had in hand"
    (night,) = map(json.loads, (machines.out / "nights.jsonl").read_text("utf-8").splitlines())
    assert sum(night["outcomes"].values()) + found_filed == len(CLAIMS)
    page = (machines.out / "morning.html").read_text("utf-8")
    assert "klaim belum diperiksa" not in page
    index = (machines.out / "index.html").read_text("utf-8")
    assert all(claim in index for claim in CLAIMS), "what the killed machine did is told too"


def test_the_same_command_on_two_machines_does_each_claim_once(machines: Machines) -> None:
    with machines.started("one", 120.0) as one, machines.started("two", 120.0) as two:
        assert [one.wait(240), two.wait(240)] == [0, 0], machines.said("one") + machines.said("two")
    assert set(machines.tries().values()) == {1}
    (night,) = map(json.loads, (machines.out / "nights.jsonl").read_text("utf-8").splitlines())
    assert sum(night["outcomes"].values()) == len(CLAIMS)
    done = [
        machines.said(name).count(": clear,") + machines.said(name).count(": review,")
        for name in ("one", "two")
    ]
    assert sum(done) == len(CLAIMS)
    assert min(done) > 0, "both had a part"
    for name in ("one", "two"):
        assert (machines.place / name / "progress.json").is_file()
