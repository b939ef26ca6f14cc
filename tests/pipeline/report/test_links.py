"""Earlier claims in the report: one line per claim, strangers first."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.claim import Programme
from models.link import Link, LinkKind, Remembered
from models.marks import FaceKind
from models.outcome import Outcome
from pipeline.report import compose, to_html, to_pdf
from pipeline.report.links import links_told

DAY = datetime.fromisoformat("2026-11-01T09:00:00+07:00")


def other(number: int) -> Remembered:
    submitted = DAY + timedelta(days=number)
    return Remembered(f"JHT-2026-00000{number}", Programme.JHT, submitted, Outcome.CLEAR)


OWN = Link(LinkKind.NIK, other(5), same_person=True)
ACCOUNT = Link(LinkKind.ACCOUNT, other(1), same_person=False)
NEAR = Link(LinkKind.SELFIE, other(1), False, 0.31, FaceKind.SELFIE)
NEARER = Link(LinkKind.PORTRAIT, other(1), False, 0.2, FaceKind.PORTRAIT)
RESAVED = Link(LinkKind.RESAVED, other(1), False, 0.01234)
PHONE = Link(LinkKind.PHONE, other(3), same_person=False)


def test_what_one_claim_shares_is_one_line() -> None:
    (told,) = links_told([NEAR, ACCOUNT, NEARER])
    assert told.shares == [LinkKind.ACCOUNT, LinkKind.PORTRAIT, LinkKind.SELFIE]
    assert (told.face_distance, told.same_person, told.outcome) == (0.2, False, Outcome.CLEAR)


def test_how_much_of_a_picture_differs_that_was_saved_again() -> None:
    (told,) = links_told([Link(LinkKind.RESAVED, other(1), False, 0.02), RESAVED])
    assert (told.shares, told.picture_difference) == ([LinkKind.RESAVED], 0.0123)
    assert links_told([ACCOUNT])[0].picture_difference is None


def test_other_people_come_first_then_the_newest() -> None:
    told = links_told([OWN, ACCOUNT, PHONE])
    assert [link.claim_id[-1] for link in told] == ["3", "1", "5"]
    assert [link.face_distance for link in told] == [None, None, None]


def test_the_report_shows_them_and_is_silent_without(example) -> None:
    facts = (
        example.claim, example.documents, example.people, example.verified, example.checks, example.likeness,
        example.decision, example.findings, example.provenance,
    )  # fmt: skip
    report = compose(*facts, [OWN, ACCOUNT, RESAVED])
    page = to_html(report, example.pictures)
    assert "JHT-2026-000001" in page
    assert "tanpa NIK yang sama" in page
    assert "orang yang sama" in page
    assert "Gambar dokumen, disimpan ulang (beda 1,2 %)" in page
    assert to_pdf(report, example.pictures)[:5] == b"%PDF-"
    assert "Klaim lain" not in to_html(example.report(), example.pictures)
