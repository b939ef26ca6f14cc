"""What earlier claims of others say about this one, and what they must not."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from models.check import Result
from models.claim import Programme
from models.face import Likeness, Verdict
from models.link import Link, LinkKind, Links, Remembered
from models.marks import FaceKind, FaceMark, MarkKind, PictureMark
from models.outcome import Outcome
from pipeline.crosscheck import attach, earlier_checks, marks_of
from tests.pipeline.crosscheck.invented import ACCOUNT, HEIR_NIK, KPJ, NIK, claim, death_claim, ktp, paper

THIS = claim()
BEFORE, AFTER = THIS.submitted_at - timedelta(days=40), THIS.submitted_at + timedelta(seconds=1)


def other(name: str = "JHT-2026-000007", submitted: datetime = BEFORE) -> Remembered:
    return Remembered(name, Programme.JHT, submitted, Outcome.CLEAR)


def link(kind: LinkKind, *, same: bool = False, person: int | None = 0, **where) -> Link:
    theirs = {LinkKind.SELFIE: FaceKind.SELFIE, LinkKind.PORTRAIT: FaceKind.PORTRAIT}.get(kind)
    return Link(kind, other(**where), same, 0.2 if theirs else None, theirs, person)


def asked(*links: Link) -> dict[str, tuple[Result, str | None, str | None]]:
    checks = earlier_checks(THIS, Links(links))
    return {check.code: (check.result, check.kind, check.found) for check in checks}


def test_a_claim_that_shares_nothing_passes_every_check() -> None:
    assert {(result, kind) for result, kind, _ in asked().values()} == {(Result.PASS, "none")}


def test_without_a_memory_nothing_is_compared() -> None:
    checks = list(earlier_checks(THIS, None))
    assert len(checks) == 6
    assert {check.result for check in checks} == {Result.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("kind", "code"),
    [(LinkKind.ACCOUNT, "account_in_earlier_claims"), (LinkKind.KPJ, "kpj_in_earlier_claims")],
)
def test_a_number_that_somebody_else_claimed_with_fails(kind: LinkKind, code: str) -> None:
    assert asked(link(kind))[code] == (Result.FAIL, "another_person", "JHT-2026-000007")
    assert asked(link(kind, same=True))[code][0] is Result.PASS


@pytest.mark.parametrize("submitted", [BEFORE, THIS.submitted_at, AFTER])
def test_the_nights_own_order_decides_which_of_two_is_told(submitted: datetime) -> None:
    shared = link(LinkKind.ACCOUNT, submitted=submitted)
    assert asked(shared)["account_in_earlier_claims"][0] is Result.FAIL


def test_where_a_nik_is_not_known_it_is_a_doubt_and_no_contradiction() -> None:
    code = "account_in_earlier_claims"
    assert asked(link(LinkKind.ACCOUNT, person=None))[code][:2] == (Result.FAIL, "nik_unknown")
    nameless = earlier_checks(THIS, Links((link(LinkKind.ACCOUNT),), has_nik=False))
    assert next(check.kind for check in nameless if check.code == code) == "nik_unknown"


def test_what_was_cut_from_the_answer_is_not_nothing() -> None:
    checks = earlier_checks(THIS, Links((), frozenset({LinkKind.ACCOUNT})))
    told = {check.code: (check.result, check.kind) for check in checks}
    assert told["account_in_earlier_claims"] == (Result.UNCLEAR, "too_many")
    assert told["kpj_in_earlier_claims"] == (Result.PASS, "none")
    checks = earlier_checks(THIS, Links((), frozenset({LinkKind.SELFIE})))
    assert next(c.result for c in checks if c.code == "face_in_earlier_claims") is Result.UNCLEAR


def test_an_employer_that_advanced_the_costs_is_paid_for_many_workers() -> None:
    of = claim(programme=Programme.JKK, account={"holder": "PT INDO ABADI"})
    (told,) = [
        c for c in earlier_checks(of, Links((link(LinkKind.ACCOUNT),))) if c.code.startswith("account")
    ]
    assert (told.result, told.kind) == (Result.PASS, "employer")


def test_a_family_shares_a_telephone_and_many_strangers_do_not() -> None:
    phones = [link(LinkKind.PHONE, name=f"JHT-2026-00000{n}", person=n) for n in range(3)]
    code = "contact_in_earlier_claims"
    assert asked(*phones[:2])[code][:2] == (Result.PASS, "household")
    result, kind, found = asked(*phones)[code]
    assert (result, kind) == (Result.FAIL, "many")
    assert found == "JHT-2026-000000, JHT-2026-000001, JHT-2026-000002"
    home = link(LinkKind.ADDRESS, name="JHT-2026-000001", person=1)
    assert asked(*phones, home)[code][0] is Result.PASS


def test_three_claims_of_one_relative_are_one_stranger() -> None:
    monthly = [link(LinkKind.PHONE, name=f"JKP-2026-00000{n}", person=4) for n in range(3)]
    assert asked(*monthly)["contact_in_earlier_claims"][:2] == (Result.PASS, "household")


def test_all_claims_of_somebody_who_lives_here_are_the_familys() -> None:
    told = [
        link(LinkKind.ADDRESS, name="JHT-2026-000001", person=1),
        link(LinkKind.PICTURE, name="JKP-2026-000002", person=1),
    ]
    assert asked(*told)["picture_in_earlier_claims"][0] is Result.PASS


def test_an_address_of_more_people_than_a_household_has_excuses_nobody() -> None:
    homes = [link(LinkKind.ADDRESS, name=f"JHT-2026-00000{n}", person=n) for n in range(5)]
    phones = [link(LinkKind.PHONE, name=f"JHT-2026-00000{n}", person=n) for n in range(5)]
    assert asked(*homes[:4], *phones[:4])["contact_in_earlier_claims"][0] is Result.PASS
    assert asked(*homes, *phones)["contact_in_earlier_claims"][0] is Result.FAIL


def test_more_claims_than_a_person_reads_are_counted() -> None:
    shared = [link(LinkKind.ACCOUNT, name=f"JHT-2026-00000{n}") for n in range(8)]
    assert asked(*shared)["account_in_earlier_claims"][2].endswith("JHT-2026-000004 (+3)")


def test_a_like_face_weighs_only_where_the_claims_share_more() -> None:
    face = link(LinkKind.SELFIE)
    code = "face_in_earlier_claims"
    assert asked(face)[code] == (Result.UNCLEAR, "face_alone", "JHT-2026-000007")
    assert asked(face, link(LinkKind.PHONE))[code][:2] == (Result.FAIL, "corroborated")
    elsewhere = link(LinkKind.PHONE, name="JHT-2026-000008")
    assert asked(face, elsewhere)[code][1] == "face_alone"


def test_brothers_of_one_household_are_no_alarm() -> None:
    family = [link(LinkKind.SELFIE), link(LinkKind.PHONE), link(LinkKind.ADDRESS)]
    assert asked(*family)["face_in_earlier_claims"][1] == "face_alone"


def test_the_same_person_again_is_no_alarm() -> None:
    again = [link(kind, same=True) for kind in LinkKind if kind is not LinkKind.PICTURE]
    told = asked(*again)
    assert told.pop("claimed_before")[1] == "again"
    assert {result for result, _, _ in told.values()} == {Result.PASS}


def before(number: int, outcome: Outcome, programme: Programme = Programme.JHT) -> Link:
    claimed = Remembered(f"JHT-2026-00000{number}", programme, BEFORE, outcome)
    return Link(LinkKind.NIK, claimed, same_person=True)


def test_claims_of_the_same_person_from_the_same_programme_are_told() -> None:
    assert asked(before(1, Outcome.CLEAR))["claimed_before"] == (Result.UNCLEAR, "again", "JHT-2026-000001")
    assert asked(before(1, Outcome.CLEAR, Programme.JKP))["claimed_before"][0] is Result.PASS
    vain = [before(n, Outcome.RESUBMIT) for n in range(3)]
    assert asked(*vain[:2])["claimed_before"][1] == "again"
    assert asked(*vain)["claimed_before"][1] == "attempts"


def test_an_heir_of_several_memberships_is_an_officers() -> None:
    of = death_claim()

    def told(*links: Link) -> str | None:
        return next(c.kind for c in earlier_checks(of, Links(links)) if c.code == "claimed_before")

    others = [before(n, Outcome.CLEAR, Programme.JKM) for n in range(2)]
    assert told(others[0]) == "again"
    assert told(*others) == "several_deceased"
    one_membership = [replace(one, kind=LinkKind.KPJ) for one in others]
    assert told(*others, *one_membership) == "again"


def test_the_very_same_picture_in_a_strangers_claim_fails_and_a_familys_does_not() -> None:
    picture, code = link(LinkKind.PICTURE), "picture_in_earlier_claims"
    assert asked(picture)[code] == (Result.FAIL, "another_person", "JHT-2026-000007")
    assert asked(picture, link(LinkKind.ADDRESS))[code][0] is Result.PASS


def test_a_picture_that_was_saved_again_is_told_with_how_near_it_is() -> None:
    picture, code = replace(link(LinkKind.RESAVED), distance=0.0123), "picture_in_earlier_claims"
    assert asked(picture)[code] == (Result.FAIL, "resaved", "JHT-2026-000007 (1.2%)")
    assert asked(replace(picture, person=None))[code][1] == "resaved"
    assert asked(replace(picture, same_person=True))[code][0] is Result.PASS
    assert asked(picture, link(LinkKind.ADDRESS))[code][0] is Result.PASS
    same = link(LinkKind.PICTURE, name="JHT-2026-000008", person=1)
    assert asked(same, picture)[code][1:] == ("another_person", "JHT-2026-000008, JHT-2026-000007 (1.2%)")


def test_only_personal_papers_are_known_by_their_picture() -> None:
    papers = ktp(), paper("kk", "kk.pdf"), paper("surat_phk", "phk.pdf"), paper("kpj", "kpj.jpg")
    pictures = {(d.file, 1): (PictureMark("page", n),) for n, d in enumerate(papers)}
    assert [mark.value for mark in marks(THIS, *papers, pictures=pictures).pictures] == [0, 3]


def marks(of, *documents, faces=(), pictures=None):
    likeness = Likeness(Verdict.MATCH, faces=faces)
    return marks_of(of, documents, attach(of, documents), likeness, pictures or {})


def niks(seen):
    return {mark.value for mark in seen.values if mark.kind is MarkKind.NIK}


def test_marks_are_what_was_typed_and_what_is_printed() -> None:
    encoding = np.arange(128) / 128
    seen = marks(
        THIS,
        ktp(nik=NIK),
        paper("kpj", kpj="12039999999", nama="SITI RAHMAWATI"),
        paper("buku_rekening", nomor_rekening="0087654399", nama_pemilik="SITI RAHMAWATI"),
        faces=(FaceMark(FaceKind.PORTRAIT, encoding),),
    )
    values = {(mark.kind, mark.value) for mark in seen.values}
    assert {(MarkKind.KPJ, KPJ), (MarkKind.KPJ, "12039999999")} <= values
    assert {(MarkKind.ACCOUNT, ACCOUNT), (MarkKind.ACCOUNT, "0087654399")} <= values
    assert {kind for kind, _ in values} >= {MarkKind.PHONE, MarkKind.EMAIL}
    assert niks(seen) == {NIK}
    assert len(seen.faces) == 1
    assert NIK not in repr(seen)
    assert ACCOUNT not in repr(seen)


def test_an_heirs_claim_is_recognised_by_both_persons() -> None:
    assert niks(marks(death_claim())) == {NIK, HEIR_NIK}


def test_what_cannot_be_a_number_makes_no_mark() -> None:
    of = claim(
        participant={"nik": "123", "kpj": ("-",), "phone": "12", "email": "nobody"}, account={"number": None}
    )
    seen = marks(of)
    assert seen.values == ()
