"""What the portal sealed is read after the master key was changed, and only by this portal."""

from __future__ import annotations

import pytest

from models.repeated import Turn
from pipeline.errors import StoreError
from pipeline.store import CaseStore, PortalStore, draft_files
from pipeline.store.custody import Custody
from tests.pipeline.store.conftest import Place

TYPED = b'{"claim_id": "JHT-1"}'


def test_a_new_master_key_takes_the_portals_along(place: Place) -> None:
    with CaseStore.open(place.home, place.url) as cases:
        store = PortalStore.beside(cases, draft_files(place.home, None))
        hook = store.endpoints.create("client", "https://portal.example/hook")
        _, token = store.keys.create("one", ["webhooks"])
        draft = store.drafts.open("client", "JHT-1", TYPED)
        store.drafts.put(draft.verification_id, 0, b"a card")
        mine = store.seen.begin("client", "key", b"request")
        store.seen.answered("client", "key", mine.holder, b"answer")
    with Custody.open(place.home, place.url) as custody:
        custody.rotate_keys("operator:1", lambda *_: None)
    with CaseStore.open(place.home, place.url) as cases:
        again = PortalStore.beside(cases, draft_files(place.home, None))
        assert again.endpoints.to_call(hook.endpoint_id).secrets == hook.secrets
        assert again.keys.holder_of(token) is not None
        assert again.drafts.find(draft.verification_id).claim_json == TYPED
        assert again.drafts.file(draft.verification_id, 0) == b"a card"
        done = again.seen.begin("client", "key", b"request")
        assert (done.turn, done.answer) == (Turn.DONE, b"answer")


def test_a_secret_that_was_moved_to_another_endpoint_does_not_open(place: Place) -> None:
    from pipeline.store.portal_tables import webhook_endpoints as table

    with CaseStore.open(place.home, place.url) as cases:
        store = PortalStore.beside(cases, draft_files(place.home, None))
        one, two = (store.endpoints.create("client", f"https://portal.example/{n}") for n in range(2))
        with cases.shelf.database.writing() as writing:
            sealed = (
                writing.execute(table.select().where(table.c.endpoint_id == one.endpoint_id)).one().secret
            )
            writing.execute(
                table.update().where(table.c.endpoint_id == two.endpoint_id).values(secret=sealed)
            )
        with pytest.raises(StoreError):
            store.endpoints.to_call(two.endpoint_id)
