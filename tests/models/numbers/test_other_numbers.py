import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.numbers import kpj, nomor_kk, npwp, phone, rekening
from models.numbers.digits import DigitDifference, digits_or_none, look_alike_distance
from models.numbers.kpj import Kpj
from models.numbers.npwp import Npwp, check_digit
from models.numbers.phone import Phone
from models.numbers.rekening import AccountNumber, bank_in, is_part_of_another

HOSTILE = ["", " ", "\x00\x1b[2J", "١٢٣٤٥٦٧٨٩٠١", "x" * 100_000, "'; DROP TABLE claims; --", "９" * 15]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("number", [kpj, npwp, nomor_kk, phone, rekening])
def test_hostile_text_is_no_number(number, text):
    assert number.problems_in(text)


@pytest.mark.parametrize(
    ("first_eight", "digit"),
    [("12345678", "2"), ("02183241", "5"), ("01312166", "0"), ("01609052", "4"), ("65389112", "7")],
)
def test_the_npwp_check_digit(first_eight, digit):
    assert check_digit(first_eight) == digit


@pytest.mark.parametrize(
    "text", ["02.183.241.5-000.000", "02 183 241 5 000 000", "021832415000000", "0021832415000000"]
)
def test_one_npwp_in_four_writings(text):
    assert Npwp.parse(text).digits == "021832415000000"
    assert npwp.problems_in(text) == ()
    assert repr(Npwp.parse(text)) == "Npwp(••••••415••••••)"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("00.000.000.0-000.000", ("missing",)),
        ("0" * 16, ("missing",)),
        ("02.183.241.6-000.000", ("check_digit",)),
        ("0218324150000", ("length",)),
        ("3273014708909001", ()),
    ],
)
def test_npwp_problems(text, problems):
    assert npwp.problems_in(text) == problems


def test_a_new_npwp_is_a_nik_and_an_old_one_may_be_a_branch():
    assert Npwp.parse("3273014708909001").nik == "3273014708909001"
    assert Npwp.parse("3273014708909001").check_digit_holds is None
    assert Npwp.parse("021832415000001").is_branch
    assert not Npwp.parse("021832415000000").is_branch
    assert Npwp.parse("021832416000000").check_digit_holds is False


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("12034567890", ()),
        ("1203-4567.890", ()),
        ("9A034567890", ()),
        ("ABC34567890", ("characters",)),
        ("0001234567890", ("bpjs_kesehatan",)),
        ("1203456789", ("length",)),
        ("1203456789é", ("characters",)),
    ],
)
def test_kpj_forms(text, problems):
    assert kpj.problems_in(text) == problems


def test_a_kpj_with_a_letter_is_the_old_form():
    assert Kpj.parse("9a034567890").is_old_form
    assert not Kpj.parse("12034567890").is_old_form
    assert repr(Kpj.parse("12034567890")) == "Kpj(•••••••7890)"


@pytest.mark.parametrize(
    "text", ["081290007890", "62 812-9000-7890", "+62 812 9000 7890", "81290007890", "0812.9000.7890"]
)
def test_one_phone_in_five_writings(text):
    assert Phone.parse(text).canonical == "+6281290007890"


@pytest.mark.parametrize(
    ("text", "fits"), [("0221234567", True), ("08123", False), ("0812900078901234", False)]
)
def test_phone_lengths(text, fits):
    assert (phone.problems_in(text) == ()) is fits


@pytest.mark.parametrize(
    ("text", "bank"),
    [
        ("BANK CENTRAL ASIA", "BCA"),
        ("PT BANK CENTRAL ASIA Tbk", "BCA"),
        ("bca", "BCA"),
        ("Bank BCA Syariah", "BCA SYARIAH"),
        ("PT. BANK RAKYAT INDONESIA (PERSERO), Tbk", "BRI"),
        ("BANK SYARIAH MANDIRI", "BSI"),
        ("MANDIRI TASPEN", "MANTAP"),
        ("014", "BCA"),
        ("KCP BANDUNG 014", None),
        ("BCA atau BNI", None),
        ("PERUMAHAN GRIYA INDAH", None),
        ("", None),
    ],
)
def test_bank_names(text, bank):
    assert bank_in(text) == bank


def test_leading_zeros_stay_and_a_card_number_is_noticed():
    assert AccountNumber.parse("008 765 4321").digits == "0087654321"
    assert AccountNumber.parse("4111 1111 1111 1111").looks_like_card
    assert not AccountNumber.parse("4111 1111 1111 1112").looks_like_card
    assert rekening.problems_in("0000000000") == ("zeros",)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("3273", "3273", DigitDifference(0, True)),
        ("3273", "8273", DigitDifference(1, True)),
        ("3273", "2273", DigitDifference(1, False)),
        ("3273", "8278", DigitDifference(2, True)),
        ("3273", "373", DigitDifference(1, True)),
        ("3273", "9999", DigitDifference(4, False)),
    ],
)
def test_how_far_two_readings_are_apart(a, b, expected):
    assert look_alike_distance(a, b) == expected


@given(st.text(alphabet="0123456789", max_size=18), st.text(alphabet="0123456789", max_size=18))
def test_distance_is_symmetric_and_zero_only_for_equal(a, b):
    assert look_alike_distance(a, b) == look_alike_distance(b, a)
    assert (look_alike_distance(a, b).digits == 0) == (a == b)


@given(st.text())
def test_only_ascii_digits_are_digits(text):
    digits = digits_or_none(text)
    assert digits is None or set(digits) <= set("0123456789")


@pytest.mark.parametrize(
    ("bank", "part"),
    [
        ("CIMB NIAGA", False),
        ("MUAMALAT", False),
        ("BCA", True),
        ("MANDIRI", True),
        ("WARUNG", True),
    ],
)
def test_a_bank_that_may_be_what_is_left_of_another(bank: str, part: bool) -> None:
    assert is_part_of_another(bank) is part
