"""Where sealed files lie: a folder, or S3 (``s3_files``). They are sealed before they come here."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipeline.errors import StoreError

KEY = re.compile(r"[0-9a-f]{64}-[0-9a-f]{16}")
_HALF = ".putting-"


class FileStore(Protocol):
    """Files by key (see ``KEY``): whole or not there, as many processes and machines as there may be.

    Every method raises StoreError where the disk or the service fails, without telling paths or addresses.
    """

    def put(self, key: str, data: bytes) -> None:
        """Keep these bytes under a key; once this returns they outlast a loss of power."""

    def get(self, key: str) -> bytes:
        """Return the bytes; StoreError where there are none."""

    def delete(self, key: str) -> None:
        """Remove the file; it need not be there."""

    def exists(self, key: str) -> bool:
        """Tell whether there is such a file."""

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        """Yield the keys that begin so, of files put before that time; in any order."""

    def tidy(self, before: datetime) -> int:
        """Remove what writers that were killed before that time left half written; tell how much."""


def checked(key: str) -> str:
    """Return the key.

    Raises:
        StoreError: it is none; so no path is built from anything else.
    """
    if not KEY.fullmatch(key):
        raise StoreError("a file's key has a form that is not known here")
    return key


class LocalFiles:
    """A folder with two levels below it (ab/cd/abcd...), for its owner only."""

    def __init__(self, root: Path) -> None:
        """Make the folder where it is missing.

        Raises:
            StoreError: it cannot be made.
        """
        self._root = root.resolve()
        try:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as fault:
            raise _failed("made", fault) from None

    def put(self, key: str, data: bytes) -> None:
        """Write beside the place, then move there."""
        place = self._place(key)
        half = place.with_name(f"{_HALF}{os.getpid()}-{secrets.token_hex(4)}")
        try:
            for folder in (place.parent.parent, place.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            with open(half, "xb", opener=_for_owner) as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            half.replace(place)
            settled(place.parent)
        except OSError as fault:
            raise _failed("written", fault) from None
        finally:
            with suppress(OSError):  # mostly gone already
                half.unlink()

    def get(self, key: str) -> bytes:
        """Read the file."""
        try:
            return self._place(key).read_bytes()
        except OSError as fault:
            raise _failed("read", fault) from None

    def delete(self, key: str) -> None:
        """Remove the file; its folders stay."""
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as fault:
            raise _failed("deleted", fault) from None

    def exists(self, key: str) -> bool:
        """Tell whether there is such a file; a folder that cannot be looked into is a fault, not a no."""
        try:
            self._place(key).stat()
        except FileNotFoundError:
            return False
        except OSError as fault:
            raise _failed("looked for", fault) from None
        return True

    def keys(self, prefix: str = "", *, before: datetime | None = None) -> Iterator[str]:
        """Walk the folders that may hold such keys."""
        for file in self._walked(prefix):
            if KEY.fullmatch(file.name) and file.name.startswith(prefix) and _is_older(file, before):
                yield file.name

    def tidy(self, before: datetime) -> int:
        """Remove half-written files."""
        left = [file for file in self._walked("") if file.name.startswith(_HALF) and _is_older(file, before)]
        try:
            for file in left:
                file.unlink(missing_ok=True)
        except OSError as fault:
            raise _failed("deleted", fault) from None
        return len(left)

    def _place(self, key: str) -> Path:
        return self._root / key[:2] / key[2:4] / checked(key)

    def _walked(self, prefix: str) -> Iterator[Path]:
        for first in _entries(self._root):
            if first.name.startswith(prefix[:2]):
                for second in _entries(first):
                    if second.name.startswith(prefix[2:4]):
                        yield from _entries(second)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as fault:
        raise _failed("listed", fault) from None


def _is_older(file: Path, before: datetime | None) -> bool:
    if before is None:
        return True
    try:
        return file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:  # another process was quicker
        return False
    except OSError as fault:
        raise _failed("listed", fault) from None


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def settled(folder: Path) -> None:
    """Let a new name outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(what: str, fault: OSError) -> StoreError:
    return StoreError(f"a kept file cannot be {what}: {fault.strerror}")
