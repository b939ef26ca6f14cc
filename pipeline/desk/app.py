"""All pages of the desk, each with those who may come in, as one application to be mounted at ``ROOT``."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from models.desk import Role
from pipeline.desk import (
    acting,
    agreement_page,
    audit_page,
    case_page,
    figures_page,
    people_page,
    provider_pages,
    queue_page,
    second_page,
    signing_in,
)
from pipeline.desk.door import HEADERS, ROOT, Ask, Page, Told, route_of
from pipeline.desk.pages import refused
from pipeline.desk.ports import Desk
from pipeline.desk.words import LANGUAGES, words_in

__all__ = ["PAGES", "ROOT", "create_desk"]

DECIDE = frozenset({Role.OFFICER, Role.SUPERVISOR})
READ_AGAIN = frozenset({Role.OFFICER})
LEAD = frozenset({Role.SUPERVISOR})
LOOK = frozenset({Role.AUDITOR, Role.SUPERVISOR})
ACCOUNTS = frozenset({Role.ADMIN})
EVERY = frozenset(Role)

PAGES = (
    Page("/sign-in", signing_in.sign_in_page, open=True),
    Page("/sign-in", signing_in.sign_in, open=True, method="POST"),
    Page("/sign-in/provider", provider_pages.away, open=True),
    Page("/sign-in/provider/back", provider_pages.back, open=True),
    Page("/language", signing_in.language, open=True, method="POST"),
    Page("/static/{name}", signing_in.static_file, open=True),
    Page("/sign-out", signing_in.sign_out, EVERY, "POST"),
    Page("/", queue_page.start, EVERY),
    Page("/queue", queue_page.queue, DECIDE),
    Page("/search", queue_page.search, DECIDE, "POST"),
    Page("/next", queue_page.next_case, DECIDE),
    Page("/claim/{claim}", queue_page.of_claim, DECIDE),
    Page("/case/{run}", case_page.case, DECIDE),
    Page("/case/{run}/picture/{name}", case_page.picture, DECIDE),
    Page("/case/{run}/show", case_page.show, DECIDE, "POST"),
    Page("/case/{run}/message", acting.message, DECIDE, "POST"),
    Page("/case/{run}/assign", acting.assign, DECIDE, "POST"),
    Page("/case/{run}/correct", acting.correct, DECIDE, "POST"),
    Page("/case/{run}/rule", acting.rule, DECIDE, "POST"),
    Page("/case/{run}/undo", acting.undo, DECIDE, "POST"),
    Page("/second-reads", second_page.second_reads, READ_AGAIN),
    Page("/case/{run}/second", second_page.read, READ_AGAIN, "POST"),
    Page("/agreement", agreement_page.agreement, LEAD),
    Page("/agreement.csv", agreement_page.agreement_csv, LEAD),
    Page("/agreement/{number}/seen", agreement_page.seen, LEAD, "POST"),
    Page("/figures", figures_page.figures, LEAD),
    Page("/figures.csv", figures_page.figures_csv, LEAD),
    Page("/audit", audit_page.audit, LOOK),
    Page("/people", people_page.people, ACCOUNTS),
)


def create_desk(desk: Desk) -> Starlette:
    """Return the application; ``desk`` is what it works with.

    Raises:
        ValueError: a word is missing in one of the languages.
    """
    for language in LANGUAGES:
        words_in(language)

    async def nothing_there(request: Request, _fault: Exception) -> Response:
        return _told(desk, request, Told(404, "refused_not_found"))

    async def wrong_method(request: Request, _fault: Exception) -> Response:
        return _told(desk, request, Told(405, "refused_not_found"))

    async def failed(request: Request, _fault: Exception) -> Response:
        return _told(desk, request, Told(500, "refused_fault"))

    routes = [route_of(page, desk, refused) for page in PAGES]
    handlers = {404: nothing_there, 405: wrong_method, 500: failed}
    return Starlette(routes=routes, exception_handlers=handlers)


def _told(desk: Desk, request: Request, no: Told) -> Response:
    answer = refused(Ask(desk, request, "id"), no)
    answer.headers.update(HEADERS)
    return answer
