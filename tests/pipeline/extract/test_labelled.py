"""Labels and values: where a value may stand, and how a label may be misread."""

from __future__ import annotations

import pytest

from models.field import Field, Line, Reading
from models.geometry import Quad
from pipeline.extract.account import account_fields
from pipeline.extract.labelled import (
    Labels,
    fold,
    label_at_start,
    load_labels,
    to_the_right,
    values,
)
from pipeline.extract.rows import same_row
from tests.typed_lines import column, in_order, line, slanted, table

KTP = load_labels("ktp")


def texts(lines: list[Line], labels: Labels = KTP) -> dict[str, str]:
    """The first value of each field."""
    return {name: found[0].text for name, found in values(in_order(lines), labels).items()}


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Nama : SITI RAHMAWATI", "nama", "SITI RAHMAWATI"),
        ("Nama SITI RAHMAWATI", "nama", "SITI RAHMAWATI"),
        ("NamaSITI RAHMAWATI", "nama", "SITI RAHMAWATI"),
        ("Nama:SITIRAHMAWATI", "nama", "SITIRAHMAWATI"),
        ("Narna : SITI RAHMAWATI", "nama", "SITI RAHMAWATI"),
        ("NIK : 3273014708909003", "nik", "3273014708909003"),
        ("NIK3273014708909003", "nik", "3273014708909003"),
        ("N1K : 3273014708909003", "nik", "3273014708909003"),
        ("NlK: 3273014708909003", "nik", "3273014708909003"),
        ("Tempat/TgI Lahir : BANDUNG, 07-08-1990", "lahir", "BANDUNG, 07-08-1990"),
        ("TempatTglLahir BANDUNG, 07-08-1990", "lahir", "BANDUNG, 07-08-1990"),
        ("denis Kelamin : PEREMPUAN", "jenis_kelamin", "PEREMPUAN"),
        ("Jenis-Kelamin:PEREMPUAN", "jenis_kelamin", "PEREMPUAN"),
        ("RTIRW : 004/011", "rt_rw", "004/011"),
        ("RTRW 004/011", "rt_rw", "004/011"),
        ("RI/RW : 004/011", "rt_rw", "004/011"),
        ("Kel/Desa : SUKASARI", "kel_desa", "SUKASARI"),
        ("KelDesa: SUKASARI", "kel_desa", "SUKASARI"),
        ("Kecarnatan : SUKAJADI", "kecamatan", "SUKAJADI"),
        ("Agama : ISLAM", "agama", "ISLAM"),
        ("Status Perkawlnan: KAWIN", "status_perkawinan", "KAWIN"),
        ("Pekeriaan : PELAUT", "pekerjaan", "PELAUT"),
        ("Berlaku Hingqa : SEUMUR HIDUP", "berlaku_hingga", "SEUMUR HIDUP"),
        ("Alamat : JL. MELATI NO. 17", "alamat", "JL. MELATI NO. 17"),
    ],
)
def test_label_and_value_in_one_line(text: str, field: str, value: str) -> None:
    assert texts([line(text)]) == {field: value}


@pytest.mark.parametrize(
    "text",
    [
        "NAMAWATI",
        "Alamatnya",
        "NIKEN SUSANTI",
        "SITI RAHMAWATI",
        "AGAMAWAN",
        "3273014708909003",
        "",
        ":",
        "-",
    ],
)
def test_a_word_that_only_begins_like_a_label_is_none(text: str) -> None:
    assert label_at_start(text, line(text), KTP) is None


def test_the_longest_label_wins() -> None:
    hit = label_at_start("Nama Kepala Keluarga : AGUS", line(""), load_labels("kk"))
    assert hit is not None
    assert hit.field == "kepala_keluarga"


def test_a_value_to_the_right_in_a_line_of_its_own() -> None:
    lines = [line("Nama"), line(":", 180), line("SITI RAHMAWATI", 200)]
    assert texts(lines) == {"nama": "SITI RAHMAWATI"}


def test_a_value_in_two_pieces_to_the_right_is_joined() -> None:
    lines = [line("Nama"), line(": SITI", 200), line("RAHMAWATI", 290)]
    assert texts(lines) == {"nama": "SITI RAHMAWATI"}


def test_a_value_below_its_label() -> None:
    lines = [
        line("Nomor KPJ"),
        line("15034567890", 0, 34),
        line("Nama", 0, 80),
        line("SITI RAHMAWATI", 0, 114),
    ]
    assert texts(lines, load_labels("kpj")) == {"kpj": "15034567890", "nama": "SITI RAHMAWATI"}


def test_a_label_without_a_value_gives_an_empty_one() -> None:
    found = values([line("Nama"), line("Agama : ISLAM", 0, 32)], KTP)
    assert found["nama"][0].pieces == ()
    assert found["agama"][0].text == "ISLAM"


def test_the_text_of_a_far_column_is_not_taken() -> None:
    lines = [line("Nama"), line("KOTA BANDUNG", 900), line("SITI RAHMAWATI", 150)]
    assert texts(lines)["nama"] == "SITI RAHMAWATI"


def test_two_columns_of_labels_keep_their_values() -> None:
    lines = table(
        [("Jenis Kelamin", ": PEREMPUAN", "Gol. Darah : O"), ("Alamat", ": JL. MELATI NO. 17", "")],
        at=(0, 200, 420),
    )
    assert texts(lines) == {
        "jenis_kelamin": "PEREMPUAN", "golongan_darah": "O", "alamat": "JL. MELATI NO. 17",
    }  # fmt: skip


@pytest.mark.parametrize("field", ["nama", "alamat"])
def test_a_wrapped_value_goes_on_in_the_next_line(field: str) -> None:
    label = field.capitalize()
    lines = [
        line(label), line(": MARIA MAGDALENA", 200), line("SITANGGANG", 222, 28),
        line("Agama", 0, 60), line(": KRISTEN", 200, 60),
    ]  # fmt: skip
    assert texts(lines) == {field: "MARIA MAGDALENA SITANGGANG", "agama": "KRISTEN"}


def test_the_next_rows_value_is_no_continuation() -> None:
    lines = table([("Nama", ": SITI"), ("Tempat/Tgl Lahir", ": BANDUNG, 07-08-1990")], at=(0, 220))
    assert texts(lines) == {"nama": "SITI", "lahir": "BANDUNG, 07-08-1990"}


@pytest.mark.parametrize("degrees", [-2.0, -1.0, 1.0, 2.0])
def test_slanted_rows_stay_together(degrees: float) -> None:
    rows = [("Nama", ": SITI RAHMAWATI"), ("Agama", ": ISLAM"), ("Pekerjaan", ": KARYAWAN SWASTA")]
    assert texts(slanted(table(rows, at=(0, 220)), degrees)) == {
        "nama": "SITI RAHMAWATI", "agama": "ISLAM", "pekerjaan": "KARYAWAN SWASTA",
    }  # fmt: skip


def test_stop_labels_end_a_value_and_belong_to_no_field() -> None:
    lines = column("No. Rekening : 9370012345", "CIF : 12345678", "Nama : SITI")
    found = texts(lines, load_labels("buku_rekening"))
    assert found["nomor_rekening"] == "9370012345"
    assert found["nama_pemilik"] == "SITI"


def test_rows_are_told_apart() -> None:
    here = line("Nama")
    assert same_row(here, line("SITI", 100, 4))
    assert not same_row(here, line("SITI", 100, 24))
    assert to_the_right(here, [line("SITI", 100, 4), line("AGUS", 100, 40)])[0].text == "SITI"


def test_look_alikes_fold_into_one() -> None:
    assert fold("NlK") == fold("N1K") == fold("N|K") == fold("nik")
    assert fold("G0L. DARAH") == fold("Gol Darah")


@pytest.mark.parametrize(
    "kind", ["ktp", "kpj", "npwp", "buku_rekening", "letter", "akta_kematian", "kk", "akta_nikah"]
)
def test_every_table_of_labels_is_usable(kind: str) -> None:
    labels = load_labels(kind)
    assert "stop" in labels.fields
    assert all(label and label == fold(label) for variants in labels.fields.values() for label in variants)
    assert labels.wrap <= labels.fields.keys()


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Nomor Rekening/ Account Numb4r73 782 390 2310", False),
        ("Nomor Rekening / Account N:um1b8e4r 373 875 2796", False),
        ("1. Nomor Rekenlng : 473 782 390 2310", True),
        ("Nomor Rekening 473 782 390 2310", True),
        ("Nomor Rekenlng: 473 782 390 2310", True),
    ],
)
def test_a_number_that_is_printed_over_its_label_may_have_lost_a_digit(text: str, *, sure: bool) -> None:
    read = account_fields([line("BANK MANDIRI", 0, 0), line(text, 0, 64)])["nomor_rekening"]
    assert read.value is not None
    assert read.agreed is sure


def account(*lines: Line) -> Field:
    return account_fields([line("BANK BCA", 0, 0), *lines])["nomor_rekening"]


def test_of_a_number_beside_its_label_and_one_under_it_neither_is_sure() -> None:
    """The label stands above its value, and another label's value to the right a little lower."""
    label, other = line("No. Rekening", 0, 64), line("3849816745", 400, 70)
    assert account(label, other).agreed
    assert not account(label, line("764-039-4552", 0, 96), other).agreed


def test_a_number_in_two_pieces_is_not_sure() -> None:
    """Where the finder cut a number, both readers may see a digit twice."""
    label = line("No. Rekening :", 0, 64)
    assert account(label, line("267 275 0556", 200, 64)).agreed
    read = account(label, line("267 2", 200, 64), line("275 0556", 262, 64))
    assert not read.agreed


def test_the_pieces_of_a_cut_line_are_one_value_in_their_order() -> None:
    """Finders cut a line where the blank is wide; the pieces overlap by a letter and are no two rows."""
    lines = [
        Line(Quad.upright(120, 293, 213, 334), (Reading("ppocr", "NAMA", 0.99),)),
        Line(Quad.upright(498, 297, 593, 333), (Reading("ppocr", ": EKO", 0.99),)),
        Line(Quad.upright(588, 294, 720, 334), (Reading("ppocr", "SUSILO", 0.99),)),
    ]
    assert [line.text for line in to_the_right(lines[0], lines)] == [": EKO", "SUSILO"]
