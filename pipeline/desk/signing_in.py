"""Signing in and out, the language, and the files that every page loads."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response

from models.audit import Action, AuditEntry
from pipeline.desk.door import COOKIE, LANGUAGE_COOKIE, ROOT, Ask, Told, is_secure
from pipeline.desk.pages import STATIC, shown, static
from pipeline.desk.passwords import LONGEST, is_right
from pipeline.desk.words import LANGUAGES
from pipeline.errors import NotKept

_YEAR = 365 * 24 * 3600


def sign_in_page(ask: Ask) -> Response:
    """Show the form; who is signed in already goes on."""
    if ask.someone is not None:
        return RedirectResponse(f"{ROOT}/", 303)
    return form_with(ask, "signed_out" if "ended" in ask.query() else None)


def form_with(ask: Ask, problem: str | None, status: int = 200) -> Response:
    """Return the form with a sentence; it offers the ways that the institution has open."""
    ways = {"by_password": ask.desk.passwords, "by_provider": ask.desk.provider is not None}
    return shown(ask, "sign_in.html", {"problem": problem, **ways}, status)


def signed_in(ask: Ask, name: str, why: str = "") -> Callable[[Response], Response]:
    """Begin a session of an open account and return what gives an answer its cookie.

    Raises:
        NotKept: the account was closed meanwhile.
    """
    entry = AuditEntry(f"officer:{name}", Action.SIGNED_IN, why=why)
    token = ask.desk.users.begin(name, along=lambda w: ask.desk.audit.append(entry, w))

    def with_cookie(answer: Response) -> Response:
        answer.set_cookie(
            COOKIE, token, path=ROOT, httponly=True, samesite="strict", secure=is_secure(ask.request),
            max_age=int(ask.desk.longest.total_seconds()),
        )  # fmt: skip
        return answer

    return with_cookie


def sign_in(ask: Ask) -> Response:
    """Check name and password.

    One answer for a name that is not there, a wrong password, a disabled account and one that waits: none of
    them tells a stranger which it is. A waiting account's password is not even looked at.
    """
    if not ask.desk.passwords:
        raise Told(403, "refused_passwords")
    name, password = ask.given("name").lower(), str(ask.form.get("password", ""))
    found = ask.desk.users.find(name) if 0 < len(name) <= 32 else None
    user, hashed = found or (None, None)
    now = ask.desk.clock()
    waits = user is not None and user.locked_until is not None and user.locked_until > now
    right = len(password) <= LONGEST and is_right(None if waits else hashed, password)
    if user is None or user.disabled_at is not None or not right:
        if user is not None and not waits and user.disabled_at is None:
            refusal = AuditEntry(f"officer:{user.name}", Action.SIGN_IN_REFUSED)
            ask.desk.users.failed(user.name, along=lambda w: ask.desk.audit.append(refusal, w))
        return form_with(ask, "sign_in_wrong", 401)
    try:
        return signed_in(ask, user.name)(RedirectResponse(f"{ROOT}/", 303))
    except NotKept:  # disabled in this very moment
        return form_with(ask, "sign_in_wrong", 401)


def sign_out(ask: Ask) -> Response:
    """End the session here and in the browser."""
    ask.desk.users.end(ask.session.token, along=ask.noted(Action.SIGNED_OUT))
    answer = RedirectResponse(f"{ROOT}/sign-in", 303)
    answer.delete_cookie(COOKIE, path=ROOT, httponly=True, samesite="strict", secure=is_secure(ask.request))
    return answer


def language(ask: Ask) -> Response:
    """Switch the language and go back to where the switch stood."""
    wanted, back = ask.given("language"), ask.given("here")
    if wanted not in LANGUAGES:
        raise Told(400, "refused_input")
    safe = back.startswith(f"{ROOT}/") and "//" not in back and "\\" not in back
    answer = RedirectResponse(back if safe else f"{ROOT}/", 303)
    answer.set_cookie(
        LANGUAGE_COOKIE, wanted, path=ROOT, httponly=True, samesite="strict",
        secure=is_secure(ask.request), max_age=_YEAR,
    )  # fmt: skip
    return answer


def static_file(ask: Ask) -> Response:
    """Return one of our own files; its address changes with it, so it may be kept."""
    name = ask.part("name")
    if name not in STATIC:
        raise Told(404, "refused_not_found")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(static(name), 200, kept, media_type=STATIC[name])
