"""Who saw what and who did what: the audit, newest first, or of one claim."""

from __future__ import annotations

from starlette.responses import Response

from pipeline.desk.door import Ask
from pipeline.desk.pages import shown

MOST = 100


def audit(ask: Ask) -> Response:
    """Show rows of the audit. They hold ids, words and times; no value of a claim."""
    query = ask.query()
    claim, before = query.get("claim", "").strip()[:64], query.get("before", "")
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    rows = ask.desk.audit.of_claim(claim)[::-1] if claim else ask.desk.audit.latest(start, MOST)
    older = rows[-1].number if not claim and len(rows) == MOST else None
    return shown(ask, "audit.html", {"rows": rows, "claim": claim, "older": older})
