"""Civil registration and the heirs' letter, in the forms that offices print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.field import Field, Line
from pipeline.extract.civil import birth_fields, death_fields, marriage_fields
from pipeline.extract.heirs import heirs_fields
from sample_docs.generator.sheets import compose
from tests.drawn_pages import AGUS, FACTS, SITI, layer_lines
from tests.typed_lines import column, in_order, line, table


def plain(fields: Mapping[str, Field]) -> dict[str, str | None]:
    return {name: field.value for name, field in fields.items()}


# seeds 0 and 2 print the labelled form's date in words, broken over two lines; 1 prints digits
@pytest.mark.parametrize(
    ("form", "seed"), [("kalimat", 0), ("kalimat", 1), ("berlabel", 0), ("berlabel", 1), ("berlabel", 2)]
)
def test_both_forms_of_a_death_certificate(form: str, seed: int) -> None:
    sheet = compose("akta_kematian", replace(FACTS, variant=form), np.random.default_rng(seed))
    assert plain(death_fields(layer_lines(sheet))) == sheet.fields


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tanggal Meninggal : 05-06-2026", "2026-06-05"),
        ("Tanggal Meninggal : 5 Juni 2026", "2026-06-05"),
        ("Tanggal Kematian : LIMA JUNI TAHUN DUA RIBU DUA PULUH ENAM (5 Juni 2026)", "2026-06-05"),
        ("bahwa pada tanggal LIMA JUNI TAHUN DUA RIBU DUA PULUH ENAM telah meninggal dunia", "2026-06-05"),
        ("pada tanggal 5 Juni 2026 telah meninggal dunia seorang bernama", "2026-06-05"),
        ("pada tanggal 5 Juni 2026 tlah menggal dunia seorang benama", "2026-06-05"),
        ("telah meninggal dunia", None),
    ],
)
def test_the_date_of_death(text: str, value: str | None) -> None:
    lines = column(text, "Kutipan ini dikeluarkan di Bandung")
    assert plain(death_fields(lines))["tanggal_meninggal"] == value


def test_the_birth_date_is_never_the_date_of_death() -> None:
    """A death certificate whose date of death cannot be read says so."""
    lines = table(
        [
            ("bahwa menurut pencatatan kematian telah meninggal dunia:", ""), ("Nama Lengkap",
             ": AGUS WIBOWO"),
            ("Tempat/Tanggal Lahir", ": BANDUNG, 3 Maret 1988"), ("Tanggal Meninggal", ": L1M4 JVN1"),
        ],
        at=(0, 320),
    )  # fmt: skip
    assert plain(death_fields(in_order(lines)))["tanggal_meninggal"] is None


def test_a_death_certificate_of_the_village_without_a_register_number() -> None:
    lines = column(
        "SURAT KETERANGAN KEMATIAN", "Nama : AGUS SUPRIYADI WIBOWO", f"NIK : {AGUS.nik}", "Umur : 38 tahun",
        "Telah meninggal dunia pada tanggal 05-06-2026",
    )  # fmt: skip
    found = plain(death_fields(lines))
    assert found["nama"] == "AGUS SUPRIYADI WIBOWO"
    assert found["nik"] == AGUS.nik
    assert found["tanggal_meninggal"] == "2026-06-05"


@pytest.mark.parametrize("seed", [0, 3])
def test_the_heirs_letter(seed: int) -> None:
    sheet = compose("surat_ahli_waris", FACTS, np.random.default_rng(seed))
    fields, rows = heirs_fields(layer_lines(sheet))
    truth = dict(sheet.fields)
    assert [plain(row) for row in rows] == truth.pop("ahli_waris")
    assert plain(fields) == truth


HEIRS = (
    ("1", "SITI RAHMAWATI", SITI.nik, "ISTRI"),
    ("2", "NABILA PUTRI WIBOWO", "3273015505149021", "ANAK KANDUNG"),
)


def heirs(rows: Sequence[Sequence[str]] = HEIRS) -> list[Line]:
    words = column("Almarhum AGUS SUPRIYADI WIBOWO", f"NIK {AGUS.nik}",
    "meninggal dunia pada tanggal 5 Juni 2026",
                   "meninggalkan ahli waris sebagai berikut:", y=-200)  # fmt: skip
    head = table([("No", "Nama", "NIK", "Hubungan")], at=(0, 40, 320, 560), y=-32)
    return in_order([*words, *head, *table(rows, at=(0, 40, 320, 560))])


def test_heirs_in_a_table_of_cells() -> None:
    fields, rows = heirs_fields(heirs())
    assert [tuple(plain(row).values()) for row in rows] == [
        ("SITI RAHMAWATI", SITI.nik, "ISTRI"), ("NABILA PUTRI WIBOWO", "3273015505149021", "ANAK KANDUNG"),
    ]  # fmt: skip
    assert fields["nama_pewaris"].value == "AGUS SUPRIYADI WIBOWO"
    assert fields["nik_pewaris"].value == AGUS.nik
    assert fields["tanggal_meninggal"].value == "2026-06-05"


def test_heirs_in_rows_that_were_read_as_one_line() -> None:
    _, rows = heirs_fields(heirs([(" ".join(row), "") for row in HEIRS]))
    assert [tuple(plain(row).values()) for row in rows] == [
        ("SITI RAHMAWATI", SITI.nik, "ISTRI"), ("NABILA PUTRI WIBOWO", "3273015505149021", "ANAK KANDUNG"),
    ]  # fmt: skip


def test_a_row_whose_box_touches_the_sentence_above_is_a_row() -> None:
    end = line("meninggalkan ahli waris sebagai berikut:", 0, 0, height=60)
    row = line("1. SITI RAHMAWATI, NIK 3273014708909003, ISTRI", 0, 59, height=57)
    _, rows = heirs_fields([line("para ahli waris dari almarhum AGUS WIBOWO,", 0, -60), end, row])
    assert [tuple(plain(heir).values()) for heir in rows] == [("SITI RAHMAWATI", SITI.nik, "ISTRI")]


def test_the_deceased_is_no_heir() -> None:
    _, rows = heirs_fields(heirs())
    assert AGUS.nik not in {plain(row)["nik"] for row in rows}


WEDDINGS = {
    "religious": FACTS,
    "since_2022": replace(FACTS, marriage=date(2023, 1, 14)),
    "civil": replace(FACTS, participant=replace(AGUS, agama="KRISTEN")),
}


@pytest.mark.parametrize("kind", WEDDINGS)
def test_marriage_certificates(kind: str) -> None:
    sheet = compose("akta_nikah", WEDDINGS[kind], np.random.default_rng(1))
    assert plain(marriage_fields(layer_lines(sheet))) == sheet.fields


def test_a_birth_certificate() -> None:
    sheet = compose("akta_kelahiran", FACTS, np.random.default_rng(1))
    assert plain(birth_fields(layer_lines(sheet))) == sheet.fields


@pytest.mark.parametrize("extract", [death_fields, marriage_fields, birth_fields])
@pytest.mark.parametrize(
    "lines", [[], [line("")], column("~~~", "...", "12 34")], ids=["none", "empty", "noise"]
)
def test_nothing_readable_gives_no_values(
    extract: Callable[[Sequence[Line]], dict[str, Field]], lines: list[Line]
) -> None:
    assert all(field.value is None for field in extract(lines).values())
    assert heirs_fields(lines)[1] == ()
