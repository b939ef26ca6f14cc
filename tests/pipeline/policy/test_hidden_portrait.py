"""A portrait that is hidden is asked for again only where a face is compared with it."""

from __future__ import annotations

import pytest

from models.check import Result
from models.document import PORTRAIT, Quality, QualityFinding, QualityIssue
from models.face import FaceIssue, Likeness, Verdict
from models.geometry import Quad
from pipeline.policy import demands_on
from tests.pipeline.policy.policy_claims import POLICY, complete, read, row_of

HIDDEN = QualityFinding(QualityIssue.COVERED, Quad.upright(0, 0, 200, 100), (PORTRAIT,))


@pytest.mark.parametrize(
    ("whose", "unread", "answer"),
    [
        ("ktp_participant", {}, Result.PASS),
        ("ktp_participant", {"nik": None}, Result.FAIL),
        ("ktp", {}, Result.FAIL),
    ],
)
def test_a_hidden_portrait_matters_on_the_card_of_the_one_who_claims(
    whose: str, unread: dict[str, None], answer: Result
) -> None:
    bundle = complete(row_of("JKM", "meninggal_dunia"))
    card = bundle.papers[whose]
    bundle = bundle.with_paper(
        whose, bundle.roles[whose],
        type=card.type, quality=Quality(False, (HIDDEN.issue,), (HIDDEN,)),
        fields={**card.fields, **read(unread)},
    )  # fmt: skip

    assert bundle.answer(f"requirement_{whose}").result is answer


@pytest.mark.parametrize(
    ("verdict", "issues", "file", "answer"),
    [
        (Verdict.MATCH, (), "ktp.jpg", Result.PASS),
        (Verdict.MATCH, (), "another.jpg", Result.FAIL),
        (Verdict.MATCH, (FaceIssue.FACE_TOO_SMALL,), "ktp.jpg", Result.FAIL),
        (Verdict.INCONCLUSIVE, (), "ktp.jpg", Result.FAIL),
        (Verdict.NO_MATCH, (), "ktp.jpg", Result.FAIL),
    ],
)
def test_a_portrait_that_matched_was_seen_well_enough(
    verdict: Verdict, issues: tuple[FaceIssue, ...], file: str, answer: Result
) -> None:
    bundle = complete(row_of("JHT", "usia_pensiun"))
    bundle = bundle.with_paper(
        "ktp", bundle.roles["ktp"], file="ktp.jpg", quality=Quality(False, (HIDDEN.issue,), (HIDDEN,))
    )
    likeness = Likeness(verdict, issues=issues, id_document=file)

    checks = demands_on(POLICY, bundle.claim, bundle.documents, bundle.people, likeness)

    assert next(c for c in checks if c.code == "requirement_ktp").result is answer
