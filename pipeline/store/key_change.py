"""The master key is changed, where it lies and in the database, in an order that may be interrupted.

In a file: the new key is written beside the old one, the database is bound to the new one, the old one is set
aside. From the environment: whoever runs it has put both there. A run after an interrupted one goes on.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import IntakeError, StoreError
from pipeline.store.database import Database
from pipeline.store.key_ring import keep_both, keep_one, ring_in
from pipeline.store.master_key import MasterKey
from pipeline.store.rotation import Rotated, Watcher, rotate


@dataclass(frozen=True)
class Changed:
    """What was done.

    Attributes:
        rotated: what was made anew; None: an earlier run had done that already.
        aside: where the old key lies now; None where keys come from the environment.
    """

    rotated: Rotated | None
    aside: Path | None


def change_key(
    home: Path, database: Database, bound: MasterKey, given: str | None, who: str, watch: Watcher
) -> Changed:
    """Bind the database to a new master key; whoever has it open must open it again.

    Args:
        home: the folder of work files, with the key's file unless keys are given.
        database: opened.
        bound: the master key that it is bound to.
        given: keys from the environment: the new one and the one in use, with a blank between.
        who: for the audit.
        watch: is told how far it is.

    Raises:
        IntakeError: keys come from the environment, and only the one in use is there.
        StoreError: the database or the key's file failed; run it again.
    """
    with _alone(home):
        ring = ring_in(home, given, may_make=False)
        if all(key.key_id != bound.key_id for key in ring):
            raise StoreError("the master key was changed meanwhile")
        new, others = ring[0], [key for key in ring if key.key_id != bound.key_id]
        if new.key_id == bound.key_id and others:
            return Changed(None, None if given else keep_one(home, new, others[0]))
        if not others and given:
            raise IntakeError(
                "put the new key into PERIKSA_MASTER_KEY (openssl rand -base64 32 makes one) and the one in "
                "use into PERIKSA_MASTER_KEY_OLD, then run this again"
            )
        if not others:
            new = MasterKey.fresh()
            keep_both(home, new, bound)
        done = rotate(database, bound, new, who, watch)
        return Changed(done, None if given else keep_one(home, new, bound))


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time change the key's file: two new keys would overwrite each other."""
    handle = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StoreError("the master key is being changed by another process") from None
    finally:
        os.close(handle)
