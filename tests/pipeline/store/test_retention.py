"""The table of retention: the one that comes along holds, and nonsense is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import PolicyError
from pipeline.store.retention import BUILT_IN, Kind, load_retention

GOOD = BUILT_IN.read_text("utf-8")


def test_the_one_that_comes_along() -> None:
    table = load_retention()
    assert {kind: table.days(kind) for kind in Kind} == {
        "claims": 1826, "evidence": 30, "faces": 180, "audit": 3653,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("days = 30\n", "days = 1827\n", "evidence cannot be kept longer"),
        ("days = 180\n", "days = 1827\n", "faces cannot be kept longer"),
        ("days = 3653\n", "days = 100\n", "audit cannot be kept shorter"),
        ("days = 30\n", "days = -1\n", "evidence.days"),
        ("days = 30\n", "days = 36526\n", "evidence.days"),
        ("days = 30\n", "days = 30.5\n", "evidence.days"),
        ("days = 30\n", 'days = "30"\n', "evidence.days"),
        ("days = 30\n", "days = true\n", "evidence.days"),
        ("days = 30\n", "", "evidence.days"),
        ("days = 30\n", "days = 30\nweeks = 2\n", "evidence.weeks"),
        ("[evidence]", "[pictures]", "evidence"),
        ("[faces]", "[faces", "retention"),
        ('version = "2026.11.1"', "", "version"),
        ('version = "2026.11.1"', 'version = "20261126001"', "long number"),
    ],
)
def test_nonsense_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    file = tmp_path / "retention.toml"
    file.write_text(GOOD.replace(old, new), "utf-8")
    with pytest.raises(PolicyError, match=told) as refused:
        load_retention(file)
    assert refused.value.exit_status == 2


def test_every_time_has_its_source(tmp_path: Path) -> None:
    file = tmp_path / "retention.toml"
    lines = [line for line in GOOD.splitlines() if not line.startswith("source")]
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(PolicyError, match="source"):
        load_retention(file)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"none\.toml"):
        load_retention(tmp_path / "none.toml")
