"""The A4 documents: what a sheet says about itself is what a reader finds printed on it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pdfplumber
import pytest

from sample_docs.generator.civil_old import spelled
from sample_docs.generator.letters import WORDINGS
from sample_docs.generator.people import Employment, Member, Person
from sample_docs.generator.sheet_application import SHAPES as APPLIED
from sample_docs.generator.sheet_notary import HOUSES
from sample_docs.generator.sheet_phk import SHAPES
from sample_docs.generator.sheet_words import DATE_STYLES, day, in_words
from sample_docs.generator.sheets import KINDS, Sheet, SheetFacts, compose, raster

WIFE = Person(
    name="SITI RAHMAWATI", nik="3273014708909003", birth_place="BANDUNG", birth_date=date(1990, 8, 7),
    sex="PEREMPUAN", golongan_darah="O", alamat="JL. MELATI NO. 17", rt_rw="004/011", kel_desa="SUKASARI",
    kecamatan="SUKASARI", kabupaten_kota="KOTA BANDUNG", provinsi="JAWA BARAT", agama="ISLAM",
    status_perkawinan="KAWIN", pekerjaan="KARYAWAN SWASTA", kewarganegaraan="WNI",
    phone="081200012345", face=0,
)  # fmt: skip
HUSBAND = replace(
    WIFE, name="AGUS SUPRIYADI WIBOWO", nik="3273010303889014", birth_date=date(1988, 3, 3),
    sex="LAKI-LAKI", title_suffix="S.T.",
)  # fmt: skip
CHILD = replace(
    WIFE, name="NABILA PUTRI WIBOWO", nik="3273015505149021", birth_date=date(2014, 5, 15),
    status_perkawinan="BELUM KAWIN",
)  # fmt: skip
JOB = Employment(
    company="PT SINAR BUANA TEKSTIL", company_address="JL. RAYA INDUSTRI NO. 45", city="BANDUNG",
    npp="JJ123456", position="OPERATOR PRODUKSI", start=date(2015, 2, 9), end=date(2026, 8, 31),
    kpj="15034567890", reason="mengundurkan_diri",
)  # fmt: skip
FACTS = SheetFacts(
    participant=HUSBAND, heir=WIFE, relationship="pasangan", nomor_kk="3273011103199008", employment=JOB,
    family=(
        Member(HUSBAND, "KEPALA KELUARGA", "SUPARNO", "SRI LESTARI"),
        Member(WIFE, "ISTRI", "UJANG HIDAYAT", "EUIS KARTIKA"),
        Member(CHILD, "ANAK", HUSBAND.name, WIFE.name),
    ),
    cause="mengundurkan_diri", death=date(2026, 6, 5), marriage=date(2013, 4, 20),
    kk_recorded=date(2019, 3, 11),
)  # fmt: skip
ALWAYS = {
    "kk": {"nomor_kk", "kepala_keluarga", "anggota"},
    "paklaring": {
        "nama", "perusahaan", "jabatan", "tanggal_masuk", "tanggal_keluar", "nomor_surat", "tanggal_surat",
    },
    "surat_phk": {"nama", "nik", "perusahaan", "jabatan", "tanggal_keluar", "tanggal_surat"},
    "akta_kematian": {"nama", "tanggal_meninggal"},
    "surat_ahli_waris": {
        "nama_pewaris", "nik_pewaris", "tanggal_meninggal", "nomor_surat", "tanggal_surat", "ahli_waris",
    },
    "akta_nikah": {"nama_suami", "nama_istri", "tanggal_nikah", "nomor_akta"},
    "akta_kelahiran": {"nama", "tanggal_lahir", "nama_ayah", "nama_ibu", "nomor_akta"},
    "kapk": {"nama", "nik", "tanggal_surat"},
    "surat_pernyataan": {"nama", "nik", "tanggal_surat"},
    "surat_dokter": {"nama", "tanggal_lahir", "tanggal_surat"},
    "formulir": {"nama", "nik", "kpj", "perusahaan", "tanggal_lahir", "tanggal_surat"},
    "kronologi_kecelakaan": {"nama", "perusahaan", "jabatan", "tanggal_kejadian", "tanggal_surat"},
    "bukti_lamaran": {"nama", "perusahaan", "posisi", "tanggal_lamaran"},
    "kwitansi": {"nama", "jumlah", "nomor_surat", "tanggal_surat"},
    "dokumen_perumahan": {"nama", "nik", "jumlah", "nomor_surat", "tanggal_surat"},
    "surat_wasiat": {
        "nama_pewaris", "nik_pewaris", "nama_penerima", "nik_penerima", "nomor_akta", "tanggal_surat",
    },
    "penetapan": {"nama", "nik", "nomor_surat", "tanggal_surat"},
    "suket": {"nik", "nama", "tempat_lahir", "tanggal_lahir", "nomor_surat", "tanggal_surat"},
}  # fmt: skip
VARIANTS = [
    *(("paklaring", name) for name in WORDINGS), *(("surat_phk", name) for name in SHAPES),
    *(("kk", name) for name in ("tte", "lama")),
    *(("akta_kematian", name) for name in ("kalimat", "berlabel", "ketik", "keterangan")),
    ("akta_kelahiran", "ketik"), ("akta_nikah", "buku"),
    *(("formulir", name) for name in ("tahap_1", "tahap_2", "jht", "jp", "koreksi")),
    *(("bukti_lamaran", name) for name in APPLIED), *(("dokumen_perumahan", name) for name in HOUSES),
]  # fmt: skip


def composed(kind: str, seed: int, facts: SheetFacts = FACTS) -> Sheet:
    return compose(kind, facts, np.random.default_rng(seed))


def text_of(sheet: Sheet) -> str:
    with pdfplumber.open(io.BytesIO(sheet.pdf)) as pdf:
        return str(pdf.pages[0].extract_text())


def flat(fields: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if isinstance(value, list):
            for row, cells in enumerate(value):
                yield from ((f"{name}.{row}.{column}", cell) for column, cell in cells.items())
        else:
            yield name, str(value)


def printed_forms(truth: str) -> set[str]:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", truth):
        when = date.fromisoformat(truth)
        styles = (*DATE_STYLES, "english", "british", "ordinal")
        return {day(when, style).upper() for style in styles} | {spelled(when).printed}
    if re.fullmatch(r"\d{6,9}", truth):
        return {f"{int(truth):,}".replace(",", "."), truth}
    return {truth}


def assert_printed_where_it_says(sheet: Sheet) -> None:
    with pdfplumber.open(io.BytesIO(sheet.pdf)) as pdf:
        assert len(pdf.pages) == 1
        page = pdf.pages[0]
        text = " ".join(page.extract_text().upper().split())
        truths = dict(flat(sheet.fields))
        assert truths.keys() == sheet.boxes.keys()
        for name, truth in truths.items():
            corners = sheet.boxes[name]
            assert all(0 < x < 1 and 0 < y < 1 for x, y in corners), name
            (left, top), (right, _), (_, bottom), _ = corners
            assert left < right and top < bottom, name
            box = (
                left * page.width - 1,
                top * page.height - 1,
                right * page.width + 1,
                bottom * page.height + 1,
            )
            inside = " ".join(page.within_bbox(box).extract_text().upper().split())
            assert any(form in text for form in printed_forms(truth)), name
            assert any(form in inside for form in printed_forms(truth)), (name, inside)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_kind_prints_its_fields_where_its_boxes_are(kind: str, seed: int) -> None:
    sheet = composed(kind, seed)
    assert ALWAYS[kind] <= sheet.fields.keys()
    assert_printed_where_it_says(sheet)


@pytest.mark.parametrize(("kind", "variant"), VARIANTS)
def test_every_named_wording_composes(kind: str, variant: str) -> None:
    assert_printed_where_it_says(composed(kind, 7, replace(FACTS, variant=variant)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_random_numbers_give_the_same_bytes(kind: str) -> None:
    first = composed(kind, 5)
    composed("kk", 9)
    assert composed(kind, 5) == first
    assert composed(kind, 6).pdf != first.pdf


def test_a_paklaring_prints_only_what_it_is_told_to() -> None:
    for seed in range(6):
        bare = composed("paklaring", seed, replace(FACTS, prints_nik=False, prints_kpj=False))
        full = composed("paklaring", seed, replace(FACTS, prints_nik=True, prints_kpj=True))
        assert not {"nik", "kpj"} & bare.fields.keys()
        assert full.fields["nik"] == HUSBAND.nik
        assert full.fields["kpj"] == JOB.kpj


def test_letters_vary() -> None:
    texts = [text_of(composed("paklaring", seed)) for seed in range(25)]
    titles = ("KETERANGAN KERJA", "PAKLARING", "PENGALAMAN", "REFERENSI", "CERTIFICATE", "Pengunduran Diri")
    assert sum(any(title in text for text in texts) for title in titles) >= 5
    assert any("NIK" in text and HUSBAND.nik not in text for text in texts)  # the staff number's trap


def test_a_family_card_keeps_the_row_of_each_member() -> None:
    sheet = composed("kk", 1)
    anggota = sheet.fields["anggota"]
    assert isinstance(anggota, list)
    assert [row["hubungan"] for row in anggota] == ["KEPALA KELUARGA", "ISTRI", "ANAK"]
    assert anggota[0]["nama"] == "AGUS SUPRIYADI WIBOWO, S.T."
    assert anggota[2]["nama_ibu"] == WIFE.name


def test_heirs_are_worked_out_from_the_family() -> None:
    rows = composed("surat_ahli_waris", 1).fields["ahli_waris"]
    assert rows == [
        {"nama": WIFE.name, "nik": WIFE.nik, "hubungan": "ISTRI"},
        {"nama": CHILD.name, "nik": CHILD.nik, "hubungan": "ANAK KANDUNG"},
    ]


def test_couples_of_other_religions_get_the_registrys_excerpt() -> None:
    christian = replace(FACTS, participant=replace(HUSBAND, agama="KRISTEN"))
    assert "-KW-" in str(composed("akta_nikah", 1, christian).fields["nomor_akta"])
    recent = replace(FACTS, marriage=date(2023, 1, 14))
    assert re.fullmatch(r"3273011012023\d{3}", str(composed("akta_nikah", 1, recent).fields["nomor_akta"]))


def test_raster_is_the_page_in_rgb() -> None:
    pixels = raster(composed("kapk", 1), dpi=72)
    assert pixels.dtype == np.uint8
    assert pixels.shape[2] == 3
    assert abs(pixels.shape[0] - 842) <= 1 and abs(pixels.shape[1] - 595) <= 1
    red, green, blue = (int(value) for value in pixels[10, 10])
    assert blue > green > red  # the banner of the page is blue, not its mirror image in BGR


@pytest.mark.parametrize(
    ("number", "words"),
    [(5, "lima"), (11, "sebelas"), (17, "tujuh belas"), (31, "tiga puluh satu"),
     (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2026, "dua ribu dua puluh enam")],
)  # fmt: skip
def test_numbers_are_spelled_as_deeds_spell_them(number: int, words: str) -> None:
    assert in_words(number) == words
