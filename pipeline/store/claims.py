"""Claim folders on a disk: found at any depth, and told apart from what they were yesterday."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from pipeline.errors import IntakeError, StoreError

CLAIM_FILE = "claim.json"
DEEPEST = 12
"""Folders below the start; deeper trees are a mistake or a trap."""


LARGEST = 64 * 1024 * 1024
"""Bytes: more than intake opens. Of larger files the size alone counts: a terabyte of holes takes an hour."""


def claim_folders(start: Path) -> list[Path]:
    """Return every folder below ``start`` (itself included) that holds a claim.json, sorted.

    Links are not followed; a claim folder's own sub-folders are not searched.

    Raises:
        IntakeError: ``start`` is no folder.
    """
    if not start.is_dir():
        raise IntakeError(f"{start} is not a folder")
    found: list[Path] = []
    for place, folders, files in os.walk(start, onerror=_unreadable):
        here = Path(place)
        folders.sort()
        if CLAIM_FILE in files:
            found.append(here)
            folders.clear()
        elif len(here.relative_to(start).parts) >= DEEPEST:
            folders.clear()
    return sorted(found)


def _unreadable(fault: OSError) -> None:
    """Say so: a folder that cannot be listed may hold claims."""
    raise StoreError(f"a folder of the batch cannot be listed: {fault.strerror}")


SETTLED = 2.0
"""Seconds for which a file must have been left alone: two changes within a clock's tick look like one."""


def seen_of(folder: Path, *also: str) -> str:
    """Return a fingerprint of how the folder's files look from outside, and of ``also``; nothing is read.

    Names, sizes, and the times and numbers that the file system gives them and nobody can set: a file that
    was written to, replaced or renamed looks different. ``''`` where one was changed a moment ago, which may
    not be seen if it is changed once more.
    """
    total, newest = hashlib.sha256("\0".join(also).encode()), 0.0
    try:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            told = entry.stat(follow_symlinks=False)
            looks = (told.st_mode, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
            total.update(entry.name.encode("utf-8", "surrogateescape") + repr(looks).encode())
            newest = max(newest, told.st_mtime, told.st_ctime)
    except OSError as fault:
        raise StoreError(f"a claim folder cannot be read: {fault.strerror}") from None
    return total.hexdigest() if time.time() - newest > SETTLED else ""


def digest_of(folder: Path, *also: str) -> str:
    """Return a fingerprint of the folder's files (names and bytes) and of ``also`` (software, policy)."""
    total = hashlib.sha256("\0".join(also).encode())
    try:
        for file in sorted(p for p in folder.iterdir() if p.is_file() or p.is_symlink()):
            total.update(file.name.encode("utf-8", "surrogateescape") + b"\0")
            if file.is_symlink():
                total.update(os.fsencode(file.readlink()) + b"\0")
                continue
            with file.open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                same = b"" if size > LARGEST else hashlib.file_digest(stream, "sha256").digest()
                total.update(size.to_bytes(8, "big") + same)
    except OSError as fault:
        raise StoreError(f"a claim folder cannot be read: {fault.strerror}") from None
    return total.hexdigest()
