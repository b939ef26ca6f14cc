from __future__ import annotations

import pickle

import pytest

from pipeline.errors import (
    ClaimUnusable,
    EngineCrashed,
    EngineError,
    EngineMissing,
    EngineTimeout,
    IntakeError,
    StoreError,
    VerificationError,
)


@pytest.mark.parametrize(
    ("error", "kind", "status"),
    [
        (ClaimUnusable([("cause", "is missing")]), IntakeError, 2),
        (EngineMissing("tesseract", "Install it: apt-get install tesseract-ocr"), EngineError, 3),
        (EngineTimeout("tesseract took longer than 20 s"), EngineError, 1),
        (EngineCrashed("tesseract stopped with status 1"), EngineError, 1),
        (StoreError("the disk is full"), VerificationError, 1),
    ],
)
def test_every_leaf_knows_its_exit_status(
    error: VerificationError, kind: type[VerificationError], status: int
) -> None:
    assert isinstance(error, kind)
    assert error.exit_status == status


def test_errors_survive_the_way_between_processes() -> None:
    unusable = pickle.loads(pickle.dumps(ClaimUnusable([("cause", "is missing")])))  # noqa: S301 - our own bytes
    assert unusable.problems == (("cause", "is missing"),)
    assert str(unusable) == "cause: is missing"
    missing = pickle.loads(pickle.dumps(EngineMissing("dlib", "Run make setup.")))  # noqa: S301 - our own bytes
    assert str(missing) == "dlib is missing. Run make setup."
