"""A kept claim as a folder on this machine, for as long as it is looked at.

The folder is for its owner only and is held by a lock of the process that made it; a process that is killed
loses the lock, so that whoever sweeps knows what nobody uses any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError

_START = "claim-"


@contextmanager
def folder_of(place: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    """Yield a private folder below ``place`` with these files; it is removed whatever happens.

    Args:
        place: made where it is missing.
        files: plain names and bytes, asked for one after the other.


    Raises:
        StoreError: the disk failed.
    """
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder, lock = _held(place)
    except OSError as fault:
        raise StoreError(f"a claim's folder cannot be made: {fault.strerror}") from None
    try:
        _write(folder, files)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_folders(place: Path) -> int:
    """Remove the folders of processes that are gone; tell how many.

    Raises:
        StoreError: the disk failed.
    """
    count = 0
    try:
        for folder in sorted(place.glob(f"{_START}*")) if place.is_dir() else []:
            lock = _lock_of(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)
                count += 1
    except OSError as fault:
        raise StoreError(f"claims' folders cannot be swept: {fault.strerror}") from None
    return count


def _held(place: Path) -> tuple[Path, int]:
    """Make a folder and hold it; one that was swept before it was held is made again."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_START, dir=place))
        lock = _lock_of(folder)
        if lock is not None and folder.exists():
            return folder, lock
        if lock is not None:
            os.close(lock)


def _lock_of(folder: Path) -> int | None:
    """Return the held lock of a folder, None where somebody holds it or it is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    try:
        for name, data in files:
            if Path(name).name != name or name in {"", ".", ".."}:
                raise StoreError("a kept file's name is no plain file name")
            handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
    except OSError as fault:
        raise StoreError(f"a claim's folder cannot be written: {fault.strerror}") from None
