"""Claim folders on a disk: found at any depth, links left alone, changes noticed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline.errors import IntakeError, StoreError
from pipeline.store import claim_folders, claims, digest_of, seen_of


def claim_at(folder: Path, text: str = "{}") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "claim.json").write_text(text, "utf-8")
    return folder


def test_folders_are_found_at_any_depth_in_order(tmp_path: Path) -> None:
    wanted = [claim_at(tmp_path / path) for path in ("b", "a/2026/11/20/x", "a/2026/11/3")]
    (tmp_path / "empty").mkdir()
    assert claim_folders(tmp_path) == sorted(wanted)


def test_the_start_may_be_the_claim(tmp_path: Path) -> None:
    claim_at(tmp_path)
    claim_at(tmp_path / "inside")
    assert claim_folders(tmp_path) == [tmp_path], "a claim folder's own sub-folders are no claims"


def test_linked_folders_are_not_entered(tmp_path: Path) -> None:
    claim_at(tmp_path / "elsewhere" / "secret")
    inbox = tmp_path / "inbox"
    own = claim_at(inbox / "own")
    (inbox / "link").symlink_to(tmp_path / "elsewhere")
    (inbox / "loop").symlink_to(inbox)
    assert claim_folders(inbox) == [own]


def test_a_missing_start_is_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="is not a folder"):
        claim_folders(tmp_path / "nowhere")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = claim_at(tmp_path / "claim")
    (folder / "ktp.jpg").write_bytes(b"\xff\xd8 picture")
    return folder


class TestDigest:
    def test_the_same_input_has_the_same_digest(self, folder: Path) -> None:
        assert digest_of(folder, "0.1", "p1") == digest_of(folder, "0.1", "p1")

    def test_one_byte_changes_it(self, folder: Path) -> None:
        before = digest_of(folder)
        (folder / "ktp.jpg").write_bytes(b"\xff\xd8 picturE")
        assert digest_of(folder) != before

    def test_a_name_changes_it(self, folder: Path) -> None:
        before = digest_of(folder)
        (folder / "ktp.jpg").rename(folder / "kpj.jpg")
        assert digest_of(folder) != before

    def test_a_new_file_changes_it_even_an_empty_one(self, folder: Path) -> None:
        before = digest_of(folder)
        (folder / "selfie.jpg").touch()
        assert digest_of(folder) != before

    def test_software_and_policy_change_it(self, folder: Path) -> None:
        digests = {digest_of(folder, *also) for also in ((), ("1", "2"), ("12", ""), ("2", "1"))}
        assert len(digests) == 4

    def test_bytes_do_not_move_between_files_unnoticed(self, tmp_path: Path) -> None:
        one, two = claim_at(tmp_path / "one"), claim_at(tmp_path / "two")
        for folder, a, b in ((one, b"ab", b"c"), (two, b"a", b"bc")):
            (folder / "1").write_bytes(a)
            (folder / "2").write_bytes(b)
        assert digest_of(one) != digest_of(two)

    def test_what_a_link_leads_to_is_not_read(self, folder: Path, tmp_path: Path) -> None:
        (folder / "link").symlink_to(tmp_path / "outside")
        before = digest_of(folder)
        (tmp_path / "outside").write_bytes(b"secret")
        assert digest_of(folder) == before

    def test_where_a_link_leads_counts(self, folder: Path, tmp_path: Path) -> None:
        (folder / "link").symlink_to(tmp_path / "one")
        before = digest_of(folder)
        (folder / "link").unlink()
        (folder / "link").symlink_to(tmp_path / "another")
        assert digest_of(folder) != before

    def test_a_name_that_is_no_text_is_taken(self, folder: Path) -> None:
        before = digest_of(folder)
        Path(str(folder) + "/scan\udcff.jpg").write_bytes(b"x")
        assert digest_of(folder) != before

    def test_a_disk_fault_is_a_store_error(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="cannot be read"):
            digest_of(tmp_path / "nowhere")

    def test_a_terabyte_of_holes_takes_no_time(self, folder: Path) -> None:
        digests = set()
        for size in (1 << 40, (1 << 40) + 1):
            with (folder / "huge.jpg").open("wb") as stream:
                stream.truncate(size)
            digests.add(digest_of(folder))
        assert len(digests) == 2


class TestHowAFolderLooks:
    """What is not seen to have changed is not read again: so every change must be seen."""

    @pytest.fixture
    def old(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(claims, "SETTLED", -1.0)
        return folder

    def test_a_folder_that_was_left_alone_looks_the_same(self, old: Path) -> None:
        before = seen_of(old, "0.1", "p1")
        assert before
        (old / "ktp.jpg").read_bytes()
        assert seen_of(old, "0.1", "p1") == before
        assert seen_of(old, "0.2", "p1") != before

    @pytest.mark.parametrize(
        "change", ["written", "same size, times put back", "replaced", "renamed", "added"]
    )
    def test_a_change_is_seen(self, old: Path, change: str) -> None:
        before, file = seen_of(old), old / "ktp.jpg"
        told = file.stat()
        time.sleep(0.02)  # more than a tick of the kernel's clock
        if change == "written":
            file.write_bytes(b"another")
        elif change == "same size, times put back":
            file.write_bytes(file.read_bytes()[::-1])
            os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
        elif change == "replaced":
            (old / "fresh").write_bytes(file.read_bytes())
            os.utime(old / "fresh", ns=(told.st_atime_ns, told.st_mtime_ns))
            (old / "fresh").replace(file)
        elif change == "renamed":
            file.rename(old / "kartu.jpg")
        else:
            (old / "one_more.jpg").write_bytes(b"")
        assert seen_of(old) != before

    def test_what_was_changed_a_moment_ago_is_read(self, folder: Path) -> None:
        assert seen_of(folder) == ""

    def test_a_folder_that_is_not_there_is_a_fault(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError):
            seen_of(tmp_path / "nowhere")
