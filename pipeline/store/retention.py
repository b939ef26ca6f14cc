"""How long what is kept: the institution's table (``retention.toml``), refused where it makes no sense."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from models.audit import problem_in_reason
from pipeline.errors import PolicyError

BUILT_IN = Path(__file__).parent / "retention.toml"
LONGEST = 36_525
"""Days: a hundred years is a slip of the pen."""


class Kind(StrEnum):
    """What has a time of its own, in the order in which it is looked at."""

    CLAIMS = "claims"
    EVIDENCE = "evidence"
    FACES = "faces"
    AUDIT = "audit"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    days: int = Field(ge=0, le=LONGEST)
    source: str = Field(min_length=10)


class RetentionTable(BaseModel):
    """Days for each kind, and why so many."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    version: str = Field(min_length=1, max_length=32)
    claims: _Row
    evidence: _Row
    faces: _Row
    audit: _Row

    @field_validator("version")
    @classmethod
    def _can_be_told(cls, version: str) -> str:
        """Refuse a version that the audit, where each removal names it, could not hold."""
        if problem := problem_in_reason(version):
            raise ValueError(problem)
        return version

    @model_validator(mode="after")
    def _parts_do_not_outlast_the_whole(self) -> RetentionTable:
        for kind in (Kind.EVIDENCE, Kind.FACES):
            if self.days(kind) > self.claims.days:
                raise ValueError(f"{kind} cannot be kept longer than the claim that they belong to")
        if self.audit.days < self.claims.days:
            raise ValueError("the audit cannot be kept shorter than the claims that it tells of")
        return self

    def days(self, kind: Kind) -> int:
        """Return for how many days that kind is kept."""
        row: _Row = getattr(self, kind)
        return row.days

    def limit(self, kind: Kind, now: datetime) -> datetime:
        """Return the time before which that kind's clock must have begun for its time to be over."""
        return now - timedelta(days=self.days(kind))


def load_retention(file: Path | None = None) -> RetentionTable:
    """Load the institution's table, or the one that comes with periksa.

    Raises:
        PolicyError: it cannot be read, lacks a kind, knows an unknown one, or makes no sense.
    """
    place = file or BUILT_IN
    try:
        return RetentionTable.model_validate(tomllib.loads(place.read_text("utf-8")))
    except OSError as fault:
        raise PolicyError(f"{place.name}: {fault.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError(f"{place.name}: {fault}") from None
    except ValidationError as fault:
        told = "; ".join(
            f"{'.'.join(map(str, error['loc']))}: {error['msg']}".removeprefix(": ")
            for error in fault.errors()
        )
        raise PolicyError(f"{place.name}: {told}") from None
