import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.name_likeness import confirms_reading
from models.names import NameAgreement, PersonName, compare_names, name_words, names_key

SAME, COMPATIBLE, DIFFERS, UNCLEAR = (
    NameAgreement.SAME,
    NameAgreement.COMPATIBLE,
    NameAgreement.DIFFERS,
    NameAgreement.UNCLEAR,
)

CASES = [
    ("SITI RAHMAWATI", "siti  rahmawati", SAME),
    ("Hj. Siti Rahmawati, S.Kom.", "SITI RAHMAWATI", SAME),
    ("DRS.H.BUDI SANTOSO,S.KOM,M.M.", "BUDI SANTOSO", SAME),
    ("DR. BUDI SANTOSO SH., M.Kn", "BUDI SANTOSO", SAME),
    ("BUDI SANTOSO, A.Md.Keb", "BUDI SANTOSO", SAME),
    ("(ALM.) BUDI SANTOSO", "BUDI SANTOSO", SAME),
    ("NURHAYATI", "NUR HAYATI", SAME),
    ("NU'MAN HAKIM", "NUMAN HAKIM", SAME),
    ("SUKARNO -", "SUKARNO", SAME),
    ("MUHAMMAD RIZKY", "MOCHAMAD RIZKY", SAME),
    ("MUKHAMAD RIZKY", "MOHAMMAD RIZKY", SAME),
    ("M. RIZKY", "MUHAMMAD RIZKY", COMPATIBLE),
    ("MOH. RIZKY", "MUHAMAD RIZKY", COMPATIBLE),
    ("M NURHAYATI", "MUHAMMAD NUR HAYATI", COMPATIBLE),
    ("ABD. RAHMAN", "ABDUL RAHMAN", COMPATIBLE),
    ("ABDURRAHMAN", "ABDUL RAHMAN", COMPATIBLE),
    ("ST. AMINAH", "SITI AMINAH", COMPATIBLE),
    ("NYM. SUARDANA", "NYOMAN SUARDANA", COMPATIBLE),
    ("ACHMAD FAUZI", "AHMAD FAUZI", COMPATIBLE),
    ("SOEKARNO", "SUKARNO", COMPATIBLE),
    ("DJOKO WIDJAJA", "JOKO WIJAYA", COMPATIBLE),
    ("ABDULLAH HASAN", "ABDULAH HASAN", COMPATIBLE),
    ("DWIE LESTARI", "DWI LESTARI", COMPATIBLE),
    ("AHMAD BIN SULAIMAN", "AHMAD SULAIMAN", COMPATIBLE),
    ("BUDI SANTOSO SE", "BUDI SANTOSO", COMPATIBLE),
    ("BUDI SANTOSO ALIAS BUDI KECIL", "BUDI KECIL", COMPATIBLE),
    ("SANTOSO, BUDI", "BUDI SANTOSO", COMPATIBLE),
    ("SUKARNO SUKARNO", "SUKARNO", COMPATIBLE),
    ("RAHMAWATI S", "RAHMAWATI SUSANTI", COMPATIBLE),
    ("SITI RAHMAWATI KUSUMANI", "SITI RAHMAWATI KUSUMANINGRUM", COMPATIBLE),
    ("S1TI RAHMAWATI", "SITI RAHMAWATI", COMPATIBLE),
    ("SITI RAHMAWATL", "SITI RAHMAWATI", COMPATIBLE),
    ("SITI RAHMAWATI", "SITI AMINAH", DIFFERS),
    ("SITIRAHMAWATI", "SITI AMINAH", DIFFERS),
    ("BUDI SANTOSO", "BUDI SETIAWAN", DIFFERS),
    ("SITI RAHMAWATI", "SRI RAHMAWATI", DIFFERS),
    ("MUHAMMAD RIZKY", "MUHAMMAD FAUZAN", DIFFERS),
    ("AHMAD BIN SULAIMAN", "AHMAD BIN HASAN", DIFFERS),
    ("BUDI", "BUDIMAN", DIFFERS),
    ("DEWI", "DEWA", DIFFERS),
    ("SITI", "SITI AMINAH", UNCLEAR),
    ("AMINAH", "SITI NUR AMINAH", UNCLEAR),
    ("MUHAMMAD", "M", UNCLEAR),
    ("BUDI S", "BUDI SANTOSO", UNCLEAR),
    ("M RIZKI", "MAULANA RIZKI", UNCLEAR),
    ("SITI RAHMA", "SITI RAHMAWATI", UNCLEAR),
    ("BUDI SANTOSO", "BUDI SANTOSO WIJAYA", UNCLEAR),
    ("PUTRI AYU", "PUTRA AYU", UNCLEAR),
    ("BUDI SANTOSO", "BUDI SANTOSA", UNCLEAR),
    ("CITA LESTARI", "GITA LESTARI", UNCLEAR),
    ("ALDI", "AIDI", UNCLEAR),
    ("", "SITI AMINAH", UNCLEAR),
    ("", "", UNCLEAR),
    (None, None, UNCLEAR),
    ("...", ",,,", UNCLEAR),
    ("SITI Рахмавати", "SITI", UNCLEAR),
    ("A" * 100_000, "A" * 100_000, UNCLEAR),
    ("AA " * 39, "AA " * 38 + "B", DIFFERS),
]


@pytest.mark.parametrize(("a", "b", "expected"), CASES)
def test_two_writings(a, b, expected):
    assert compare_names(a, b) is expected
    assert compare_names(b, a) is expected


@pytest.mark.parametrize(
    ("value", "other", "proved"),
    [
        ("SITI RAHMAWATI", "SITI RAHMAWATI", True),
        ("SITIRAHMAWATI", "SITI RAHMAWATI", True),
        ("M. RIZKY PRATAMA", "MUHAMMAD RIZKY PRATAMA", True),
        ("SITI RAHMAWATL", "SITI RAHMAWATI", False),
        ("ABDULAH HASAN", "ABDULLAH HASAN", False),
        ("MUHAMAD RIZKY", "MUHAMMAD RIZKY", False),
        ("SITI RAHMAWATI KUSUMANI", "SITI RAHMAWATI KUSUMANINGRUM", False),
        ("ALI", "ALI", False),
        ("", "", False),
    ],
)
def test_a_slip_that_a_person_would_forgive_proves_no_reading(value, other, proved):
    assert confirms_reading(value, other) is proved


def test_only_initials_are_shown():
    assert repr(PersonName("SITI RAHMAWATI")) == "PersonName(S••• R•••)"


def test_key_and_words():
    assert names_key("Siti Rahma-wati 1") == "SITIRAHMAWATI"
    assert name_words("AHMAD BIN SULAIMAN") == ("AHMAD",)


ALSO_CALLED = {"ALS", "AKA", "ALIAS"}
"""Words that part two names and are none themselves."""

words = st.text(alphabet="ABDEGHIKLMNRSTUWY", min_size=3, max_size=9).filter(lambda w: w not in ALSO_CALLED)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(names)
def test_a_name_is_its_own(name):
    assert compare_names(name, name.lower()) is SAME
    assert compare_names(name, f"  {name} ") is SAME


@given(names, names)
def test_order_of_the_two_does_not_matter(a, b):
    assert compare_names(a, b) is compare_names(b, a)


@given(names)
def test_a_title_changes_nothing(name):
    assert compare_names(f"Dr. {name}, S.Kom., M.M.", name) in (SAME, COMPATIBLE)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_answered(a, b):
    assert compare_names(a, b) in NameAgreement
    if confirms_reading(a, b):
        assert compare_names(a, b) in (SAME, COMPATIBLE)
