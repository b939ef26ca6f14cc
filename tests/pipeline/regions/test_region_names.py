"""Names of regions: as cards write them, within the region above, retired ones included."""

from __future__ import annotations

import pytest

from pipeline.regions import districts, is_named, provinces, regencies, towns


@pytest.mark.parametrize("name", ["DKI JAKARTA", "DAERAH KHUSUS JAKARTA", "IRIAN JAYA BARAT", "PAPUA TENGAH"])
def test_provinces_keep_the_names_that_they_had(name: str) -> None:
    assert provinces().writing(name.replace(" ", "")) == name


def test_a_regency_is_looked_for_in_its_province() -> None:
    assert regencies("JAWA BARAT").writing("KAB.BANDUNG") == "KAB. BANDUNG"
    assert regencies("JAWA TIMUR").writing("KABUPATEN BANDUNG") is None
    assert regencies("DKI JAKARTA").writing("JAKARTASELATAN") == "JAKARTA SELATAN"
    assert regencies("SUMATERA UTARA").writing("KABUPATEN TOBA SAMOSIR") == "KABUPATEN TOBA SAMOSIR"
    assert len(regencies("NO SUCH PROVINCE").writings) > 500


def test_a_regency_that_moved_is_in_both_provinces() -> None:
    for province in ("PAPUA", "PAPUA SELATAN"):
        assert regencies(province).writing("KABUPATENMERAUKE") == "KABUPATEN MERAUKE"


def test_a_district_is_looked_for_in_its_regency_however_that_is_written() -> None:
    for regency in ("KABUPATEN BONE", "KAB. BONE", "KAB BONE"):
        assert districts(regency).writing("BAREBBO") == "BAREBBO"
    assert districts("KABUPATEN BONE").writing("BLAHBATUH") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KABUPATEN BANDUMG", "KABUPATEN BANDUNG"),
        ("KABUPATEN 8ANDUNG", "KABUPATEN BANDUNG"),
        ("KOTA CIREBOM", "KOTA CIREBON"),
        ("KABUPATEN", None),
        ("KOTA X", None),
    ],
)
def test_the_nearest_name_is_given_only_where_nothing_else_is_near(text: str, name: str | None) -> None:
    assert regencies("JAWA BARAT").nearest(text) == name


def test_near_twins_are_not_told_apart() -> None:
    twins = regencies("SUMATERA SELATAN")
    assert twins.nearest("KABUPATEN OGAN KOMERING ULU TIMUR") == "KABUPATEN OGAN KOMERING ULU TIMUR"
    assert towns().nearest("BATUL") is None  # BANTUL, BATU, BATUBARA ...


@pytest.mark.parametrize(
    ("code", "name", "is_it"),
    [("3273", "KOTA BANDUNG", True), ("3204", "KAB. BANDUNG", True), ("3273", "KABUPATEN BANDUNG", False),
     ("32", "JAWA BARAT", True), ("31", "DKI JAKARTA", True), ("327301", "SUKASARI", True),
     ("327301", "", False), ("999999", "SUKASARI", False)],
)  # fmt: skip
def test_the_name_of_a_code(code: str, name: str, is_it: bool) -> None:
    assert is_named(code, name) is is_it
