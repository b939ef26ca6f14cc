from dataclasses import replace

import pytest

from tests.pipeline.crosscheck.invented import (
    BORN,
    HEIR,
    HEIR_NIK,
    NAME,
    NIK,
    STRANGER,
    STRANGER_NIK,
    answers,
    claim,
    death_claim,
    ktp,
    paper,
)


@pytest.mark.parametrize(
    ("nik", "expected"),
    [
        (NIK, ("pass", "equal")),
        ("8273014708909001", ("fail", "one_digit")),
        ("8278014708909001", ("fail", "two_digits")),
        ("327301470890901", ("fail", "one_digit")),
        (STRANGER_NIK, ("fail", "differs")),
        (None, ("unclear", "unreadable")),
        ("", ("unclear", "unreadable")),
    ],
)
def test_declared_nik_against_the_ktp(nik, expected):
    assert answers("nik_declared_equals_ktp", claim(), ktp(nik=nik)) == [expected]


@pytest.mark.parametrize("typed", ["abc", "٣٢٧٣", "x" * 10_000, "327301470890900I"])
def test_a_hostile_declared_nik_never_passes(typed):
    assert answers("nik_declared_equals_ktp", claim(participant={"nik": typed}), ktp())[0][0] == "fail"


def test_somebody_elses_ktp_in_the_applicants_place_fails_and_an_unreadable_one_is_unclear():
    assert answers("nik_declared_equals_ktp", claim(), ktp(STRANGER, STRANGER_NIK)) == [("fail", "differs")]
    assert answers("nik_declared_equals_ktp", claim(), ktp(None, None)) == [("unclear", "unreadable")]
    assert answers("nik_declared_equals_ktp", claim()) == [("not_applicable", "no_ktp")]


def test_a_witness_ktp_beside_the_own_one_is_not_compared():
    assert answers("nik_declared_equals_ktp", claim(), ktp(), ktp(STRANGER, STRANGER_NIK, file="w.jpg")) == [
        ("pass", "equal")
    ]


def test_a_ktp_without_a_found_nik_is_unreadable_not_nothing():
    assert answers("nik_declared_equals_ktp", claim(), paper("ktp", nama=NAME)) == [("unclear", "unreadable")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"nik": NIK, "nama": NAME}, [("pass", "equal")]),
        ({"nik": "3273014708909007", "nama": NAME}, [("fail", "one_digit")]),
        ({"nik": STRANGER_NIK, "nama": NAME}, [("fail", "differs")]),
        ({"nik": None, "nama": NAME}, [("unclear", "unreadable")]),
        ({"nik": STRANGER_NIK, "nama": STRANGER}, []),
    ],
)
def test_the_family_card(row, expected):
    assert answers("nik_ktp_equals_kk", claim(), ktp(), paper("kk", rows=[row])) == expected


@pytest.mark.parametrize(
    ("nik", "expected"),
    [
        (NIK, ("pass", "equal")),
        ("01923", ("not_applicable", "staff_number")),
        (STRANGER_NIK, ("fail", "differs")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_other_papers(nik, expected):
    letter = paper("paklaring", nama=NAME, nik=nik)
    assert answers("nik_ktp_equals_other", claim(), ktp(), letter) == [expected]


def test_nothing_is_compared_with_a_nik_that_was_not_read():
    letter = paper("paklaring", nama=NAME, nik=NIK)
    assert answers("nik_ktp_equals_other", claim(), ktp(nik=None), letter) == [("unclear", "unreadable")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (NAME, ("pass", "equal")),
        ("HJ. SITI RAHMAWATI, S.KOM", ("pass", "equal")),
        ("ST. RAHMAWATI", ("pass", "abbreviated")),
        (STRANGER, ("fail", "different")),
        ("SITI AMINAH", ("fail", "different")),
        ("SITI", ("unclear", "part_of")),
        (None, ("unclear", "unreadable")),
    ],
)
@pytest.mark.parametrize("kind", ["paklaring", "kpj", "npwp", "surat_phk"])
def test_names_are_compared_pair_by_pair(kind, name, expected):
    found = answers("name_consistent", claim(), ktp(), paper(kind, nama=name))
    assert found == [("pass", "equal"), expected]


def test_a_relatives_name_on_a_branch_npwp_is_unclear():
    card = paper("npwp", nama=STRANGER, npwp="021832415000001")
    assert answers("name_consistent", claim(), ktp(), card)[1] == ("unclear", "npwp_branch")


def test_each_person_is_compared_with_the_own_papers():
    papers = [ktp(), ktp(HEIR, HEIR_NIK, "1988-03-12", "heir.jpg"), paper("buku_rekening", nama_pemilik=HEIR)]
    found = answers("name_consistent", death_claim(), *papers)
    assert found == [("pass", "equal")] * 3


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (BORN, ("pass", "equal")),
        ("07-08-1990", ("pass", "equal")),
        ("1990-07-08", ("fail", "day_month_swapped")),
        ("1991-08-07", ("fail", "year_only")),
        ("1985-01-31", ("fail", "differs")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_birth_dates(born, expected):
    assert answers("birth_date_consistent", claim(), ktp(born=born)) == [expected]
    row = {"nik": NIK, "nama": NAME, "tanggal_lahir": born}
    assert answers("birth_date_consistent", claim(), ktp(), paper("kk", rows=[row]))[1] == expected


def test_a_letter_stands_in_for_a_ktp():
    letter = paper("suket", nik=NIK, nama=NAME, tanggal_lahir=BORN)
    assert answers("nik_declared_equals_ktp", claim(), letter) == [("pass", "equal")]


def test_a_foreigners_passport_has_a_name_and_no_nik():
    passport = paper("paspor", nama=NAME, tanggal_lahir=BORN)
    assert answers("nik_declared_equals_ktp", claim(participant={"nik": None}), passport) == [
        ("not_applicable", "absent")
    ]
    assert answers("name_consistent", claim(), passport) == [("pass", "equal")]


@pytest.mark.parametrize(
    ("nik", "agreed", "expected"),
    [
        (NIK, True, ("pass", "letter_apart")),
        (NIK, False, ("unclear", "small_difference")),
    ],
)
def test_a_letter_apart_beside_the_same_nik_is_the_same_person(nik, agreed, expected):
    family = paper("kk", nomor_kk="3273010101010001", rows=[{"nik": nik, "nama": "SITI RAHMAWADI"}])
    row = {name: replace(field, agreed=agreed) for name, field in family.tables["anggota"][0].items()}
    family = replace(family, tables={"anggota": (row,)})
    assert answers("name_consistent", claim(), ktp(), family)[-1] == expected


@pytest.mark.parametrize(
    ("cut", "expected"),
    [("SITI RAHMA", ("pass", "cut_short")), ("SITI R", ("fail", None)), ("SITI RAHMI", ("fail", None))],
)
def test_a_name_that_is_cut_off_beside_the_same_nik_is_the_same_name(cut, expected):
    letter = paper("paklaring", how={"agreed": True}, nama=cut, nik=NIK)
    result, kind = answers("name_consistent", claim(), ktp(), letter)[-1]
    assert (result == "pass") is (expected[0] == "pass")
    assert kind == expected[1] or expected[1] is None


def test_another_name_beside_the_same_nik_stays_another_name():
    letter = paper("paklaring", how={"agreed": True}, nama=STRANGER, nik=NIK)
    assert answers("name_consistent", claim(), ktp(), letter)[-1] == ("fail", "different")


@pytest.mark.parametrize(
    ("confidence", "agreed", "expected"),
    [
        (0.35, False, ("unclear", "named")),
        (0.97, False, ("fail", "two_digits")),
        (0.35, True, ("fail", "two_digits")),
    ],
)
def test_a_guessed_nik_beside_the_right_name_says_nothing(confidence, agreed, expected):
    letter = paper("paklaring", how={"agreed": True}, nama=NAME, nik="8278014708909001")
    guessed = replace(letter.fields["nik"], confidence=confidence, agreed=agreed)
    letter = replace(letter, fields={**letter.fields, "nik": guessed})
    assert answers("nik_ktp_equals_other", claim(), ktp(), letter) == [expected]
