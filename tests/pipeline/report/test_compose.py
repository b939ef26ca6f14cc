"""Boxes go back to the upright file, proofs are written down, no file vanishes."""

from dataclasses import replace

import numpy as np
import pytest

from models.document import DocumentType
from models.field import Field, Reading
from models.finding import FileFinding
from models.geometry import Quad
from models.reason import Reason, ReasonCode, Severity


def of(report, file):
    return next(d for d in report.documents if d.file == file)


def test_a_box_goes_back_through_the_homography(example):
    box = of(example.report(), "ktp.jpg").fields["nik"].box
    assert box == [(340.0, 40.0), (340.0, 300.0), (310.0, 300.0), (310.0, 40.0)]


def test_a_box_goes_back_through_a_true_perspective_and_is_rounded(example):
    perspective = np.array([[0.5, 0.0, 7.0], [0.0, 0.5, 9.0], [0.001, 0.0, 1.0]])
    document = replace(example.documents[0], to_upright=perspective)
    x, y = of(example.having(documents=(document,)).report(), "ktp.jpg").fields["nik"].box[2]
    assert (x, y) == (round((150 + 7) / 1.3, 1), round((45 + 9) / 1.3, 1))


def test_a_box_that_leads_nowhere_is_left_out(example):
    broken = replace(example.documents[0], to_upright=np.zeros((3, 3)))
    assert of(example.having(documents=(broken,)).report(), "ktp.jpg").fields["nik"].box is None


def test_faces_are_already_upright(example):
    face = example.report().face
    assert face.portrait_box[0] == (250.0, 400.0)
    assert face.selfie_box[1] == (200.1, 120.0)
    assert (face.distance, face.match_below, face.no_match_above) == (0.561, 0.52, 0.62)


def test_proofs_are_written_down(example):
    fields = of(example.report(), "ktp.jpg").fields
    assert fields["nik"].verified
    assert fields["nik"].verified_by == ["second_reader", "document:kk.pdf"]
    assert not fields["nama"].verified


def test_what_cannot_be_read_is_null_and_never_proved(example):
    agama = of(example.report(), "ktp.jpg").fields["agama"]
    assert agama.value is None
    assert not agama.verified
    assert agama.verified_by == []


def test_a_table_is_a_list_as_sure_as_its_least_sure_cell(example):
    members = of(example.report(), "kk.pdf").fields["anggota"]
    assert members.value == [
        {"nik": "3273014708909003", "nama": "SITI RAHMAWATI"},
        {"nik": None, "nama": "PUTRI", "hubungan": "ANAK"},
    ]
    assert members.confidence == 0.3
    assert members.repairs == ["1. nik: 1 letter(s) taken as digits"]


def test_the_boxes_of_a_table_become_one(example):
    rows = ({"nik": Field("1", 0.9, box=Quad.upright(0, 0, 10, 10))},
            {"nik": Field("2", 0.9, box=Quad.upright(5, 20, 30, 40))})  # fmt: skip
    kk = replace(example.documents[1], tables={"anggota": rows})
    box = of(example.having(documents=(kk,)).report(), "kk.pdf").fields["anggota"].box
    assert box == [(0.0, 0.0), (30.0, 0.0), (30.0, 40.0), (0.0, 40.0)]


def test_a_file_that_could_not_be_opened_is_named_in_the_reasons(example):
    reasons = example.report().reasons
    assert [r.code for r in reasons] == [
        "NIK_MISMATCH",
        "DOCUMENT_MISSING",
        "FILE_ENCRYPTED",
        "KPJ_UNDECLARED",
    ]
    encrypted = reasons[2]
    assert encrypted.documents == ["buku.pdf"]
    assert "buku.pdf" in encrypted.message_id
    assert encrypted.remedy_id


def test_a_finding_that_policy_told_is_not_told_twice(example):
    told = Reason(ReasonCode.FILE_ENCRYPTED, Severity.WARNING, ("buku.pdf",))
    decision = replace(example.decision, reasons=(told,))
    second = FileFinding(ReasonCode.FILE_WRONGLY_NAMED, "buku.pdf", "named .jpg, is a PDF")
    findings = (*example.findings, second)
    reasons = example.having(decision=decision, findings=findings).report().reasons
    assert [(r.code, r.severity) for r in reasons] == [
        ("FILE_ENCRYPTED", "warning"), ("FILE_WRONGLY_NAMED", "info"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["A\x00B\ud800C", "line\nbreak", "\x1b[31mred"])
def test_text_that_no_json_can_hold_is_replaced(example, text):
    field = Field(text, 1.0000001, (Reading("ppocr", text, 1.1),), repairs=(text,))
    document = replace(example.documents[0], fields={"nama": field})
    report = example.having(documents=(document,)).report()
    shown = report.documents[0].fields["nama"]
    assert "\ufffd" in shown.value
    assert shown.confidence == 1
    report.model_dump_json().encode()


def test_the_whole_document_is_there(example):
    ktp = of(example.report(), "ktp.jpg")
    assert (ktp.type, ktp.size, ktp.quality.issues) == (DocumentType.KTP, (400, 640), ["glare", "turned"])
    assert list(ktp.fields) == ["nik", "nama", "tanggal_lahir", "agama"]
    assert [r.text for r in ktp.fields["nama"].readings] == ["SITI RAHMAWATI", "S1TI RAHMAWATI"]


def test_findings_stand_where_they_are_on_the_upright_file(example):
    on_field, beside, whole = of(example.report(), "ktp.jpg").quality.findings
    assert (on_field.issue, on_field.fields) == ("glare", ["nik", "nama"])
    assert on_field.box == [(345, 250), (345, 330), (260, 330), (260, 250)]
    assert beside.fields == []
    assert (whole.issue, whole.box) == ("turned", None)


def test_a_confidence_that_is_no_number_is_no_trust(example):
    document = replace(example.documents[0], fields={"nama": Field("A", float("nan"))})
    assert example.having(documents=(document,)).report().documents[0].fields["nama"].confidence == 0
