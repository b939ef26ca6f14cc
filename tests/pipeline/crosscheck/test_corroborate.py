from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.field import Field
from tests.pipeline.crosscheck.invented import (
    ACCOUNT,
    HEIR,
    KPJ,
    NAME,
    NIK,
    STRANGER,
    STRANGER_NIK,
    claim,
    death_claim,
    ktp,
    paper,
    proofs,
    read_by,
)


def test_declared_values_prove_what_was_read():
    papers = [
        ktp(),
        paper("kpj", kpj=KPJ, nama=NAME),
        paper("buku_rekening", bank="BANK CENTRAL ASIA", nomor_rekening=ACCOUNT, nama_pemilik=NAME),
    ]
    found = proofs(claim(), *papers)
    for document in papers:
        for field in document.fields:
            assert "declared" in found.by(document, field), field


@pytest.mark.parametrize(
    ("card", "field"),
    [
        (ktp(nik="3273014708909007"), "nik"),
        (ktp(nik=None), "nik"),
        (ktp("SITI RAHMAWATL"), "nama"),
        (ktp("SITI RAHMAWAT"), "nama"),
        (ktp(born="1990-07-08"), "tanggal_lahir"),
        (ktp(STRANGER, STRANGER_NIK), "nama"),
        (paper("kpj", kpj="12034567898", nama=NAME), "kpj"),
        (paper("npwp", npwp="021832416000000", nama=NAME), "npwp"),
        (paper("npwp", npwp="000000000000000", nama=NAME), "npwp"),
        (paper("npwp", npwp="3273014708909007", nama=NAME), "npwp"),
        (paper("npwp", npwp="021832415000000", how={"repairs": ("S taken for 5",)}), "npwp"),
        (paper("buku_rekening", bank="BRI", nama_pemilik=NAME), "bank"),
        (paper("buku_rekening", nomor_rekening="0087654327", nama_pemilik=NAME), "nomor_rekening"),
    ],
)
def test_what_is_wrong_or_merely_well_formed_is_not_proved(card, field):
    assert not proofs(claim(), card).holds(card, field)


@pytest.mark.parametrize(
    ("readers", "typed", "proved"),
    [(("pdf_text", "ppocr"), "INDAH", True), (("ppocr", "ppocr again"), "INDAH", False),
     (("pdf_text", "ppocr"), "INDAR", False)],
)  # fmt: skip
def test_a_short_name_is_proved_by_what_was_typed_where_two_readers_saw_it(readers, typed, proved):
    how = {"readings": tuple(read_by(reader, "INDAH") for reader in readers)}
    book = paper("buku_rekening", nama_pemilik="INDAH", how=how)
    asked = claim(participant={"name": typed}, account={"holder": typed})
    assert proofs(asked, book).holds(book, "nama_pemilik") is proved


def test_two_readers_and_a_check_digit():
    agreed = paper("npwp", npwp="021832415000000", how={"agreed": True})
    assert proofs(claim(), agreed).by(agreed, "npwp") == ("second_reader", "check_digit")
    # what a file says about itself is one reader's word: a font can show another number than it spells
    born_digital = ktp(STRANGER, STRANGER_NIK, readings=(read_by("pdf_text", STRANGER_NIK),))
    assert not proofs(claim(), born_digital).holds(born_digital, "nik")


def test_another_document_of_the_same_person_proves():
    unknown = claim(participant={"nik": None, "birth_date": None})
    card, family = (
        ktp(),
        paper("kk", "kk.pdf", rows=[{"nik": NIK, "nama": NAME, "tanggal_lahir": "1990-08-07"}]),
    )
    found = proofs(unknown, card, family)
    assert found.by(card, "nik") == ("document:kk.pdf",)
    assert found.by(card, "tanggal_lahir") == ("document:kk.pdf",)
    assert found.by(card, "nama") == ("declared", "document:kk.pdf")


@pytest.mark.parametrize(
    "other",
    [
        ktp(file="again.jpg"),  # the same picture twice is misread twice
        paper("npwp", "ktp.jpg", npwp=NIK, nama=NAME),  # the same file
        paper("npwp", "npwp.jpg", npwp=NIK[:-1] + "7", nama=NAME),
        paper("kpj", "kpj.jpg", nik=NIK, nama=STRANGER),  # another person's
    ],
)
def test_what_is_no_independent_evidence(other):
    unknown = claim(participant={"nik": None})
    card = ktp()
    assert not proofs(unknown, card, other).holds(card, "nik")


def test_one_persons_value_does_not_prove_the_others():
    card = ktp(NAME, None)
    book = paper("buku_rekening", nama_pemilik=HEIR)
    assert proofs(death_claim(), card, book).by(card, "nama") == ("declared",)
    assert "declared" in proofs(death_claim(), book).by(book, "nama_pemilik")


digits = st.text(alphabet="0123456789", min_size=16, max_size=16)


@given(digits, digits)
def test_a_nik_is_declared_only_when_it_is_the_typed_one(typed, read):
    card = ktp(nik=read)
    assert proofs(claim(participant={"nik": typed}), card).holds(card, "nik") == (typed == read)


def test_a_passports_check_digits_prove_what_they_cover_and_nothing_else():
    read = paper("paspor", nomor_paspor="X1234567", nama="ORANG LAIN")
    passport = replace(read, hints={"check_digits": "nomor_paspor"})
    assert proofs(claim(), passport).by(passport, "nomor_paspor") == ("check_digit",)
    assert not proofs(claim(), passport).holds(passport, "nama")
    assert not proofs(claim(), read).holds(read, "nomor_paspor")


@pytest.mark.parametrize(
    ("numbers", "agreed", "proved"),
    [
        (("319/HRD/VI/2026", "567/1732/DISNAKER/VII/2026"), True, True),
        (("319/HRD/VI/2026", "319/HRD/VI/2026"), True, False),
        (("319/HRD/VI/2026", "819/HRD/VII/2026"), True, False),  # one letter, misread in one of two pictures
        (("319/HRD/VI/2026", "567/1732/DISNAKER/VII/2026"), False, False),
        ((None, "567/1732/DISNAKER/VII/2026"), True, False),
    ],
)
def test_two_letters_of_one_kind_prove_each_other_where_their_numbers_differ(numbers, agreed, proved):
    letters = [
        paper("surat_phk", f"{place}.jpg", nama=NAME, nik=NIK, tanggal_keluar="2026-07-08")
        for place in range(2)
    ]
    letters = [
        replace(letter, fields={**letter.fields, "nomor_surat": Field(number, 0.9, agreed=agreed)})
        for letter, number in zip(letters, numbers, strict=True)
    ]
    found = proofs(claim(), ktp(), *letters)
    assert found.holds(letters[0], "tanggal_keluar") is proved
