"""Whether the machine can go on: looked at where a claim met what may not be its own fault."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreError

MEBI = 1024 * 1024
ROOM = 64 * MEBI
"""Bytes that must be left on a disk: a claim of photographs writes some 5 MiB (report, kept pictures,
lines for Tesseract), and several are under way at once."""
_TRIED = bytes(MEBI)


def has_room(places: Iterable[Path]) -> None:
    """Look whether files can still be written into these folders (or where they will be made).

    Raises:
        StoreError: one is full, or cannot be written to.
    """
    for place in places:
        there = next((one for one in (place, *place.resolve().parents) if one.is_dir()), Path("/"))
        try:
            left = shutil.disk_usage(there).free
            if left < ROOM:
                raise StoreError(
                    f"the disk of {place} is full: {left // MEBI} MiB are left, {ROOM // MEBI} are needed"
                )
            with tempfile.TemporaryFile(dir=there, prefix="periksa-room-") as file:
                file.write(_TRIED)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise StoreError(f"{place} cannot be written to: {fault.strerror}") from None


def end_children() -> None:
    """Ask every process that this one started to end; none where the system does not tell them."""
    for listed in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for child in listed.read_text("ascii").split():
                os.kill(int(child), signal.SIGTERM)
