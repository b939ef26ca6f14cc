"""Where a page of a list ended, as an opaque word that is handed back for the next one."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from pipeline.portal.problems import Kind, Refused


def cursor_of(moment: datetime, last_id: str) -> str:
    """Return the cursor after this one."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{last_id}".encode()).decode().rstrip("=")


def place_in(cursor: str) -> tuple[datetime, str]:
    """Return time and id where the page before ended, or refuse what is no cursor of ours."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        moment, _, last_id = text.partition("|")
        found = datetime.fromisoformat(moment)
    except (binascii.Error, ValueError):
        raise Refused(Kind.INVALID, errors=[("cursor", "is none of ours")]) from None
    if found.tzinfo is None or not last_id or len(last_id) > 64:
        raise Refused(Kind.INVALID, errors=[("cursor", "is none of ours")])
    return found, last_id
