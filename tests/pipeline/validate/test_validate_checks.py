from datetime import date

import pytest

from models.check import Result
from models.document import Document, DocumentType
from models.field import Field
from models.numbers.rekening import banks
from pipeline.regions import region_of
from pipeline.validate import checks_on
from pipeline.validate.account import _lengths

TODAY = date(2026, 11, 20)


def document(type_, **values):
    return Document("a.jpg", 1, type_, 0.99, fields={k: Field(v, 0.99) for k, v in values.items()})


def answers(type_, **values):
    return [(c.code, c.result.value, c.kind) for c in checks_on([document(type_, **values)], on=TODAY)]


@pytest.mark.parametrize(
    ("code", "level", "name", "current"),
    [
        ("327301", "district", "Sukasari", "327301"),
        ("3218", "regency", "Kabupaten Pangandaran", "3218"),
        ("6404", "regency_old", "Kabupaten Bulungan", "6501"),
        ("910101", "district_old", "Merauke", "930101"),
        ("32", "province", "Jawa Barat", "32"),
    ],
)
def test_regions(code, level, name, current):
    region = region_of(code)
    assert (region.level, region.name, region.current_code) == (level, name, current)


@pytest.mark.parametrize("code", ["9971", "", "327301470890", "３２", "code"])
def test_an_unknown_region_is_none(code):
    assert region_of(code) is None


@pytest.mark.parametrize(
    ("nik", "structure", "region"),
    [
        ("3273014708909001", ("pass", None), ("pass", "district")),
        ("6404014101859002", ("pass", None), ("unclear", "district_unknown")),
        ("9101011512789001", ("pass", None), ("pass", "district_old")),
        ("9971011708459001", ("unclear", "region_unknown"), ("unclear", "region_unknown")),
        ("3273013202909001", ("fail", "day"), None),
        ("3273013002909001", ("fail", "date"), None),
        ("327301470890900", ("fail", "length"), None),
        (None, ("unclear", "unreadable"), None),
        ("", ("unclear", "unreadable"), None),
    ],
)
def test_nik_structure_and_region(nik, structure, region):
    found = {code: (result, kind) for code, result, kind in answers(DocumentType.KTP, nik=nik)}
    assert found["nik_structure"] == structure
    assert found.get("nik_region") == region


@pytest.mark.parametrize(
    ("born", "sex", "expected"),
    [
        ("1990-08-07", "PEREMPUAN", [("pass", "birth_date"), ("pass", "sex")]),
        ("1990-08-08", "LAKI-LAKI", [("fail", "birth_date"), ("fail", "sex")]),
        (None, None, [("unclear", "unreadable"), ("unclear", "unreadable")]),
        ("x", "x", [("unclear", "unreadable"), ("unclear", "unreadable")]),
    ],
)
def test_birth_date_and_sex_against_the_nik(born, sex, expected):
    found = answers(DocumentType.KTP, nik="3273014708909001", tanggal_lahir=born, jenis_kelamin=sex)
    assert [(r, k) for code, r, k in found if code == "nik_birthdate_vs_printed"] == expected


def test_an_absent_field_is_not_asked():
    assert ("nik_structure", "not_applicable", None) in answers(DocumentType.KTP)
    assert answers(DocumentType.SELFIE) == []


@pytest.mark.parametrize(
    ("kpj", "expected"),
    [
        ("12034567890", ("pass", None)),
        ("9A034567890", ("unclear", "old_form")),
        ("0001234567890", ("fail", "wrong_card")),
        ("1203456789", ("fail", "length")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_kpj_format(kpj, expected):
    assert answers(DocumentType.KPJ, kpj=kpj) == [("kpj_format", *expected)]
    assert answers(DocumentType.PAKLARING, kpj=kpj) == [("kpj_format", *expected)]


@pytest.mark.parametrize(
    ("npwp", "expected"),
    [
        ("021832415000000", ("pass", None)),
        ("0021832415000000", ("pass", None)),
        ("021832416000000", ("fail", "check_digit")),
        ("000000000000000", ("not_applicable", "missing")),
        ("3273014708909001", ("not_applicable", "nik")),
        ("3273013202909001", ("fail", "nik_day")),
        ("12345", ("fail", "length")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_npwp_check_digit(npwp, expected):
    assert answers(DocumentType.NPWP, npwp=npwp) == [("npwp_check_digit", *expected)]


@pytest.mark.parametrize(
    ("bank", "number", "expected"),
    [
        ("BCA", "0087654321", ("pass", "usual")),
        ("BANK BRI", "0087654321", ("unclear", "unusual")),
        ("BTN", "4111111111111111", ("pass", "usual")),
        ("BCA", "4111111111111111", ("unclear", "card_number")),
        ("BANK ANTAH BERANTAH", "12345678", ("pass", "bank_unknown")),
        ("BCA", "0000000000", ("unclear", "zeros")),
        ("BCA", None, ("unclear", "unreadable")),
    ],
)
def test_account_length_never_fails(bank, number, expected):
    assert answers(DocumentType.BUKU_REKENING, bank=bank, nomor_rekening=number) == [
        ("account_length", *expected)
    ]


def test_every_bank_with_a_length_is_a_bank_we_can_name():
    assert set(_lengths()) <= set(banks())


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1990-08-07", ("pass", "possible")),
        ("2027-01-01", ("fail", "birth_in_future")),
        ("1905-08-07", ("fail", "too_old")),
        ("2015-01-01", ("unclear", "under_17")),
        (None, ("unclear", "unreadable")),
        ("31-02-1990", ("unclear", "unreadable")),
    ],
)
def test_ktp_dates(born, expected):
    found = answers(DocumentType.KTP, tanggal_lahir=born, berlaku_hingga="SEUMUR HIDUP")
    assert [(r, k) for code, r, k in found if code == "ktp_dates_plausible"] == [expected]


def test_an_expired_card_is_valid_and_an_expiry_before_birth_is_not():
    found = checks_on(
        [document(DocumentType.KTP, tanggal_lahir="1990-08-07", berlaku_hingga="07-08-2017")], on=TODAY
    )
    assert [c.result for c in found if c.code == "ktp_dates_plausible"] == [Result.PASS, Result.PASS]
    assert ("ktp_dates_plausible", "fail", "expiry_before_birth") in answers(
        DocumentType.KTP, tanggal_lahir="1990-08-07", berlaku_hingga="07-08-1980"
    )
