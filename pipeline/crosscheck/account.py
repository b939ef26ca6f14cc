"""The account: its holder is the payee, its number and bank are what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.check import Check, Result
from models.claim import Claim, Programme
from models.companies import looks_like_company
from models.document import Document, DocumentType
from models.numbers.digits import compact, masked
from models.numbers.payment_card import is_card_number
from models.numbers.rekening import bank_in
from models.people import People
from pipeline.crosscheck.compare import Answer, answered, asked, names, nothing, numbers
from pipeline.crosscheck.persons import applicant_of, guardian_named

HOLDER = "account_holder_equals_payee"
NUMBER = "account_number_declared_equals_document"
BANK = "account_bank_declared_equals_document"


def account_checks(claim: Claim, documents: Sequence[Document], people: People) -> Iterator[Check]:
    """Ask every bank book, whoever's it seems to be, and the typed holder."""
    books = [d for d in documents if d.type is DocumentType.BUKU_REKENING]
    typed = claim.bank_account
    number = _typed_number(typed.number, typed.bank) if typed and typed.number else None
    for check in _holders(claim, books):
        yield _guardians(claim, documents, people, check)
    for book in books:
        yield asked(NUMBER, numbers, book, "nomor_rekening", number, always_printed=True)
        yield _bank(book, typed.bank if typed else None)
    if not books:
        yield nothing(NUMBER, "no_document", expected=number)
        yield nothing(BANK, "no_document", expected=typed.bank if typed else None)


def _typed_number(text: str, bank: str | None) -> str:
    """Return the typed number; a payment card's is masked here, since checks are filed and it must not be."""
    number = compact(text) or text
    foreign = bank_in(bank or "") != "BTN"
    return masked(number) if foreign and is_card_number(number) else number


def _holders(claim: Claim, books: list[Document]) -> Iterator[Check]:
    payee = applicant_of(claim).name
    typed = claim.bank_account.holder if claim.bank_account else None
    if typed and payee:
        yield _employers(claim, answered(HOLDER, names, payee, typed, field="holder"))
    elif not books:
        yield nothing(HOLDER, "undeclared", expected=payee)
    for book in books:
        check = asked(HOLDER, names, book, "nama_pemilik", payee, always_printed=True)
        yield _employers(claim, check)


def _employers(claim: Claim, check: Check) -> Check:
    """JKK pays what an employer advanced back to the employer: an officer sees whether that is so here."""
    strange = check.result in (Result.FAIL, Result.UNCLEAR)
    if claim.programme is Programme.JKK and strange and looks_like_company(check.found or ""):
        return Check(
            HOLDER, Result.UNCLEAR, check.expected, check.found, check.documents, check.field, "employer"
        )
    return check


def _guardians(claim: Claim, documents: Sequence[Document], people: People, check: Check) -> Check:
    if check.result is Result.FAIL and guardian_named(claim, documents, people, check.found):
        return replace(check, result=Result.UNCLEAR, kind="guardian")
    return check


def _bank(book: Document, typed: str | None) -> Check:
    return asked(BANK, _banks, book, "bank", typed)


def _banks(expected: str, found: str) -> Answer:
    """Compare by canonical name; a bank that the list lacks is compared as written."""
    one, other = bank_in(expected), bank_in(found)
    if one and other:
        return (Result.PASS, "equal") if one == other else (Result.FAIL, "differs")
    if " ".join(expected.upper().split()) == " ".join(found.upper().split()):
        return Result.PASS, "equal"
    return Result.UNCLEAR, "bank_unknown"
