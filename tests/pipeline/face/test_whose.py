"""Which card and which selfie are compared: the applicant's own, wherever they lie."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.check import Result
from models.claim import Cause, Channel, Claim, Claimant, Programme
from models.document import Document, DocumentType
from models.face import FaceIssue, Likeness, Verdict
from models.people import People, Role
from pipeline.face import check_of, pair

KTP, PASPOR, SELFIE, KK = DocumentType.KTP, DocumentType.PASPOR, DocumentType.SELFIE, DocumentType.KK


def claim(*, heir: bool = False) -> Claim:
    return Claim(
        claim_id="JKM-1",
        programme=Programme.JKM,
        cause=Cause.MENINGGAL_DUNIA,
        channel=Channel.KANTOR_CABANG,
        submitted_at=datetime(2026, 11, 20, tzinfo=UTC),
        claimant=Claimant(name="SITI") if heir else None,
    )


def document(file: str, kind: DocumentType = KTP) -> Document:
    return Document(file, 1, kind, 0.9)


def paired(
    roles: dict[str, Role], kinds: dict[str, DocumentType], *, heir: bool = False
) -> tuple[str | None, str | None]:
    documents = [document(file, kind) for file, kind in kinds.items()]
    people = People({d.key: roles[d.file] for d in documents if d.file in roles})
    card, selfie = pair(claim(heir=heir), documents, people)
    return card and card.file, selfie and selfie.file


ROLES = {"dead.jpg": Role.PARTICIPANT, "heir.jpg": Role.CLAIMANT, "child.jpg": Role.OTHER}
CARDS = {"child.jpg": KTP, "dead.jpg": KTP, "heir.jpg": KTP, "kk.pdf": KK, "me.jpg": SELFIE}


def test_the_participants_card_where_the_participant_claims() -> None:
    assert paired(ROLES, CARDS) == ("dead.jpg", "me.jpg")


def test_the_heirs_card_where_an_heir_claims() -> None:
    assert paired(ROLES, CARDS, heir=True) == ("heir.jpg", "me.jpg")


def test_the_order_of_the_files_does_not_matter() -> None:
    assert paired(ROLES, dict(reversed(CARDS.items())), heir=True) == ("heir.jpg", "me.jpg")


def test_a_passport_where_there_is_no_ktp_and_a_ktp_before_it() -> None:
    roles = {"p.jpg": Role.PARTICIPANT, "k.jpg": Role.PARTICIPANT}
    assert paired(roles, {"p.jpg": PASPOR}) == ("p.jpg", None)
    assert paired(roles, {"p.jpg": PASPOR, "k.jpg": KTP}) == ("k.jpg", None)


def test_the_only_card_is_taken_even_where_nothing_on_it_tells() -> None:
    assert paired({}, {"k.jpg": KTP, "me.jpg": SELFIE}) == ("k.jpg", "me.jpg")


def test_of_several_cards_that_tell_nothing_none_is_guessed() -> None:
    assert paired({}, {"a.jpg": KTP, "b.jpg": KTP})[0] is None


def test_among_cards_of_others_none_is_guessed() -> None:
    roles = {"a.jpg": Role.OTHER, "b.jpg": Role.PARTICIPANT}
    assert paired(roles, {"a.jpg": KTP, "b.jpg": KTP}, heir=True)[0] is None


def test_nothing_where_there_is_nothing() -> None:
    assert paired({}, {"kk.pdf": KK}) == (None, None)


@pytest.mark.parametrize(
    ("verdict", "result"),
    [
        (Verdict.MATCH, Result.PASS), (Verdict.NO_MATCH, Result.FAIL),
        (Verdict.INCONCLUSIVE, Result.UNCLEAR),
    ],
)  # fmt: skip
def test_the_check_says_what_the_comparison_said(verdict: Verdict, result: Result) -> None:
    likeness = Likeness(
        verdict, distance=0.34, id_document="k.jpg", selfie="me.jpg", match_below=0.5, no_match_above=0.62
    )
    check = check_of(likeness)
    assert (check.code, check.result, check.found) == ("selfie_equals_ktp", result, "0.340")
    assert check.documents == ("k.jpg", "me.jpg")


def test_without_a_selfie_there_is_nothing_to_check() -> None:
    check = check_of(Likeness(Verdict.INCONCLUSIVE, issues=(FaceIssue.NO_SELFIE,), id_document="k.jpg"))
    assert (check.result, check.found) == (Result.NOT_APPLICABLE, None)
