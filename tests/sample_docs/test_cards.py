"""Cards, bank papers, passports and cards by mistake: what is drawn says what its truth says."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from models.numbers.mrz import Mrz
from models.numbers.payment_card import is_card_number
from models.numbers.rekening import AccountNumber, bank_in
from sample_docs.generator.bank_app import draw_app
from sample_docs.generator.bank_book import draw_bank_book
from sample_docs.generator.bank_houses import HOUSES, grouped, printed_number
from sample_docs.generator.bank_statement import bank_statement
from sample_docs.generator.electronic_cards import electronic_kpj, electronic_npwp
from sample_docs.generator.invent import invent_account, invent_employment
from sample_docs.generator.kpj import FACES
from sample_docs.generator.papers import ELECTRONIC, draw, file_of
from sample_docs.generator.passport import draw_passport, mrz_lines
from sample_docs.generator.scenarios import case_of
from sample_docs.generator.sheets import raster
from sample_docs.generator.wrong_cards import WRONG_CARDS, payment_card_number, with_debit_card
from tests.sample_docs.test_people import TODAY, somebody


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("bank", HOUSES)
def test_every_house_prints_its_own_number_and_name(bank):
    assert bank_in(HOUSES[bank].title) == bank
    assert bank_in(HOUSES[bank].app) in (bank, None)
    account = invent_account(rng(), somebody(3), bank)
    for seed in range(4):
        assert AccountNumber.parse(printed_number(account, rng(seed))).digits == account.number
    for drawing in (draw_bank_book(somebody(3), account, rng(), TODAY), draw_app(account, rng(2), TODAY)):
        assert drawing.fields["nomor_rekening"] == account.number
        assert drawing.screenshot == (drawing.picture.shape[0] > drawing.picture.shape[1])
    sheet = bank_statement(somebody(3), account, rng(3), TODAY)
    assert sheet.fields["nomor_rekening"] == account.number


def test_what_is_left_over_stays_together():
    assert grouped("12345678901", ((3, 3, 4), "-")) == "123-456-7890-1"


@pytest.mark.parametrize("seed", range(2))
def test_the_passports_lines_hold_what_the_page_shows(seed):
    person = somebody(3)
    drawing = draw_passport(person, rng(seed), TODAY)
    expires = TODAY.fromisoformat(drawing.fields["berlaku_hingga"])
    zone = Mrz.parse(*mrz_lines(person, drawing.fields["nomor_paspor"], expires))
    assert zone.proved == {"number", "birth_date", "expiry"}
    assert (zone.number, zone.birth_date, zone.expiry) == (
        drawing.fields["nomor_paspor"], person.birth_date, expires,
    )  # fmt: skip
    assert sorted(zone.name.split()) == sorted(re.sub(r"[^A-Z ]", " ", person.name).split())
    assert expires > TODAY


def test_codes_on_cards_are_real_and_name_no_other_member():
    person, seen = somebody(3), 0
    job = invent_employment(rng(), person, end=TODAY, reason="phk")
    for seed in range(3):
        pictures = [FACES[face](person, job, rng(seed)).picture for face in ("green", "white", "digital")]
        pictures.append(raster(electronic_kpj(person, job, rng(seed)), 120))
        for picture in pictures:
            for code in zxingcpp.read_barcodes(picture):
                seen += 1
                assert job.kpj in code.text
    assert seen > 7
    sheet = electronic_npwp(person, person.nik, rng(), TODAY)
    assert zxingcpp.read_barcodes(raster(sheet, 120))
    assert sheet.fields["npwp"] == person.nik


def test_payment_cards_have_numbers_that_pass_luhn_and_no_truth_tells_them():
    assert all(is_card_number(payment_card_number(rng(seed))) for seed in range(20))
    account = invent_account(rng(), somebody(3), "BCA")
    for wrong in WRONG_CARDS.values():
        assert wrong(somebody(3), account, rng(), TODAY).fields == {}
    book = draw_bank_book(somebody(3), account, rng(), TODAY)
    both = with_debit_card(book, somebody(3), account, rng(), TODAY)
    assert both.picture.shape[0] > book.picture.shape[0]
    assert both.boxes == book.boxes


@pytest.mark.parametrize("treatment", ["kartu_debit", "bpjs_kesehatan"])
def test_a_wrong_card_is_declared_as_what_was_asked_for(treatment):
    dossier = case_of("jht_usia_pensiun", rng()).dossier
    paper = replace(next(p for p in dossier.papers if p.kind == "buku_rekening"), treatment=treatment)
    file = file_of(dossier, paper, rng(), "flat")
    assert (file.declared, file.truths[0].kind) == ("buku_rekening", "lainnya")


def test_bank_papers_come_as_books_screens_and_pdfs():
    dossier = case_of("jht_usia_pensiun", rng()).dossier
    paper = next(p for p in dossier.papers if p.kind == "buku_rekening")
    seen = [draw(dossier, paper, rng(seed)).screenshot for seed in range(14)]
    assert 1 < sum(seen) < 10
    pdfs = [seed for seed in range(40) if rng(seed).random() < ELECTRONIC["buku_rekening"]]
    file = file_of(dossier, paper, rng(pdfs[0]), "flat")
    assert (file.ending, file.truths[0].unit) == ("pdf", "page_fraction")
    assert file.truths[0].fields["nomor_rekening"] == dossier.account.number
