"""Values held against their lists: what may be repaired, and what must stay as it stands on the card."""

from __future__ import annotations

import pytest

from models.field import Field, Reading
from pipeline.extract.ktp import fields
from pipeline.extract.listed import as_listed, is_whole, of_closed_list
from pipeline.extract.reconcile import from_readings
from pipeline.extract.sureness import ALONE
from pipeline.extract.values import place, word_of
from pipeline.regions import districts, regencies, towns
from tests.typed_lines import line

EAST = regencies("JAWA TIMUR")


def read(*texts: str, reader: str = "reader") -> Field:
    return from_readings(tuple(Reading(f"{reader}_{n}", t, 0.95) for n, t in enumerate(texts)), place, None)


def test_a_blank_that_one_reader_lost_is_as_the_list_has_it() -> None:
    field = as_listed(read("KOTAPROBOLINGGO", "KOTAPROBOLIN GGO"), EAST, place)
    assert (field.value, field.agreed) == ("KOTA PROBOLINGGO", True)
    assert field.repairs
    birth = as_listed(read("TAPANULIUTARA", ""), towns(), place, blanks_only=True)
    assert (birth.value, birth.agreed) == ("TAPANULI UTARA", False)


def test_one_wrong_letter_is_repaired_and_confessed_but_never_proved() -> None:
    field = as_listed(read("KABUPATEN MOJQKERTO", "KABUPAT MOJO"), EAST, place)
    assert (field.value, field.agreed) == ("KABUPATEN MOJOKERTO", False)
    assert len(field.repairs) == 1
    assert field.confidence <= ALONE


@pytest.mark.parametrize(
    "texts",
    [
        ("KABUPATEN MOJOKERTA", "KABUPATEN MOJOKERTA"),  # both saw it: so it is printed
        ("KABUPATEN PARE", "KABUPATEN PARF"),  # no such regency
        ("KABUPATEN MALANGG RAYA", ""),
        ("KOTA MADUUN", "KOTA MADUUM"),  # the other reader speaks for the value, not for MADIUN
    ],
)
def test_what_is_not_a_reader_slip_stays_as_read(texts: tuple[str, ...]) -> None:
    before = read(*texts)
    assert as_listed(before, EAST, place) == before


def test_what_the_file_itself_says_is_not_repaired() -> None:
    layer = from_readings(
        (Reading("pdf_text", "KABUPATEN MOJQKERTO", 0.999), Reading("b", "KABUPATEN MOJOKERTO", 0.9)),
        place,
        None,
    )
    assert as_listed(layer, EAST, place).value == "KABUPATEN MOJQKERTO"


def test_digits_that_both_saw_among_letters_are_letters() -> None:
    field = as_listed(read("BARE88O", "BARE88O"), districts("KABUPATEN BONE"), place)
    assert (field.value, field.agreed) == ("BAREBBO", False)


def test_a_word_of_another_row_is_no_value_of_this_one() -> None:
    faith = from_readings((Reading("a", "KAWIN", 0.9), Reading("b", "KAWIN", 0.9)), word_of("agama"), None)
    assert (faith.value, faith.agreed) == ("KAWIN", False)
    assert of_closed_list(faith, "agama").value is None
    local = from_readings((Reading("a", "MARAPU", 0.9), Reading("b", "MARAPU", 0.9)), word_of("agama"), None)
    kept = of_closed_list(local, "agama")
    assert (kept.value, kept.agreed) == ("MARAPU", False)


def test_two_spellings_equally_near_leave_a_word_as_read() -> None:
    one, other = word_of("pekerjaan")("PASTXR"), word_of("pekerjaan")("PENDEXA")
    assert one is not None and other is not None
    assert (one.value, one.plausible) == ("PASTXR", False)  # PASTOR or PASTUR
    assert (other.value, other.plausible) == ("PENDETA", True)


CARD = ("PROVINSI SULAWESI SELATAN", "KABUPATEN BONE")


def test_the_district_is_found_below_the_village_where_its_label_was_lost() -> None:
    rows = [
        line(CARD[0], 300, 40),
        line(CARD[1], 320, 80),
        line("NIK", 30, 140),
        line("7308234708909003", 260, 140),
        line("Kel/Desa", 30, 340),
        line(": SUKARAJA", 260, 340),
        line(": BAREBBO", 260, 372),
        line("Agama", 30, 404),
        line(": ISLAM", 260, 404),
    ]
    result = fields(rows)
    assert (result["kel_desa"].value, result["kecamatan"].value) == ("SUKARAJA", "BAREBBO")
    assert not result["kel_desa"].agreed
    assert result["kecamatan"].repairs


def test_a_forged_regency_is_not_made_to_fit_the_number() -> None:
    rows = [
        line("PROVINSI JAWA TIMUR", 300, 40),
        line("KABUPATEN BONE", 320, 80),
        line("NIK", 30, 140),
        line("7308234708909003", 260, 140),
    ]
    result = fields(rows)
    assert (result["provinsi"].value, result["kabupaten_kota"].value) == ("JAWA TIMUR", "KABUPATEN BONE")


@pytest.mark.parametrize(
    ("name", "value", "whole"),
    [
        ("provinsi", "JAWA TIMUR", True),
        ("provinsi", "RIAU", False),  # or the end of KEPULAUAN RIAU
        ("provinsi", "JAWA", False),
        ("agama", "ISLAM", True),
        ("status_perkawinan", "KAWIN", False),
        ("status_perkawinan", "BELUM KAWIN", True),
        ("nama", "SITI", False),
    ],
)
def test_a_word_of_a_list_is_whole_where_no_other_contains_it(name: str, value: str, whole: bool) -> None:
    assert is_whole(name, value) is whole
