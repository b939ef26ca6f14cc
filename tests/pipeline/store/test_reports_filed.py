"""Reports on a disk: whole or not at all, in their own folder, with the fingerprint of their input."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.store import ReportStore

FILES = {"report.json": b"{}", "report.html": b"<html></html>", "report.pdf": b"%PDF"}


@pytest.fixture
def reports(tmp_path: Path) -> ReportStore:
    return ReportStore(tmp_path / "out")


def hidden(reports: ReportStore) -> list[str]:
    return [path.name for path in reports.root.iterdir() if path.name.startswith(".")]


def test_a_report_is_filed_and_read_back(reports: ReportStore) -> None:
    filed = reports.file("JHT-1", FILES, "d1")
    assert filed.folder == reports.root / "JHT-1"
    assert {name: reports.read("JHT-1", name) for name in FILES} == FILES
    assert hidden(reports) == []


def test_a_new_report_takes_the_place_of_the_old_one(reports: ReportStore) -> None:
    reports.file("JHT-1", {**FILES, "page-1.jpg": b"old"}, "d1")
    reports.file("JHT-1", {"report.json": b"new"}, "d2")
    assert reports.read("JHT-1") == b"new"
    assert sorted(p.name for p in (reports.root / "JHT-1").iterdir()) == ["receipt.json", "report.json"]
    assert hidden(reports) == []


def test_finished_means_this_input(reports: ReportStore) -> None:
    assert not reports.is_finished("JHT-1", "d1")
    reports.file("JHT-1", FILES, "d1")
    assert reports.is_finished("JHT-1", "d1")
    assert not reports.is_finished("JHT-1", "d2")
    assert not reports.is_finished("JHT-2", "d1")


@pytest.mark.parametrize("receipt", [b"", b"{", b"[]", b"null", b'{"digest": null}', b"\xff\xfe"])
def test_a_damaged_receipt_is_not_finished(reports: ReportStore, receipt: bytes) -> None:
    reports.file("JHT-1", FILES, "d1")
    (reports.root / "JHT-1" / "receipt.json").write_bytes(receipt)
    assert not reports.is_finished("JHT-1", "d1")


@pytest.mark.parametrize(
    "claim_id",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/etc",
        ".hidden",
        "a\0b",
        "a\nb",
        "a b",
        "x" * 65,
        "ktp\u202e",
        "é",
    ],
)  # fmt: skip
def test_an_id_that_is_no_safe_name_is_refused(reports: ReportStore, claim_id: str) -> None:
    with pytest.raises(StoreError):
        reports.place(claim_id)
    with pytest.raises(StoreError):
        reports.file(claim_id, FILES, "d")
    with pytest.raises(StoreError):
        reports.read(claim_id)
    assert not reports.is_finished(claim_id, "d")
    assert list(reports.root.iterdir()) == []


def test_a_link_in_the_reports_folder_is_not_followed(reports: ReportStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (reports.root / "JHT-1").symlink_to(outside)
    with pytest.raises(StoreError, match="leads out"):
        reports.file("JHT-1", FILES, "d")
    assert list(outside.iterdir()) == []


def test_what_is_not_there_cannot_be_read(reports: ReportStore) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        reports.read("JHT-1")


def test_a_root_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made"):
        ReportStore(tmp_path / "file" / "out")


class TestFullDisk:
    """The disk is full at some point of the filing; the points are tried one after the other."""

    @pytest.fixture
    def full_after(self, monkeypatch: pytest.MonkeyPatch):
        def fill(writes: int) -> None:
            left, write = [writes], Path.write_bytes

            def failing(path: Path, data: bytes) -> int:
                if left[0] == 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                left[0] -= 1
                return write(path, data)

            monkeypatch.setattr(Path, "write_bytes", failing)

        return fill

    @pytest.mark.parametrize("writes", range(len(FILES) + 1))
    def test_the_old_report_stays_whole(self, reports: ReportStore, full_after, writes: int) -> None:
        reports.file("JHT-1", FILES, "d1")
        full_after(writes)
        with pytest.raises(StoreError, match="No space left"):
            reports.file("JHT-1", dict.fromkeys(FILES, b"new"), "d2")
        assert {name: reports.read("JHT-1", name) for name in FILES} == FILES
        assert reports.is_finished("JHT-1", "d1")

    def test_nothing_is_left_lying_about(self, reports: ReportStore, full_after) -> None:
        full_after(1)
        with pytest.raises(StoreError):
            reports.file("JHT-1", FILES, "d1")
        assert not (reports.root / "JHT-1").exists()
        assert hidden(reports) == []

    def test_the_overview_too(self, reports: ReportStore, monkeypatch: pytest.MonkeyPatch) -> None:
        reports.write("index.html", b"old")

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(StoreError, match="No space left"):
            reports.write("index.html", b"new")
        assert (reports.root / "index.html").read_bytes() == b"old"
        assert hidden(reports) == []


def test_a_crash_while_exchanging_leaves_a_report(
    reports: ReportStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports.file("JHT-1", FILES, "d1")
    rename, failed = Path.rename, []

    def failing(path: Path, target: Path) -> Path:
        if target.name == "JHT-1" and not failed:
            failed.append(path)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StoreError):
        reports.file("JHT-1", dict.fromkeys(FILES, b"new"), "d2")
    monkeypatch.undo()
    assert reports.read("JHT-1") == FILES["report.json"]


def test_a_reader_sees_one_report_or_the_other_never_a_mixture(reports: ReportStore) -> None:
    """Every file of a report holds the same number; a reader opens the folder once and reads them all."""
    reports.file("JHT-1", dict.fromkeys(FILES, b"0"), "0")
    stop, mixed = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            try:
                folder = os.open(reports.root / "JHT-1", os.O_RDONLY | os.O_DIRECTORY)
            except FileNotFoundError:
                continue  # the blink between the two renames; never a mixture
            seen = set()
            for name in FILES:
                try:
                    handle = os.open(name, os.O_RDONLY, dir_fd=folder)
                except FileNotFoundError:
                    break  # the old report was removed under the reader's hands
                seen.add(os.read(handle, 100))
                os.close(handle)
            os.close(folder)
            if len(seen) > 1:
                mixed.append(seen)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 150):
        reports.file("JHT-1", dict.fromkeys(FILES, b"%d" % number * 50), str(number))
    stop.set()
    reader.join()
    assert mixed == []


def test_the_overview_is_written_and_replaced(reports: ReportStore) -> None:
    reports.write("index.html", b"old")
    assert reports.write("index.html", b"new").read_bytes() == b"new"
    assert hidden(reports) == []


def test_others_may_read_what_was_filed(reports: ReportStore) -> None:
    folder = reports.file("JHT-1", FILES, "d1").folder
    assert folder.stat().st_mode & 0o755 == 0o755
    assert reports.write("index.html", b"x").stat().st_mode & 0o644 == 0o644


def test_an_input_that_looks_untouched_needs_no_reading(reports: ReportStore) -> None:
    reports.file("JHT-1", FILES, "d1", "look")
    assert reports.digest_if_unchanged("JHT-1", "look") == "d1"
    assert reports.digest_if_unchanged("JHT-1", "another") is None
    assert reports.digest_if_unchanged("JHT-1", "") is None
    assert reports.digest_if_unchanged("JHT-2", "look") is None
    reports.note_look("JHT-1", "another")
    assert reports.digest_if_unchanged("JHT-1", "another") == "d1"
    assert reports.is_finished("JHT-1", "d1")
    reports.file("JHT-3", FILES, "")
    assert not reports.digest_if_unchanged("JHT-3", "")
