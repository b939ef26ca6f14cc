"""The family card: one number in the heading, two tables joined by row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.field import Row
from pipeline.extract.kk import kk_fields
from sample_docs.generator.sheets import compose
from tests.drawn_pages import AGUS, FACTS, NABILA, SITI, layer_lines
from tests.typed_lines import in_order, line, table

PEOPLE = (
    (
        "1",
        "AGUS SUPRIYADI WIBOWO, S.T.",
        AGUS.nik,
        "LAKI-LAKI",
        "BANDUNG",
        "03-03-1988",
        "ISLAM",
        "STRATA II",
        "GURU",
    ),
    (
        "2",
        "SITI RAHMAWATI",
        SITI.nik,
        "PEREMPUAN",
        "BANDUNG",
        "07-08-1990",
        "ISLAM",
        "SLTA/SEDERAJAT",
        "PERAJIN BATIK",
    ),
    (
        "3",
        "NABILA PUTRI WIBOWO",
        NABILA.nik,
        "PEREMPUAN",
        "BANDUNG",
        "15-05-2014",
        "ISLAM",
        "TIDAK/BELUM SEKOLAH",
        "BELUM/TIDAK BEKERJA",
    ),
)
TIES = (
    ("1", "KAWIN TERCATAT", "KEPALA KELUARGA", "WNI", "SUPARNO", "SRI LESTARI"),
    ("2", "KAWIN TERCATAT", "ISTRI", "WNI", "UJANG HIDAYAT", "EUIS KARTIKA"),
    ("3", "BELUM KAWIN", "ANAK", "WNI", "AGUS SUPRIYADI WIBOWO", "SITI RAHMAWATI"),
)
KK = "3273011103199008"


def card(people=PEOPLE, ties=TIES, number=f"No. {KK}"):
    top = [line("KARTU KELUARGA", 500, -200, height=30), line(number, 520, -165),
           line("Nama Kepala Keluarga : AGUS SUPRIYADI WIBOWO", 0, -120), line("Kecamatan : SUKAJADI",
           700, -120)]  # fmt: skip
    heads = table([("No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama")],
                  at=(0, 40, 380, 580, 720, 860, 1020), y=-40)  # fmt: skip
    first = table(people, at=(0, 40, 380, 580, 720, 860, 1020, 1120, 1400))
    second_heads = table([("No", "Status Perkawinan", "Status Hubungan Dalam Keluarga", "Kewarganegaraan",
    "Nama Ayah", "Nama Ibu")],
                         at=(0, 40, 260, 620, 820, 1100), y=200)  # fmt: skip
    return in_order(
        [*top, *heads, *first, *second_heads, *table(ties, at=(0, 40, 260, 620, 820, 1100), y=240)]
    )


def plain(row: Row) -> dict[str, str | None]:
    return {name: field.value for name, field in row.items()}


def test_heading_and_both_tables() -> None:
    fields, rows = kk_fields(card())
    assert {name: field.value for name, field in fields.items()} == {
        "nomor_kk": KK, "kepala_keluarga": "AGUS SUPRIYADI WIBOWO",
    }  # fmt: skip
    assert [plain(row)["hubungan"] for row in rows] == ["KEPALA KELUARGA", "ISTRI", "ANAK"]
    assert plain(rows[1]) == {
        "nik": SITI.nik, "nama": "SITI RAHMAWATI", "jenis_kelamin": "PEREMPUAN", "tempat_lahir": "BANDUNG",
        "tanggal_lahir": "1990-08-07", "hubungan": "ISTRI", "nama_ayah": "UJANG HIDAYAT",
        "nama_ibu": "EUIS KARTIKA", "agama": "ISLAM", "pendidikan": "SLTA/SEDERAJAT",
        "pekerjaan": "PERAJIN BATIK", "status_perkawinan": "KAWIN TERCATAT", "kewarganegaraan": "WNI",
    }  # fmt: skip
    assert rows[1]["pekerjaan"].confidence < 0.95  # stands in no list of occupations
    assert [plain(row)["status_perkawinan"] for row in rows][2] == "BELUM KAWIN"
    assert [plain(row)["pekerjaan"] for row in rows][2] == "BELUM/TIDAK BEKERJA"


def test_a_number_that_cannot_be_read_is_not_a_members() -> None:
    fields, rows = kk_fields(card(number="No. 32730111########"))
    assert fields["nomor_kk"].value is None
    assert [plain(row)["nik"] for row in rows] == [AGUS.nik, SITI.nik, NABILA.nik]


def test_a_foreigner_has_a_country() -> None:
    ties = (*TIES[:2], ("3", "BELUM KAWIN", "FAMILI LAIN", "TIONGKOK", "LI WEI", "WANG FANG"))
    row = plain(kk_fields(card(ties=ties))[1][2])
    assert (row["kewarganegaraan"], row["nama_ayah"], row["nama_ibu"]) == ("TIONGKOK", "LI WEI", "WANG FANG")


def test_a_family_of_one() -> None:
    _, rows = kk_fields(card(PEOPLE[:1], TIES[:1]))
    assert [plain(row)["hubungan"] for row in rows] == ["KEPALA KELUARGA"]


def test_an_unread_relation_is_not_taken_from_another_member() -> None:
    """The second table counts by row: where one relation is lost, the others must not move up."""
    lost = (TIES[0], ("2", "KAWIN TERCATAT", "", "WNI", "UJANG HIDAYAT", "EUIS KARTIKA"), TIES[2])
    _, rows = kk_fields(card(ties=lost))
    wife = plain(rows[1]).get("hubungan")
    assert wife in (None, "ISTRI")


def test_rows_between_two_that_are_counted_are_counted() -> None:
    """A member whose number was not read is no member; the others must keep their own relations."""
    unread = ("1", "AGUS SUPRIYADI WIBOWO, S.T.", "32########", *PEOPLE[0][3:])
    people = (unread, ("", *PEOPLE[1][1:]), PEOPLE[2])
    _, rows = kk_fields(card(people=people))
    assert {plain(row)["hubungan"] for row in rows} == {None}  # which of three rows is hers is not known
    uncounted = (TIES[0], ("", *TIES[1][1:]), TIES[2])
    _, rows = kk_fields(card(people=PEOPLE[:1] + PEOPLE[2:], ties=uncounted))
    assert [plain(row)["hubungan"] for row in rows] == ["KEPALA KELUARGA", "ANAK"]


@pytest.mark.parametrize(("read", "day"), [("0708-1990", "1990-08-07"), ("07-08-199", None)])
def test_a_day_with_a_lost_mark_keeps_what_stands_behind_it(read: str, day: str | None) -> None:
    wife = (*PEOPLE[1][:5], read, *PEOPLE[1][6:])
    row = plain(kk_fields(card(people=(PEOPLE[0], wife, PEOPLE[2])))[1][1])
    assert row["tanggal_lahir"] == day
    assert row["tempat_lahir"] == "BANDUNG"
    assert (row["agama"], row["pendidikan"]) == ("ISLAM", "SLTA/SEDERAJAT")


def test_nothing_readable() -> None:
    fields, rows = kk_fields([])
    assert all(field.value is None for field in fields.values())
    assert rows == ()


@pytest.mark.parametrize("form", ["tte", "lama"])
def test_the_printed_forms(form: str) -> None:
    sheet = compose("kk", replace(FACTS, variant=form), np.random.default_rng(1))
    fields, rows = kk_fields(layer_lines(sheet))
    truth = dict(sheet.fields)
    members = truth.pop("anggota")
    assert isinstance(members, list)
    assert {name: field.value for name, field in fields.items()} == truth
    assert len(rows) == len(members)
    for row, member in zip(rows, members, strict=True):
        assert {name: plain(row).get(name) for name in member} == member
