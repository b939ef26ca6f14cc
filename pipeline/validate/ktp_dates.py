"""Can the dates on the identity card be?

That a printed expiry date has passed is no question: every citizen's KTP-el is valid for life, whatever
it prints (UU 24/2013 art. 64(7)a).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.check import Check, Result
from models.dates import parse_date
from models.document import Document
from models.numbers.nik import OLDEST
from pipeline.validate.presence import UNREADABLE, about, unread

CODE = "ktp_dates_plausible"
_AGE_OF_CARD = 17


def ktp_date_checks(card: Document, *, on: date) -> Iterator[Check]:
    """Answer for the birth date and, where one is printed, for the expiry date."""
    absent = unread(CODE, card, "tanggal_lahir")
    text = card.value("tanggal_lahir") or ""
    born = parse_date(text)
    if absent:
        yield absent
    elif born is None:
        yield about(CODE, card, "tanggal_lahir", Result.UNCLEAR, kind=UNREADABLE, found=text)
    else:
        result, kind = _birth(born, on)
        yield about(CODE, card, "tanggal_lahir", result, kind=kind, found=text)
    expiry = parse_date(card.value("berlaku_hingga") or "")
    if born and expiry:
        early = expiry <= born
        result, kind = (Result.FAIL, "expiry_before_birth") if early else (Result.PASS, "possible")
        yield about(CODE, card, "berlaku_hingga", result, kind=kind, found=expiry.isoformat())


def _birth(born: date, on: date) -> tuple[Result, str]:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if born > on:
        return Result.FAIL, "birth_in_future"
    if age > OLDEST:
        return Result.FAIL, "too_old"
    if age < _AGE_OF_CARD:  # a card is given at 17, earlier only on marriage
        return Result.UNCLEAR, "under_17"
    return Result.PASS, "possible"
