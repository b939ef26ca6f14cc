"""Membership card, tax card and bank book from lines made by hand."""

from __future__ import annotations

import pytest

from pipeline.extract.account import account_fields
from pipeline.extract.cards import kpj_fields, npwp_fields
from tests.typed_lines import column, in_order, line, table

KPJ, NIK = "15034567890", "3273014708909003"


def plain(fields):
    return {name: field.value for name, field in fields.items()}


PRESENT = [
    line("BPJS Ketenagakerjaan", 0, 0, height=40), line("KARTU PESERTA", 0, 80), line("Nomor KPJ", 0, 130),
    line("15 034 567 890", 0, 164), line("Nama", 0, 210), line("SITI RAHMAWATI", 0, 240), line("NIK", 0, 290),
    line(NIK, 0, 322), line("PT SINAR BUANA TEKSTIL", 0, 400),
]  # fmt: skip
OLD = in_order(
    table(
        [("No. KPJ", f": {KPJ}"), ("Nama", ": SITI RAHMAWATI"), ("Tgl. Lahir", ": 07-08-1990"),
         ("Perusahaan", ": PT SINAR BUANA"), ("NPP", ": 12345678901")],
        at=(0, 200), y=100,
    )
)  # fmt: skip
DIGITAL = [
    line("Kartu Digital", 300, 0), line("BPJS Ketenagakerjaan", 0, 60), line("SITI RAHMAWATI", 0, 120),
    line("No. Kartu Peserta (KPJ)", 0, 170), line(KPJ, 0, 204), line("NIK", 0, 260), line(NIK, 0, 292),
    line("Nama Perusahaan", 0, 400), line("PT SINAR BUANA", 0, 432),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (PRESENT, {"kpj": KPJ, "nama": "SITI RAHMAWATI", "nik": NIK}),
        (OLD, {"kpj": KPJ, "nama": "SITI RAHMAWATI"}),
        (DIGITAL, {"kpj": KPJ, "nama": "SITI RAHMAWATI", "nik": NIK}),
    ],
    ids=["present", "jamsostek", "digital"],
)
def test_the_three_faces_of_a_membership_card(lines, expected) -> None:
    assert plain(kpj_fields(lines)) == expected


def test_the_companys_number_is_no_kpj() -> None:
    found = kpj_fields(column("KARTU PESERTA", "NPP : 12345678901", "Nama : SITI"))
    assert found["kpj"].value is None


def test_the_health_cards_thirteen_digits_are_no_kpj() -> None:
    found = kpj_fields(column("No. Kartu : 0001234567890", "Nama : SITI"))
    assert found["kpj"].confidence < 0.5 or found["kpj"].value is None


def test_a_kpj_without_a_label() -> None:
    found = kpj_fields(column("BPJS KETENAGAKERJAAN", "SITI RAHMAWATI", KPJ))
    assert plain(found) == {"kpj": KPJ, "nama": "SITI RAHMAWATI"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (column("NPWP : 09.123.456.7-412.000", "SITI RAHMAWATI", "NIK : " + NIK, "JL. MELATI NO. 17"),
         {"npwp": "091234567412000", "nama": "SITI RAHMAWATI", "nik": NIK}),
        (column("DIREKTORAT JENDERAL PAJAK", "09.123.456.7-412.000", "SITI RAHMAWATI"),
         {"npwp": "091234567412000", "nama": "SITI RAHMAWATI"}),
        (column(f"NPWP16 : {NIK}", "Nama : SITI RAHMAWATI", "KPP PRATAMA BANDUNG"),
         {"npwp": NIK, "nama": "SITI RAHMAWATI"}),
        (column(f"NPWP : {NIK}", f"NIK : {NIK}", "Nama : SITI RAHMAWATI"),
         {"npwp": NIK, "nama": "SITI RAHMAWATI", "nik": NIK}),
    ],
)  # fmt: skip
def test_tax_cards_old_and_new(lines, expected) -> None:
    assert plain(npwp_fields(lines)) == expected


def book(bank: str, label: str, number: str, holder_label: str, *more: tuple[str, str]):
    rows = [
        ("Kantor Cabang", ": KCP BANDUNG"),
        (label, f": {number}"),
        (holder_label, ": SITI RAHMAWATI"),
        *more,
    ]
    return in_order([line(bank, 0, 0, height=44), *table(rows, at=(0, 300), y=100)])


CIF = ("CIF", ": 12345678")
CARD = ("Nomor Kartu", ": 6013010012345678")


@pytest.mark.parametrize(
    ("lines", "bank", "number"),
    [
        (book("BCA", "NO. REKENING", "937-001-2345", "NAMA", CIF), "BCA", "9370012345"),
        (book("BANK MANDIRI", "Nomor Rekening", "130-00-1234567-8", "Nama", CIF), "MANDIRI", "1300012345678"),
        (book("BANKMANDIRI", "NomorRekening", "1300012345678", "Nama", CIF), "MANDIRI", "1300012345678"),
        (book("BANK BRI", "No. Rekening", "9022-01-012345-53-0", "Nama Nasabah", CIF), "BRI",
         "902201012345530"),
        (book("BANK BNI", "NOMOR REKENING", "0912345678", "NAMA", CARD), "BNI", "0912345678"),
        (book("BANK SYARIAH INDONESIA", "No. Rekening / Account No.", "791 234 5678", "Nama / Name", CIF),
         "BSI",
         "7912345678"),
        (book("BANK BTN", "No. Rekening", "00123-01-50-012345-6", "Nama Pemilik Rekening", CIF), "BTN",
         "0012301500123456"),
    ],
    ids=["bca", "mandiri", "mandiri_glued", "bri", "bni_with_card", "bsi", "btn"],
)  # fmt: skip
def test_bank_books(lines, bank: str, number: str) -> None:
    assert plain(account_fields(lines)) == {
        "bank": bank, "nomor_rekening": number, "nama_pemilik": "SITI RAHMAWATI",
    }  # fmt: skip


@pytest.mark.parametrize(
    "other", [CIF, CARD, ("Kode Cabang", ": 00123456"), ("Tanggal Buka", ": 12/03/2018")]
)
def test_numbers_beside_an_unread_account_are_not_taken(other: tuple[str, str]) -> None:
    lines = in_order(table([("No. Rekening", ": ### ### ####"), ("Nama", ": SITI"), other], at=(0, 300)))
    assert account_fields(lines)["nomor_rekening"].value is None


def test_an_account_with_no_label_at_all_is_unreadable() -> None:
    assert account_fields(column("BANK BNI", "12345678", "0912345678"))["nomor_rekening"].value is None


def test_the_first_readers_number_outweighs_a_second_of_another_length() -> None:
    lines = [line("Nomor Rekening"), line(":130-00-1234567-8", 260, second="13800012345678")]
    found = account_fields(lines)["nomor_rekening"]
    assert found.value == "1300012345678"
    assert not found.agreed


def test_no_bank_printed_is_an_absent_bank() -> None:
    assert "bank" not in account_fields(column("No. Rekening : 9370012345", "Nama : SITI"))


def test_the_branch_does_not_name_the_bank() -> None:
    lines = [
        line("BANK BNI", 0, 0, height=44),
        *column("Alamat : JL. MANDIRI RAYA NO. 4", "Nama : SITI", y=80),
    ]
    assert account_fields(lines)["bank"].value == "BNI"


def test_a_heading_is_no_label_of_the_line_below_it() -> None:
    printed = column(
        "KARTU PESERTA", "Nomor KPJ", "16862424288", "Nama", "RABIATUL RAHMAWATI", "NIK", "3173086006829214"
    )
    found = kpj_fields(in_order(printed))
    assert {name: field.value for name, field in found.items()} == {
        "kpj": "16862424288",
        "nama": "RABIATUL RAHMAWATI",
        "nik": "3173086006829214",
    }


def test_the_white_card_has_neither_label_nor_heading_over_its_number() -> None:
    lines = column(
        "BPJS Ketenagakerjaan", "KARTU PESERTA", "15 034 567 890", "SITI RAHMAWATI", "BANDUNG, 07-08-1990"
    )
    assert plain(kpj_fields(lines)) == {"kpj": KPJ, "nama": "SITI RAHMAWATI"}


def test_the_number_of_the_place_of_business_is_no_tax_number() -> None:
    found = npwp_fields(column(f"NPWP : {NIK}", "Nama : SITI RAHMAWATI", f"NITKU : {NIK}000000"))
    assert plain(found) == {"npwp": NIK, "nama": "SITI RAHMAWATI"}


APP = [
    line("Livin' by Mandiri", 0, 0, height=44), line("Rekening Saya", 0, 60), line("Tabungan NOW", 40, 130),
    line("1300012345678", 40, 170, height=30), line("SITI RAHMAWATI", 40, 220), line("Saldo Aktif", 40, 270),
    line("Rp ********", 40, 300), line("Transfer ke BCA", 0, 420),
    line("20/11/2026  Ref 279316309917", 0, 450),
]  # fmt: skip


def test_an_application_shows_the_number_without_a_label() -> None:
    found = account_fields(APP)
    assert plain(found) == {
        "bank": "MANDIRI",
        "nomor_rekening": "1300012345678",
        "nama_pemilik": "SITI RAHMAWATI",
    }
    assert not found["nomor_rekening"].agreed  # which number it is was a guess; the typed one must confirm it


@pytest.mark.parametrize("other", ["9370012345", "081234567890123"])
def test_of_two_numbers_without_labels_none_is_taken_unless_one_is_a_telephone(other: str) -> None:
    found = account_fields([*APP, line(other, 0, 520)])["nomor_rekening"]
    assert found.value == (None if other == "9370012345" else "1300012345678")


def test_a_statement_with_the_holder_as_on_an_envelope() -> None:
    head = table(
        [("SITI RAHMAWATI", "NO. REKENING", ": 937-001-2345"), ("JL. MELATI NO. 17", "HALAMAN", ": 1 / 1"),
         ("SUKAJADI, KOTA BANDUNG", "PERIODE", ": OKTOBER 2026"), ("INDONESIA", "MATA UANG", ": IDR"),
         ("", "CIF", ": 2868569765")],
        at=(0, 400, 560), y=80,
    )  # fmt: skip
    moves = table(
        [("01/10/26", "TRSF E-BANKING DB 7562673498936968", "7523755373", "540,000.00"),
         ("02/10/26", "BI-FAST CR TRANSFER DR 008", "6582968178", "182,000.00")],
        at=(0, 120, 560, 700), y=300,
    )  # fmt: skip
    lines = in_order([line("BCA", 0, 0, height=40), line("LAPORAN MUTASI REKENING", 500, 10), *head, *moves])
    assert plain(account_fields(lines)) == {
        "bank": "BCA", "nomor_rekening": "9370012345", "nama_pemilik": "SITI RAHMAWATI",
    }  # fmt: skip


def test_three_digits_are_a_branch_and_no_banks_code() -> None:
    lines = [
        *book("BANK BRI", "No. Rekening", "902201012345530", "Nama", CIF),
        line("125", 300, 300, height=70),
    ]
    assert account_fields(lines)["bank"].value == "BRI"


def test_an_account_that_begins_like_a_country_code_is_no_telephone() -> None:
    screen = [
        line("SeaBank", 40, 40, height=30), line("Informasi Rekening", 40, 90), line("Tabungan", 40, 140),
        line("6210 2483 7504", 40, 190, height=30), line("SITI RAHMAWATI", 40, 250),
        line("Saldo Tersedia", 40, 300), line("628123456789", 40, 700),
    ]  # fmt: skip
    fields = account_fields(screen)
    assert fields["nomor_rekening"].value == "621024837504"
    assert not fields["nomor_rekening"].agreed  # nothing says that it is the account's
    assert fields["nama_pemilik"].value == "SITI RAHMAWATI"
    assert fields["bank"].value == "SEABANK"


def test_a_booking_to_another_bank_does_not_name_the_accounts() -> None:
    lines = column("Tabungan BRI", "No. Rekening 1234567890123456", "Transfer ke BCA", "BI-FAST dari Mandiri")
    assert account_fields(lines)["bank"].value == "BRI"
    assert "bank" not in account_fields(column("No. Rekening 1234567890123456", "Transfer ke BCA"))


def test_an_address_that_goes_on_is_no_holder_where_values_begin_with_a_colon() -> None:
    lines = in_order(
        [
            line("BANK MUAMALAT", 0, 0, height=40),
            *table(
                [("", ": LILIS KARTIKA"), ("No. Rekening", ": 6872289209"), ("Alamat", ": JL. SUNAN NO. 171"),
                 ("", "CIAMPEA BOGOR")],
                at=(0, 300), y=80,
            ),
        ]
    )  # fmt: skip
    assert plain(account_fields(lines))["nama_pemilik"] == "LILIS KARTIKA"
