"""Rows whose label a thumb or blur took are told by the order of the card's rows; nothing is guessed."""

from __future__ import annotations

import pytest

from models.field import Line
from pipeline.extract.ktp import fields
from tests.typed_lines import in_order, line

CARD = (
    ("NIK", ": 3273014708909003"),
    ("Nama", ": SITI RAHMAWATI"),
    ("Tempat/Tgl Lahir", ": BANDUNG, 07-08-1990"),
    ("Jenis Kelamin", ": PEREMPUAN"),
    ("Alamat", ": JL. MELATI NO. 17"),
    ("RT/RW", ": 004/007"),
    ("Kel/Desa", ": SUKAJADI"),
    ("Kecamatan", ": SUKASARI"),
    ("Agama", ": ISLAM"),
    ("Status Perkawinan", ": KAWIN"),
    ("Pekerjaan", ": KARYAWAN SWASTA"),
    ("Kewarganegaraan", ": WNI"),
    ("Berlaku Hingga", ": SEUMUR HIDUP"),
)


def card(*, misread: dict[str, str], without: tuple[str, ...] = (), wrapped: bool = False) -> list[Line]:
    """The card's lines; labels of ``misread`` as given, '' where nothing was seen, rows ``without`` gone."""
    lines, y = [], 0.0
    for label, value in CARD:
        seen = misread.get(label, label)
        if seen:
            lines.append(line(seen, 0, y))
        if label not in without:
            lines.append(line(value, 260, y))
        y += 32
        if label == "Alamat" and wrapped:
            lines.append(line("BLOK C", 275, y))
            y += 32
    return in_order(lines)


WORN = {
    "Nama": ".ama",
    "Tempat/Tgl Lahir": "Tempa/Tgl LaNe",
    "Agama": "AQ3ma",
    "Berlaku Hingga": "Bertaka HINgOa",
}


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("misread", [WORN, dict.fromkeys(WORN, "")])
def test_rows_between_others_are_told_by_their_place(misread: dict[str, str], *, wrapped: bool) -> None:
    read = fields(card(misread=misread, wrapped=wrapped))
    assert read["nama"].value == "SITI RAHMAWATI"
    assert read["tempat_lahir"].value == "BANDUNG"
    assert read["tanggal_lahir"].value == "1990-08-07"
    assert read["agama"].value == "ISLAM"
    assert read["berlaku_hingga"].value == "SEUMUR HIDUP"
    assert read["alamat"].value == ("JL. MELATI NO. 17 BLOK C" if wrapped else "JL. MELATI NO. 17")


def test_what_only_its_place_tells_is_not_proved() -> None:
    read = fields(card(misread=WORN))
    assert not read["nama"].agreed
    assert read["nama"].confidence <= 0.8
    assert read["pekerjaan"].agreed


def test_a_row_whose_value_is_gone_too_takes_no_others() -> None:
    read = fields(card(misread={"Nama": "", "Tempat/Tgl Lahir": ""}, without=("Nama",)))
    assert read["nama"].value is None
    assert read["tanggal_lahir"].value == "1990-08-07"
    assert read["jenis_kelamin"].value == "PEREMPUAN"


def test_a_card_with_few_labels_is_not_guessed_at() -> None:
    gone = {label: "" for label, _ in CARD[3:]} | {"Nama": ""}
    read = fields(card(misread=gone))
    assert read["nama"].value is None
    assert read["agama"].value is None
