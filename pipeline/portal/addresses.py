"""Where a webhook may lead: public https addresses, and what the institution allows by name.

A name is resolved once, every address that it has is checked, and the call goes to one that was checked:
asking again for the connection would let the name point elsewhere in between (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.errors import IntakeError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST = 2000
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_CARRIERS = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""Networks that carry IPv4 addresses inside IPv6 ones, by which a private one could be meant."""


class Refusal(Exception):  # noqa: N818 - named by its cause, as in pipeline/errors.py
    """The address may not be called; the text is one word, without the address."""


@dataclass(frozen=True)
class Target:
    """A URL that may be called, in its parts."""

    url: str
    scheme: str
    host: str
    port: int


def networks_in(text: str | None) -> tuple[Network, ...]:
    """Return the networks that a setting names, with commas between.

    Raises:
        IntakeError: one of them is none.
    """
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in (text or "").split(",") if one.strip())
    except ValueError:
        raise IntakeError("allowed networks must be like 10.1.0.0/16,192.0.2.7/32") from None


def target_of(url: str, allowed: Sequence[Network] = ()) -> Target:
    """Return the parts of a webhook's URL.

    Raises:
        Refusal: it is none, not https (http only where networks are allowed), or holds a name and password.
    """
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Refusal("not_a_url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Refusal("not_a_url") from None
    host = parts.hostname or ""
    if parts.scheme not in {"https", "http"} or not (_HOST.fullmatch(host) or _literal(host)):
        raise Refusal("not_a_url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refusal("not_a_url")
    if parts.scheme == "http" and not allowed:
        raise Refusal("not_https")
    literal = _literal(host)
    if literal is not None and not is_allowed(literal, parts.scheme, allowed):
        raise Refusal("address_not_allowed")
    return Target(url, parts.scheme, host, port or (443 if parts.scheme == "https" else 80))


def is_allowed(address: Address, scheme: str, allowed: Sequence[Network]) -> bool:
    """Tell whether an address may be called: within an allowed network, or public and over https."""
    inner = getattr(address, "ipv4_mapped", None) or address
    if any(inner.version == network.version and inner in network for network in allowed):
        return True
    if any(inner.version == carrier.version and inner in carrier for carrier in _CARRIERS):
        return False
    return scheme == "https" and inner.is_global and not inner.is_multicast


async def checked_address(target: Target, allowed: Sequence[Network] = ()) -> str:
    """Resolve the target's name and return an address to connect to.

    Raises:
        Refusal: it has none, or one of them may not be called: such a name is not to be trusted at all.
    """
    literal = _literal(target.host)
    if literal is not None:
        found = [literal]
    else:
        try:
            asked = asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            found = [ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in await asked]
        except (OSError, UnicodeError, ValueError):
            raise Refusal("name_not_found") from None
    if not found:
        raise Refusal("name_not_found")
    if not all(is_allowed(address, target.scheme, allowed) for address in found):
        raise Refusal("address_not_allowed")
    return str(found[0])


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
