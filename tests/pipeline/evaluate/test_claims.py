"""Claims are written once, gone on with after a stop, and thrown away when the generator changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.claims import digest_of, sources_below, written
from pipeline.evaluate.run import reports_of


def write(folder: Path, number: int, seed: int, level: str) -> Path:
    """Stand-in for the generator: a file per claim, written once."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{level}-{seed}-{number}").open("x"):
        return folder


def write_two(folder: Path, number: int, seed: int, level: str) -> Path:
    """Stands for a stop: the third claim is not written."""
    if number == 2:
        raise KeyboardInterrupt
    return write(folder, number, seed, level)


def asked(place: Path, generator: str = "g1", how=write, claims: int = 3) -> list[str]:
    steps: list[tuple[int, int]] = []
    folder = written(
        place, claims=claims, seed=7, level="flat", generator=generator, workers=1, write=how,
        progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    assert steps[-1] == (claims, claims)
    return sorted(file.name for file in folder.iterdir())


def test_a_stopped_run_goes_on_and_a_finished_one_writes_nothing(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        asked(tmp_path, how=write_two)
    every = ["flat-7-0", "flat-7-1", "flat-7-2"]
    assert asked(tmp_path) == every
    assert asked(tmp_path) == every  # a claim written twice would fail


def test_another_generator_starts_anew(tmp_path):
    assert asked(tmp_path) == asked(tmp_path, generator="g2")


def test_a_digest_follows_content_and_leaves_out_what_does_not_count(tmp_path):
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.py").write_text("1")
    before = digest_of(sources_below(tmp_path, without=[tmp_path / "out"]))
    (tmp_path / "out" / "b.py").write_text("2")
    assert digest_of(sources_below(tmp_path, without=[tmp_path / "out"])) == before
    (tmp_path / "a.py").write_text("2")
    assert digest_of(sources_below(tmp_path, without=[tmp_path / "out"])) != before


def test_reports_of_another_state_of_the_program_are_not_taken_for_its_own(tmp_path):
    reports_of(tmp_path, "old").mkdir(parents=True)
    assert reports_of(tmp_path, "new") == tmp_path / "reports" / "new"
    assert not (tmp_path / "reports" / "old").exists()
