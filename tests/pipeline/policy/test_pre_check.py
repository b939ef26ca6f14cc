"""What the applicant is told of one file: what he can mend, in Indonesian; nothing of signs of fraud."""

from __future__ import annotations

import pytest

from models.document import Document, DocumentType, Quality, QualityFinding, QualityIssue
from models.face import FaceIssue
from models.field import Field
from models.finding import FileFinding
from models.reason import ReasonCode
from pipeline import policy, report

TABLES = policy.load()
KTP_FIELDS = {name: Field(value="X", confidence=0.9) for name in TABLES.requirements.needs(DocumentType.KTP)}


def paper(
    type_: DocumentType = DocumentType.KTP, *issues: QualityIssue, usable: bool = True, **more
) -> Document:
    found = tuple(QualityFinding(issue) for issue in issues)
    fields = KTP_FIELDS if type_ is DocumentType.KTP else {}
    parts = {"fields": fields} | more
    return Document("ini", 1, type_, 0.9, quality=Quality(usable, issues, found), **parts)


def checked(wanted: DocumentType, documents=(), findings=(), hindrances=()):
    return policy.pre_checked(TABLES, wanted, documents, findings, hindrances)


def codes(told) -> list[ReasonCode]:
    return [reason.code for reason in told.reasons]


def test_a_paper_that_can_be_used() -> None:
    told = checked(DocumentType.KTP, [paper()])
    assert (told.readable, told.right_kind, told.reasons) == (True, True, ())


def test_signs_of_a_screen_a_copy_or_an_edit_are_not_told() -> None:
    signs = (QualityIssue.SCREEN, QualityIssue.COPY, QualityIssue.EDITED_TEXT, QualityIssue.REPLACED_PORTRAIT)
    assert checked(DocumentType.KTP, [paper(DocumentType.KTP, *signs)]).reasons == ()
    edited = [
        FileFinding(code, "ini", "x") for code in (ReasonCode.FILE_EDITED, ReasonCode.FILE_ACTIVE_CONTENT)
    ]
    assert checked(DocumentType.KTP, [paper()], edited).reasons == ()


def test_an_unreadable_one_says_what_to_do() -> None:
    told = checked(DocumentType.KTP, [paper(DocumentType.KTP, QualityIssue.BLUR, usable=False)])
    assert (told.readable, told.right_kind) == (False, True)
    (said,) = report.said(told.reasons)
    assert said.code is ReasonCode.DOCUMENT_UNREADABLE
    assert said.message_id.startswith("KTP")
    assert "Mohon foto ulang" in (said.remedy_id or "")


def test_a_needed_value_that_nobody_could_read() -> None:
    lacking = {name: field for name, field in KTP_FIELDS.items() if name != "nik"}
    told = checked(DocumentType.KTP, [paper(fields=lacking)])
    assert codes(told) == [ReasonCode.DOCUMENT_UNREADABLE]
    assert "NIK" in report.said(told.reasons)[0].message_id


def test_the_best_of_several_counts() -> None:
    blurred = paper(DocumentType.KTP, QualityIssue.BLUR, usable=False)
    assert checked(DocumentType.KTP, [blurred, paper()]).readable


def test_another_paper() -> None:
    told = checked(DocumentType.BUKU_REKENING, [paper()])
    assert (told.right_kind, told.readable, codes(told)) == (False, True, [ReasonCode.DOCUMENT_TYPE_DIFFERS])
    assert "terbaca sebagai KTP" in report.said(told.reasons)[0].message_id


def test_a_card_that_is_known_and_not_wanted() -> None:
    other = paper(DocumentType.LAINNYA, hints={"wrong_card": "bpjs_kesehatan"}, fields={})
    told = checked(DocumentType.KPJ, [other])
    assert (told.right_kind, codes(told)) == (False, [ReasonCode.WRONG_CARD])


def test_what_nobody_knows() -> None:
    told = checked(DocumentType.KTP, [paper(DocumentType.LAINNYA, fields={})])
    assert (told.right_kind, told.readable, codes(told)) == (None, False, [ReasonCode.DOCUMENT_UNREADABLE])
    anything = checked(DocumentType.LAINNYA, [paper(DocumentType.LAINNYA, fields={})])
    assert (anything.readable, anything.reasons) == (True, ())


@pytest.mark.parametrize(
    "code", ["FILE_EMPTY", "FILE_CORRUPT", "FILE_ENCRYPTED", "FILE_TOO_LARGE", "FILE_KIND_UNSUPPORTED"]
)
def test_a_file_that_cannot_be_opened(code: str) -> None:
    told = checked(DocumentType.KTP, [], [FileFinding(ReasonCode(code), "ini", "for a reason")])
    assert (told.readable, told.right_kind, codes(told)) == (False, None, [code])
    (said,) = report.said(told.reasons)
    assert "erkas ini" in said.message_id
    assert said.remedy_id


@pytest.mark.parametrize(
    ("issue", "code"),
    [
        (FaceIssue.NO_FACE_ON_SELFIE, ReasonCode.FACE_NOT_FOUND),
        (FaceIssue.SEVERAL_FACES_ON_SELFIE, ReasonCode.FACE_SEVERAL),
        (FaceIssue.FACE_TOO_SMALL, ReasonCode.FACE_TOO_SMALL),
        (FaceIssue.FACE_BLURRED, ReasonCode.FACE_TOO_SMALL),
        (FaceIssue.EYES_CLOSED, ReasonCode.FACE_EYES_CLOSED),
        (FaceIssue.FACE_TURNED, ReasonCode.FACE_TURNED),
        (FaceIssue.EYES_COVERED, ReasonCode.FACE_COVERED),
        (FaceIssue.MOUTH_COVERED, ReasonCode.FACE_COVERED),
    ],
)
def test_a_selfie_that_cannot_be_compared(issue: FaceIssue, code: ReasonCode) -> None:
    told = checked(DocumentType.SELFIE, [paper(DocumentType.SELFIE)], hindrances=[issue])
    assert codes(told) == [code]
    (said,) = report.said(told.reasons)
    assert (said.remedy_id or "").startswith("Mohon")


def test_a_selfie_that_is_a_card() -> None:
    told = checked(DocumentType.SELFIE, [paper()], hindrances=[FaceIssue.NO_FACE_ON_SELFIE])
    assert (told.right_kind, codes(told)) == (False, [ReasonCode.DOCUMENT_TYPE_DIFFERS])
