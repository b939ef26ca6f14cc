"""The one door to every page: who is there, may he, is the post his own, and what the browser may load.

A route without roles is closed to everybody; the few that are open say so. A handler is a plain function that
works in a thread; here is all that must not be forgotten in one of them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from models.audit import Action, AuditEntry
from models.desk import DeskSession, Role
from pipeline.desk.ports import Desk
from pipeline.desk.words import LANGUAGES, Language
from pipeline.errors import ChangedMeanwhile, ClaimFrozen, NotKept, StoreError

ROOT = "/desk"
COOKIE, LANGUAGE_COOKIE = "periksa_desk", "periksa_language"
POLICY = (
    "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Told(Exception):  # noqa: N818 - not a fault: the page says what was refused, and why
    """Something that is not done, with the words for it (keys of words.toml) and the HTTP status."""

    def __init__(self, status: int, word: str, details: tuple[str, ...] = ()) -> None:
        self.status, self.word, self.details = status, word, details
        super().__init__(word)


@dataclass(frozen=True)
class Ask:
    """One request, by somebody who may make it."""

    desk: Desk
    request: Request
    language: Language
    someone: DeskSession | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def session(self) -> DeskSession:
        """Who asks; only pages that are open have nobody."""
        assert self.someone is not None
        return self.someone

    @property
    def name(self) -> str:
        """The account's name."""
        return self.session.user.name

    @property
    def who(self) -> str:
        """Who it is for the audit."""
        return f"officer:{self.name}"

    def part(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def given(self, name: str) -> str:
        """A field of the form, without blanks at its ends; '' where it is not there."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field of the form."""
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))

    def query(self) -> Mapping[str, str]:
        """What stands after the question mark; no value of a claim does."""
        return self.request.query_params

    def noted(self, what: Action, claim_id: str | None = None, run: str | None = None, why: str = "") -> Any:
        """Return what writes that down in the audit, in the transaction that it is called with."""
        entry = AuditEntry(self.who, what, claim_id, run, why)
        return lambda writing=None: self.desk.audit.append(entry, writing)


Handler = Callable[[Ask], Response]


@dataclass(frozen=True)
class Page:
    """A route: ``roles``: who may come in; ``open``: everybody, signed in or not."""

    path: str
    handler: Handler
    roles: frozenset[Role] = frozenset()
    method: str = "GET"
    open: bool = False


def route_of(page: Page, desk: Desk, refused: Callable[[Ask, Told], Response]) -> Route:
    """Return the route with its guard; ``refused`` makes the page that says why not."""

    async def endpoint(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=200) if page.method == "POST" else FormData()
        answer = await run_in_threadpool(_answer, page, desk, request, form, refused)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    route = Route(page.path, endpoint, methods=[page.method], name=page.handler.__name__)
    route.page = page  # type: ignore[attr-defined]  # for the test that walks all routes
    return route


def _answer(
    page: Page, desk: Desk, request: Request, form: FormData, refused: Callable[[Ask, Told], Response]
) -> Response:
    token, language = request.cookies.get(COOKIE, ""), request.cookies.get(LANGUAGE_COOKIE, "id")
    ask = Ask(desk, request, language if language in LANGUAGES else "id", None, form)
    try:
        someone = desk.users.session(token, desk.idle, desk.longest) if token else None
        ask = replace(ask, someone=someone)
        if page.method == "POST":
            _refuse_strangers(ask, needs_token=someone is not None)
        if not page.open:
            if someone is None:
                return _to_sign_in(ask)
            if someone.user.role not in page.roles:
                ask.noted(Action.ACCESS_REFUSED, why=page.handler.__name__)()
                raise Told(403, "refused_role")
        return page.handler(ask)
    except Told as no:
        return refused(ask, no)
    except ChangedMeanwhile as late:
        return refused(ask, Told(409, "refused_changed", late.changes))
    except ClaimFrozen:
        return refused(ask, Told(409, "refused_frozen"))
    except NotKept:
        return refused(ask, Told(404, "refused_not_kept"))
    except StoreError:
        return refused(ask, Told(503, "refused_store"))


def _refuse_strangers(ask: Ask, *, needs_token: bool) -> None:
    """A post comes from our own page: the browser says so, and it carries the session's own token."""
    headers = ask.request.headers
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Told(403, "refused_origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise Told(403, "refused_origin")
    if needs_token and not hmac.compare_digest(ask.given("csrf"), csrf_of(ask.session.token)):
        raise Told(403, "refused_origin")


def csrf_of(token: str) -> str:
    """Return the token that a session's forms carry; from it the session's own cannot be had."""
    return hashlib.sha256(b"csrf\0" + token.encode()).hexdigest()


def _to_sign_in(ask: Ask) -> Response:
    if ask.request.method == "GET":
        return RedirectResponse(f"{ROOT}/sign-in", 303)
    if "application/json" in ask.request.headers.get("accept", ""):
        return JSONResponse({"problem": "signed_out"}, 401)
    return RedirectResponse(f"{ROOT}/sign-in?ended=1", 303)


def is_secure(request: Request) -> bool:
    """Tell whether cookies may travel by https only: everywhere but on this machine."""
    told = request.headers.get("x-forwarded-proto", request.url.scheme)
    return told == "https" or (request.url.hostname or "") not in LOOPBACK
