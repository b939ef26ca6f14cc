"""Two readings of one value: agreement, contradiction, and how sure that makes the field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.field import Reading
from pipeline.extract.found import Found
from pipeline.extract.reconcile import field_of, from_readings
from pipeline.extract.sureness import AGREED, ALONE, CONTESTED, OPEN, SURE_DIGITS, agreed, alone
from pipeline.extract.values import number, person_name, place
from tests.typed_lines import line

NIK, OTHER = "3273014708909003", "3273014708909008"


def read(*texts: str, sure: float = 0.95) -> tuple[Reading, ...]:
    return tuple(Reading(f"reader_{place}", text, sure) for place, text in enumerate(texts))


def test_two_readers_agree() -> None:
    field = from_readings(read(NIK, "3273 0147 0890 9003"), number(16), None)
    assert (field.value, field.agreed, field.repairs) == (NIK, True, ())
    assert AGREED <= field.confidence < 1


def test_two_readers_differ() -> None:
    field = from_readings(read(NIK, OTHER), number(16), None)
    assert (field.value, field.agreed) == (NIK, False)
    assert field.confidence < CONTESTED
    assert [reading.text for reading in field.readings] == [NIK, OTHER]


def test_a_first_reading_that_cannot_be_gives_way() -> None:
    field = from_readings(read(NIK[:-1], NIK), number(16), None)
    assert (field.value, field.agreed) == (NIK, False)
    assert field.confidence < CONTESTED


def test_both_implausible_and_agreed_is_not_sure() -> None:
    field = from_readings(read(NIK[:-1], NIK[:-1]), number(16), None)
    assert field.value == NIK[:-1]
    assert field.confidence <= ALONE


def test_the_second_reader_keeps_the_blanks_that_the_first_lost() -> None:
    field = from_readings(read("JL.AMIRMAHMUD", "JL. AMIR MAHMUD"), place, None)
    assert (field.value, field.agreed) == ("JL. AMIR MAHMUD", True)
    again = from_readings(read("SITI RAHMAWATI", "SITIRAHMAWATI"), person_name, None)
    assert again.value == "SITI RAHMAWATI"


def test_a_repair_that_both_needed_is_confessed() -> None:
    both = from_readings(read("3273O14708909003", "3273O14708909003"), number(16), None)
    assert both.repairs
    one = from_readings(read("3273O14708909003", NIK), number(16), None)
    assert (one.value, one.repairs) == (NIK, ())


@pytest.mark.parametrize("texts", [("", ""), ("???", "---"), ()])
def test_nothing_to_be_made_out_is_none_with_its_readings(texts: tuple[str, ...]) -> None:
    field = from_readings(read(*texts), number(16), None)
    assert (field.value, field.confidence, field.agreed) == (None, 0.0, False)
    assert len(field.readings) == len(texts)


def test_nothing_found_is_none() -> None:
    for found in (None, Found(())):
        field = field_of(found, person_name)
        assert (field.value, field.confidence, field.readings) == (None, 0.0, ())


def test_one_reader_alone_never_agrees_with_itself() -> None:
    layer = from_readings((Reading("pdf_text", NIK, 0.999),), number(16), None)
    assert (layer.value, layer.agreed) == (NIK, False)
    assert layer.confidence > 0.9
    photo = from_readings(read(NIK, ""), number(16), None)
    assert photo.confidence < CONTESTED


def test_the_box_is_the_values_own() -> None:
    field = field_of(Found.whole(line("SITI", 100, 50)), person_name)
    assert field.box == line("SITI", 100, 50).quad


def test_a_difference_of_letters_is_no_agreement() -> None:
    field = from_readings(read("DANI", "ANI"), person_name, None)
    assert not field.agreed


TEXT = st.text(alphabet="0123456789OoIl .:SITIRAHMAWAT", max_size=24)


@given(
    st.lists(st.tuples(TEXT, st.floats(0, 1)), max_size=3), st.sampled_from([number(16), person_name, place])
)
def test_confidence_is_a_probability_and_agreement_needs_two(seen, normalise) -> None:
    readings = tuple(Reading(f"r{n}", text, sure) for n, (text, sure) in enumerate(seen))
    field = from_readings(readings, normalise, None)
    assert 0 <= field.confidence <= 1
    assert (field.value is None) == (field.confidence == 0.0) or field.value is not None
    if field.agreed:
        keys = [found.key for r in readings if (found := normalise(r.text))]
        assert len(keys) > len(set(keys))
    if field.value is None:
        assert all(normalise(r.text) is None for r in readings)


def test_confidence_grows_with_the_readers_own_and_never_past_an_agreement() -> None:
    steps = [alone(sure / 100, asked=2, plausible=True) for sure in range(101)]
    assert steps == sorted(steps)
    assert max(steps) < CONTESTED < AGREED <= agreed(0.5, 0.5, contested=False)
    assert agreed(1.0, 1.0, contested=True) == CONTESTED
    assert all(alone(least, asked=2, plausible=False) < ALONE for least, _ in OPEN)


def test_a_witness_who_repeats_himself_is_one() -> None:
    """Two attempts of one program prove nothing, and the first reader's word stays."""
    readings = (
        Reading("ppocr", NIK, 0.9),
        Reading("tesseract", OTHER, 0.9),
        Reading("tesseract again", OTHER, 0.9),
    )
    field = from_readings(readings, number(16), None)
    assert (field.value, field.agreed) == (NIK, False)
    third = (*readings, Reading("qr", OTHER, 0.9))
    assert (from_readings(third, number(16), None).value, from_readings(third, number(16), None).agreed) == (
        OTHER,
        True,
    )
    assert from_readings(third, number(16), None).confidence == CONTESTED


def test_two_witnesses_against_two_prove_nothing() -> None:
    readings = (
        Reading("ppocr", NIK, 0.9), Reading("digits", OTHER, 0.9),
        Reading("tesseract", NIK, 0.9), Reading("qr", OTHER, 0.9),
    )  # fmt: skip
    assert not from_readings(readings, number(16), None).agreed


def test_no_majority_proves_a_long_number() -> None:
    seen = (("ppocr", NIK), ("digits", OTHER), ("tesseract digits again", NIK))
    field = from_readings(tuple(Reading(name, text, 0.9) for name, text in seen), number(16), None)
    assert (field.value, field.agreed) == (NIK, False)


def test_a_reader_of_digits_that_doubts_one_of_them_proves_nothing() -> None:
    readings = [Reading("ppocr", NIK, 0.97), Reading("digits", NIK, SURE_DIGITS - 0.1)]
    assert not from_readings(tuple(readings), number(16), None).agreed
    readings[1] = Reading("digits", NIK, SURE_DIGITS)
    assert from_readings(tuple(readings), number(16), None).agreed


def test_what_cannot_be_a_number_of_its_kind_is_proved_by_nobody() -> None:
    """Two readers agree on the thirteen digits that a cut left of a fifteen-digit NPWP."""
    cut = (Reading("ppocr", "639.611.1-041.001", 0.99), Reading("digits", "639-611-1-041-001", 0.99))
    assert not from_readings(cut, number(15, 16), None).agreed


def test_no_majority_proves_a_long_number_whoever_read_it() -> None:
    seen = (("ppocr", "26722750556"), ("tesseract", "126722750556"), ("tesseract again", "26722750556"))
    readings = tuple(Reading(name, text, 0.9) for name, text in seen)
    assert not from_readings(readings, number(10, 11, 12), None).agreed
