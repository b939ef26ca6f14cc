import pytest

from models.claim import Channel, Programme
from pipeline.crosscheck import attach, checks_on
from tests.pipeline.crosscheck.invented import (
    ACCOUNT,
    HEIR,
    HEIR_NIK,
    KPJ,
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
    ("typed", "cards", "expected"),
    [
        ([KPJ], [KPJ], [("pass", "equal")]),
        ([KPJ, "13034567891"], [KPJ, "13034567891"], [("pass", "equal")] * 2),
        (["1203-4567-890"], [KPJ], [("pass", "equal")]),
        ([KPJ], ["12034567898"], [("fail", "one_digit")]),
        ([KPJ], [KPJ, "13034567891"], [("pass", "equal"), ("unclear", "undeclared")]),
        ([KPJ, "13034567891"], [KPJ], [("pass", "equal"), ("fail", "not_on_card")]),
        ([KPJ], ["13034567891"], [("fail", "not_on_card"), ("unclear", "undeclared")]),
        ([KPJ], [None], [("unclear", "unreadable")]),
        ([], [KPJ], [("unclear", "undeclared")]),
        ([], [None], [("unclear", "unreadable")]),
        ([KPJ], [], [("not_applicable", "no_card")]),
        (["x" * 999], [KPJ], [("fail", "not_on_card"), ("unclear", "undeclared")]),
    ],
)
def test_typed_numbers_and_cards(typed, cards, expected):
    papers = [paper("kpj", f"{n}.jpg", nama=NAME, kpj=number) for n, number in enumerate(cards)]
    assert answers("kpj_declared_equals_card", claim(participant={"kpj": tuple(typed)}), *papers) == expected


def test_a_lost_cards_number_may_stand_on_a_letter():
    letter = paper("paklaring", nama=NAME, kpj=KPJ)
    assert answers("kpj_declared_equals_card", claim(), letter) == [("pass", "equal")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"nama": NAME}, [("pass", "equal")]),
        ({"nama": NAME, "nik": STRANGER_NIK}, [("pass", "equal"), ("fail", "differs")]),
        ({"nama": STRANGER}, [("fail", "different")]),
        ({"nama": None}, [("unclear", "unreadable")]),
        ({}, [("unclear", "unreadable")]),
    ],
)
def test_every_card_is_the_participants(values, expected):
    assert answers("kpj_person_matches", claim(), paper("kpj", kpj=KPJ, **values)) == expected


@pytest.mark.parametrize(("agreed", "result"), [(True, "pass"), (False, "fail")])
def test_a_cut_name_beside_the_participants_nik_is_the_participants(agreed, result):
    card = paper("kpj", kpj=KPJ, nama="SITI RAHMA", nik=NIK, how={"agreed": agreed})
    (name, number) = answers("kpj_person_matches", claim(), card)
    assert number == ("pass", "equal")
    assert (name[0] == "pass") is (result == "pass")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (ACCOUNT, ("pass", "equal")),
        ("0087654327", ("fail", "one_digit")),
        ("87654321", ("fail", "two_digits")),
        ("1111111111", ("fail", "differs")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_account_number(number, expected):
    book = paper("buku_rekening", nomor_rekening=number, nama_pemilik=NAME)
    assert answers("account_number_declared_equals_document", claim(), book) == [expected]


@pytest.mark.parametrize("typed", ["9" * 500, "٠٠٨٧٦٥٤٣٢١", "0087654321; --"])
def test_a_hostile_account_number_never_passes_nor_vanishes(typed):
    book = paper("buku_rekening", nomor_rekening=ACCOUNT, nama_pemilik=NAME)
    found = answers("account_number_declared_equals_document", claim(account={"number": typed}), book)
    assert found[0][0] == "fail"


def test_no_typed_account_and_no_book_are_nothing_to_compare():
    book = paper("buku_rekening", nomor_rekening=ACCOUNT)
    code = "account_number_declared_equals_document"
    assert answers(code, claim(account={"number": None}), book) == [("not_applicable", "undeclared")]
    assert answers(code, claim()) == [("not_applicable", "no_document")]
    assert answers(code, claim(), paper("buku_rekening")) == [("unclear", "unreadable")]


@pytest.mark.parametrize(
    ("bank", "expected"),
    [
        ("PT BANK CENTRAL ASIA TBK", ("pass", "equal")),
        ("BRI", ("fail", "differs")),
        ("BANK ANTAH", ("unclear", "bank_unknown")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_bank(bank, expected):
    book = paper("buku_rekening", bank=bank)
    assert answers("account_bank_declared_equals_document", claim(), book) == [expected]


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        (NAME, ("pass", "equal")),
        (STRANGER, ("fail", "different")),
        ("PT MAJU BERSAMA", ("fail", "different")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_holder_is_the_payee(holder, expected):
    book = paper("buku_rekening", nama_pemilik=holder)
    assert answers("account_holder_equals_payee", claim(), book) == [("pass", "equal"), expected]


def test_the_payee_of_a_death_claim_is_the_heir():
    book = paper("buku_rekening", nama_pemilik=NAME)
    assert answers("account_holder_equals_payee", death_claim(), book)[1] == ("fail", "different")
    assert answers("account_holder_equals_payee", death_claim(account={"holder": NAME}))[0][0] == "fail"


def test_a_childs_guardian_may_hold_the_account_so_an_officer_sees():
    book = paper("buku_rekening", nama_pemilik=STRANGER)
    child = death_claim(account={"holder": STRANGER})
    guardian, own = ktp(STRANGER, STRANGER_NIK, file="g.jpg"), ktp(HEIR, HEIR_NIK, "1988-03-12", "h.jpg")
    code = "account_holder_equals_payee"
    assert answers(code, child, book, guardian) == [("unclear", "guardian")] * 2
    assert answers(code, child, book) == [("fail", "different")] * 2
    assert ("fail", "different") not in answers("name_consistent", child, book, guardian)
    assert ("fail", "different") in answers("name_consistent", child, book)
    assert answers(code, child, book, guardian, own) == [("fail", "different")] * 2
    assert answers(code, claim(account={"holder": STRANGER}), book, guardian)[1] == ("fail", "different")


def test_an_employer_paid_back_under_jkk_is_an_officers_matter():
    book = paper("buku_rekening", nama_pemilik="PT MAJU BERSAMA")
    jkk = claim(programme=Programme.JKK, account={"holder": "PT. MAJU BERSAMA"})
    assert answers("account_holder_equals_payee", jkk, book) == [("unclear", "employer")] * 2


@pytest.mark.parametrize(
    ("typed", "printed", "expected"),
    [
        ("02.183.241.5-000.000", "021832415000000", ("pass", "equal")),
        ("021832415000000", "0021832415000000", ("pass", "equal")),
        ("021832415000000", "021832415000001", ("fail", "one_digit")),
        ("021832415000000", NIK, ("unclear", "other_form")),
        ("xxx", "021832415000000", ("unclear", "malformed")),
        (None, "021832415000000", ("not_applicable", "undeclared")),
        ("021832415000000", None, ("unclear", "unreadable")),
    ],
)
def test_npwp_typed_and_printed(typed, printed, expected):
    card = paper("npwp", npwp=printed, nama=NAME)
    assert answers("npwp_declared_equals_document", claim(participant={"npwp": typed}), card) == [expected]


@pytest.mark.parametrize(
    ("npwp", "expected"),
    [(NIK, [("pass", "equal")]), (STRANGER_NIK, [("fail", "differs")]), ("021832415000000", [])],
)
def test_a_new_npwp_is_the_nik(npwp, expected):
    assert answers("npwp_equals_nik", claim(), ktp(), paper("npwp", npwp=npwp, nama=NAME)) == expected
    assert answers("npwp_equals_nik", claim(participant={"npwp": npwp})) == expected


def test_the_heirs_npwp_is_compared_with_the_heirs_nik():
    papers = [ktp(HEIR, HEIR_NIK, "1988-03-12"), paper("npwp", npwp=HEIR_NIK, nama=HEIR)]
    assert answers("npwp_equals_nik", death_claim(), *papers) == [("pass", "equal")]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("PT. MAJU BERSAMA, Tbk", ("pass", "equal")),
        ("MAJU BERSAMA", ("pass", "equal")),
        ("CV. MAJU BERSAMA", ("pass", "equal")),
        ("PT MAJU BERSAMA SEJAHTERA", ("unclear", "part_of")),
        ("PT SINAR ABADI", ("fail", "differs")),
        (None, ("unclear", "unreadable")),
    ],
)
def test_employers(other, expected):
    papers = [paper("paklaring", perusahaan="PT MAJU BERSAMA"), paper("surat_phk", perusahaan=other)]
    assert answers("employer_consistent", claim(), *papers) == [expected]
    assert answers("employer_consistent", claim(), papers[0]) == [("not_applicable", "one_source")]


def job(file, company, start, end):
    return paper("paklaring", file, perusahaan=company, tanggal_masuk=start, tanggal_keluar=end)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-02-01", "2026-08-31", ("not_applicable", "another_job")),
        ("2021-01-31", "2026-08-31", ("not_applicable", "another_job")),
        ("2020-01-01", "2026-08-31", ("fail", "differs")),
        (None, "2026-08-31", ("fail", "differs")),
    ],
)
def test_two_employers_one_after_the_other_are_no_contradiction(start, end, expected):
    papers = [job("a.jpg", "PT MAJU BERSAMA", "2015-01-05", "2021-01-31"),
              job("b.jpg", "PT SINAR ABADI", start, end)]  # fmt: skip
    assert answers("employer_consistent", claim(), *papers) == [expected]


@pytest.mark.parametrize(
    ("npp", "expected"),
    [("JJ 012 345", "pass"), ("JJ012346", "unclear"), (None, "unclear")],
)
def test_the_employers_number_is_compared_on_forms(npp, expected):
    one = paper("formulir", "1.jpg", perusahaan="PT MAJU BERSAMA", npp="JJ012345")
    other = paper("formulir", "2.jpg", perusahaan="PT MAJU BERSAMA", npp=npp)
    results = [result for result, _ in answers("employer_consistent", claim(), one, other)]
    assert results == ["pass", expected]


@pytest.mark.parametrize(
    ("phone", "email", "expected"),
    [
        ("081290007890", "siti@example.org", ("pass", "both")),
        ("081290007890", None, ("pass", "email_missing")),
        (None, "siti@example.org", ("pass", "phone_missing")),
        (None, None, ("fail", "missing")),
        ("12", "siti@example.org", ("fail", "phone_invalid")),
        ("081290007890", "siti@", ("fail", "email_invalid")),
        ("081290007890", "a@" + "b." * 5_000 + "id", ("fail", "email_invalid")),
    ],
)
def test_contact(phone, email, expected):
    typed = {"phone": phone, "email": email}
    assert answers("contact_present", claim(participant=typed)) == [expected]
    elsewhere = claim(participant=typed, channel=Channel.KANTOR_CABANG)
    assert answers("contact_present", elsewhere) == [("not_applicable", "not_needed")]


def test_only_malformed_typed_numbers_are_told():
    assert answers("nik_structure", claim()) == answers("kpj_format", claim()) == []
    assert answers("nik_structure", claim(participant={"nik": "123"})) == [("fail", "declared")]
    assert answers("kpj_format", claim(participant={"kpj": (KPJ, "0001234567890")})) == [("fail", "declared")]


@pytest.mark.parametrize(("bank", "kept"), [("BCA", False), (None, False), ("BTN", True)])
def test_a_payment_cards_number_that_was_typed_is_not_filed(bank, kept):
    typed = claim(account={"number": "4000 0012 3456 7899", "bank": bank})
    for papers in ((), (paper("buku_rekening", nomor_rekening=ACCOUNT, nama_pemilik=NAME),)):
        told = " ".join(f"{c.expected} {c.found}" for c in checks_on(typed, papers, attach(typed, papers)))
        assert ("4000001234567899" in told) == kept
