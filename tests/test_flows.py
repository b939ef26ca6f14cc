"""The whole story on the finished folders: outcomes, evidence, and nothing that passes in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from models.document import DocumentType
from models.outcome import Outcome
from models.report import Report, ReportDocument, ReportField
from pipeline import report
from tests.finished_claims import NAMES, FinishedClaims, truth_of

SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "report.schema.json"
CRITICAL = {
    "nik",
    "nama",
    "tanggal_lahir",
    "kpj",
    "nomor_rekening",
    "nama_pemilik",
    "bank",
    "npwp",
    "nomor_kk",
}
BOX_MARGIN = 0.01
"""Share of the page that a box may stick out: crops are padded, and a card may lie at the very edge."""

NEAR = 0.05
"""Overlap over union from which a box counts as near: a reader's box holds the blank around short words."""

SAID_TWICE = {"perusahaan", "nama"}
"""A letter names its company in the head and in the text, its worker in a list and in a sentence; either
place is right."""

every_claim = pytest.mark.parametrize("name", NAMES)


def boxed_fields(of: Report) -> Iterator[tuple[ReportDocument, str, ReportField]]:
    for document in of.documents:
        for name, field in document.fields.items():
            if field.box is not None:
                yield document, name, field


def true_document(name: str, document: ReportDocument) -> dict[str, object] | None:
    """The truth of this document; None where the generator wrote no such one, or several of a kind."""
    found = [
        d
        for d in truth_of(name)["documents"]
        if (d["file"], d["page"], d["type"]) == (document.file, document.page, document.type)
    ]
    return found[0] if len(found) == 1 else None


@every_claim
def test_the_outcome_and_its_reason_are_the_truths(name: str, finished: FinishedClaims) -> None:
    expected, told = truth_of(name)["expected"], finished[name]
    codes = [reason.code for reason in told.reasons]
    assert told.outcome == expected["outcome"], codes
    assert expected["reason"] is None or expected["reason"] in codes


@every_claim
def test_a_claim_with_a_problem_is_never_clear(name: str, finished: FinishedClaims) -> None:
    if truth_of(name)["expected"]["outcome"] != Outcome.CLEAR:
        assert finished[name].outcome is not Outcome.CLEAR


@every_claim
def test_what_is_called_verified_is_true(name: str, finished: FinishedClaims) -> None:
    wrong = []
    for document in finished[name].documents:
        true = true_document(name, document)
        fields = true["fields"] if true else {}
        wrong += [
            f"{document.file} {key}: {field.value} is not {fields[key]}, yet verified by {field.verified_by}"
            for key, field in document.fields.items()
            if key in CRITICAL and key in fields and field.verified and field.value != fields[key]
        ]
    assert not wrong, "\n".join(wrong)


@every_claim
def test_the_report_keeps_its_schema(name: str, finished: FinishedClaims) -> None:
    jsonschema.validate(json.loads(report.to_json(finished[name])), json.loads(SCHEMA.read_text("utf-8")))


@every_claim
def test_boxes_lie_on_their_page(name: str, finished: FinishedClaims) -> None:
    outside = []
    for document, key, field in boxed_fields(finished[name]):
        corners = np.array(field.box) / document.size
        if corners.min() < -BOX_MARGIN or corners.max() > 1 + BOX_MARGIN:
            outside.append(f"{document.file} page {document.page} {key}: {field.box} of {document.size}")
    assert not outside, "\n".join(outside)


def beside(here: np.ndarray, there: np.ndarray, value: str) -> bool:
    """A letter or two inside a line are placed by their share of its width: within a letter's breadth."""
    height = float(np.ptp(there[:, 1]))
    return len(value) < 3 and float(np.abs(here.mean(axis=0) - there.mean(axis=0)).max()) < height


@every_claim
def test_boxes_lie_where_the_value_is_printed(name: str, finished: FinishedClaims) -> None:
    astray = []
    for document, key, field in boxed_fields(finished[name]):
        true = true_document(name, document)
        if not true or key not in true["boxes"] or key in SAID_TWICE or field.value != true["fields"][key]:
            continue
        unit = document.size if true["unit"] == "page_fraction" else (1, 1)
        here, there = np.array(field.box), np.array(true["boxes"][key]) * unit
        if overlap(here, there) < NEAR and not beside(here, there, str(field.value)):
            astray.append(f"{document.file} {key}: {field.box}")
    assert not astray, "\n".join(astray)


def overlap(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Intersection over union of the upright rectangles around two boxes."""
    low, high = np.maximum(ours.min(0), theirs.min(0)), np.minimum(ours.max(0), theirs.max(0))
    both = np.prod(np.maximum(0, high - low))
    return float(both / (np.prod(np.ptp(ours, axis=0)) + np.prod(np.ptp(theirs, axis=0)) - both))


@every_claim
def test_every_file_is_accounted_for(name: str, finished: FinishedClaims) -> None:
    told = finished[name]
    seen = {document.file for document in told.documents}
    seen |= {file for reason in told.reasons for file in reason.documents}
    assert {document["file"] for document in truth_of(name)["documents"]} <= seen


@every_claim
def test_types_are_recognised(name: str, finished: FinishedClaims) -> None:
    found = {(d.file, d.page, d.type.value) for d in finished[name].documents}
    missing = [
        (d["file"], d["page"], d["type"])
        for d in truth_of(name)["documents"]
        if d["readable"]
        and d["type"] != DocumentType.LAINNYA
        and (d["file"], d["page"], d["type"]) not in found
    ]
    assert not missing


@every_claim
def test_faces_lie_on_their_pictures(name: str, finished: FinishedClaims) -> None:
    face = finished[name].face
    sizes = {d.file: d.size for d in finished[name].documents}
    for file, box in ((face.id_document, face.portrait_box), (face.selfie, face.selfie_box)):
        if box is not None:
            corners = np.array(box) / sizes[str(file)]
            assert corners.min() > -BOX_MARGIN
            assert corners.max() < 1 + BOX_MARGIN


def test_the_provenance_names_everything_that_had_a_say(finished: FinishedClaims) -> None:
    provenance = finished[NAMES[0]].provenance
    assert provenance.software.startswith("periksa ")
    assert provenance.policy
    assert set(provenance.models) == {"reader_1", "reader_2", "reader_3", "face", "face_bands"}
    assert sum(provenance.stage_seconds.values()) <= provenance.seconds + 0.5
