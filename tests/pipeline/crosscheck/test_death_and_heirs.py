import pytest

from models.claim import Cause, Programme, Relationship
from tests.pipeline.crosscheck.invented import (
    HEIR,
    HEIR_NIK,
    NAME,
    NIK,
    STRANGER,
    STRANGER_NIK,
    answers,
    claim,
    death_claim,
    paper,
)

DIED = "2026-09-01"


def deed(**values):
    return paper("akta_kematian", **{"nama": NAME, "tanggal_meninggal": DIED, **values})


def letter(rows=None, **values):
    rows = [{"nama": HEIR, "nik": HEIR_NIK, "hubungan": "SUAMI"}] if rows is None else rows
    return paper("surat_ahli_waris", rows=rows, **{"nama_pewaris": NAME, "nik_pewaris": NIK, **values})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"nik": NIK}, [("pass", "equal"), ("pass", "equal")]),
        ({}, [("pass", "equal")]),
        ({"nama": STRANGER}, [("fail", "different")]),
        ({"nik": "3273014708909007"}, [("pass", "equal"), ("fail", "one_digit")]),
        ({"nama": HEIR, "nik": HEIR_NIK}, [("fail", "is_claimant")]),
        ({"nama": None, "nik": None}, [("unclear", "unreadable")] * 2),
    ],
)
def test_the_deceased_is_the_participant(values, expected):
    assert answers("deceased_equals_participant", death_claim(), deed(**values)) == expected


@pytest.mark.parametrize(
    "typed", ["HJ. SITI RAHMAWATI, S.KOM", "ST. RAHMAWATI", "Siti Rahmawati binti Hasan"]
)
def test_a_deed_bears_no_titles(typed):
    found = answers("deceased_equals_participant", death_claim(participant={"name": typed}), deed(nik=NIK))
    assert [result for result, _ in found] == ["pass", "pass"]


def test_without_a_certificate_there_is_nothing_to_compare():
    for code in ("deceased_equals_participant", "death_date_order", "alive_vs_death"):
        assert answers(code, death_claim()) == [("not_applicable", "no_death_certificate")]


@pytest.mark.parametrize(
    ("died", "expected"),
    [
        (DIED, ("pass", "in_order")),
        ("2026-11-21", ("fail", "after_submission")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_death_before_submission(died, expected):
    assert answers("death_date_order", death_claim(), deed(tanggal_meninggal=died))[0] == expected


def test_death_among_the_other_days():
    def kinds(*papers):
        return [
            kind for result, kind in answers("death_date_order", death_claim(), *papers) if result == "fail"
        ]

    assert kinds(deed(), paper("paklaring", nama=NAME, tanggal_keluar="2026-08-31")) == []
    assert kinds(deed(), paper("paklaring", nama=NAME, tanggal_keluar="2026-10-31")) == [
        "employed_after_death"
    ]
    assert kinds(deed(), paper("paklaring", nama=NAME, tanggal_masuk="2026-09-02")) == [
        "enrolled_after_death"
    ]
    assert kinds(deed(), paper("paklaring", nama=STRANGER, tanggal_masuk="2026-09-02")) == []
    assert kinds(deed(tanggal_terbit="2026-08-01")) == ["after_certificate"]
    assert kinds(deed(tanggal_meninggal="1980-01-01")) == ["before_birth"]
    assert kinds(deed(), letter(tanggal_meninggal="2026-09-02")) == ["differs"]


def test_nobody_is_alive_and_dead():
    code = "alive_vs_death"
    assert answers(code, claim(), deed()) == [("fail", "participant_dead")]
    assert answers(code, claim(), deed(nama=STRANGER)) == [("pass", "of_another")]
    assert answers(code, claim(), deed(nama=None)) == [("unclear", "unreadable")]
    assert answers(code, death_claim(), deed()) == [("pass", "claimant_alive")]
    assert answers(code, death_claim(), deed(nama=HEIR, nik=HEIR_NIK)) == [("fail", "claimant_dead")]
    nobody = claim(programme=Programme.JKM, cause=Cause.MENINGGAL_DUNIA)
    assert answers(code, nobody, deed()) == [("unclear", "claimant_missing")]


@pytest.mark.parametrize(
    ("paper_", "expected"),
    [
        (letter(), [("pass", "named"), ("pass", "deceased_named")]),
        (
            letter([{"nama": STRANGER, "nik": STRANGER_NIK}]),
            [("fail", "heir_missing"), ("pass", "deceased_named")],
        ),
        (
            letter(nama_pewaris=STRANGER, nik_pewaris=STRANGER_NIK),
            [("pass", "named"), ("fail", "deceased_differs")],
        ),
        (letter([{"nama": None}]), [("unclear", "unreadable"), ("pass", "deceased_named")]),
        (letter([], nama_pewaris=None, nik_pewaris=None), [("unclear", "unreadable")] * 2),
    ],
)
def test_the_letter_of_heirs(paper_, expected):
    assert answers("heir_in_heir_letter", death_claim(), paper_) == expected


def test_all_heirs():
    two = [{"nama": HEIR, "nik": HEIR_NIK}, {"nama": STRANGER, "nik": STRANGER_NIK}]
    code = "all_heirs_accounted"
    assert answers(code, death_claim(), letter()) == [("pass", "only_one")]
    assert answers(code, death_claim(), letter(two)) == [("unclear", "several")]
    assert answers(code, death_claim(), letter([])) == [("unclear", "unreadable")]
    assert answers(code, death_claim()) == [("not_applicable", "no_letter")]
    assert answers(code, claim()) == []


def family(heir, deceased, **more):
    rows = [
        {"nama": HEIR, "nik": HEIR_NIK, "hubungan": heir, **more},
        {"nama": NAME, "nik": NIK, "hubungan": deceased},
    ]
    return paper("kk", rows=rows)


SPOUSE, CHILD, PARENT = Relationship.PASANGAN, Relationship.ANAK, Relationship.ORANG_TUA


def married(wife):
    return paper("akta_nikah", nama_suami=HEIR, nama_istri=wife)


def born(**values):
    return paper("akta_kelahiran", **values)


@pytest.mark.parametrize(
    ("relationship", "papers", "expected"),
    [
        (SPOUSE, [married(NAME)], ("pass", "certificate")),
        (SPOUSE, [married(STRANGER)], ("fail", "certificate_differs")),
        (SPOUSE, [married(None)], ("unclear", "unreadable")),
        (SPOUSE, [family("KEPALA KELUARGA", "ISTRI")], ("pass", "family_card")),
        (SPOUSE, [family("ANAK", "KEPALA KELUARGA")], ("unclear", "no_evidence")),
        (SPOUSE, [letter()], ("unclear", "letter_only")),
        (SPOUSE, [letter([{"nama": HEIR, "hubungan": "ADIK KANDUNG"}])], ("fail", "letter_differs")),
        (
            SPOUSE,
            [married(NAME), letter([{"nama": HEIR, "hubungan": "ANAK"}])],
            ("fail", "letter_differs"),
        ),
        (CHILD, [born(nama=HEIR, nama_ibu=NAME, nama_ayah="AGUS")], ("pass", "certificate")),
        (CHILD, [born(nama=HEIR, nama_ibu=STRANGER, nama_ayah="AGUS")],
         ("fail", "certificate_differs")),
        (CHILD, [born(nama=STRANGER, nama_ibu=NAME)], ("unclear", "no_evidence")),
        (CHILD, [family("ANAK", "KEPALA KELUARGA")], ("pass", "family_card")),
        (CHILD, [family("FAMILI LAIN", "FAMILI LAIN", nama_ibu=NAME)], ("pass", "family_card")),
        (PARENT, [born(nama=NAME, nama_ayah=HEIR)], ("pass", "certificate")),
        (PARENT, [family("KEPALA KELUARGA", "ANAK")], ("pass", "family_card")),
        (Relationship.SAUDARA, [letter()], ("unclear", "needs_officer")),
        (None, [letter()], ("unclear", "undeclared")),
        (SPOUSE, [], ("unclear", "no_evidence")),
    ],
)  # fmt: skip
def test_the_relationship(relationship, papers, expected):
    assert answers("heir_relationship_supported", death_claim(relationship), *papers) == [expected]
