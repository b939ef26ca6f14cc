"""What was typed, and what the card's own NIK holds, spares a second reading; nothing near it does."""

import pytest

from models.document import Document
from models.numbers.nik import Nik
from pipeline.crosscheck import told
from tests.pipeline.crosscheck.invented import BORN, NAME, NIK, claim, paper, proofs, read_by

PLACES = {"provinsi": "JAWA BARAT", "kabupaten_kota": "KOTA BANDUNG", "kecamatan": "SUKASARI"}
assert Nik.parse(NIK).region_code == "327301"


def card(nik: str | None = NIK, *, agreed: bool = True, once: bool = True, **values: str | None) -> Document:
    """An identity card whose number two readers have read, all else one."""
    both = ("ppocr",) if once else ("ppocr", "tesseract")
    whole = {"nama": NAME, "tanggal_lahir": BORN, "jenis_kelamin": "PEREMPUAN", "agama": "ISLAM", **PLACES}
    read = paper("ktp", how={"readings": tuple(read_by(r, "x") for r in both)}, **whole | values)
    number = paper("ktp", how={"agreed": agreed}, nik=nik)
    return Document(**{**vars(read), "fields": {**read.fields, **number.fields}})


def marked(document: Document, **changes) -> set[str]:
    (found,) = told(claim(**changes), [document])
    return {name for name, field in found.fields.items() if field.told}


def test_what_was_typed_and_what_the_nik_holds_is_told():
    assert marked(card()) == {"nama", "tanggal_lahir", "jenis_kelamin", *PLACES}
    assert marked(card(tempat_lahir="BANDUNG")) >= {"tempat_lahir"}
    (found,) = told(claim(), [card()])
    assert found.fields["kecamatan"].confidence == 0.995
    assert found.fields["agama"].confidence == card().fields["agama"].confidence


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (card(nama="SITI RAHMAWATL"), "nama"),
        (card(nama="SITIRAHMAWATI"), "nama"),
        (card(provinsi="BANTEN"), "provinsi"),
        (card(kabupaten_kota="KABUPATEN BANDUNG"), "kabupaten_kota"),
        (card(kecamatan="COBLONG"), "kecamatan"),
        (card(jenis_kelamin="LAKI-LAKI"), "jenis_kelamin"),
        (card(tanggal_lahir="1990-07-08"), "tanggal_lahir"),
        (card(nama=None), "nama"),
        (card(nama="SITI RAHMAWATI", once=False), "nama"),
    ],
)
def test_what_is_not_letter_by_letter_the_same_is_not_told(document, name):
    assert name not in marked(document)
    assert name == "nama" or "nik" not in proofs(claim(), document).by(document, name)


@pytest.mark.parametrize(
    ("document", "typed"),
    [(card(agreed=False), "3273014708909007"), (card(None), NIK), (card("32730147089090"), NIK),
     (card("3273019908909001"), NIK)],
)  # fmt: skip
def test_a_nik_that_is_not_proved_tells_nothing(document, typed):
    unproved = {"nik": typed, "birth_date": None}
    assert marked(document, participant=unproved) <= {"nama"}


def test_a_nik_that_one_reader_saw_and_the_applicant_typed_tells():
    assert "kecamatan" in marked(card(agreed=False))


def test_numbers_of_which_a_wrong_one_costs_money_are_never_told():
    papers = [
        paper("kpj", kpj="12034567890", nama=NAME, how={"readings": (read_by("ppocr", "x"),)}),
        paper("buku_rekening", nomor_rekening="0087654321", how={"readings": (read_by("ppocr", "x"),)}),
        card(agreed=False),
    ]
    found = told(claim(), papers)
    assert not any(document.fields[n].told for document in found for n in document.fields if n in "kpj nik")
    assert not found[1].fields["nomor_rekening"].told


def test_what_the_nik_holds_is_evidence():
    found = proofs(claim(), card())
    for name in (*PLACES, "jenis_kelamin", "tanggal_lahir"):
        assert "nik" in found.by(card(), name), name
    assert not found.holds(card(), "agama")


@pytest.mark.parametrize(("typed", "expected"), [("BCA", {"bank"}), ("BNI", set())])
def test_a_bank_that_was_typed_is_told_and_another_one_is_not(typed, expected):
    book = paper("buku_rekening", how={"readings": (read_by("ppocr", "x"),)}, bank="BCA")
    assert marked(book, account={"bank": typed}) == expected
