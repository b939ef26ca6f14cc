"""Claims whose files arrive one by one: sealed, replaced, and gone when their time is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from pipeline.errors import StoreError
from pipeline.store import CaseStore, PortalStore, draft_files
from pipeline.store.api_keys import now
from pipeline.store.custody import Custody
from pipeline.store.data_keys import DataKeys
from pipeline.store.drafts import KEPT, Drafts
from tests.pipeline.store.conftest import Place
from tests.pipeline.store.kept_claims import accepted

TYPED = b'{"claim_id": "JHT-1", "participant": {"name": "SITI RAHMAWATI"}}'
SENT = b"a card of SITI RAHMAWATI"


@pytest.fixture
def store(place: Place) -> Iterator[PortalStore]:
    with CaseStore.open(place.home, place.url) as cases:
        yield PortalStore.beside(cases, draft_files(place.home, None))


def names(place: Place) -> list[str]:
    return [file.name for file in (place.home / "files-drafts").rglob("*") if file.is_file()]


def test_what_was_sent_is_there_and_sealed(store: PortalStore, place: Place) -> None:
    draft = store.drafts.open("client", "JHT-1", TYPED)
    assert store.drafts.put(draft.verification_id, 1, SENT)
    found = store.drafts.find(draft.verification_id)
    assert (found.claim_json, dict(found.sizes), found.client) == (TYPED, {1: len(SENT)}, "client")
    assert store.drafts.file(draft.verification_id, 1) == SENT
    assert store.drafts.file(draft.verification_id, 0) is None
    for file in place.home.rglob("*"):
        assert not file.is_file() or b"RAHMAWATI" not in file.read_bytes(), file.name
    assert "RAHMAWATI" not in repr(found)


def test_a_file_that_is_sent_again_takes_the_old_ones_place(store: PortalStore, place: Place) -> None:
    draft = store.drafts.open("client", "JHT-1", TYPED)
    store.drafts.put(draft.verification_id, 0, b"first")
    store.drafts.put(draft.verification_id, 0, b"second")
    assert store.drafts.file(draft.verification_id, 0) == b"second"
    assert len(names(place)) == 1


def test_what_was_dropped_is_gone_with_its_key(store: PortalStore, place: Place) -> None:
    draft = store.drafts.open("client", "JHT-1", TYPED)
    store.drafts.put(draft.verification_id, 0, SENT)
    store.drafts.drop(draft.verification_id)
    assert store.drafts.find(draft.verification_id) is None
    assert not store.drafts.put(draft.verification_id, 0, SENT)
    assert names(place) == []
    shelf = store.cases.shelf
    with shelf.database.reading() as reading:
        assert DataKeys(shelf.master).kept_for(reading, f"~draft.{draft.verification_id}") is None


def test_a_draft_waits_for_a_day(store: PortalStore, place: Place) -> None:
    draft = store.drafts.open("client", "JHT-1", TYPED)
    store.drafts.put(draft.verification_id, 0, SENT)
    shelf, files = store.cases.shelf, draft_files(place.home, None)

    def after(waited: timedelta) -> Drafts:
        return Drafts(shelf.database, shelf.master, files, lambda: now() + waited)

    assert after(KEPT * 0.99).sweep() == 0
    assert after(KEPT * 1.01).find(draft.verification_id) is None
    assert after(KEPT * 1.01).sweep() == 1
    assert names(place) == []


def test_files_that_no_draft_names_are_swept_when_they_are_old(store: PortalStore, place: Place) -> None:
    files = draft_files(place.home, None)
    files.put(f"{'a' * 64}-{'b' * 16}", b"left by a process that was killed")
    shelf = store.cases.shelf
    assert store.drafts.sweep() == 0
    assert len(names(place)) == 1, "it may be somebody's who is at work"
    Drafts(shelf.database, shelf.master, files, lambda: now() + KEPT * 1.01).sweep()
    assert names(place) == []


def test_a_claim_is_forgotten_with_its_drafts(store: PortalStore, place: Place) -> None:
    accepted(store.cases, "JHT-1")
    kept = [store.drafts.open("client", claim_id, TYPED) for claim_id in ("JHT-1", "JHT-1", "JHT-2")]
    for draft in kept:
        store.drafts.put(draft.verification_id, 0, SENT)
    with Custody.open(place.home, place.url) as custody:
        custody.forget("JHT-1", "operator:1", "asked for")
    assert [store.drafts.find(draft.verification_id) is None for draft in kept] == [True, True, False]
    shelf = store.cases.shelf
    with shelf.database.reading() as reading:
        keys = [DataKeys(shelf.master).kept_for(reading, f"~draft.{draft.verification_id}") for draft in kept]
    assert [key is None for key in keys] == [True, True, False]
    Drafts(shelf.database, shelf.master, draft_files(place.home, None), lambda: now() + KEPT * 1.01).sweep()
    assert names(place) == []


def test_an_altered_file_is_refused(store: PortalStore, place: Place) -> None:
    draft = store.drafts.open("client", "JHT-1", TYPED)
    store.drafts.put(draft.verification_id, 0, SENT)
    (file,) = (one for one in (place.home / "files-drafts").rglob("*") if one.is_file())
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(StoreError):
        store.drafts.file(draft.verification_id, 0)
