"""Drawn, captured, read by both readers, extracted: numbers exact, boxes where the print is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from pipeline import ocr
from sample_docs.generator.bank_app import draw_app
from sample_docs.generator.bank_book import draw_bank_book
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.kpj import draw_kpj
from sample_docs.generator.ktp import draw_ktp
from sample_docs.generator.npwp import draw_npwp
from sample_docs.generator.papers import sheet_shot
from sample_docs.generator.passport import draw_passport
from sample_docs.generator.people import BankAccount
from sample_docs.generator.sheets import compose
from sample_docs.generator.shot import Shot, turned
from sample_docs.generator.wrong_cards import with_debit_card
from tests.drawn_pages import FACTS, JOB, SITI, TODAY, one, read_picture, shot_of, stands_where, values_of

CRITICAL = ("nik", "nama", "tanggal_lahir")


@cache
def ktp() -> Drawing:
    return draw_ktp(SITI, np.random.default_rng(1), TODAY)


def check(shot: Shot, kind: str, truth, names: Sequence[str], readers: ocr.Readers):
    """Read the picture and compare these values and the places they were read from."""
    document = one(read_picture(shot.picture, readers), kind)
    assert values_of(document, names) == {name: truth[name] for name in names}
    for name in names:
        assert stands_where(document, name, shot.boxes[name]), name
    return document


@pytest.mark.parametrize("level", ["flat", "phone"])
def test_an_identity_card(level: str, readers: ocr.Readers) -> None:
    document = check(shot_of(ktp(), level), "ktp", ktp().fields, CRITICAL, readers)
    if level == "flat":
        names = [name for name in ktp().fields if name != "golongan_darah"]
        assert values_of(document, names) == {name: ktp().fields[name] for name in names}


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_an_identity_card_that_lies_on_its_side_or_head(quarters: int, readers: ocr.Readers) -> None:
    check(turned(shot_of(ktp(), "flat"), quarters), "ktp", ktp().fields, ("nik", "nama"), readers)


def test_a_card_that_cannot_be_read_has_no_invented_number(readers: ocr.Readers) -> None:
    seen = read_picture(shot_of(ktp(), "unreadable").picture, readers, "ktp")
    document = one(seen, "ktp")
    assert document.value("nik") is None
    assert not document.quality.usable
    assert document.type_confidence <= 0.5


@pytest.mark.parametrize(
    "account",
    [BankAccount("BCA", "9370012345", SITI.name), BankAccount("MANDIRI", "1300012345678", SITI.name)],
)
def test_a_bank_book(account: BankAccount, readers: ocr.Readers) -> None:
    drawing = draw_bank_book(SITI, account, np.random.default_rng(3), TODAY)
    check(
        shot_of(drawing, "flat"),
        "buku_rekening",
        drawing.fields,
        ("bank", "nomor_rekening", "nama_pemilik"),
        readers,
    )


def test_a_membership_card(readers: ocr.Readers) -> None:
    drawing = draw_kpj(SITI, JOB, np.random.default_rng(1))
    check(shot_of(drawing, "phone"), "kpj", drawing.fields, ("kpj", "nama"), readers)


def test_a_tax_card(readers: ocr.Readers) -> None:
    drawing = draw_npwp(SITI, "091234567412000", np.random.default_rng(2))
    check(shot_of(drawing, "flat"), "npwp", drawing.fields, ("npwp", "nama"), readers)


def test_a_scanned_letter(readers: ocr.Readers) -> None:
    sheet = compose("paklaring", FACTS, np.random.default_rng(3))
    names = [name for name in ("nama", "nik", "tanggal_masuk", "tanggal_keluar") if name in sheet.fields]
    check(sheet_shot(sheet, 120), "paklaring", sheet.fields, names, readers)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_passport(seed: int, readers: ocr.Readers) -> None:
    drawing = draw_passport(SITI, np.random.default_rng(seed), TODAY)
    document = check(shot_of(drawing, "phone"), "paspor", drawing.fields, tuple(drawing.fields), readers)
    assert set(document.hints["check_digits"].split()) == {"nomor_paspor", "tanggal_lahir", "berlaku_hingga"}


@pytest.mark.parametrize(("bank", "seed"), [("BRI", 1), ("JAGO", 4)])
def test_an_account_in_its_application(bank: str, seed: int, readers: ocr.Readers) -> None:
    account = BankAccount(bank, "902201012345530" if bank == "BRI" else "104512345678", SITI.name)
    drawing = draw_app(account, np.random.default_rng(seed), TODAY)
    check(shot_of(drawing), "buku_rekening", drawing.fields, tuple(drawing.fields), readers)


def test_a_payment_card_beside_the_book_leaves_no_digit(readers: ocr.Readers) -> None:
    account = BankAccount("BCA", "9370012345", SITI.name)
    book = draw_bank_book(SITI, account, np.random.default_rng(3), TODAY)
    both = with_debit_card(book, SITI, account, np.random.default_rng(3), TODAY)
    shot = shot_of(both, "phone")
    seen = read_picture(shot.picture, readers)
    (document,) = (d for d in seen.documents if d.type == "buku_rekening")
    assert values_of(document, ["nomor_rekening"]) == {"nomor_rekening": both.fields["nomor_rekening"]}
    top = max(y for _, y in shot.boxes["nomor_rekening"])
    hidden = [q.through(d.to_upright) for d in seen.documents if d.to_upright is not None for q in d.hidden]
    assert hidden
    assert all(quad.top > top for quad in hidden)
