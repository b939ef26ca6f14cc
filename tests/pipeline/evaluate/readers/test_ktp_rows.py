"""The baselines' label parsing is able: it reads a card however it lies, misread labels, long values."""

import math

import pytest

from pipeline.evaluate.readers.ktp_rows import Word, fields_of

ROWS = (
    ("PROVINSI JAWA BARAT", 0.5), ("KOTA BANDUNG", 0.5), ("NIK : 3273014708909003", 0.04),
    ("Narna : SITI RAHMAWATI", 0.04), ("Tempat/Tgi Lahir : BANDUNG, 07-08-1990", 0.04),
    ("Jenis Kelamin : PEREMPUAN", 0.04), ("Alamat : JL. MERDEKA NO. 5", 0.04), ("BLOK C", 0.28),
    ("RTRW : 001/024", 0.08), ("Kel/Desa : CITARUM", 0.08), ("Kecamatan : BANDUNG WETAN", 0.08),
    ("Agarna : 1SLAM", 0.04), ("Status Perkawinan: BELUM KAWIN", 0.04),
    ("Pekerjaan : KARYAWAN SWASTA", 0.04), ("Kewarganegaraan: WNI", 0.04),
    ("Berlaku Hingga : SEUMURHIDUP", 0.04),
)  # fmt: skip
FIELDS = {
    "provinsi": "JAWA BARAT", "kabupaten_kota": "KOTA BANDUNG", "nik": "3273014708909003",
    "nama": "SITI RAHMAWATI", "tempat_lahir": "BANDUNG", "tanggal_lahir": "1990-08-07",
    "jenis_kelamin": "PEREMPUAN", "golongan_darah": "O", "alamat": "JL. MERDEKA NO. 5 BLOK C",
    "rt_rw": "001/024", "kel_desa": "CITARUM", "kecamatan": "BANDUNG WETAN", "agama": "ISLAM",
    "status_perkawinan": "BELUM KAWIN", "pekerjaan": "KARYAWAN SWASTA", "kewarganegaraan": "WNI",
    "berlaku_hingga": "SEUMUR HIDUP",
}  # fmt: skip


def card(turn=0.0):
    """Words of a card 1000 wide, turned clockwise by degrees about its corner."""
    placed = []
    for number, (text, start) in enumerate(ROWS):
        long = 13.0 * len(text)
        left = 500 - long / 2 if start == 0.5 else 1000 * start
        placed.append((text, left + long / 2, 40.0 + 38 * number, long))
    placed += [("Gol. Darah : O", 640, 40 + 38 * 5, 180), ("BANDUNG", 870, 40 + 38 * 13, 110)]
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return [Word(t, x * cos - y * sin, x * sin + y * cos, long, 24.0, turn) for t, x, y, long in placed]


@pytest.mark.parametrize("turn", [0, 4, -6, 90, 180, 270, 93])
def test_every_field_whichever_way_the_card_lies(turn):
    assert fields_of(card(turn)) == FIELDS


def test_a_number_with_a_digit_missing_is_not_given_as_a_nik():
    short = [
        Word(w.text.replace("3273014708909003", "327301470890900"), w.x, w.y, w.long, w.high) for w in card()
    ]
    found = fields_of(short)
    assert "nik" not in found
    assert found["nama"] == "SITI RAHMAWATI"


def test_letters_that_stand_for_digits_are_mended_in_the_nik():
    words = [
        Word(w.text.replace("3273014708909003", "327301470B9O9OO3"), w.x, w.y, w.long, w.high) for w in card()
    ]
    assert fields_of(words)["nik"] == "3273014708909003"


def test_nothing_read_is_nothing_found():
    assert fields_of([]) == {}
    assert fields_of([Word("~~ ..", 5, 5, 20, 8)]) == {}
