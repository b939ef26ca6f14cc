"""A payment card's number leaves nothing behind; numbers that only look like one stay."""

from __future__ import annotations

import re

import pytest

from models.document import DocumentType, Quality
from models.geometry import Quad
from models.part import Part
from pipeline.extract import documents_from
from pipeline.extract.payment_card import without_card_numbers
from tests.typed_lines import column, empty_page, in_order, line, table

PAN = "4000001234567899"
SPACED = "4000 0012 3456 7899"
PAGE = empty_page()


def part(*lines, type_=DocumentType.BUKU_REKENING):
    return Part(PAGE, type_, 0.9, tuple(in_order(lines)))


def left_in(one: Part) -> str:
    return " ".join(reading.text for each in one.lines for reading in each.readings)


@pytest.mark.parametrize(
    "lines",
    [
        column("BCA", SPACED, "VALID THRU 12/29", "SITI"),
        column("BCA", PAN),
        column("BCA", "4000-0012-3456-7899"),
        column("No. Rekening : 9370012345", f"Nomor Kartu : {PAN}"),
        column("BCA", "No. Rekening : " + PAN),  # the applicant's idea of an account
        column("BCA", "4000 0012 3456 7890", "GOOD THRU 12/29"),  # misread, so that Luhn fails
        [line(SPACED, 0, 0, second="4OOO OO12 34S6 7899"), line("VISA", 0, 40)],
        [line("4000 0012 3456 78", 0, 0, second=SPACED), line("VISA", 0, 40)],
        [line("4000", 0, 0), line("0012", 120, 0), line("3456 7899", 240, 1), line("MASTERCARD", 0, 60)],
        [line("4000 0012", 0, 0), line("34567899", 240, 1)],
        [line(f"SITI 3404080108939700 {PAN}", 0, 0)],  # beside a person's number
    ],
)
def test_the_number_is_struck_out_of_every_reading(lines) -> None:
    (clean,) = without_card_numbers([part(*lines)])
    digits = re.sub(r"[ .-]", "", left_in(clean).replace("9370012345", ""))
    assert not re.search(r"\d{5}", digits)
    assert clean.hidden


@pytest.mark.parametrize(
    "lines",
    [
        column("NIK : 6471054708909013", "Nama : SITI"),
        column("NIK", "5271044708900014"),
        column("NPWP16", "6471054708909013"),
        column("BANK BTN", "No. Rekening : 40000-01-23-456789-9"),
        in_order([line("BANK BTN"), *table([("No. Rekening", f": {PAN}")], at=(0, 300), y=60)]),
        column("KARTU PESERTA", "15034567890"),
        column("BYR VA BPJS KES 8888801234567890", "KARTU DEBIT ALFAMART 244418"),
        column("No. Rekening : 902201012345530", "VISA"),
        [line("340408010899700", 0, 0, second="3404080108939700")],  # an NIK that lost a digit
    ],
)
def test_other_numbers_stay(lines) -> None:
    before = part(*lines)
    (clean,) = without_card_numbers([before])
    assert clean.lines == before.lines
    assert clean.hidden == ()


def test_a_card_whose_words_went_to_another_part_of_the_page() -> None:
    book, rest = part(*column("BCA", "4000 0012 3456 7890")), part(*column("VALID THRU 12/29"))
    clean, _ = without_card_numbers([book, rest])
    assert clean.hidden


def test_no_document_of_any_type_keeps_it() -> None:
    lines = column(
        "NPWP : " + "09.254.294.3-407.000", SPACED, "Nama : SITI RAHMAWATI", "No. Rekening : 9370012345"
    )
    for type_ in DocumentType:
        (document,) = documents_from([part(*lines, type_=type_)], [Quality()])
        kept = [reading.text for field in document.fields.values() for reading in field.readings]
        kept += [field.value or "" for field in document.fields.values()]
        assert not any(PAN in re.sub(r"\D", "", text) for text in kept), type_
        assert document.hidden, type_


def test_a_card_whose_number_nobody_read_is_hidden_whole() -> None:
    card = Part(
        PAGE, DocumentType.LAINNYA, 0.9, tuple(column("BCA", "VALID THRU 12/29", "VISA")), hint="kartu_debit",
        region=Quad.upright(0, 0, 400, 250),
    )  # fmt: skip
    (clean,) = without_card_numbers([card])
    assert clean.hidden == (Quad.upright(0, 0, 400, 250),)


def test_what_has_no_new_reading_is_not_extracted_again() -> None:
    from dataclasses import replace

    page = replace(PAGE, file="other.jpg")
    book, rest = part(*column("BCA", "4000 0012 3456 7890")), part(*column("VALID", "12/29"))
    alone = replace(part(*column("No. Rekening : 9370012345")), page=page)
    parts, seen = [book, rest, alone], [Quality()] * 3
    first = documents_from(parts, seen)
    assert documents_from(parts, seen, None, (parts, first)) == first
    told = [book, part(*column("VALID THRU 12/29")), alone]
    again = documents_from(told, seen, None, (parts, first))
    assert [new is old for new, old in zip(again, first, strict=True)] == [False, False, True]
    assert again[0].hidden and not first[0].hidden, "a word on the same page makes the number a card's"
