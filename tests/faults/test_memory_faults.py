"""A memory of earlier claims that fails: the claim is set aside, and nothing passes as looked up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import flows
from models.link import Remembered
from models.marks import Marks
from pipeline.errors import EngineCrashed, StoreError
from pipeline.intake import Opener
from pipeline.store import Memory, NoMemory, ReportStore
from tests.faults.stand_ins import Fault, engines_with


class Unreachable(NoMemory):
    """A database that went away."""

    def meet(self, claim: Remembered, marks: Marks, faces_within: float) -> None:
        raise StoreError("the database failed: OperationalError")


class Full(NoMemory):
    """A database whose disk is full."""

    def remember(self, claim: Remembered, marks: Marks) -> None:
        raise StoreError("the database failed: OperationalError")


@pytest.mark.parametrize("memory", [Unreachable(), Full()])
def test_a_claim_whose_memory_failed_is_set_aside_and_done_again(
    claim: Path, tmp_path: Path, opener: Opener, memory: NoMemory
) -> None:
    engines = engines_with(opener)
    failed = flows.verify_and_file(claim, tmp_path / "out", replace(engines, memory=memory))
    assert (failed.outcome, failed.exit_status) == (None, 1)
    assert "database failed" in failed.problem
    assert not (tmp_path / "out" / "JHT-1").exists()
    done = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert done.outcome is not None
    assert not done.again


def test_what_is_filed_is_remembered(claim: Path, tmp_path: Path, opener: Opener) -> None:
    with Memory.open(tmp_path / "memory") as memory:
        engines = replace(engines_with(opener), memory=memory)
        done = flows.verify_and_file(claim, tmp_path / "out", engines)
        remembered, _ = memory.recall(str(done.claim_id)) or (None, None)
        assert remembered and remembered.outcome == done.outcome
    assert ReportStore(tmp_path / "out").read(str(done.claim_id))


def test_a_fault_of_ours_takes_nothing_from_the_memory(claim: Path, tmp_path: Path, opener: Opener) -> None:
    fault = Fault(EngineCrashed("it stopped"), times=2)
    with Memory.open(tmp_path / "memory") as memory:
        well = flows.verify_and_file(claim, tmp_path / "well", replace(engines_with(opener), memory=memory))
        kept = memory.recall(str(well.claim_id))
        ill = replace(engines_with(opener, first=fault), memory=memory)
        assert flows.verify_and_file(claim, tmp_path / "ill", ill).exit_status == 1
        after = memory.recall(str(well.claim_id))
        assert after and kept
        assert (after[0], after[1].values) == (kept[0], kept[1].values)
