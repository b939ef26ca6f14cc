from __future__ import annotations

from pathlib import Path

import pytest

from models.result import ClaimResult


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("JHT-1", "JHT-1"), ("folder of June", "folder of June"), ("a\x1b]0;x\x07", "a\ufffd]0;x\ufffd"),
        ("a\u202eb", "a\ufffdb"), ("a\udcffb", "a\ufffdb"), ("a\nb", "a\ufffdb"),
    ],
)  # fmt: skip
def test_a_folders_name_cannot_steer_what_shows_it(folder: str, name: str) -> None:
    assert ClaimResult(Path("in") / folder).name == name
    assert ClaimResult(Path("in") / folder).name.encode()


def test_a_claim_is_called_by_its_id() -> None:
    assert ClaimResult(Path("x"), "JHT-2026-000001").name == "JHT-2026-000001"
