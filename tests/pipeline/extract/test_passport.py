"""The passport from lines made by hand: labels, the MRZ, and what only the check digits prove."""

from __future__ import annotations

from pipeline.extract.passport import machine_zones, passport_fields, proved_by_check_digit
from tests.typed_lines import column, in_order, line, table

FIRST = "P<IDNRAHMAWATI<<SITI<<<<<<<<<<<<<<<<<<<<<<<<"
SECOND = "X1234567<7IDN9008076F3410130<<<<<<<<<<<<<<04"
READ = {
    "nomor_paspor": "X1234567", "nama": "SITI RAHMAWATI", "tanggal_lahir": "1990-08-07",
    "jenis_kelamin": "PEREMPUAN", "kewarganegaraan": "WNI", "berlaku_hingga": "2034-10-13",
}  # fmt: skip
VISUAL = [
    *table([("JENIS / TYPE", "KODE NEGARA / COUNTRY CODE", "NO. PASPOR / PASSPORT NO."),
            ("P", "IDN", "X1234567")], at=(300, 500, 900), leading=28),
    *column("NAMA LENGKAP / FULL NAME", "SITI RAHMAWATI", x=300, y=80, leading=26),
    *column("KEWARGANEGARAAN / NATIONALITY", "INDONESIA", x=300, y=150, leading=26),
    *column("TGL. LAHIR / DATE OF BIRTH", "07 AUG 1990", x=300, y=220, leading=26),
    *column("JENIS KELAMIN / SEX", "P/F", x=800, y=220, leading=26),
    *column("TGL. HABIS BERLAKU / DATE OF EXPIRY", "13 OCT 2034", x=800, y=290, leading=26),
]  # fmt: skip


def zone(first=FIRST, second=SECOND, **readers):
    return [line(first, 0, 500), line(second, 0, 540, **readers)]


def plain(lines):
    return {name: field.value for name, field in passport_fields(in_order(lines)).items()}


def test_both_zones_agree() -> None:
    lines = in_order([*VISUAL, *zone()])
    assert plain(lines) == READ
    assert all(field.agreed for field in passport_fields(lines).values())
    assert proved_by_check_digit(lines) == {"nomor_paspor", "tanggal_lahir", "berlaku_hingga"}


def test_the_machine_zone_alone_is_enough() -> None:
    assert plain(zone()) == READ


def test_lost_fillers_and_foreign_signs_are_put_back() -> None:
    first = "P<IDNRAHMAWATI«SITI<<<<"
    (_, seen), *_ = machine_zones(zone(first, "X1234567<7IDN9008076F3410130<<<<04"))
    assert (seen.name, seen.number, seen.expiry and seen.expiry.isoformat()) == (
        "SITI RAHMAWATI", "X1234567", "2034-10-13",
    )  # fmt: skip
    (_, seen), *_ = machine_zones(zone(FIRST, SECOND.replace("9008076", "9OO8O76")))
    assert seen.birth_date and seen.birth_date.isoformat() == "1990-08-07"


def test_a_misread_digit_is_not_proved_and_the_zones_disagree() -> None:
    wrong = SECOND.replace("X1234567", "X1234587")
    lines = in_order([*VISUAL, *zone(second=wrong)])
    assert "nomor_paspor" not in proved_by_check_digit(lines)
    alone = passport_fields(in_order(zone(second=wrong, sure=0.99)))
    assert alone["nomor_paspor"].value == "X1234587"
    assert proved_by_check_digit(in_order(zone(second=wrong))) == frozenset()


def test_a_nik_only_where_it_is_printed_and_well_formed() -> None:
    at = {"x": 800, "y": 360, "leading": 26}
    assert plain([*VISUAL, *column("NIK", "3273014708909003", **at)])["nik"] == "3273014708909003"
    assert "nik" not in plain([*VISUAL, *column("NIK", "110312345678", **at)])
    assert "nik" not in plain([*VISUAL, *zone()])


def test_an_unread_passport_has_fields_without_values() -> None:
    fields = passport_fields(column("PASPOR", "REPUBLIK INDONESIA"))
    assert fields["nomor_paspor"].value is None
    assert fields["nama"].value is None


def test_a_state_with_a_letter_too_many_does_not_hide_the_zone() -> None:
    (_, seen), *_ = machine_zones(zone(FIRST, SECOND.replace("<7IDN", "<7I0DN")))
    assert (seen.nationality, seen.number) == ("IDN", "X1234567")


def test_a_digit_for_a_letter_in_the_names_line_does_not_hide_the_zone() -> None:
    (_, seen), *_ = machine_zones(zone(FIRST.replace("IDNRAHMAWATI", "IDNS0PANDI"), SECOND))
    assert (seen.name, seen.number) == ("SITI SOPANDI", "X1234567")


def test_a_name_that_the_visual_zone_gives_without_its_label_outweighs_a_misread_filler() -> None:
    lines = [line("SITI RAHMAWATI", 300, 80), *zone(FIRST.replace("RAHMAWATI<<SITI", "RAHMAWATI<<SIT<"))]
    assert passport_fields(in_order(lines))["nama"].value == "SITI RAHMAWATI"


def test_a_label_cut_short_is_no_name_where_the_mrz_gives_one() -> None:
    cut = [one for one in VISUAL if "NAMA LENGKAP" not in one.text]
    cut.append(line("NAMA LENGRAP /FULL N", 300, 80))
    assert plain([*cut, *zone()])["nama"] == "SITI RAHMAWATI"


def test_a_name_that_the_mrz_contradicts_is_still_what_is_printed() -> None:
    printed = [one for one in VISUAL if one.text != "SITI RAHMAWATI"]
    printed.append(line("DEWI KUSUMA", 300, 106))
    (field,) = [passport_fields(in_order([*printed, *zone()]))["nama"]]
    assert not field.agreed
    assert "DEWI KUSUMA" in {reading.text for reading in field.readings}
