"""A QR code or a barcode on a page, and which of our numbers its text holds.

What the codes on membership and tax cards say is told by no source. So a number is taken only where it
stands alone among other characters: never a part of a longer run, never a telephone number. Codes on deeds
and family cards hold an address of the civil registry's verification page, and no number of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from models.geometry import Quad
from models.numbers import kpj, nik, npwp
from models.numbers.digits import masked
from models.numbers.payment_card import is_card_number

_WORD = re.compile(r"[0-9A-Za-z]+")
_NPWP_PRINTED = re.compile(r"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)")
_TELEPHONE = ("08", "62")
_LONGEST_HOST = 80


@dataclass(frozen=True)
class Code:
    """One code: its kind (``qr``, ``code128``), its text as printable characters, and where it is."""

    format: Literal["qr", "code128"]
    text: str = field(repr=False)
    quad: Quad = field(repr=False)

    @property
    def shown(self) -> str:
        """What a report may show: an address by its host, anything else by its last four characters."""
        parts = urlsplit(self.text) if self.text[:8].lower().startswith(("http://", "https://")) else None
        host = parts.netloc.rpartition("@")[2] if parts else ""
        if host and re.fullmatch(r"[A-Za-z0-9.-]+(?::\d+)?", host):
            return host[:_LONGEST_HOST].lower()
        return masked(self.text) if len(self.text) <= 64 else masked(self.text[-64:])

    def numbers(self, what: str) -> tuple[str, ...]:
        """Return the different numbers of that kind (``kpj``, ``nik``, ``npwp``) in the text, in order."""
        words = [word for word in _WORD.findall(self.text) if word.isdigit()]
        if what == "kpj":
            found = [w for w in words if not kpj.problems_in(w) and not w.startswith(_TELEPHONE)]
        elif what == "nik":
            found = [w for w in words if not nik.problems_in(w)]
        elif what == "npwp":
            dotted = [re.sub(r"\D", "", hit) for hit in _NPWP_PRINTED.findall(self.text)]
            found = [w for w in (*words, *dotted) if len(w) in (15, 16) and not npwp.problems_in(w)]
            found = [w for w in found if not is_card_number(w) or not nik.problems_in(w)]
        else:
            found = []
        return tuple(dict.fromkeys(found))


def number_in(codes: tuple[Code, ...], what: str) -> str | None:
    """Return the number of that kind that the codes hold, None where they hold none or different ones."""
    found = {number for code in codes for number in code.numbers(what)}
    return found.pop() if len(found) == 1 else None
