"""A machine that fails is never the applicant's fault: retried once, then an officer's, and never clear."""

from __future__ import annotations

from pathlib import Path

import pytest

import flows
import nights
from models.outcome import Outcome
from models.reason import ReasonCode
from pipeline.errors import EngineCrashed, EngineMissing, EngineTimeout
from pipeline.intake import Opener
from pipeline.store import ReportStore
from tests.faults.stand_ins import ACCOUNT, NIK, Fault, engines_with
from wiring import Engines

ENGINES = ("finder", "first", "second", "faces", "opener")
CLAIM_ID = "JHT-2026-000901"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("error", [EngineCrashed("it stopped"), EngineTimeout("it took too long")])
def test_a_fault_that_passes_is_tried_again(
    claim: Path, opener: Opener, engine: str, error: Exception
) -> None:
    fault = Fault(error, times=1)
    engines = engines_with(opener, **{engine: fault})
    codes = [reason.code for reason in flows.verify_or_say_why(claim, engines).report.reasons]
    assert ReasonCode.MACHINE_FAULT not in codes
    assert fault.calls > 1
    engines.opener.close()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("error", [EngineCrashed("it stopped"), EngineTimeout("it took too long")])
def test_a_fault_that_stays_is_an_officers(
    claim: Path, tmp_path: Path, opener: Opener, engine: str, error: Exception
) -> None:
    fault = Fault(error)
    result = flows.verify_and_file(claim, tmp_path / "out", engines_with(opener, **{engine: fault}))
    assert fault.calls == 2, "tried twice, not more"
    assert result.outcome is Outcome.REVIEW
    assert ReasonCode.MACHINE_FAULT in result.reasons
    assert result.exit_status == 1
    assert type(error).__name__ in result.problem
    assert b"MACHINE_FAULT" in ReportStore(tmp_path / "out").read(CLAIM_ID)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_missing_is_raised_with_its_remedy(
    claim: Path, tmp_path: Path, opener: Opener, engine: str
) -> None:
    fault = Fault(EngineMissing("tesseract", "Install it: apt-get install tesseract-ocr"))
    with pytest.raises(EngineMissing, match="apt-get install"):
        flows.verify_and_file(claim, tmp_path / "out", engines_with(opener, **{engine: fault}))
    assert fault.calls == 1, "trying again does not install it"
    assert not (tmp_path / "out" / CLAIM_ID).exists()


def test_a_worker_that_misses_an_engine_says_so_by_its_first_claim(
    claim: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that raises while it starts could only be seen to die."""

    def missing(*_: object) -> Engines:
        raise EngineMissing("tesseract", "Install it: apt-get install tesseract-ocr")

    monkeypatch.setattr(Engines, "load", missing)
    monkeypatch.setattr(nights, "_engines", [])
    nights.prepare_worker()
    with pytest.raises(EngineMissing, match="apt-get install"):
        nights.work(flows.verify_and_file, tmp_path / "out", claim)


def test_a_claim_that_met_a_fault_is_done_again_when_the_machine_is_well(
    claim: Path, tmp_path: Path, opener: Opener
) -> None:
    fault = Fault(EngineCrashed("it stopped"), times=2)
    engines = engines_with(opener, first=fault)
    assert flows.verify_and_file(claim, tmp_path / "out", engines).exit_status == 1
    again = flows.verify_and_file(claim, tmp_path / "out", engines)
    assert (again.exit_status, again.again) == (0, False)
    assert ReasonCode.MACHINE_FAULT not in again.reasons


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unforeseen_error_sets_one_claim_aside_and_tells_no_value(
    claim: Path, tmp_path: Path, opener: Opener, engine: str
) -> None:
    fault = Fault(ValueError(f"invalid literal for int(): '{NIK}' of account {ACCOUNT}"))
    result = flows.verify_and_file(claim, tmp_path / "out", engines_with(opener, **{engine: fault}))
    assert result.exit_status == 1
    assert result.outcome in (None, Outcome.REVIEW)
    assert result.problem
    assert NIK not in repr(result)
    assert ACCOUNT not in repr(result)
