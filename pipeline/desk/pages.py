"""Pages out of templates: everything is escaped, a missing value is an error, nothing is inline."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from starlette.responses import HTMLResponse, JSONResponse, Response

from models.desk import JAKARTA, Role
from pipeline.desk.door import ROOT, Ask, Told, csrf_of
from pipeline.desk.words import words_in

_HERE = Path(__file__).parent
STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "desk.js": "text/javascript; charset=utf-8",
    "case.js": "text/javascript; charset=utf-8",
    "viewer.js": "text/javascript; charset=utf-8",
}
"""All that a page may load, besides pictures of the case."""


@cache
def static(name: str) -> bytes:
    """Return one of our own files."""
    return (_HERE / "static" / name).read_bytes()


@cache
def _version(name: str) -> str:
    return hashlib.sha256(static(name)).hexdigest()[:12]


def static_url(name: str) -> str:
    """Return its address, which changes with it, so that browsers may keep it."""
    return f"{ROOT}/static/{name}?v={_version(name)}"


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static_url, "root": ROOT, "Role": Role}
    made.filters["when"] = when
    return made


def when(moment: datetime | None) -> str:
    """Return a time as an officer reads it: Jakarta's, day first."""
    return f"{moment.astimezone(JAKARTA):%d-%m-%Y %H:%M}" if moment else "–"


def shown(ask: Ask, template: str, parts: Mapping[str, Any], status: int = 200) -> Response:
    """Return the page."""
    told = {
        "t": words_in(ask.language),
        "language": ask.language,
        "me": ask.someone.user if ask.someone else None,
        "csrf": csrf_of(ask.someone.token) if ask.someone else "",
        "here": ask.request.url.path,
    }
    return HTMLResponse(_environment().get_template(template).render(told | dict(parts)), status)


def refused(ask: Ask, no: Told) -> Response:
    """Return the page that says why something is not done; to a script the same as JSON."""
    if "application/json" in ask.request.headers.get("accept", ""):
        said = words_in(ask.language)[no.word]
        return JSONResponse({"problem": no.word, "said": said, "details": list(no.details)}, no.status)
    back = ask.request.path_params.get("run")
    parts = {"word": no.word, "details": no.details, "status": no.status, "case": back}
    return shown(ask, "refused.html", parts, no.status)
