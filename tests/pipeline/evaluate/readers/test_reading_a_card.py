"""Ours and both baselines on a plainly printed card, and on a picture with nothing on it."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from pipeline.evaluate.duel import OURS
from pipeline.evaluate.readers.loading import baselines
from pipeline.evaluate.readers.ours import ours
from sample_docs.generator.canvas import font

ROWS = (
    ("NIK", "3273014708909003"), ("Nama", "SITI RAHMAWATI"), ("Tempat/Tgl Lahir", "BANDUNG, 07-08-1990"),
    ("Jenis Kelamin", "PEREMPUAN"), ("Alamat", "JL. MERDEKA NO. 5"), ("RT/RW", "001/024"),
    ("Kel/Desa", "CITARUM"), ("Kecamatan", "BANDUNG WETAN"), ("Agama", "ISLAM"),
    ("Status Perkawinan", "BELUM KAWIN"), ("Pekerjaan", "KARYAWAN SWASTA"), ("Kewarganegaraan", "WNI"),
    ("Berlaku Hingga", "SEUMUR HIDUP"),
)  # fmt: skip
PLAIN = {
    "nik": "3273014708909003", "nama": "SITI RAHMAWATI", "tempat_lahir": "BANDUNG",
    "tanggal_lahir": "1990-08-07", "jenis_kelamin": "PEREMPUAN", "kecamatan": "BANDUNG WETAN",
    "status_perkawinan": "BELUM KAWIN", "pekerjaan": "KARYAWAN SWASTA", "berlaku_hingga": "SEUMUR HIDUP",
}  # fmt: skip


def png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def card() -> bytes:
    picture = Image.new("RGB", (1010, 637), (225, 236, 242))
    pen, text = ImageDraw.Draw(picture), font("LiberationSans-Regular", 26)
    pen.text((505, 30), "PROVINSI JAWA BARAT", "black", font("LiberationSans-Bold", 30), anchor="mm")
    pen.text((505, 70), "KOTA BANDUNG", "black", font("LiberationSans-Bold", 30), anchor="mm")
    for number, (label, value) in enumerate(ROWS):
        pen.text((36, 110 + 39 * number), label, "black", text)
        pen.text((265, 110 + 39 * number), f": {value}", "black", text)
    return png(picture)


@pytest.fixture(scope="module")
def readers(engines):
    from flows import read_document

    return {reader.name: reader for reader in (ours(read_document, engines), *baselines())}


@pytest.mark.parametrize("name", [OURS, "rapidocr", "tesseract"])
def test_a_plain_card_is_read_whole_and_an_empty_picture_not_at_all(readers, card, name):
    found = readers[name].read(card)
    assert {field: found.get(field) for field in PLAIN} == PLAIN
    nothing = readers[name].read(png(Image.new("RGB", (600, 400), "white")))
    assert [value for value in nothing.values() if value is not None] == []
    assert readers[name].version
