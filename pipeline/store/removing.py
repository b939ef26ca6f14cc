"""What is not to be kept any more: a claim that is forgotten, pictures past their time, and leftovers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, select

from pipeline.store.case_tables import evidence, files, uploads, verifications
from pipeline.store.shelf import Along, Shelf, row_of

AT_WORK = timedelta(hours=1)
"""A file that no row names is a leftover only after this: its writer may be about to write the row."""
_AT_ONCE = 500


def forget(shelf: Shelf, claim_id: str, first: Along, along: Along) -> bool:
    """Destroy the claim's key and remove its rows and files; see ``CaseStore.forget``."""
    with shelf.database.writing() as writing:
        had_key = shelf.keys.destroy(writing, claim_id)  # from here on nobody adds to the claim
        first(writing)
        names = list(writing.execute(select(files.c.key).where(files.c.claim_id == claim_id)).scalars())
        gone = writing.execute(delete(verifications).where(verifications.c.claim_id == claim_id)).rowcount
        writing.execute(delete(files).where(files.c.claim_id == claim_id))
        along(writing)
    _delete(shelf, names)
    shelf.database.settle()
    return had_key or bool(gone)


def drop_evidence(shelf: Shelf, verification_id: str, first: Along, along: Along) -> int:
    """Remove the pictures that a report shows; the report and the uploads stay. Tell how many went."""
    with shelf.database.writing() as writing:
        claim_id = row_of(writing, verification_id)["claim_id"]
        shelf.key_made(writing, claim_id)  # nobody names one of its files meanwhile
        first(writing)
        of_it = evidence.c.verification_id == verification_id
        count = int(writing.execute(delete(evidence).where(of_it)).rowcount)
        names = _without_rows(writing, _unnamed().where(files.c.claim_id == claim_id))
        along(writing)
    _delete(shelf, names)
    shelf.database.settle()
    return count


def sweep_files(shelf: Shelf) -> int:
    """Remove the files that nothing names; tell how many.

    Their writers were killed between file and row, or their claim was forgotten by a process that was.
    """
    before = shelf.clock() - AT_WORK
    shelf.files.store.tidy(before)
    count = 0
    for some in _chunks(shelf.files.store.keys(before=before)):
        with shelf.database.reading() as reading:
            named = set(reading.execute(select(files.c.key).where(files.c.key.in_(some))).scalars())
        left = [name for name in some if name not in named]
        _delete(shelf, left)
        count += len(left)
    return count


def _unnamed() -> Select[Any]:
    """Ask for files that no upload and no picture is any more."""
    asked = select(files.c.key).where(~exists().where(uploads.c.file == files.c.key))
    return asked.where(~exists().where(evidence.c.file == files.c.key))


def _without_rows(writing: Connection, asked: Select[Any]) -> list[str]:
    names = list(writing.execute(asked).scalars())
    if names:
        writing.execute(delete(files).where(files.c.key.in_(names)))
    return names


def _delete(shelf: Shelf, names: Iterable[str]) -> None:
    for name in names:
        shelf.files.store.delete(name)


def _chunks(names: Iterator[str]) -> Iterator[list[str]]:
    while some := list(islice(names, _AT_ONCE)):
        yield some
