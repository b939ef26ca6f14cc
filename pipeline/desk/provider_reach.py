"""One request to the provider of sign-ins: bounded in size and time, without redirects, JSON or nothing."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

CONNECT, READ, WHOLE = 4.0, 6.0, 8.0
"""Seconds to connect, between two bytes, and for everything."""
LARGEST = 256 * 1024
"""Bytes of an answer; a set of keys has a few thousand."""


class ProviderDown(Exception):  # noqa: N818 - named by its cause
    """The provider did not answer, or not with what the standard asks for; the text is our own word."""


class CodeRefused(Exception):  # noqa: N818 - named by its cause
    """The provider does not take the code (any more): it was used, is over, or was never given out."""


def may_be_asked(url: str) -> bool:
    """Tell whether an address is https, or on this very machine.

    >>> may_be_asked("https://sso.example/realms/a"), may_be_asked("http://sso.example/")
    (True, False)
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def asked(url: str, form: Mapping[str, str] | None = None, basic: tuple[str, str] | None = None) -> Any:
    """Return the JSON object at an address; ``form`` is posted, ``basic``: name and secret for it.

    Raises:
        ProviderDown: nobody answers, too much or too slowly, or no JSON object.
        CodeRefused: the form is refused (a status of 4xx).
    """
    if not may_be_asked(url):
        raise ProviderDown("address")
    try:
        status, body = asyncio.run(_asked(url, form, basic))
    except (TimeoutError, httpx.TimeoutException):
        raise ProviderDown("timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as fault:
        raise ProviderDown(type(fault).__name__) from None
    if form is not None and 400 <= status < 500:
        raise CodeRefused
    if status != 200:
        raise ProviderDown(f"status {status}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderDown("no JSON") from None
    if not isinstance(told, dict):
        raise ProviderDown("no JSON object")
    return told


async def _asked(
    url: str, form: Mapping[str, str] | None, basic: tuple[str, str] | None
) -> tuple[int, bytes]:
    limits = httpx.Timeout(READ, connect=CONNECT)
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    async with (
        asyncio.timeout(WHOLE),
        httpx.AsyncClient(timeout=limits, follow_redirects=False, trust_env=False, headers=headers) as client,
        client.stream("GET" if form is None else "POST", url, data=form, auth=basic) as answer,
    ):
        body = bytearray()
        async for piece in answer.aiter_raw():
            body += piece
            if len(body) > LARGEST:
                raise ProviderDown("too large")
        return answer.status_code, bytes(body)
