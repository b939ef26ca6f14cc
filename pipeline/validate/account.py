"""Has the account number the length that its bank's numbers usually have? Soft: never a failure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from models.check import Check, Result
from models.document import Document, DocumentType
from models.numbers.rekening import AccountNumber, bank_in, problems_in
from pipeline.validate.presence import about, unread

CODE = "account_length"
_ELSEWHERE = frozenset(range(8, 17))


def account_checks(document: Document) -> Iterator[Check]:
    """Answer for every bank book or statement."""
    if document.type is not DocumentType.BUKU_REKENING:
        return
    absent = unread(CODE, document, "nomor_rekening")
    if absent:
        yield absent
        return
    text = document.value("nomor_rekening") or ""
    problems = problems_in(text)
    if problems:
        yield about(CODE, document, "nomor_rekening", Result.UNCLEAR, kind=problems[0], found=text)
        return
    account, bank = AccountNumber.parse(text), bank_in(document.value("bank") or "")
    usual = usual_lengths(bank)
    expected = "/".join(str(n) for n in sorted(usual))
    if account.looks_like_card and bank != "BTN":
        result, kind = Result.UNCLEAR, "card_number"
    elif len(account.digits) not in usual:
        result, kind = Result.UNCLEAR, "unusual"
    else:
        result, kind = Result.PASS, "usual" if bank else "bank_unknown"
    yield about(
        CODE,
        document,
        "nomor_rekening",
        result,
        kind=kind,
        expected=expected,
        found=str(len(account.digits)),
    )


def usual_lengths(bank: str | None) -> frozenset[int]:
    """Return how many digits the bank's numbers have; a wide range where no list tells."""
    return _lengths().get(bank or "", _ELSEWHERE)


@cache
def _lengths() -> dict[str, frozenset[int]]:
    table = tomllib.loads(Path(__file__).with_name("account_lengths.toml").read_text(encoding="utf-8"))
    return {bank: frozenset(entry["digits"]) for bank, entry in table["lengths"].items()}
