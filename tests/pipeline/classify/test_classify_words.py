"""The table of words: sane, and each type wins on its own paper."""

from __future__ import annotations

import pytest

from models.document import DocumentType
from pipeline.classify import type_of
from pipeline.classify.words import letters, load_marks, points
from tests.typed_lines import column, line

TYPICAL = {
    "ktp": ("PROVINSI JAWA BARAT", "NIK : 3273014708909003", "Tempat/Tgl Lahir : BANDUNG, 07-08-1990",
            "Gol. Darah : O", "Kel/Desa : SUKASARI", "Berlaku Hingga : SEUMUR HIDUP"),
    "kk": ("KARTU KELUARGA", "No. 3273011103199008", "Nama Kepala Keluarga : AGUS WIBOWO", "Nama Lengkap",
    "NIK",
           "Status Hubungan Dalam Keluarga"),
    "kpj": ("BPJS Ketenagakerjaan", "KARTU PESERTA", "Nomor KPJ", "15034567890"),
    "npwp": ("KEMENTERIAN KEUANGAN REPUBLIK INDONESIA", "DIREKTORAT JENDERAL PAJAK",
    "NPWP : 09.123.456.7-412.000",
             "KPP PRATAMA BANDUNG"),
    "buku_rekening": ("BCA", "TAHAPAN", "NO. REKENING : 937-001-2345", "NAMA : SITI RAHMAWATI",
    "CIF : 12345678",
                      "Mata Uang : IDR"),
    "paklaring": ("SURAT KETERANGAN KERJA", "Nomor : 123/HRD/VIII/2026",
    "Adalah benar pernah bekerja di PT SINAR"),
    "surat_phk": ("PEMBERITAHUAN PEMUTUSAN HUBUNGAN KERJA", "Bersama surat ini kami memberitahukan"),
    "akta_kematian": ("KUTIPAN AKTA KEMATIAN", "EXCERPT OF DEATH CERTIFICATE",
    "telah meninggal dunia seorang bernama"),
    "surat_ahli_waris": ("SURAT PERNYATAAN AHLI WARIS", "adalah benar ahli waris dari almarhum", "CAMAT",
    "LURAH"),
    "akta_nikah": ("KUTIPAN AKTA NIKAH", "KANTOR URUSAN AGAMA KECAMATAN SUKAJADI", "Wali nikah : UJANG"),
    "akta_kelahiran": ("KUTIPAN AKTA KELAHIRAN", "EXCERPT OF BIRTH CERTIFICATE", "telah lahir",
    "anak ke SATU"),
    "kapk": ("KOMITMEN AKTIVITAS PENCARIAN KERJA", "SIAP KERJA"),
    "surat_pernyataan": ("SURAT PERNYATAAN", "dengan ini menyatakan bahwa", "Yang membuat pernyataan"),
    "surat_dokter": ("SURAT KETERANGAN DOKTER", "Nama Pasien : AGUS", "Diagnosa", "Dokter Pemeriksa"),
    "kronologi_kecelakaan": ("KRONOLOGI KECELAKAAN", "Tempat kejadian : pabrik", "kecelakaan kerja"),
    "bukti_lamaran": ("LAMARAN TERKIRIM", "Undangan interview"),
    "paspor": ("PASPOR PASSPORT", "P<IDNRAHMAWATI<<SITI<<<<<<<<<<<<"),
    "suket": ("SURAT KETERANGAN PENGGANTI KTP-EL", "perekaman KTP"),
    "surat_wasiat": ("AKTA WASIAT", "Nomor 14"),
    "penetapan": ("SALINAN PENETAPAN", "PENGADILAN AGAMA BANDUNG", "perwalian"),
    "dokumen_perumahan": ("PERJANJIAN PENGIKATAN JUAL BELI", "KPR"),
    "kwitansi": ("KWITANSI", "Sudah terima dari", "Untuk pembayaran"),
    "formulir": ("FORMULIR PENGAJUAN", "Nama"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPICAL)
def test_each_type_is_known_by_its_own_words(kind: str) -> None:
    found, confidence, from_words, hint = type_of(column(*TYPICAL[kind]), None, 0)
    assert (found.value, from_words, hint) == (kind, True, None)
    assert 0.5 < confidence <= 0.99


def test_every_type_but_pictures_has_words() -> None:
    assert set(load_marks().types) == set(DocumentType) - {DocumentType.SELFIE, DocumentType.LAINNYA}
    assert TYPICAL.keys() == {kind.value for kind in load_marks().types}


HEADINGS = [
    (kind.value, m.phrase)
    for kind, marks in load_marks().types.items()
    for m in marks
    if m.title and m.weight >= 5
]


@pytest.mark.parametrize(("kind", "heading"), HEADINGS)
def test_every_title_alone_is_its_own_types(kind: str, heading: str) -> None:
    assert type_of([line(heading)], None, 0)[0].value == kind


@pytest.mark.parametrize("kind", TYPICAL)
def test_lost_blanks_and_small_slips_change_nothing(kind: str) -> None:
    glued = [text.replace(" ", "") for text in TYPICAL[kind]]
    assert type_of(column(*glued), None, 0)[0].value == kind


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("SURAT KETERANGAN KERJA", "Nama : AGUS", "NIK : 3273010303889014", "No. KPJ : 15034567890",
          "telah mengundurkan diri", "untuk pencairan BPJS Ketenagakerjaan dan jaminan hari tua"),
          "paklaring"),
        (("SURAT PERNYATAAN", "Nama : SITI", "NIK : 3273014708909003",
         "Dengan ini menyatakan bahwa nomor rekening BCA",
          "adalah milik saya, dan KTP serta kartu keluarga terlampir", "Yang membuat pernyataan,"),
          "surat_pernyataan"),
        (("SURAT PERNYATAAN AHLI WARIS", "menyatakan dengan sebenarnya bahwa almarhum AGUS",
          "telah meninggal dunia sesuai kutipan akta kematian nomor 3273-KM-15062026-0076",
          "meninggalkan ahli waris sebagai berikut:",
          "kutipan akta nikah nomor 0123/04/IV/2013 dan kartu keluarga"),
         "surat_ahli_waris"),
        (("PEMUTUSAN HUBUNGAN KERJA", "Kami akan memberikan surat keterangan kerja dan uang pesangon",
          "untuk pengurusan BPJS Ketenagakerjaan"), "surat_phk"),
        (("KARTU KELUARGA", "No. 3273011103199008", "Nama Kepala Keluarga : AGUS", "RT/RW : 004/011",
          "Kecamatan : SUKAJADI", "Agama", "Pekerjaan", "Status Perkawinan", "Kewarganegaraan", "NIK"), "kk"),
        (("KUTIPAN AKTA KELAHIRAN", "telah lahir NABILA", "Dinas Kependudukan dan Pencatatan Sipil"),
         "akta_kelahiran"),
    ],
)  # fmt: skip
def test_letters_that_mention_other_documents(lines: tuple[str, ...], kind: str) -> None:
    assert type_of(column(*lines), None, 0)[0].value == kind


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        (("BPJS Kesehatan", "KARTU INDONESIA SEHAT", "0001234567890", "SITI RAHMAWATI",
         "Faskes Tingkat I : KLINIK"), "bpjs_kesehatan"),
        (("KARTU PESERTA", "BPJS Kesehatan", "JKN-KIS", "0001234567890"), "bpjs_kesehatan"),
        (("INDONESIA", "SURAT IZIN MENGEMUDI", "DRIVING LICENSE", "SITI RAHMAWATI", "POLRI"), "sim"),
        (("BCA", "6013 0100 1234 5678", "VALID THRU 12/29", "DEBIT", "GPN"), "kartu_debit"),
        (("Layanan BPJS Ketenagakerjaan", "terakhir dilihat hari ini 09.12", "No KPJ: 12034567890",
         "Nama: SITI RAHMAWATI", "Ketik pesan"), "percakapan"),
        (("Grup HRD", "No. Rekening BCA saya 9370012345", "a.n. SITI RAHMAWATI", "Type a message"),
         "percakapan"),
        (("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "SURAT TANDA PENERIMAAN LAPORAN KEHILANGAN",
         "telah kehilangan kartu peserta BPJS Ketenagakerjaan", "Nomor KPJ 12034567890"),
         "laporan_kehilangan"),
        (("UNIVERSITAS NUSA", "KARTU TANDA MAHASISWA", "Nama : SITI", "NIM : 3193095619"), "kartu_pelajar"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", [None, "kpj", "ktp", "buku_rekening"])
def test_wrong_cards_are_named(lines: tuple[str, ...], hint: str, declared: str | None) -> None:
    found, _, from_words, seen = type_of(column(*lines), declared, 0)
    assert (found, from_words, seen) == (DocumentType.LAINNYA, True, hint)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("BPJSTKU", "Kartu Digital", "SITI RAHMAWATI", "KPJ", "12034567890"), "kpj"),
        (("JMO", "Jamsostek Mobile", "Kartu Digital", "SITI RAHMAWATI", "Nomor Peserta", "12034567890"),
         "kpj"),
        (("KARTU PESERTA JAMSOSTEK", "No. KPJ : 12034567890", "SITI RAHMAWATI"), "kpj"),
        (("BPJS Ketenagakerjaan", "Nomor Kepesertaan : 12034567890", "SITI RAHMAWATI"), "kpj"),
        (("NOMOR ANTREAN", "A 012", "BPJS KETENAGAKERJAAN", "KANTOR CABANG BANDUNG"), "lainnya"),
        (("TANDA TERIMA", "Pengajuan klaim JHT", "Nomor 2611200123", "KANTOR CABANG BANDUNG"), "lainnya"),
        (("SERTIFIKAT KEPESERTAAN", "PT MAJU BERSAMA", "Nomor Pendaftaran Perusahaan JJ012345"), "lainnya"),
        (("SLIP GAJI", "PT MAJU BERSAMA", "Nama : SITI RAHMAWATI", "Gaji Pokok 5.000.000"), "lainnya"),
        (("FORMULIR KOREKSI DATA", "Nama", "Data Lama", "Data Baru"), "formulir"),
        (("SURAT KETERANGAN KERJA", "PT MAJU BERSAMA", "WhatsApp 0812 9000 7890",
         "pernah bekerja di PT MAJU BERSAMA"), "paklaring"),
    ],
)  # fmt: skip
def test_papers_that_people_send_along(lines: tuple[str, ...], kind: str) -> None:
    assert type_of(column(*lines), None, 0)[0].value == kind


@pytest.mark.parametrize("declared", ["ktp", "kk", "buku_rekening", "paklaring"])
def test_the_words_overrule_the_applicant(declared: str) -> None:
    assert type_of(column(*TYPICAL["npwp"]), declared, 0)[0] is DocumentType.NPWP


@pytest.mark.parametrize("lines", [[], column("~~", "12")])
@pytest.mark.parametrize("declared", ["ktp", "paklaring", "selfie"])
def test_nothing_readable_leaves_the_applicants_word_with_little_confidence(lines, declared: str) -> None:
    found, confidence, from_words, hint = type_of(lines, declared, 0)
    assert found.value == declared
    assert confidence <= 0.5
    assert not from_words
    assert hint is None


@pytest.mark.parametrize("declared", [None, "", "kartu_nama", "KTP", "'; --"])
def test_an_unknown_word_of_the_applicant_is_lainnya(declared: str | None) -> None:
    assert type_of([], declared, 0)[0] is DocumentType.LAINNYA


@pytest.mark.parametrize(
    ("declared", "faces", "expected"),
    [
        ("selfie", 1, "selfie"),
        (None, 1, "selfie"),
        ("lainnya", 2, "selfie"),
        ("ktp", 1, "ktp"),
        (None, 0, "lainnya"),
    ],
)
def test_a_wordless_picture_with_a_face(declared: str | None, faces: int, expected: str) -> None:
    assert type_of([], declared, faces)[0].value == expected


def test_a_title_counts_less_inside_a_sentence() -> None:
    marks = load_marks().types[DocumentType.AKTA_KEMATIAN]
    heading = points([line("KUTIPAN AKTA KEMATIAN")], marks)
    inside = points(
        [line("sebagaimana disebut dalam kutipan akta kematian yang diterbitkan oleh dinas")], marks
    )
    assert 0 < inside < heading / 2


def test_comparison_looks_at_letters_and_digits_only() -> None:
    assert letters("Tempat/Tgl. Lahir :") == "TEMPATTGLLAHIR"
    assert letters("") == ""


def test_hostile_words_are_only_words() -> None:
    assert type_of(column("A" * 20_000, "\x00\x1b[2J", "：" * 500), None, 0)[0] is DocumentType.LAINNYA


def test_a_debit_card_beside_the_bank_book_does_not_hide_the_book() -> None:
    lines = column(
        "BCA", "No. Rekening : 9370012345", "Nama : SITI", "CIF : 12345678", "Mata Uang : IDR",
        "6013 0100 1234 5678", "VALID THRU 12/29", "DEBIT", "GPN", "VISA",
    )  # fmt: skip
    assert type_of(lines, "buku_rekening", 0)[0] is DocumentType.BUKU_REKENING


def test_where_somebody_lived_last_is_no_chat() -> None:
    lines = column(
        "SURAT KETERANGAN WARIS",
        "para ahli waris dari almarhumah ELVINA JAMBAK, NIK 1372016506719915",
        "bertempat tinggal terakhir di Jl. Hasanuddin No. 6 RT 003",
    )
    assert type_of(lines, "surat_ahli_waris", 0)[0] is DocumentType.SURAT_AHLI_WARIS
    chat = column("Agus", "terakhir dilihat 19.02", "Ketik pesan")
    assert type_of(chat, "surat_ahli_waris", 0)[3] == "percakapan"


def test_a_forms_table_alone_is_no_membership_card() -> None:
    lines = column(
        "Nama Tenaga Kerja", "Nomor KTP/NIK", "No. KPJ", "18403572159", "B. DATA PEMOHON / AHLI WARIS",
        "NIK Pemohon", "3207145110799578", "Hubungan dengan Peserta", "Ahli waris", "No. HP",
    )  # fmt: skip
    assert type_of(lines, None, 0)[0] is DocumentType.FORMULIR
