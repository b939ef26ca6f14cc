"""Employment letters: five wordings of a paklaring, five papers of a dismissal, in the words of offices.

The letters come from the generator as born-digital pages, so that only extraction is on trial.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from models.field import Line
from pipeline.extract.letters import employment_fields, phk_paper, reason_in, signer_fields
from sample_docs.generator.letters import WORDINGS
from sample_docs.generator.sheet_phk import SHAPES
from sample_docs.generator.sheets import Sheet, compose
from tests.drawn_pages import AGUS, FACTS, JOB, layer_lines
from tests.typed_lines import column, in_order, line, table

DISMISSED = replace(FACTS, employment=replace(JOB, reason="phk"))
FULL = {"prints_nik": True, "prints_kpj": True}


@cache
def letter(kind: str, variant: str | None, seed: int) -> tuple[Sheet, tuple[Line, ...]]:
    """A letter that prints NIK and KPJ, and its lines."""
    facts = replace(
        DISMISSED if kind == "surat_phk" else FACTS, variant=variant, prints_nik=True, prints_kpj=True
    )
    sheet = compose(kind, facts, np.random.default_rng(seed))
    return sheet, tuple(layer_lines(sheet))


def seen(lines: list[Line] | tuple[Line, ...]) -> dict[str, str | None]:
    return {name: field.value for name, field in employment_fields(lines).items()}


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("seed", [0, 5])
def test_every_wording_of_a_paklaring(wording: str, seed: int) -> None:
    sheet, lines = letter("paklaring", wording, seed)
    assert seen(lines) == sheet.fields
    assert reason_in(lines) == (None if wording == "masih_aktif" else "mengundurkan_diri")


@pytest.mark.parametrize(
    ("shape", "paper"),
    [
        ("tanda_terima", "tanda_terima"), ("pemberitahuan", "pemberitahuan"),
        ("tidak_menolak", "pernyataan_tidak_menolak"),
        ("perjanjian_bersama", "perjanjian_bersama akta_pendaftaran"),
        ("putusan_phi", "putusan_phi"),
    ],
)  # fmt: skip
def test_every_paper_of_a_dismissal(shape: str, paper: str) -> None:
    sheet, lines = letter("surat_phk", shape, 1)
    found = seen(lines)
    assert {name: found.get(name, "absent") for name in sheet.fields} == sheet.fields
    assert phk_paper(lines) == paper


@pytest.mark.parametrize(
    ("foot", "registered"),
    [
        ("Telah didaftarkan pada Kepaniteraan Pengadilan Hubungan Industrial", True),
        ("dengan Akta Bukti Pendaftaran Nomor 12/Bip/2026/PHI", True),
        ("dengan akta ukti penndaftaran", True),
        ("Nomor 380/Bip/2026/PHI.", True),
        ("Perjanjian ini akan didaftarkan pada Kepaniteraan Pengadilan Hubungan Industrial", False),
        ("Para pihak tidak akan saling menuntut.", False),
    ],
)
def test_an_agreement_is_registered_where_its_foot_says_so(foot: str, registered: bool) -> None:
    lines = column("PERJANJIAN BERSAMA", *["Pasal"] * 12, foot)
    assert phk_paper(lines) == ("perjanjian_bersama akta_pendaftaran" if registered else "perjanjian_bersama")


def test_the_courts_deed_is_known_by_its_heading() -> None:
    lines = column("AKTA BUKTI PENDAFTARAN PERJANJIAN BERSAMA", "Nomor 12/Bip/2026/PHI", *["Pasal"] * 12)
    assert phk_paper(lines) == "akta_pendaftaran"


def test_every_shape_is_in_the_table_above() -> None:
    assert set(SHAPES) == {
        "tanda_terima",
        "pemberitahuan",
        "tidak_menolak",
        "perjanjian_bersama",
        "putusan_phi",
    }


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("telah mengundurkan diri atas kemauan sendiri", "mengundurkan_diri"),
        ("telah mengajukan pengunduran diri", "mengundurkan_diri"),
        ("has resigned on her own accord", "mengundurkan_diri"),
        ("karena berakhirnya Perjanjian Kerja Waktu Tertentu (PKWT)", "kontrak_berakhir"),
        ("karena habis kontrak", "kontrak_berakhir"),
        ("upon completion of his fixed-term contract", "kontrak_berakhir"),
        ("karena telah mencapai usia pensiun", "pensiun"),
        ("karena pemutusan hubungan kerja oleh perusahaan", "phk"),
        ("terkena PHK akibat efisiensi", "phk"),
        ("karena meninggal dunia", "meninggal_dunia"),
        ("telah bekerja dengan baik", None),
    ],
)
def test_the_reason_of_leaving(sentence: str, reason: str | None) -> None:
    assert reason_in(column("Adalah benar pernah bekerja di perusahaan kami", sentence)) == reason


def test_a_reason_broken_over_two_lines() -> None:
    assert (
        reason_in(column("yang bersangkutan telah mengundurkan", "diri atas kemauan sendiri"))
        == "mengundurkan_diri"
    )


def labelled(*rows: tuple[str, str]) -> list[Line]:
    return in_order(table([(label, f": {value}") for label, value in rows], at=(0, 260)))


@pytest.mark.parametrize("label", ["NIK", "No. Induk Karyawan", "NIP", "Employee ID / NIK"])
def test_the_staff_number_is_no_nik(label: str) -> None:
    found = seen(labelled(("Nama", "AGUS SUPRIYADI"), (label, "01923"), ("Jabatan", "OPERATOR")))
    assert "nik" not in found


def test_the_staff_number_does_not_hide_the_nik() -> None:
    found = seen(labelled(("Nama", "AGUS SUPRIYADI"), ("NIK", "01923"), ("No. KTP", AGUS.nik)))
    assert found["nik"] == AGUS.nik


def test_the_workers_name_not_the_signatorys() -> None:
    lines = labelled(
        ("Nama", "FITRI HANDAYANI"), ("Jabatan", "HRD Manager"), ("Perusahaan", "PT SINAR BUANA TEKSTIL"),
        ("Nama", "AGUS SUPRIYADI WIBOWO"), ("NIK", AGUS.nik), ("Jabatan", "Operator Produksi"),
    )  # fmt: skip
    found = seen(lines)
    assert (found["nama"], found["jabatan"]) == ("AGUS SUPRIYADI WIBOWO", "OPERATOR PRODUKSI")
    assert found["perusahaan"] == "PT SINAR BUANA TEKSTIL"


@pytest.mark.parametrize("word", ["terhitung", "trhitung", "tehitung", "tcrhitung"])
def test_a_position_ends_where_the_sentence_goes_on_however_that_was_read(word: str) -> None:
    assert (
        seen(labelled(("Nama", "AGUS SUPRIYADI"), ("Jabatan", f"Kasir {word} 09-02-2015")))["jabatan"]
        == "KASIR"
    )


@pytest.mark.parametrize(
    "period",
    [
        "9 Februari 2015 sampai dengan 31 Agustus 2026", "09-02-2015 s/d 31-08-2026",
        "09 Feb 2015 s.d. 31 Agt 2026", "9 Pebruari 2015 hingga 31 Agustus 2026",
        "9 Februari 2015 - 31 Agustus 2026", "February 9, 2015 until August 31, 2026",
        "09/02/2015 sampai dengan tanggal 31/08/2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["Masa Kerja : ", "bekerja di PT SINAR BUANA TEKSTIL sejak tanggal "])
def test_first_and_last_day_of_work(period: str, before: str) -> None:
    found = seen([line(before + period)])
    assert (found.get("tanggal_masuk"), found.get("tanggal_keluar")) == ("2015-02-09", "2026-08-31")


def test_a_period_broken_over_two_lines() -> None:
    found = seen(
        column("pernah bekerja sejak tanggal 9 Februari 2015 sampai", "dengan tanggal 31 Agustus 2026.")
    )
    assert (found["tanggal_masuk"], found["tanggal_keluar"]) == ("2015-02-09", "2026-08-31")


def test_the_letters_date_is_not_the_last_day_of_work() -> None:
    found = seen(column("Tanggal Masuk : 09-02-2015", "Hormat kami,", "Bandung, 7 September 2026"))
    assert found["tanggal_surat"] == "2026-09-07"
    assert found.get("tanggal_keluar") is None


def test_the_kpj_in_running_text() -> None:
    found = seen(column("dengan nomor kepesertaan BPJS Ketenagakerjaan 15034567890.", "Telp. 02142012345"))
    assert found["kpj"] == "15034567890"


def test_an_eleven_digit_telephone_number_is_no_kpj() -> None:
    assert "kpj" not in seen(column("PT SINAR BUANA TEKSTIL", "Telp. 02142012345"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Nomor : 123/HRD/VIII/2026", "123/HRD/VIII/2026"), ("No. 014 / HRD / VIII / 2026",
         "014/HRD/VIII/2026"),
        ("Ref. No.: SBT/SK/0188/2026", "SBT/SK/0188/2026"),
    ],
)  # fmt: skip
def test_the_letters_number(text: str, value: str) -> None:
    assert seen([line(text)])["nomor_surat"] == value


def test_a_statement_names_its_signer() -> None:
    lines = [
        *labelled(("Nama", "SITI RAHMAWATI"), ("NIK", "3273014708909003")),
        line("Bandung, 20 November 2026", 400, 300),
    ]
    found = {name: field.value for name, field in signer_fields(lines).items()}
    assert found == {"nama": "SITI RAHMAWATI", "nik": "3273014708909003", "tanggal_surat": "2026-11-20"}


@pytest.mark.parametrize("kind", ["kapk", "surat_pernyataan", "surat_dokter"])
def test_papers_signed_by_or_for_one_person(kind: str) -> None:
    sheet, lines = letter(kind, None, 1)
    found = {name: field.value for name, field in signer_fields(lines).items()}
    assert {name: found.get(name, "absent") for name in sheet.fields} == sheet.fields


def test_a_page_without_words_gives_nothing() -> None:
    assert all(value is None for value in seen([]).values())
    assert signer_fields([]) == {} or all(field.value is None for field in signer_fields([]).values())
    assert phk_paper([]) is None
    assert reason_in([]) is None


@pytest.mark.parametrize(
    ("first", "second", "value", "agreed"),
    [
        ("Nomor : B-21/SSL/PERS/I/2026", "Nomor : B-21/SSL/PERS/2026", "B-21/SSL/PERS/I/2026", False),
        ("Nomor : B-21/SSL/PERS/2026", "Nomor : B-21/SSL/PERS/I/2026", "B-21/SSL/PERS/I/2026", False),
        ("Nomor : B-21/SSL/PERS/I/2026", "Nomor : B-21/SSL/PERS/|/2026", "B-21/SSL/PERS/I/2026", True),
        ("Nomor : B-21/SSL/PERS/l/2026", "Nomor : B-21/SSL/PERS / I/2026", "B-21/SSL/PERS/I/2026", True),
        ("Nomor : B-21/SSL/PERS/2026", "Nomor : B-27/SSL/PERS/I/2026", "B-21/SSL/PERS/2026", False),
        ("Nomor : B-21/SSL/PERS/2026", "Nomor : B-21/SSL/PERS/2026", "B-21/SSL/PERS/2026", True),
        ("Nomor : B-21/SSL/PERS/XI/2026", "Nomor : B-21/SSL/PERS/XII/2026", "B-21/SSL/PERS/XII/2026", False),
        ("Nomor : B-21/SSL/PERS/XI/2026", "Nomor : B-21/SSL/PERS/XI1/2026", "B-21/SSL/PERS/XI/2026", False),
    ],
)
def test_the_roman_month_that_one_reader_drops(first: str, second: str, value: str, agreed: bool) -> None:
    """Only what is certain to be the month comes back, and two readers who differ prove nothing."""
    field = employment_fields([line(first, second=second)])["nomor_surat"]
    assert (field.value, field.agreed) == (value, agreed)


@pytest.mark.parametrize(
    ("sure", "value"), [(0.99, "567/1656/DISNAKER/II/2026"), (0.93, "567/1656/DISNAKER/III/2026")]
)
def test_strokes_make_a_month_longer_only_where_the_first_reader_is_unsure(sure: float, value: str) -> None:
    first = line("Nomor : 567/1656/Disnaker/II/2026", second="Nomor : 567/1656/Disnaker/I11/2026")
    seen = (replace(first.readings[0], confidence=sure), *first.readings[1:])
    assert employment_fields([replace(first, readings=seen)])["nomor_surat"].value == value


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("CV PRIMA ABADI PLASTINDO Dusun Krajan", "CV PRIMA ABADI PLASTINDO"),
        ("CV GLOBAL PERKASA LOGISTIK Gg", "CV GLOBAL PERKASA LOGISTIK"),
        ("PT. SINAR BUANA TEKSTIL (Persero) Tbk Ruko", "PT SINAR BUANA TEKSTIL (PERSERO) TBK"),
        ("PT Sinar Buana Tekstil", "PT SINAR BUANA TEKSTIL"),
        ("PT SINAR & BUANA", "PT SINAR & BUANA"),
    ],
)
def test_a_letterheads_address_is_not_the_companys_name(head: str, name: str) -> None:
    lines = column(head, "SURAT KETERANGAN KERJA", "Yang bertanda tangan di bawah ini menerangkan bahwa")
    assert seen(lines)["perusahaan"] == name


@pytest.mark.parametrize("address", ["Kp. Rawa Bambu No. 19, Pandeglang", "Dusun Krajan, Pandeglang"])
def test_a_name_that_ends_its_line_does_not_go_on_with_the_address_below(address: str) -> None:
    """What stands before the name, a mark of the company, makes its line look like a sentence's."""
    lines = column(
        "IGR PT INDO GEMILANG RITELINDO",
        address,
        "This is to certify that Mr. BUDI SANTOSO was employed by PT INDO GEMILANG",
        "RITELINDO as SOPIR from April 25, 2021 to April 9, 2026.",
    )
    assert seen(lines)["perusahaan"] == "PT INDO GEMILANG RITELINDO"


def test_a_company_may_be_called_after_a_village() -> None:
    lines = column(
        "Nama Perusahaan : PT KAMPUNG SEJAHTERA", "Yang bertanda tangan di bawah ini menerangkan bahwa"
    )
    assert seen(lines)["perusahaan"] == "PT KAMPUNG SEJAHTERA"
