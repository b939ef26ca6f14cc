"""Blanks that a reader lost come back, and nothing else changes."""

from __future__ import annotations

import pytest

from pipeline.extract.blanks import spaced
from pipeline.extract.letters import employment_fields
from tests.typed_lines import column, line


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("PT KARYA ELEKTRONIKdengan ini", "", "PT KARYA ELEKTRONIK dengan ini"),
        ("jabatan terakhirOPERATOR PRODUKSI", "", "jabatan terakhir OPERATOR PRODUKSI"),
        ("ayah FAJAR NUGROHOdan ibu", "", "ayah FAJAR NUGROHO dan ibu"),
        ("melawan PTIndo Mandiri", "", "melawan PT Indo Mandiri"),
        ("JESSICA, NIK3173057004049810", "", "JESSICA, NIK 3173057004049810"),
        ("pada tanggal17 November 2026", "", "pada tanggal 17 November 2026"),
        ("PT KARYAGEMILANG JAYA", "PT KARYA GEMILANG JAYA", "PT KARYA GEMILANG JAYA"),
        ("Ms. Partini wulandari, holder", "Ms. Partini Wulandari, holder", "Ms. Partini Wulandari, holder"),
        ("melawan PTNUSA PERSADA", "melawan PT NUSA PERSADA", "melawan PT NUSA PERSADA"),
        ("by CVMaju Textileas Teknisi", "by CV Maju Textile as Teknisi", "by CV Maju Textile as Teknisi"),
        ("Mr. Andreas Limanto", "Mr. Andre as Limanto", "Mr. Andreas Limanto"),
        ("sUGENG UToMO, lahir", "", "SUGENG UTOMO, lahir"),
        ("almarhum TRI UTomo, NIK", "", "almarhum TRI UTOMO, NIK"),
        ("SITI RAHMAWATI", "SIT I RAHMAWATI", "SITI RAHMAWATI"),
        ("Nomor: 12/SKK-HRD/VIII/2026", "Nomor: 12/SKK-HRD/VIII/2026", "Nomor: 12/SKK-HRD/VIII/2026"),
        ("hrd@karyaGemilang.example", "hrd@karya Gemilang.example", "hrd@karyaGemilang.example"),
    ],
)
def test_a_line(first: str, second: str, text: str) -> None:
    assert spaced([line(first, second=second)])[0].text == text


def test_a_line_nobody_could_read_stays_as_it_is() -> None:
    lines = [line("", second="")]
    assert spaced(lines) == lines


def test_a_letter_run_together_is_read_whole() -> None:
    letter = column(
        "SURAT KETERANGAN", "Nomor:236/PERS-KGE/07/2026",
        "Pimpinan PT KARYA GEMILANG ELEKTRONIKdengan ini menerangkan bahwa Sdr/i.",
        "SUGENG ARI UTOMO(NIK1805262006819945), adalah karyawan kami",
        "dengan jabatan terakhirOPERATOR PRODUKSI terhitung mulai 16-04-2024 sampai",
        "dengan 25-06-2026.", "Tulang Bawang, 21 0ktober 2026",
    )  # fmt: skip
    assert {name: field.value for name, field in employment_fields(spaced(letter)).items()} == {
        "nama": "SUGENG ARI UTOMO", "nik": "1805262006819945", "perusahaan": "PT KARYA GEMILANG ELEKTRONIK",
        "jabatan": "OPERATOR PRODUKSI", "nomor_surat": "236/PERS-KGE/07/2026", "tanggal_masuk": "2024-04-16",
        "tanggal_keluar": "2026-06-25", "tanggal_surat": "2026-10-21",
    }  # fmt: skip
