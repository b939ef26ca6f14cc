from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.claim import Claim
from models.finding import FileFinding
from models.page import Page
from models.reason import ReasonCode
from pipeline.errors import StoreError
from pipeline.intake import Limits, Opener, pages_of, read_claim

PutClaim = Callable[..., Path]
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "HEIF", "PDF")
Result = tuple[list[Page], list[FileFinding]]


@pytest.fixture
def jpeg(encoded: Callable[..., bytes], picture: Image.Image) -> bytes:
    return encoded(picture, "JPEG")


def by_file(findings: list[FileFinding]) -> dict[str, ReasonCode]:
    return {finding.file: finding.code for finding in findings}


def result(folder: Path, opener: Opener, **changes: Any) -> Result:
    limits = Limits(**changes) if changes else None
    return pages_of(folder, read_claim(folder), limits, opener=opener)


def test_uploads_in_order_then_the_files_nobody_named(
    put_claim: PutClaim, opener: Opener, jpeg: bytes
) -> None:
    folder = put_claim({"z.jpg": jpeg, "a.jpg": jpeg})
    for name in ("m.jpg", "b.jpg", ".hidden.jpg", "report.html", "report.json", "Thumbs.db"):
        (folder / name).write_bytes(jpeg)
    (folder / "evidence").mkdir()
    pages, findings = result(folder, opener)
    assert [page.file for page in pages] == ["z.jpg", "a.jpg", "b.jpg", "m.jpg"]
    assert findings == []


def test_a_page_knows_its_way_back(put_claim: PutClaim, encoded: Callable[..., bytes]) -> None:
    folder = put_claim({"ktp.jpg": encoded(Image.new("RGB", (1000, 600)), "JPEG")})
    ((page,), _) = pages_of(folder, read_claim(folder), Limits(long_side=250))
    assert page.image.shape == (150, 250, 3)
    assert page.upright_size == (1000, 600)
    assert (page.to_upright @ [250, 150, 1]).tolist() == [1000, 600, 1]
    assert page.text_layer is None


def test_one_bad_file_never_stops_the_others(put_claim: PutClaim, opener: Opener, jpeg: bytes) -> None:
    folder = put_claim(
        {
            "kosong.jpg": b"",
            "nol.jpg": bytes(100),
            "rusak.jpg": jpeg[: len(jpeg) // 2],
            "surat.docx": b"PK\x03\x04....word/document.xml",
            "film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
            "scan.pdf": jpeg,
            "baik.jpg": jpeg,
        },
    )
    pages, findings = result(folder, opener)
    assert [page.file for page in pages] == ["scan.pdf", "baik.jpg"]
    assert by_file(findings) == {
        "kosong.jpg": ReasonCode.FILE_EMPTY,
        "nol.jpg": ReasonCode.FILE_EMPTY,
        "rusak.jpg": ReasonCode.FILE_CORRUPT,
        "surat.docx": ReasonCode.FILE_KIND_UNSUPPORTED,
        "film.mp4": ReasonCode.FILE_KIND_UNSUPPORTED,
        "scan.pdf": ReasonCode.FILE_WRONGLY_NAMED,
    }
    assert {finding.declared_type for finding in findings} == {"ktp"}
    assert "DOCX" in next(finding.detail for finding in findings if finding.file == "surat.docx")


def test_files_that_are_not_there(put_claim: PutClaim, opener: Opener, tmp_path: Path, jpeg: bytes) -> None:
    outside = tmp_path.parent / "outside.jpg"
    outside.write_bytes(jpeg)
    names = ["hilang.jpg", "ke_luar.jpg", "lingkar.jpg", "pipa.jpg", "map.jpg", "../outside.jpg", "dalam.jpg"]
    folder = put_claim(uploads=[{"file": name, "type": "kk"} for name in names])
    (folder / "asli.jpg").write_bytes(jpeg)
    (folder / "dalam.jpg").symlink_to("asli.jpg")
    (folder / "ke_luar.jpg").symlink_to(outside)
    (folder / "lingkar.jpg").symlink_to("lingkar.jpg")
    os.mkfifo(folder / "pipa.jpg")
    (folder / "map.jpg").mkdir()
    pages, findings = result(folder, opener)
    assert [page.file for page in pages] == ["dalam.jpg", "asli.jpg"]
    assert by_file(findings) == {
        "uploads[5]": ReasonCode.FILE_MISSING,
        "hilang.jpg": ReasonCode.FILE_MISSING,
        "ke_luar.jpg": ReasonCode.FILE_MISSING,
        "lingkar.jpg": ReasonCode.FILE_MISSING,
        "pipa.jpg": ReasonCode.FILE_KIND_UNSUPPORTED,
        "map.jpg": ReasonCode.FILE_KIND_UNSUPPORTED,
    }


def test_a_name_in_other_case_or_unicode_form_is_the_same_file(
    put_claim: PutClaim, opener: Opener, jpeg: bytes
) -> None:
    folder = put_claim(uploads=[{"file": "ktp.jpg"}, {"file": "re\u0301sume\u0301.jpg"}, {"file": "KTP.jpg"}])
    (folder / "KTP.JPG").write_bytes(jpeg)
    (folder / "r\u00e9sum\u00e9.jpg").write_bytes(jpeg)
    pages, findings = result(folder, opener)
    assert [page.file for page in pages] == ["ktp.jpg", "re\u0301sume\u0301.jpg"]
    assert findings == []


def test_limits(put_claim: PutClaim, opener: Opener, jpeg: bytes) -> None:
    folder = put_claim({f"{number}.jpg": jpeg for number in range(4)})
    pages, findings = result(folder, opener, pages_per_claim=3)
    assert len(pages) == 3
    assert by_file(findings) == {"3.jpg": ReasonCode.FILE_TRUNCATED_PAGES}
    pages, findings = result(folder, opener, file_bytes=100)
    assert pages == []
    assert {finding.code for finding in findings} == {ReasonCode.FILE_TOO_LARGE}


def test_a_finding_shows_a_safe_name(opener: Opener, put_claim: PutClaim) -> None:
    folder = put_claim(uploads=[{"file": "\u202egpj.ptk" + "x" * 150}])
    _, (finding,) = result(folder, opener)
    assert finding.file.startswith("�gpj.ptk")
    assert len(finding.file) == 120


def test_a_broken_disk_is_not_the_applicants_fault(
    put_claim: PutClaim, opener: Opener, jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put_claim({"ktp.jpg": jpeg})
    claim: Claim = read_claim(folder)

    def broken(*_: object, **__: object) -> int:
        raise OSError(errno.EIO, "broken", str(folder))

    monkeypatch.setattr("pipeline.intake.folder.os.open", broken)
    with pytest.raises(StoreError) as caught:
        pages_of(folder, claim, opener=opener)
    assert "EIO" in str(caught.value)
    assert str(folder) not in str(caught.value)


def test_every_format_in_one_claim(
    put_claim: PutClaim, opener: Opener, encoded: Callable[..., bytes], picture: Image.Image
) -> None:
    names = {
        "a.jpg": "JPEG",
        "b.png": "PNG",
        "c.webp": "WEBP",
        "d.tif": "TIFF",
        "e.heic": "HEIF",
        "f.pdf": "PDF",
    }
    folder = put_claim({name: encoded(picture, format_) for name, format_ in names.items()})
    pages, findings = result(folder, opener)
    assert [page.file for page in pages] == list(names)
    assert findings == []
    assert all(page.image.dtype == np.uint8 and page.image.shape[2] == 3 for page in pages)


def test_a_file_nobody_may_name_so_is_told(
    put_claim: PutClaim, opener: Opener, tmp_path: Path, jpeg: bytes
) -> None:
    folder = put_claim({"ktp.jpg": jpeg})
    (folder / "kpj\x1b[2J.jpg").write_bytes(jpeg)
    Path(os.fsdecode(os.fsencode(folder) + b"/kk\xff.jpg")).write_bytes(jpeg)
    pages, findings = pages_of(folder, read_claim(folder), opener=opener)
    assert [page.file for page in pages] == ["ktp.jpg"]
    assert [(found.code, found.file) for found in findings] == [
        (ReasonCode.FILE_KIND_UNSUPPORTED, "kk\ufffd.jpg"),
        (ReasonCode.FILE_KIND_UNSUPPORTED, "kpj\ufffd[2J.jpg"),
    ]
    assert all("control characters" in found.detail for found in findings)


def test_files_beyond_the_limit_are_told(put_claim: PutClaim, jpeg: bytes) -> None:
    folder = put_claim({f"{number}.jpg": jpeg for number in range(5)})
    limits = Limits(files=3)
    pages, findings = pages_of(folder, read_claim(folder), limits)
    assert [page.file for page in pages] == ["0.jpg", "1.jpg", "2.jpg"]
    assert [(found.code, found.file) for found in findings] == [(ReasonCode.FILE_TRUNCATED_PAGES, "3.jpg")]
    assert "this one and 1 after it" in findings[0].detail


def test_a_claim_whose_files_take_too_long_is_told(put_claim: PutClaim, jpeg: bytes) -> None:
    folder = put_claim({"ktp.jpg": jpeg, "kpj.jpg": jpeg})
    pages, findings = pages_of(folder, read_claim(folder), Limits(seconds_per_claim=0.0))
    assert pages == []
    assert [(found.code, found.file) for found in findings] == [
        (ReasonCode.FILE_TRUNCATED_PAGES, "ktp.jpg"), (ReasonCode.FILE_TRUNCATED_PAGES, "kpj.jpg")
    ]  # fmt: skip


def test_the_pages_of_a_claim_share_their_pixels(put_claim: PutClaim, encoded: Callable[..., bytes]) -> None:
    files = {
        f"{name}.png": encoded(Image.new("RGB", (100, 100), name), "PNG") for name in ("red", "blue", "gold")
    }
    folder = put_claim(files)
    pages, findings = pages_of(folder, read_claim(folder), Limits(pixels_per_claim=25_000))
    assert [page.file for page in pages] == ["red.png", "blue.png"]
    assert [(found.code, found.file) for found in findings] == [(ReasonCode.FILE_TRUNCATED_PAGES, "gold.png")]
