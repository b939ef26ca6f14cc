"""The shape of ``limits.toml``: limits that change on known days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.policy.toml_lines import Fault, Path

USED = frozenset(
    {
        "jmo_balance_idr",
        "npwp_balance_idr",
        "jht_partial_years",
        "guardian_age",
        "jkp_applications",
        "data_update_days",
    }
)
"""Limits that the rules ask for by name; rows of the requirements name others."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Entry):
    """From this day on, this value."""

    start: date = Field(alias="from")
    value: int = Field(gt=0, strict=True)


class Limit(_Entry):
    """One limit over time."""

    unit: Literal["idr", "years", "months", "working_days", "count"]
    source: str = Field(min_length=1)
    steps: tuple[Step, ...] = Field(min_length=1)

    def on(self, day: date) -> int | None:
        """Return the value in force on a day; None before the first step."""
        values = [step.value for step in self.steps if step.start <= day]
        return values[-1] if values else None


class Limits(_Entry):
    """The whole table."""

    limit: Mapping[str, Limit]

    def on(self, name: str, day: date) -> int | None:
        """Return what a limit was on a day; None where it was not in force yet."""
        return self.limit[name].on(day)


def faults_in(table: Limits) -> list[Fault]:
    """Return every contradiction or gap, each with the entry at fault."""
    faults = [Fault((), f"limit.{name}: missing") for name in sorted(USED - set(table.limit))]
    for name, limit in table.limit.items():
        for number, (earlier, later) in enumerate(pairwise(limit.steps), 1):
            path: Path = ("limit", name, "steps", number)
            if later.start <= earlier.start:
                told = f"limit.{name}: step {later.start} does not come after {earlier.start}"
                faults.append(Fault(path, told))
            if later.value == earlier.value:
                faults.append(Fault(path, f"limit.{name}: step {later.start} changes nothing"))
    return faults
