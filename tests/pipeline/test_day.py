"""The day's workers at a queue: what is lost, frozen, set aside, or stopped in the middle."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.case import Job
from models.outcome import Outcome
from models.result import ClaimResult
from pipeline import day
from pipeline.day import Day


class Queue:
    """A queue in memory that takes down what it is told."""

    def __init__(self, *ids: str) -> None:
        self.ids, self.told, self.lock = list(ids), list[tuple[str, str]](), threading.Lock()
        self.renewed = 0

    def take(self, worker: str, lease_seconds: float) -> Job | None:
        with self.lock:
            if not self.ids:
                return None
            one = self.ids.pop(0)
        return Job(one, "claim", worker, 1, datetime.now(UTC))

    def renew(self, job: Job, lease_seconds: float) -> bool:
        self.renewed += 1
        return True

    def give_back(self, job: Job) -> bool:
        self.told.append(("given back", job.verification_id))
        return True

    def set_aside(self, job: Job, fault_name: str) -> bool:
        self.told.append((fault_name, job.verification_id))
        return True

    def waiting(self) -> tuple[int, float]:
        return len(self.ids), 0.0


def prepare() -> None:
    pass


def work(verification_id: str) -> ClaimResult:
    what = verification_id.split("-")[0]
    if what == "die":
        os._exit(9)
    if what == "slow":
        time.sleep(2)
    ends = {"unusable": 2, "frozen": 0, "disk": 1}
    if what in ends:
        return ClaimResult(Path("x"), problem=what, exit_status=ends[what])
    (Path(os.environ["DAY_MARKS"]) / verification_id).touch()
    return ClaimResult(Path("x"), outcome=Outcome.CLEAR)


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAY_MARKS", str(tmp_path))
    return tmp_path


def until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_each_ends_as_it_should_and_the_others_go_on(marks: Path) -> None:
    queue = Queue("good-1", "die-1", "unusable-1", "frozen-1", "disk-1", "good-2")
    working = Day(queue, 1, prepare, work)
    working.start()
    until(lambda: (marks / "good-2").exists() and not working._held)
    working.stop()
    assert (marks / "good-1").exists()
    assert queue.told == [
        ("WorkerLost", "die-1"),
        ("IntakeError", "unusable-1"),
        ("given back", "frozen-1"),
    ], "what the disk failed at is left to its lease"


def test_what_is_in_hand_at_a_stop_is_finished(marks: Path) -> None:
    queue = Queue("slow-1", "good-1")
    working = Day(queue, 1, prepare, work)
    working.start()
    until(lambda: working._held)
    working.stop()
    assert (marks / "slow-1").exists()
    assert queue.ids == ["good-1"]
    assert queue.told == []
    assert not working.is_ready


def test_what_takes_too_long_at_a_stop_is_given_back(marks: Path) -> None:
    queue = Queue("slow-1")
    working = Day(queue, 1, prepare, work)
    working.start()
    until(lambda: working._held)
    working.stop(patience=0.2)
    assert ("given back", "slow-1") in queue.told


def test_a_lease_is_renewed_while_it_lasts(marks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day, "LEASE", 0.9)
    queue = Queue("slow-1")
    working = Day(queue, 1, prepare, work)
    working.start()
    until(lambda: (marks / "slow-1").exists())
    working.stop()
    assert queue.renewed >= 2
