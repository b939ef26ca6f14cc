"""Region codes of the NIK: which province, regency or district a code means, or meant until it was retired.

The tables beside this file say where they come from. Official lists change every year and our copy lags,
so an unknown code is unknown: the caller answers ``unclear``, never ``fail``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Region:
    """One code of the tables.

    Attributes:
        code: 2, 4 or 6 digits.
        level: ``province``, ``regency``, ``district``, ``regency_old`` or ``district_old``.
        name: as the tables write it.
        current_code: the code that a retired one became; the code itself otherwise.
    """

    code: str
    level: str
    name: str
    current_code: str


def region_of(code: str) -> Region | None:
    """Return the region of exactly this code, a retired one included, or None where the tables have none."""
    return _regions().get(code)


@cache
def _regions() -> dict[str, Region]:
    became = {
        row["code"]: row["current_code"]
        for row in _rows("regions_old.csv")
        if not row["level"].endswith("_alias") and row["current_code"]
    }
    return {
        row["code"]: Region(row["code"], row["level"], row["name"], became.get(row["code"], row["code"]))
        for row in _rows("regions.csv")
    }


@cache
def regions() -> tuple[Region, ...]:
    """Return every region of the tables, and again under each name that it had in an earlier edition."""
    renamed = [
        Region(row["code"], level.removesuffix("_alias"), row["name"], row["current_code"] or row["code"])
        for row in _rows("regions_old.csv")
        if (level := row["level"]).endswith("_alias")
    ]
    return (*_regions().values(), *renamed)


def _rows(name: str) -> list[dict[str, str]]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))
