"""A claim is taken in: its claim.json and its files, sealed, once for the same input."""

from __future__ import annotations

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

from sqlalchemy import Connection, insert, select

from models.case import Accepted, RunState, Source, Uploaded
from models.claim import Claim
from pipeline.errors import IntakeError, StoreError
from pipeline.store.case_marks import typed_in, write_marks
from pipeline.store.case_tables import files, uploads, verifications
from pipeline.store.claims import CLAIM_FILE
from pipeline.store.known_answers import make_way
from pipeline.store.sealed_files import ClaimKey
from pipeline.store.shelf import Along, Shelf

TRIES = 5
"""A claim that is forgotten while it comes in again is sealed anew."""
LONGEST_NAME = 255
"""Bytes of a file's name, as file systems want it."""


class Again(Exception):  # noqa: N818 - named by its cause; never leaves the store
    """The claim's key or a file of it went while it was used."""


def accept(
    shelf: Shelf,
    claim_json: bytes,
    claim: Claim,
    given: Sequence[Uploaded],
    source: Source,
    *,
    digest: str | None,
    verification_id: str | None,
    along: Along,
) -> Accepted:
    """Keep a claim; see ``CaseStore.accept``."""
    _refuse_names([upload.name for upload in given])
    fresh = verification_id or str(uuid.uuid4())
    for _ in range(TRIES):
        with shelf.database.writing() as writing:
            key = shelf.key_made(writing, claim.claim_id)
            make_way(shelf, writing, claim.claim_id, source)
            told = _input(key, claim_json, given) if digest is None else key.blind("input", digest.encode())
            before = _kept(writing, claim.claim_id, told)
        if before:
            return Accepted(before, again=True)
        stored = put_files(shelf, key, (upload.content() for upload in given))
        try:
            with shelf.database.writing() as writing:
                known = keep_files(shelf, writing, key, stored)
                before = _kept(writing, claim.claim_id, told)
                if before:
                    return Accepted(before, again=True)
                row = _row(shelf, fresh, claim, source)
                row |= {"input": told, "sealed": key.seal(claim_json, f"manifest {fresh}")}
                writing.execute(insert(verifications), row)
                _write_uploads(writing, fresh, key, given, [known[one.address] for one in stored])
                write_marks(writing, fresh, typed_in(claim), key, shelf.master)
                along(writing)
            return Accepted(fresh, again=False)
        except Again:
            continue
    raise StoreError("a claim was forgotten again and again while it came in")


AT_ONCE = 4
"""Files of a claim that are put at the same time: most of their time they wait for disk or network."""


@dataclass(frozen=True)
class Stored:
    """A file of a claim in the file store; ``fresh``: put just now, so that no row names it yet."""

    address: bytes
    name: str
    size: int
    fresh: bool


def put_files(shelf: Shelf, key: ClaimKey, given: Iterable[bytes]) -> list[Stored]:
    """Put the files that the claim does not have yet; return one for each that was given, in order."""
    asked = select(files.c.address, files.c.key).where(files.c.claim_id == key.claim_id)
    with shelf.database.reading() as reading:
        here = {bytes(address): (name, False) for address, name in reading.execute(asked)}
    stored, rest = [], iter(given)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        while some := list(islice(rest, AT_ONCE)):
            addresses = [shelf.files.address(key, data) for data in some]
            fresh = {at: data for at, data in zip(addresses, some, strict=True) if at not in here}
            names = threads.map(partial(shelf.files.put, key), fresh.values())
            here |= {address: (name, True) for address, name in zip(fresh, names, strict=True)}
            stored += [
                Stored(at, here[at][0], len(data), here[at][1])
                for at, data in zip(addresses, some, strict=True)
            ]
    return stored


def keep_files(
    shelf: Shelf, writing: Connection, key: ClaimKey, stored: Sequence[Stored]
) -> dict[bytes, str]:
    """Write the files' rows; return each one's key in the file store by its address.

    Where another process was quicker, its file counts and ours is swept one day.

    Raises:
        Again: the claim was forgotten, or a file of it removed, since they were put.
    """
    if shelf.key_made(writing, key.claim_id) != key:
        raise Again
    here = _files_at(writing, [one.address for one in stored])
    missing = {one.address: one for one in stored if one.address not in here}
    if not all(one.fresh for one in missing.values()):
        raise Again
    if missing:
        rows = [
            {"key": one.name, "claim_id": key.claim_id, "address": one.address, "size": one.size}
            for one in missing.values()
        ]
        writing.execute(insert(files), rows)
    return here | {address: one.name for address, one in missing.items()}


def _files_at(reading: Connection, addresses: Sequence[bytes]) -> dict[bytes, str]:
    asked = select(files.c.address, files.c.key).where(files.c.address.in_(addresses))
    return {bytes(address): name for address, name in reading.execute(asked)}


def _kept(reading: Connection, claim_id: str, told: bytes) -> str | None:
    asked = select(verifications.c.verification_id)
    asked = asked.where(verifications.c.claim_id == claim_id, verifications.c.input == told)
    return reading.execute(asked).scalar_one_or_none()


def _row(shelf: Shelf, verification_id: str, claim: Claim, source: Source) -> dict[str, object]:
    # who brings a claim from a folder is at work on it already; the portal's waits for a worker
    state = RunState.QUEUED if source is Source.PORTAL else RunState.RUNNING
    words = {name: str(getattr(claim, name)) for name in ("claim_id", "programme", "cause", "channel")}
    return words | {
        "verification_id": verification_id,
        "source": str(source),
        "state": str(state),
        "submitted_at": claim.submitted_at,
        "received_at": shelf.clock(),
        "current": False,
        "attempts": 0,
        "software": "",
        "policy": "",
    }


def _write_uploads(
    writing: Connection,
    verification_id: str,
    key: ClaimKey,
    given: Sequence[Uploaded],
    names: Sequence[str],
) -> None:
    rows = [
        {
            "verification_id": verification_id,
            "position": position,
            "file": name,
            "sealed": key.seal(
                json.dumps([upload.name, upload.declared]).encode(), f"upload {position} of {verification_id}"
            ),
        }
        for position, (upload, name) in enumerate(zip(given, names, strict=True))
    ]
    if rows:
        writing.execute(insert(uploads), rows)


def _input(key: ClaimKey, claim_json: bytes, given: Sequence[Uploaded]) -> bytes:
    """Return the keyed hash of all that came: claim.json, and each file with its name."""
    told = [[u.name, u.declared, hashlib.sha256(u.content()).hexdigest()] for u in given]
    whole = json.dumps([hashlib.sha256(claim_json).hexdigest(), told])
    return key.blind("input", whole.encode())


def _refuse_names(names: Sequence[str]) -> None:
    """Refuse what could not lie in a folder beside claim.json under its own name.

    Raises:
        IntakeError: so is one of them, or two are the same.
    """
    for name in names:
        wrong = not name.strip() or name in {".", ".."} or "/" in name or "\\" in name
        wrong |= any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name)
        if wrong or len(name.encode("utf-8", "replace")) > LONGEST_NAME:
            raise IntakeError("an upload's name is no plain file name")
        if name.casefold() == CLAIM_FILE:
            raise IntakeError(f"an upload may not be called {CLAIM_FILE}")
    if len(set(names)) != len(names):
        raise IntakeError("two uploads have one name")
