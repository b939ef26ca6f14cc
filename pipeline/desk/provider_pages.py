"""Signing in by the institution's provider: to it, and back with a code, under the rules of passwords."""

from __future__ import annotations

import logging

from starlette.responses import RedirectResponse, Response

from models.audit import Action, AuditEntry
from models.desk import DeskUser, SignIn
from pipeline.desk.door import ROOT, Ask, is_secure
from pipeline.desk.pages import shown
from pipeline.desk.passwords import problem_in_name
from pipeline.desk.provider import Identity, NotProved, Provider, fresh_secret
from pipeline.desk.provider_reach import CodeRefused, ProviderDown
from pipeline.desk.signing_in import form_with, signed_in
from pipeline.errors import NotKept

log = logging.getLogger("periksa.desk")

COOKIE = "periksa_sign_in"
PLACE = f"{ROOT}/sign-in"
WITHIN = 600
"""Seconds that somebody may take at the provider."""
WHO = "system:provider"
"""Who it is for the audit, while nobody is known to have come."""
LONGEST_CODE = 4096


def away(ask: Ask) -> Response:
    """Send the browser to the provider; what must come back is kept, bound to this browser.

    A link and no form: browsers hold a form's redirects to the page's own content-security-policy.
    """
    provider = ask.desk.provider
    if provider is None:
        return form_with(ask, "provider_none", 404)
    state, browser, one = fresh_secret(), fresh_secret(), SignIn(fresh_secret(), fresh_secret())
    try:
        place = provider.address(state, one.nonce, one.verifier)
    except ProviderDown as why:
        log.warning("sign-in: the provider is down: %s", why)
        return form_with(ask, "provider_down", 503)
    ask.desk.sign_ins.begin(state, browser, one)
    answer = RedirectResponse(place, 303)
    answer.set_cookie(
        COOKIE, browser, path=PLACE, httponly=True, secure=is_secure(ask.request), max_age=WITHIN,
        samesite="lax",  # the provider sends the browser back from another site
    )  # fmt: skip
    return answer


def back(ask: Ask) -> Response:
    """Sign in whom the provider vouches for, if this browser was sent there and he has an account."""
    answer = _back(ask)
    answer.delete_cookie(COOKIE, path=PLACE, httponly=True, secure=is_secure(ask.request), samesite="lax")
    return answer


def _back(ask: Ask) -> Response:
    provider, query = ask.desk.provider, ask.query()
    if provider is None:
        return form_with(ask, "provider_none", 404)
    browser = ask.request.cookies.get(COOKIE, "")
    one = ask.desk.sign_ins.take(query.get("state", ""), browser) if browser else None
    if one is None:
        return form_with(ask, "provider_stale", 400)
    code = query.get("code", "")
    if "error" in query or not 0 < len(code) <= LONGEST_CODE:
        return form_with(ask, "provider_refused", 401)
    try:
        who = provider.identity(code, one.verifier, one.nonce, query.get("iss"))
    except ProviderDown as why:
        log.warning("sign-in: the provider is down: %s", why)
        return form_with(ask, "provider_down", 503)
    except CodeRefused:
        return form_with(ask, "provider_refused", 401)
    except NotProved as why:
        log.warning("sign-in: the provider's word proves nothing: %s", why)
        ask.desk.audit.append(AuditEntry(WHO, Action.SIGN_IN_REFUSED, why=f"not proved: {why}"))
        return form_with(ask, "provider_not_proved", 401)
    return _let_in(ask, who)


def _let_in(ask: Ask, who: Identity) -> Response:
    """Sign in the account of that identity: open, not waiting, and never anybody else's before."""
    user = ask.desk.users.of_login(who.name) or _made(ask, who)
    if user is None or user.disabled_at is not None:
        known = WHO if user is None else f"officer:{user.name}"
        ask.desk.audit.append(AuditEntry(known, Action.SIGN_IN_REFUSED, why="no open account"))
        return form_with(ask, "provider_unknown", 403)
    if user.locked_until is not None and user.locked_until > ask.desk.clock():
        return form_with(ask, "provider_waits", 403)
    if not ask.desk.users.pin(user.name, who.subject):
        refusal = AuditEntry(f"officer:{user.name}", Action.SIGN_IN_REFUSED, why="another subject")
        ask.desk.users.failed(user.name, along=lambda w: ask.desk.audit.append(refusal, w))
        return form_with(ask, "provider_other", 403)
    try:
        token = signed_in(ask, user.name, "by the provider")
    except NotKept:  # disabled in this very moment
        return form_with(ask, "provider_unknown", 403)
    # A page and no redirect: this request came from another site, and after a redirect a browser would not
    # yet send the session's cookie, which is for this site alone.
    return token(shown(ask, "signed_in.html", {}))


def _made(ask: Ask, who: Identity) -> DeskUser | None:
    """Make an account at the first sign-in, where a setting allows it and the name is fit for one."""
    role, name = ask.desk.new_role, who.name.lower()
    if role is None or problem_in_name(name):
        return None
    entry = AuditEntry(f"officer:{name}", Action.ACCOUNT_CHANGED, why=f"added as {role} at the first sign-in")
    ask.desk.users.add(name, role, "", along=lambda w: ask.desk.audit.append(entry, w))
    return ask.desk.users.of_login(who.name)


__all__ = ["Provider", "away", "back"]
