import pytest

from tests.pipeline.crosscheck.invented import (
    ACCOUNT,
    HEIR,
    HEIR_NIK,
    KPJ,
    NAME,
    NIK,
    STRANGER,
    STRANGER_NIK,
    claim,
    death_claim,
    ktp,
    paper,
    roles,
)


@pytest.mark.parametrize(
    ("name", "nik", "role"),
    [
        (NAME, NIK, "participant"),
        (STRANGER, NIK, "participant"),
        (NAME, "8273014708909001", "participant"),
        (NAME, "8278014708909001", "participant"),
        (NAME, None, "participant"),
        (NAME, STRANGER_NIK, "participant"),
        (None, NIK, "participant"),
        (STRANGER, STRANGER_NIK, "other"),
        (STRANGER, None, "other"),
        (None, STRANGER_NIK, "other"),
        (STRANGER, "3273014708909002", "other"),
        (None, "3273014708909007", "unknown"),
        ("SITI", STRANGER_NIK, "unknown"),
        (None, None, "unknown"),
        ("", "", "unknown"),
    ],
)
def test_a_lone_ktp(name, nik, role):
    assert roles(claim(), ktp(name, nik)) == [role]


def test_a_ktp_is_nobodys_where_nothing_was_typed():
    assert roles(claim(participant={"name": None, "nik": None}), ktp()) == ["unknown"]


def test_two_ktps_are_told_apart_by_what_is_on_them_not_by_order_or_file_name():
    mine = ktp(file="ktp_ahli_waris.jpg")
    heirs = ktp(HEIR, HEIR_NIK, file="ktp_peserta.jpg")
    assert roles(death_claim(), heirs, mine) == ["claimant", "participant"]


def test_father_and_son_of_one_name_are_told_apart_by_nik():
    both = death_claim(heir={"name": NAME, "nik": HEIR_NIK})
    assert [roles(both, ktp(NAME, nik))[0] for nik in (HEIR_NIK, None, "8273014708909001")] == [
        "claimant",
        "unknown",
        "participant",
    ]


def test_one_nik_typed_for_both_is_settled_by_name():
    both = death_claim(heir={"nik": NIK})
    assert [roles(both, ktp(name, NIK))[0] for name in (HEIR, NAME, None)] == [
        "claimant",
        "participant",
        "unknown",
    ]


@pytest.mark.parametrize("kind", ["kpj", "paklaring", "surat_phk", "akta_kematian"])
@pytest.mark.parametrize(
    ("name", "role"),
    [(NAME, "participant"), (STRANGER, "other"), (HEIR, "other"), (None, "unknown"), ("SITI", "unknown")],
)
def test_papers_that_only_the_participant_has(kind, name, role):
    assert roles(death_claim(), paper(kind, nama=name)) == [role]


def test_a_doubtful_name_is_settled_by_the_typed_number():
    assert roles(claim(), paper("kpj", nama=None, kpj=KPJ)) == ["participant"]
    assert roles(claim(), paper("kpj", nama=STRANGER, kpj=KPJ)) == ["other"]
    assert roles(claim(), paper("buku_rekening", nama_pemilik=None, nomor_rekening=ACCOUNT)) == [
        "participant"
    ]


def test_a_staff_number_called_nik_does_not_make_the_letter_anothers():
    assert roles(claim(), paper("paklaring", nama=NAME, nik="01923")) == ["participant"]


@pytest.mark.parametrize(("holder", "role"), [(HEIR, "claimant"), (NAME, "other"), (STRANGER, "other")])
def test_the_bank_book_is_the_payees(holder, role):
    assert roles(death_claim(), paper("buku_rekening", nama_pemilik=holder)) == [role]


def test_selfie_and_npwp():
    assert roles(claim(), paper("selfie")) == ["participant"]
    assert roles(death_claim(), paper("selfie")) == ["claimant"]
    assert roles(claim(), paper("npwp", npwp=NIK)) == ["participant"]


@pytest.mark.parametrize(
    ("rows", "role"),
    [
        ([{"nik": HEIR_NIK, "nama": HEIR}, {"nik": NIK, "nama": NAME}], "participant"),
        ([{"nik": HEIR_NIK, "nama": None}], "claimant"),
        ([{"nik": STRANGER_NIK, "nama": STRANGER}], "other"),
        ([{"nik": None, "nama": None}], "unknown"),
        ([], "unknown"),
        (None, "unknown"),
    ],
)
def test_a_family_card_is_the_participants_if_any_member_is(rows, role):
    assert roles(death_claim(), paper("kk", rows=rows)) == [role]


@pytest.mark.parametrize(
    ("kind", "values", "role"),
    [
        ("akta_nikah", {"nama_suami": HEIR, "nama_istri": NAME}, "participant"),
        ("akta_nikah", {"nama_suami": HEIR, "nama_istri": STRANGER}, "claimant"),
        ("akta_nikah", {"nama_suami": "AGUS", "nama_istri": STRANGER}, "other"),
        ("akta_nikah", {"nama_suami": None, "nama_istri": STRANGER}, "unknown"),
        ("akta_kelahiran", {"nama": HEIR, "nama_ibu": NAME}, "claimant"),
        ("akta_kelahiran", {"nama": STRANGER, "nama_ibu": NAME}, "participant"),
        ("surat_ahli_waris", {"nama_pewaris": NAME}, "participant"),
        ("surat_ahli_waris", {"nama_pewaris": STRANGER}, "other"),
    ],
)
def test_certificates(kind, values, role):
    assert roles(death_claim(), paper(kind, **values)) == [role]
