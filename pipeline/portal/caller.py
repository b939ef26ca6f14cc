"""One call to a webhook: signed, to an address that was checked, without redirects, within 15 seconds."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from models.webhook import Endpoint
from pipeline.portal.addresses import Network, Refusal, Target, checked_address, target_of
from pipeline.portal.signing import headers_for

CONNECT, READ, WHOLE = 5.0, 10.0, 15.0
"""Seconds to connect, between two bytes, and for everything."""


@dataclass(frozen=True)
class Answered:
    """How a call went: ``fault`` is '' where the receiver took it (a status of 2xx)."""

    status: int | None
    fault: str


async def call(endpoint: Endpoint, event_id: str, body: bytes, allowed: Sequence[Network] = ()) -> Answered:
    """Send one event to one endpoint; whatever goes wrong comes back as a word."""
    try:
        async with asyncio.timeout(WHOLE):
            target = target_of(endpoint.url, allowed)
            address = await checked_address(target, allowed)
            signed = headers_for(event_id, endpoint.secrets, int(time.time()), body)
            status = await _post(target, address, signed, body)
    except Refusal as refusal:
        return Answered(None, str(refusal))
    except (TimeoutError, httpx.TimeoutException):
        return Answered(None, "timeout")
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as fault:
        return Answered(None, type(fault).__name__)
    if 300 <= status < 400:
        return Answered(status, "redirect_not_followed")
    return Answered(status, "" if 200 <= status < 300 else "refused")


async def _post(target: Target, address: str, headers: dict[str, str], body: bytes) -> int:
    # The address stands in the URL; name and certificate are those of the host that was named.
    url = httpx.URL(target.url).copy_with(host=address)
    default = 443 if target.scheme == "https" else 80
    host = f"[{target.host}]" if ":" in target.host else target.host
    named = host if target.port == default else f"{host}:{target.port}"
    client = httpx.AsyncClient(
        timeout=httpx.Timeout(READ, connect=CONNECT), follow_redirects=False, trust_env=False
    )
    async with client:
        request = client.build_request(
            "POST", url, content=body, headers={**headers, "Host": named, "Accept-Encoding": "identity"},
            extensions={"sni_hostname": target.host},
        )  # fmt: skip
        answer = await client.send(request, stream=True)
        await answer.aclose()  # the status is all that counts: a body of any size is not read
        return answer.status_code
