"""Worker processes that die, and what becomes of the claims of the others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.outcome import Outcome
from models.result import ClaimResult
from pipeline import workers as module
from pipeline.errors import ClaimUnusable, EngineMissing
from pipeline.workers import Workers

_prepared: list[str] = []


def prepare() -> None:
    _prepared.append("ready")


def job(folder: Path) -> ClaimResult:
    """What the folder's name says; a name is the whole story of a stand-in claim."""
    what = folder.name.split("-")[0]
    marks = folder.parent
    (marks / f"{folder.name}.{time.monotonic_ns()}.seen").touch()
    if what == "kill":
        os._exit(9)
    if what == "once" and len(seen(marks, folder.name)) == 1:
        os._exit(9)
    if what == "unusable":
        raise ClaimUnusable([("cause", "is missing")])
    if what == "missing":
        raise EngineMissing("tesseract", "Run: make setup")
    if what == "malloc":
        told = f"{os.environ['MALLOC_MMAP_THRESHOLD_']} {os.environ['OPENBLAS_NUM_THREADS']}"
        return ClaimResult(folder, claim_id=told, outcome=Outcome.CLEAR)
    if what == "slow":
        time.sleep(1.5)
    return ClaimResult(folder, claim_id=f"{folder.name}-{'-'.join(_prepared)}", outcome=Outcome.CLEAR)


def seen(marks: Path, name: str) -> list[Path]:
    return list(marks.glob(f"{name}.*.seen"))


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers(2, prepare, job)
    yield pool
    pool.close()


def together(workers: Workers, folders: list[Path]) -> dict[str, ClaimResult]:
    with ThreadPoolExecutor(len(folders)) as threads:
        return {result.folder.name: result for result in threads.map(workers.run, folders)}


def test_memory_is_tidied_now_and_then_and_never_for_claims_that_were_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[int] = []
    monkeypatch.setattr(module, "trim", lambda: tidied.append(1))
    for number in range(2 * module.TIDY_EVERY):
        module._done(lambda order: ClaimResult(order, claim_id="new"), tmp_path / str(number))
    assert len(tidied) == 2
    for number in range(2 * module.TIDY_EVERY):
        module._done(lambda order: ClaimResult(order, claim_id="old", again=True), tmp_path / str(number))
    assert len(tidied) == 2


def test_a_worker_gives_large_blocks_back_and_counts_on_one_core(workers: Workers, tmp_path: Path) -> None:
    assert workers.run(tmp_path / "malloc").claim_id == "8388608 1"


def test_every_worker_is_prepared_once(workers: Workers, tmp_path: Path) -> None:
    results = [workers.run(tmp_path / f"fine-{number}") for number in range(3)]
    assert [result.claim_id for result in results] == [f"fine-{number}-ready" for number in range(3)]


def test_a_claim_that_lost_its_worker_once_is_tried_again(workers: Workers, tmp_path: Path) -> None:
    assert workers.run(tmp_path / "once").outcome is Outcome.CLEAR
    assert len(seen(tmp_path, "once")) == 2


def test_a_claim_that_kills_twice_is_set_aside_and_the_others_go_on(workers: Workers, tmp_path: Path) -> None:
    lost = workers.run(tmp_path / "kill")
    assert (lost.outcome, lost.exit_status) == (None, 1)
    assert "died" in lost.problem
    assert len(seen(tmp_path, "kill")) == 2
    assert workers.run(tmp_path / "fine").outcome is Outcome.CLEAR


def test_a_killer_takes_no_neighbour_with_it(workers: Workers, tmp_path: Path) -> None:
    results = together(workers, [tmp_path / name for name in ("slow-1", "kill", "slow-2", "slow-3")])
    assert [name for name, result in results.items() if result.outcome is None] == ["kill"]


def test_the_order_of_the_claims_does_not_matter(workers: Workers, tmp_path: Path) -> None:
    names = ["fine-1", "slow-1", "fine-2", "fine-3"]
    ahead = together(workers, [tmp_path / name for name in names])
    back = together(workers, [tmp_path / name for name in reversed(names)])
    assert ahead == back


def test_what_a_job_raises_comes_through_whole(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(ClaimUnusable) as unusable:
        workers.run(tmp_path / "unusable")
    assert unusable.value.problems == (("cause", "is missing"),)
    with pytest.raises(EngineMissing) as missing:
        workers.run(tmp_path / "missing")
    assert missing.value.exit_status == 3
    assert workers.run(tmp_path / "fine").outcome is Outcome.CLEAR


def test_warming_up_prepares_and_changes_nothing(workers: Workers, tmp_path: Path) -> None:
    workers.warm_up()
    assert workers.run(tmp_path / "fine").claim_id == "fine-ready"


def test_closing_waits_for_the_processes(tmp_path: Path) -> None:
    pool = Workers(2, prepare, job)
    pids = [warm.result() for warm in pool.warm_up()]
    assert all(Path(f"/proc/{pid}").exists() for pid in pids)
    pool.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
