"""A case as its page shows it. Values are masked; what is under the masks goes out apart, when asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from models.case import KeptCorrection
from models.check import Result
from models.claim import Claim
from models.report import Report, ReportCheck, ReportDocument, ReportField
from pipeline.desk.case_parts import (
    CaseView,
    CheckView,
    DocumentView,
    FaceView,
    FieldView,
    Masks,
    OtherView,
    ReadingView,
    SignView,
    TableView,
)
from pipeline.desk.crops import crop_of, face_crop_of, points_of
from pipeline.desk.ports import Desk
from pipeline.desk.questions import in_question, typed
from pipeline.errors import NotKept

PAGES = "pages.json"
"""Among a report's pictures: which picture is which page."""
ABSENT = "–"
"""What a row does not say."""
KEYS = 9
"""Fields that have a key of their own."""


def case_view(
    desk: Desk, run: str, report: Report, claim: Claim, corrections: Sequence[KeptCorrection]
) -> CaseView:
    """Return the case; the masks have the same numbers each time, as long as nothing was corrected."""
    pictures, masks = pictures_of(desk, run), Masks(desk.hidden)
    documents = tuple(
        _document(number, document, pictures, desk) for number, document in enumerate(report.documents)
    )
    fields = _fields(report, claim, corrections, masks, desk)
    face, order = report.face, {Result.FAIL: 0, Result.UNCLEAR: 1}
    checks = sorted((c for c in report.checks if c.result in order), key=lambda check: order[check.result])
    return CaseView(
        documents,
        fields,
        _tables(report, masks, desk),
        tuple(_check(check, masks, desk) for check in checks),
        _face(report, pictures, face.id_document, face.portrait_box),
        _face(report, pictures, face.selfie, face.selfie_box),
        tuple(masks.under),
    )


def pictures_of(desk: Desk, run: str) -> dict[tuple[str, int], str]:
    """Return the kept picture of each page, by file and page; none where they were removed."""
    try:
        listed = json.loads(desk.cases.evidence(run, PAGES))
    except NotKept:
        return {}
    return {(str(one["file"]), int(one["page"])): str(one["name"]) for one in listed}


def _document(
    number: int, document: ReportDocument, pictures: Mapping[tuple[str, int], str], desk: Desk
) -> DocumentView:
    signs = sorted(document.quality.findings, key=lambda finding: not finding.fields)
    return DocumentView(
        number=number,
        label=desk.words.label("document_type", document.type),
        file=document.file,
        page=document.page,
        usable=document.quality.usable,
        picture=pictures.get((document.file, document.page)),
        width=document.size[0],
        height=document.size[1],
        signs=tuple(
            SignView(
                desk.words.label("quality", finding.issue),
                points_of(finding.box) if finding.box else None,
                bool(finding.fields) or finding.strength is not None,
            )
            for finding in signs
        ),
    )


def _fields(
    report: Report, claim: Claim, corrections: Sequence[KeptCorrection], masks: Masks, desk: Desk
) -> tuple[FieldView, ...]:
    mended = {(kept.correction.document, kept.correction.field_name): kept for kept in corrections}
    asked = in_question(report)
    places = [
        (number, name, value)
        for number, document in enumerate(report.documents)
        for name, value in document.fields.items()
        if not isinstance(value.value, list)
    ]
    places.sort(key=lambda place: asked.get(place[:2], len(asked) + 1))
    return tuple(
        _field(report, place, key + 1 if key < KEYS else None, place[:2] in asked,
               mended.get(place[:2]), claim, masks, desk)
        for key, place in enumerate(places)
    )  # fmt: skip


def _field(
    report: Report,
    place: tuple[int, str, ReportField],
    key: int | None,
    asked: bool,
    mended: KeptCorrection | None,
    claim: Claim,
    masks: Masks,
    desk: Desk,
) -> FieldView:
    number, name, value = place
    document, machine = report.documents[number], value.value
    assert not isinstance(machine, list)
    counts = mended.correction.value if mended else machine
    declared = typed(claim, name, counts)
    state = "corrected" if mended else _state(value)
    is_told_in_full = asked or key is not None or state != "verified"
    readings = value.readings if is_told_in_full else []
    return FieldView(
        place=f"{number}.{name}",
        document=number,
        key=key,
        label=desk.words.label("field", name),
        state=state,
        asked=asked,
        value=masks.over(counts),
        machine=masks.over(machine) if mended else None,
        why=mended.correction.why if mended else None,
        readings=tuple(
            ReadingView(one.reader, masks.over(one.text), int(one.confidence * 100)) for one in readings
        ),
        declared=masks.over(declared),
        declared_differs=declared is not None and counts is not None and declared != counts,
        others=tuple(
            OtherView(desk.words.label("document_type", other.type), masks.over(text), text != counts)
            for at, other in enumerate(report.documents)
            if is_told_in_full and at != number and name in other.fields and other.type != document.type
            and ((text := other.fields[name].value) is None or isinstance(text, str))
        ),
        points=points_of(value.box) if value.box else None,
        crop=crop_of(value.box) if value.box else None,
    )  # fmt: skip


def _tables(report: Report, masks: Masks, desk: Desk) -> tuple[TableView, ...]:
    tables = []
    for document in report.documents:
        for name, field in document.fields.items():
            if isinstance(field.value, list) and field.value:
                heads = list(dict.fromkeys(key for row in field.value for key in row))
                cells = tuple(
                    tuple(masks.over(row.get(head, ABSENT)) for head in heads) for row in field.value
                )
                labels = tuple(desk.words.label("field", head) for head in heads)
                of = desk.words.label("document_type", document.type)
                tables.append(TableView(desk.words.label("field", name), of, labels, cells))
    return tuple(tables)


def _state(value: ReportField) -> str:
    if value.value is None:
        return "unreadable"
    return "verified" if value.verified else "unverified"


def _check(check: ReportCheck, masks: Masks, desk: Desk) -> CheckView:
    return CheckView(
        desk.words.label("check", check.code),
        desk.words.label("result", check.result),
        check.result is Result.FAIL,
        masks.over(check.expected),
        masks.over(check.found),
    )


def _face(
    report: Report,
    pictures: Mapping[tuple[str, int], str],
    file: str | None,
    box: Sequence[tuple[float, float]] | None,
) -> FaceView | None:
    crop = face_crop_of(box) if box else None
    pages = [document for document in report.documents if document.file == file]
    shown = next((one for one in pages if (one.file, one.page) in pictures), None)
    if crop is None or shown is None:
        return None
    return FaceView(pictures[shown.file, shown.page], *shown.size, crop)
