"""Sealed files in a folder and in S3: the same words, the same answers."""

from __future__ import annotations

import os
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import IntakeError, StoreError
from pipeline.store.files import FileStore, LocalFiles
from pipeline.store.s3_files import S3Files

KEY = f"{'ab' * 32}-{'0' * 16}"


def key(start: str = "") -> str:
    return f"{start}{secrets.token_hex(32)[len(start) :]}-{secrets.token_hex(8)}"


@pytest.fixture
def store(address: str) -> FileStore:
    return S3Files.at(address) if address.startswith("s3:") else LocalFiles(Path(address))


def test_what_is_put_is_got(store: FileStore) -> None:
    assert not store.exists(KEY)
    for data in (b"first", b"", secrets.token_bytes(3_000_000)):
        store.put(KEY, data)
        assert store.exists(KEY)
        assert store.get(KEY) == data


def test_what_is_deleted_is_gone(store: FileStore) -> None:
    store.put(KEY, b"1")
    for _ in range(2):
        store.delete(KEY)
        assert not store.exists(KEY)
    with pytest.raises(StoreError):
        store.get(KEY)


def test_keys_are_listed_by_their_beginning(store: FileStore) -> None:
    wanted = {key("abc") for _ in range(3)}
    for name in (*wanted, key("abd"), key("0")):
        store.put(name, b"1")
    assert set(store.keys("abc")) == wanted
    assert len(list(store.keys())) == 5
    assert set(store.keys("f" * 5)) == set()


def test_more_than_a_page_of_keys_is_listed(s3: str) -> None:
    store, names = S3Files.at(f"{s3}/many"), {key() for _ in range(1005)}
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda name: store.put(name, b"1"), names))
    assert set(store.keys()) == names


def test_young_files_are_told_from_old_ones(store: FileStore) -> None:
    store.put(KEY, b"1")
    now = datetime.now(UTC)
    assert list(store.keys(before=now - timedelta(minutes=5))) == []
    assert list(store.keys(before=now + timedelta(minutes=5))) == [KEY]


@pytest.mark.parametrize(
    "name", ["", "a", "../../etc/passwd", f"{KEY}/..", f"/{KEY}", KEY.upper(), f"{KEY}\n"]
)
def test_no_other_name_is_taken(store: FileStore, name: str) -> None:
    for work in (store.get, store.delete, store.exists, lambda it: store.put(it, b"1")):
        with pytest.raises(StoreError, match="form"):
            work(name)


def test_one_part_of_a_bucket_does_not_see_another(s3: str) -> None:
    mine, other = S3Files.at(f"{s3}/mine/"), S3Files.at(f"{s3}/mine-too")
    mine.put(KEY, b"1")
    assert not other.exists(KEY)
    assert list(other.keys()) == []


@pytest.mark.parametrize(
    "address", ["http://claims/x", "s3:///x", "s3://u:p@claims/x", "s3://claims/x?y=rahasia"]
)
def test_a_wrong_address_is_refused_without_being_told(address: str) -> None:
    with pytest.raises(IntakeError) as fault:
        S3Files.at(address)
    assert "claims" not in str(fault.value)
    assert "rahasia" not in str(fault.value)


def test_a_bucket_that_is_not_there_is_a_fault_and_no_empty_answer(s3: str) -> None:
    store = S3Files.at("s3://nobody-made-this")
    for work in (store.get, lambda it: store.put(it, b"1"), lambda _: list(store.keys())):
        with pytest.raises(StoreError, match="NoSuchBucket") as fault:
            work(KEY)
        assert KEY not in str(fault.value)


def test_a_service_that_is_not_there_is_a_fault(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setattr("pipeline.store.s3_files.ATTEMPTS", 1)
        store = S3Files.at(s3)
        for work in (store.exists, store.get, store.delete):
            with pytest.raises(StoreError, match="EndpointConnectionError") as fault:
                work(KEY)
            assert "127.0.0.1" not in str(fault.value)


def test_a_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    LocalFiles(tmp_path / "kept").put(KEY, b"1")
    for place in (tmp_path / "kept").rglob("*"):
        assert place.stat().st_mode & 0o077 == 0, place.name
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    assert (tmp_path / "kept" / "ab" / "ab" / KEY).read_bytes() == b"1"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalFiles(tmp_path)
    store.put(KEY, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device", str(tmp_path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left") as fault:
            store.put(KEY, b"new")
    assert str(tmp_path) not in str(fault.value)
    assert store.get(KEY) == b"old"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [KEY]


def test_half_written_files_are_tidied_once_they_are_old(tmp_path: Path) -> None:
    store = LocalFiles(tmp_path)
    store.put(KEY, b"1")
    half = tmp_path / "ab" / "ab" / ".putting-1-2"
    half.write_bytes(b"half")
    now = datetime.now(UTC)
    assert store.tidy(now - timedelta(hours=1)) == 0
    assert store.tidy(now + timedelta(hours=1)) == 1
    assert [file.name for file in half.parent.iterdir()] == [KEY]


def test_a_folder_that_cannot_be_read_is_a_fault_and_no_empty_answer(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"a file")
    with pytest.raises(StoreError):
        LocalFiles(tmp_path / "kept")
    store = LocalFiles(tmp_path / "other")
    (tmp_path / "other" / "ab").write_bytes(b"a file where a folder should be")
    for work in (store.exists, store.get, lambda it: store.put(it, b"1")):
        with pytest.raises(StoreError):
            work(KEY)
