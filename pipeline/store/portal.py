"""What the portal keeps, opened beside the case store: keys, repeated requests, drafts, webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.store.api_keys import ApiKeys
from pipeline.store.audit import Audit
from pipeline.store.cases import CaseStore
from pipeline.store.deliveries import Deliveries
from pipeline.store.drafts import Drafts
from pipeline.store.endpoints import Endpoints
from pipeline.store.files import FileStore
from pipeline.store.listing import Listing
from pipeline.store.portal_key import PortalKey
from pipeline.store.requests_seen import RequestsSeen


@dataclass(frozen=True)
class PortalStore:
    """The parts, on one database with the cases."""

    cases: CaseStore
    listing: Listing
    keys: ApiKeys
    seen: RequestsSeen
    drafts: Drafts
    endpoints: Endpoints
    deliveries: Deliveries
    audit: Audit

    @classmethod
    def beside(cls, cases: CaseStore, draft_files: FileStore) -> PortalStore:
        """Open the parts on the case store's database; ``draft_files``: apart from the kept files.

        Raises:
            StoreError: the database failed.
        """
        shelf = cases.shelf
        key = PortalKey(shelf.database, shelf.master)
        return cls(
            cases=cases,
            listing=Listing(shelf),
            keys=ApiKeys(shelf.database),
            seen=RequestsSeen(shelf.database, key),
            drafts=Drafts(shelf.database, shelf.master, draft_files),
            endpoints=Endpoints(shelf.database, key),
            deliveries=Deliveries(shelf.database),
            audit=Audit(shelf.database, shelf.master),
        )
