"""Accounts, for the admin: who there is, in which role, and who cannot sign in."""

from __future__ import annotations

from starlette.responses import Response

from pipeline.desk.door import Ask
from pipeline.desk.pages import shown


def people(ask: Ask) -> Response:
    """List all accounts."""
    return shown(ask, "people.html", {"people": ask.desk.users.every(), "now": ask.desk.clock()})
