"""Where master keys lie: a file in ``home``, or the environment. One key, or two while it is being changed.

The newest comes first. A database says which of them it is bound to, so both are accepted until a change is
finished, however often it was interrupted.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.store.files import settled
from pipeline.store.master_key import MasterKey

FILE = "master.key"
MOST = 2


def ring_in(home: Path, given: str | None, *, may_make: bool) -> tuple[MasterKey, ...]:
    """Return the keys that were given (base64, blanks between), else those in ``home``, made at first use.

    Args:
        home: the folder of work files.
        given: the keys themselves, where the institution keeps them elsewhere.
        may_make: nothing was written with a key yet; else a missing key is not replaced by a new one.

    Raises:
        StoreError: it is missing, no key, or others than its owner may read it.
    """
    if given:
        return _parsed(given)
    file = home / FILE
    try:
        if not file.exists():
            if not may_make:
                raise StoreError(
                    f"the master key of this database is missing: put {FILE} back into PERIKSA_HOME, "
                    "or give it in PERIKSA_MASTER_KEY"
                )
            _write_once(file, MasterKey.fresh().text)
        if file.stat().st_mode & 0o077:
            raise StoreError(f"{FILE} can be read by others than its owner: chmod 600 it")
        return _parsed(file.read_text("ascii"))
    except UnicodeDecodeError:
        raise StoreError("the master key is not base64") from None
    except OSError as fault:
        raise StoreError(f"the master key cannot be read or made: {fault.strerror}") from None


def keep_both(home: Path, new: MasterKey, old: MasterKey) -> None:
    """Let the file hold a new key beside the one in use, before anything is written with it.

    Raises:
        StoreError: the file cannot be written; it is as it was.
    """
    _replace(home / FILE, f"{new.text}\n{old.text}\n")


def keep_one(home: Path, new: MasterKey, old: MasterKey) -> Path:
    """Let the file hold the new key alone; return where the old one lies now, for backups made under it.

    Raises:
        StoreError: a file cannot be written; both keys are still in one of them.
    """
    aside = home / f"{FILE}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    _replace(aside, f"{old.text}\n")
    _replace(home / FILE, f"{new.text}\n")
    return aside


def _parsed(text: str) -> tuple[MasterKey, ...]:
    words = text.split() or [text]
    if len(words) > MOST:
        raise StoreError(f"there are more than {MOST} master keys")
    return tuple(MasterKey.parse(word) for word in words)


def _replace(file: Path, text: str) -> None:
    try:
        fresh = _written(file, text)
        fresh.replace(file)
        settled(file.parent)
    except OSError as fault:
        raise StoreError(f"the master key cannot be written: {fault.strerror}") from None


def _write_once(file: Path, text: str) -> None:
    """Write it whole or not at all; of several processes that try, one wins and all read its key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = _written(file, text + "\n")
    try:
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)


def _written(file: Path, text: str) -> Path:
    """Return a new file beside it that holds the text, for its owner only."""
    fresh = file.with_name(f".{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return fresh
