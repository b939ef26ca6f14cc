"""The identity card from lines made by hand: layouts, noise, missing and misread labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from models.field import Field, Line
from pipeline.extract.ktp import fields
from pipeline.extract.sureness import ALONE
from tests.typed_lines import in_order, line, slanted, table

CARD = (
    ("NIK", "3273014708909003"), ("Nama", "SITI RAHMAWATI"), ("Tempat/Tgl Lahir", "BANDUNG, 07-08-1990"),
    ("Jenis Kelamin", "PEREMPUAN"), ("Alamat", "JL. MELATI NO. 17"), ("RT/RW", "004/011"),
    ("Kel/Desa", "SUKASARI"), ("Kecamatan", "SUKAJADI"), ("Agama", "ISLAM"), ("Status Perkawinan", "KAWIN"),
    ("Pekerjaan", "KARYAWAN SWASTA"), ("Kewarganegaraan", "WNI"), ("Berlaku Hingga", "SEUMUR HIDUP"),
)  # fmt: skip
TRUTH = {
    "provinsi": "JAWA BARAT", "kabupaten_kota": "KOTA BANDUNG", "nik": "3273014708909003",
    "nama": "SITI RAHMAWATI", "tempat_lahir": "BANDUNG", "tanggal_lahir": "1990-08-07",
    "jenis_kelamin": "PEREMPUAN", "golongan_darah": "O", "alamat": "JL. MELATI NO. 17", "rt_rw": "004/011",
    "kel_desa": "SUKASARI", "kecamatan": "SUKAJADI", "agama": "ISLAM", "status_perkawinan": "KAWIN",
    "pekerjaan": "KARYAWAN SWASTA", "kewarganegaraan": "WNI", "berlaku_hingga": "SEUMUR HIDUP",
}  # fmt: skip
ALWAYS = TRUTH.keys() - {"golongan_darah"}


def header() -> list[Line]:
    return [line("PROVINSI JAWA BARAT", 240, -80), line("KOTA BANDUNG", 270, -50)]


def beside(rows: Sequence[tuple[str, str]] = CARD) -> list[Line]:
    """Label and value are one line of text each row."""
    return [line(f"{label} : {value}", 0, 32 * number) for number, (label, value) in enumerate(rows)]


def apart(rows: Sequence[tuple[str, str]] = CARD) -> list[Line]:
    """Labels and values are lines of their own."""
    return table([(label, f": {value}") for label, value in rows], at=(0, 230))


def with_lone_colons(rows: Sequence[tuple[str, str]] = CARD) -> list[Line]:
    """Labels, colons and values are three columns."""
    return table([(label, ":", value) for label, value in rows], at=(0, 215, 230))


def without_blanks(rows: Sequence[tuple[str, str]] = CARD) -> list[Line]:
    """The first reader dropped every blank; the second kept them."""
    return [
        line(f"{label}:{value}".replace(" ", ""), 0, 32 * number, second=f"{label} : {value}")
        for number, (label, value) in enumerate(rows)
    ]


def leaning(rows: Sequence[tuple[str, str]] = CARD) -> list[Line]:
    """Columns on a card that leans by two degrees."""
    return slanted(apart(rows), 2)


LAYOUTS = [beside, apart, with_lone_colons, without_blanks, leaning]


def blood(text: str = "Gol. Darah : O", y: float = 96) -> list[Line]:
    return [line(text, 450, y)]


def seen(lines: Sequence[Line]) -> dict[str, str | None]:
    return {name: field.value for name, field in fields(in_order(lines)).items()}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_field_of_every_layout(layout: Callable[[], list[Line]]) -> None:
    lines = slanted([*header(), *blood()], 2) if layout is leaning else [*header(), *blood()]
    assert seen([*lines, *layout()]) == TRUTH


def test_agreement_and_readings_are_kept() -> None:
    found = fields(in_order([*header(), *apart(), *blood()]))
    assert all(field.agreed for field in found.values())
    assert [reading.reader for reading in found["nik"].readings] == ["ppocr", "tesseract"]


def test_boxes_stand_on_the_values() -> None:
    found = fields(in_order([*header(), *beside()]))
    for name, row in (("nik", 0), ("nama", 1), ("agama", 8)):
        box = found[name].box
        assert box is not None
        assert box.top == 32 * row
        assert box.left > 30


def test_noise_does_not_disturb() -> None:
    noise = [
        line("~", -40, 10), line("||", 700, 60), line("BANDUNG", 720, 300), line("12-03-2018", 715, 330),
        line("i", 420, 180), line(".", 600, 90),
    ]  # fmt: skip
    assert seen([*header(), *apart(), *blood(), *noise]) == TRUTH


@pytest.mark.parametrize("missing", [label for label, _ in CARD if label != "NIK"])
def test_a_label_that_was_not_read_leaves_its_field_unreadable_not_absent(missing: str) -> None:
    kept = [row for row in CARD if row[0] != missing]
    found = fields(in_order([*header(), *beside(kept)]))
    assert found.keys() >= ALWAYS
    unreadable = {name for name in ALWAYS if found[name].value is None}
    names = {
        "Tempat/Tgl Lahir": {"tempat_lahir", "tanggal_lahir"},
        "Kel/Desa": {"kel_desa"},
        "RT/RW": {"rt_rw"},
    }
    assert unreadable == names.get(missing, {missing.lower().replace(" ", "_")})


def test_nothing_read_at_all() -> None:
    found = fields([])
    assert found.keys() == ALWAYS
    assert all(field == Field(None, 0.0) for field in found.values())


def test_the_nik_is_found_without_its_label() -> None:
    lines = [*header(), line("3273014708909003", 230, 0), *beside(CARD[1:])]
    assert seen(lines)["nik"] == "3273014708909003"


@pytest.mark.parametrize(
    ("first", "second", "value", "agreed"),
    [
        ("NIK : 3273014708909003", "NIK : 3273014708909003", "3273014708909003", True),
        ("NIK : 3273014708909003", "NIK : 3273014708909008", "3273014708909003", False),
        ("NIK : 327301470890900", "NIK : 3273014708909003", "3273014708909003", False),
        ("NIK : 3273O147O8909003", "3273014708909003", "3273014708909003", True),
        ("NIK:3273014708909003", "NIK : 3273014708909003", "3273014708909003", True),
        ("NIK : ################", "NIK : ----------------", None, False),
    ],
)
def test_how_the_nik_was_read(first: str, second: str, value: str | None, agreed: bool) -> None:
    field = fields([line(first, second=second)])["nik"]
    assert (field.value, field.agreed) == (value, agreed)


@pytest.mark.parametrize(
    ("row", "sex", "group"),
    [
        ("Jenis Kelamin : PEREMPUAN Gol. Darah : O", "PEREMPUAN", "O"),
        ("Jenis Kelamin : PEREMPUAN Gol.Darah:AB", "PEREMPUAN", "AB"),
        ("JenisKelamin:LAKI-LAKIGol.Darah:B", "LAKI-LAKI", "B"),
        ("Jenis Kelamin : LAKI-LAKI Gol. Darah : 0", "LAKI-LAKI", "O"),
        ("Jenis Kelamin : LAKI-LAKI Gol. Darah : -", "LAKI-LAKI", "absent"),
        ("Jenis Kelamin : LAKI-LAKI Gol. Darah :", "LAKI-LAKI", "absent"),
        ("Jenis Kelamin : LAKI-LAKI Gol. Darah : TIDAK TA", "LAKI-LAKI", "TIDAK TAHU"),
        ("Jenis Kelamin : LAKHLAKI", "LAKI-LAKI", "absent"),
        ("Jenis Kelamin : PEREMPUAH", "PEREMPUAN", "absent"),
    ],
)
def test_sex_and_blood_group_share_a_row(row: str, sex: str, group: str) -> None:
    found = seen([line(row)])
    assert found["jenis_kelamin"] == sex
    assert found.get("golongan_darah", "absent") == group


@pytest.mark.parametrize(
    ("text", "town", "day"),
    [
        (": BANDUNG, 07-08-1990", "BANDUNG", "1990-08-07"),
        (": BANDUNG.07-08-1990", "BANDUNG", "1990-08-07"),
        (": BANDUNG 07-08-1990", "BANDUNG", "1990-08-07"),
        (": JAKARTA SELATAN, 07 - 08 - 1990", "JAKARTA SELATAN", "1990-08-07"),
        (": BANDUNG, O7-O8-1990", "BANDUNG", "1990-08-07"),
        (": BANDUNG", "BANDUNG", None),
        (": BANDUNG, 31-02-1990", "BANDUNG", None),
        (": KETAPANG.21-08-175", "KETAPANG", None),
    ],
)
def test_birth_place_and_date(text: str, town: str, day: str | None) -> None:
    found = seen([line("Tempat/Tgl Lahir"), line(text, 230)])
    assert (found["tempat_lahir"], found["tanggal_lahir"]) == (town, day)


@pytest.mark.parametrize(
    ("top", "below", "province", "regency"),
    [
        ("PROVINSI JAWA BARAT", "KOTA BANDUNG", "JAWA BARAT", "KOTA BANDUNG"),
        ("PROVINSIJAWABARAT", "KABUPATENBANDUNG", "JAWA BARAT", "KABUPATEN BANDUNG"),
        ("PROVINSl DKI JAKARTA", "JAKARTA SELATAN", "DKI JAKARTA", "JAKARTA SELATAN"),
        ("PROVINSI KALIMANTAN SELATAN", "KOTABARU", "KALIMANTAN SELATAN", "KOTABARU"),
        ("PROVINSI LAMPUNG", "KAB. LAMPUNG UTARA", "LAMPUNG", "KAB. LAMPUNG UTARA"),
    ],
)
def test_the_heading(top: str, below: str, province: str, regency: str) -> None:
    found = seen([line(top, 240, -80), line(below, 250, -52)])
    assert (found["provinsi"], found["kabupaten_kota"]) == (province, regency)


def test_wrapped_names_and_addresses() -> None:
    lines = [
        line("Nama"), line(": MARIA MAGDALENA NATALIA", 230), line("SITANGGANG", 252, 28),
        line("Tempat/Tgl Lahir", 0, 62), line(": MEDAN, 07-08-1990", 230, 62),
        line("Alamat", 0, 94), line(": KP. BOJONG RENDEUH GANG", 230, 94), line("HAJI DAHLAN NO. 4", 252,
        122),
        line("RT/RW", 40, 156), line(": 004/011", 230, 156),
    ]  # fmt: skip
    found = seen(lines)
    assert found["nama"] == "MARIA MAGDALENA NATALIA SITANGGANG"
    assert found["alamat"] == "KP. BOJONG RENDEUH GANG HAJI DAHLAN NO. 4"
    assert found["tempat_lahir"] == "MEDAN"
    assert found["rt_rw"] == "004/011"


@pytest.mark.parametrize(
    ("text", "value"),
    [("SEUMUR HIDUP", "SEUMUR HIDUP"), ("SEUMURHIDUP", "SEUMUR HIDUP"), ("07-08-2017", "2017-08-07")],
)
def test_how_long_the_card_is_valid(text: str, value: str) -> None:
    assert seen([line(f"Berlaku Hingga : {text}")])["berlaku_hingga"] == value


@pytest.mark.parametrize(("text", "value"), [("WNI", "WNI"), ("WNl", "WNI"), ("BELANDA", "BELANDA")])
def test_citizenship(text: str, value: str) -> None:
    assert seen([line(f"Kewarganegaraan : {text}")])["kewarganegaraan"] == value


def test_hostile_lines_are_only_text() -> None:
    lines = [line("Nama : " + "A" * 5000), line("NIK : " + "9" * 5000, 0, 40), line("\x00", 0, 80)]
    found = fields(in_order(lines))
    assert found["nik"].confidence <= ALONE
    assert found["nama"].value is None, "no name is that long"


def test_a_province_into_which_its_word_was_drawn_and_a_town_with_half_a_date() -> None:
    rows = [
        line("PROVINSI SULAWESI UTARA", 300, 40, second="PROVINSISULAWESI UTARA"),
        line("KABUPATEN MINAHASA", 320, 80),
        line("NIK", 30, 140),
        line("7102062403900003", 260, 140),
        line("Tempat/Tgl Lahir", 30, 200),
        line("TOMOHON, 22", 260, 200),
    ]
    result = fields(rows)
    assert result["provinsi"].value == "SULAWESI UTARA"
    assert result["tempat_lahir"].value == "TOMOHON"
