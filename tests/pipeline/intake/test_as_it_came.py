"""A claim folder as it is kept: every byte that was verified, nothing that lies elsewhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline import intake
from pipeline.errors import ClaimUnusable
from pipeline.intake.limits import Limits

TOLD = {
    "claim_id": "JHT-1",
    "programme": "JHT",
    "cause": "mengundurkan_diri",
    "channel": "jmo",
    "submitted_at": "2026-11-20T09:13:00+07:00",
    "uploads": [{"file": "B.JPG", "type": "selfie"}, {"file": "gone.jpg", "type": "kk"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "claim"
    place.mkdir()
    (place / "claim.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(TOLD).encode())
    for name in ("a.jpg", "b.jpg", "empty.pdf", ".hidden", "report.json"):
        (place / name).write_bytes(b"" if name.startswith("empty") else name.encode())
    return place


def kept(folder: Path, limits: Limits | None = None) -> dict[str, tuple[str | None, bytes]]:
    uploads = intake.as_it_came(folder, intake.read_claim(folder), limits)[1]
    return {upload.name: (upload.declared, upload.content()) for upload in uploads}


def test_files_come_in_the_order_in_which_they_are_read_by_their_own_names(folder: Path) -> None:
    told = kept(folder)
    assert list(told.items()) == [
        ("b.jpg", ("selfie", b"b.jpg")),
        ("a.jpg", (None, b"a.jpg")),
        ("empty.pdf", (None, b"")),
    ]


def test_claim_json_is_kept_byte_for_byte(folder: Path) -> None:
    manifest = intake.as_it_came(folder, intake.read_claim(folder))[0]
    assert manifest == (folder / "claim.json").read_bytes()


def test_what_is_not_read_is_not_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_bytes(b"somebody else's")
    (folder / "link.jpg").symlink_to(tmp_path / "elsewhere.txt")
    (folder / "big.jpg").write_bytes(b"1" * 101)
    os.mkfifo(folder / "pipe.jpg")
    (folder / "sub").mkdir()
    assert set(kept(folder, Limits(file_bytes=100))) == {"a.jpg", "b.jpg", "empty.pdf"}
    assert list(kept(folder, Limits(files=1))) == ["b.jpg"]


def test_a_claim_json_that_is_gone_is_said(folder: Path) -> None:
    claim = intake.read_claim(folder)
    (folder / "claim.json").unlink()
    with pytest.raises(ClaimUnusable):
        intake.as_it_came(folder, claim)
