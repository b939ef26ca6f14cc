"""The few sentences that the portal says to applicants by itself (wording.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the table, read once."""
    table: dict[str, dict[str, str]] = tomllib.loads(
        Path(__file__).with_name("wording.toml").read_text(encoding="utf-8")
    )
    return table
