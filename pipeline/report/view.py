"""What the page of a report shows, as documented types: the template only sets it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import floor, hypot

from models.check import Result
from models.geometry import Quad
from models.page import Image
from models.report import Point, Report, ReportCheck, ReportDocument, ReportField
from pipeline.report.difference import Piece, pieces
from pipeline.report.finding_view import FindingView, findings_view
from pipeline.report.pictures import Frame, data_uri, field_crop
from pipeline.report.text import visible
from pipeline.report.wording import Label, Wording

Pictures = Mapping[tuple[str, int], Image]

_ABSENT = "–"
_SHOWN_WIDTH = 560  # CSS pixels that a picture is about wide on the page; markers are sized by it


@dataclass(frozen=True)
class ReadingView:
    """What one reader saw, its characters compared with another reader's."""

    reader: str
    pieces: tuple[Piece, ...]
    confidence: str


@dataclass(frozen=True)
class Marker:
    """A field's outline on the picture and the place of its number, in pixels of the frame."""

    points: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class FieldView:
    """One row of a document's table."""

    number: int | None
    label: Label
    state: str
    value: tuple[Piece, ...]
    gloss: str | None
    proofs: tuple[str, ...]
    confidence: str
    readings: tuple[ReadingView, ...]
    repairs: tuple[str, ...]
    crop: str | None
    marker: Marker | None


@dataclass(frozen=True)
class TableView:
    """A list that stands on a document (members of a family, heirs); a cell of None is unreadable."""

    label: Label
    state: str
    proofs: tuple[str, ...]
    heads: tuple[Label, ...]
    rows: tuple[tuple[tuple[Piece, ...] | None, ...], ...]
    repairs: tuple[str, ...]


@dataclass(frozen=True)
class DocumentView:
    """One document: its picture with the markers, and its fields."""

    anchor: str
    label: Label
    file: str
    page: int
    confidence: str
    declared: Label | None
    usable: bool
    findings: tuple[FindingView, ...]
    picture: str | None
    size: tuple[int, int]
    portrait: bool
    fields: tuple[FieldView, ...]
    tables: tuple[TableView, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The state of every row: ``verified``, ``unverified`` or ``unreadable``."""
        return (*(row.state for row in self.fields), *(table.state for table in self.tables))

    @property
    def verified(self) -> int:
        """How many of the rows are proved."""
        return self.states.count("verified")


@dataclass(frozen=True)
class CheckView:
    """One row of the table of checks."""

    label: Label
    code: str
    result: Result
    word: Label
    expected: tuple[Piece, ...]
    found: tuple[Piece, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class ChecksView:
    """The checks, those that ask for attention first, and the names of those that had nothing to compare."""

    rows: tuple[CheckView, ...]
    idle: tuple[Label, ...]
    count: Mapping[str, int] = field(default_factory=dict)


def documents_view(report: Report, pictures: Pictures, words: Wording) -> list[DocumentView]:
    """Return every document as it is shown."""
    pages = [(document.file, document.page) for document in report.documents]
    return [
        _document(document, number, pictures, words, alone=pages.count((document.file, document.page)) == 1)
        for number, document in enumerate(report.documents, start=1)
    ]


def checks_view(checks: Sequence[ReportCheck], words: Wording) -> ChecksView:
    """Return the checks by how much they ask for the officer's eye."""
    order = {Result.FAIL: 0, Result.UNCLEAR: 1, Result.PASS: 2}
    rows = sorted((c for c in checks if c.result in order), key=lambda c: order[c.result])
    idle = [c for c in checks if c.result is Result.NOT_APPLICABLE]
    return ChecksView(
        tuple(_check(check, words) for check in rows),
        tuple(words.label("check", check.code) for check in idle),
        {result.value: sum(c.result is result for c in checks) for result in Result},
    )


def percent(fraction: float) -> str:
    """Return a share the Indonesian way; rounded down, so that nothing reads as certain that is not."""
    return f"{floor(fraction * 1000) / 10:.1f}".replace(".", ",") + "\u00a0%"


def _document(
    document: ReportDocument, number: int, pictures: Pictures, words: Wording, *, alone: bool
) -> DocumentView:
    image = pictures.get((document.file, document.page))
    boxes = [field.box for field in document.fields.values() if field.box]
    frame = None
    if image is not None:
        several = not alone and len(boxes) > 1
        frame = Frame.around(boxes, image, margin=0.12) if several else Frame.whole(image)
    rows: list[FieldView] = []
    tables: list[TableView] = []
    for name, value in document.fields.items():
        if isinstance(value.value, list):
            tables.append(_table(name, value, value.value, words))
        else:
            marked = value.box is not None and image is not None
            place = sum(row.number is not None for row in rows) + 1 if marked else None
            rows.append(_row(name, value, place, image, frame, words))
    declared = document.declared_type
    return DocumentView(
        anchor=f"dokumen-{number}",
        label=words.label("document_type", document.type),
        file=visible(document.file),
        page=document.page,
        confidence=percent(document.type_confidence),
        declared=_declared(declared, words) if declared and declared != document.type else None,
        usable=document.quality.usable,
        findings=findings_view(document, frame, words),
        picture=data_uri(frame.of(image)) if image is not None and frame is not None else None,
        size=(frame.width, frame.height) if frame else document.size,
        portrait=frame is not None and frame.height > frame.width,
        fields=tuple(rows),
        tables=tuple(tables),
    )


def _declared(code: str, words: Wording) -> Label:
    """Return the applicant's word for the file, which may be anything."""
    return words.labels["document_type"].get(code) or Label(visible(code[:60]), visible(code[:60]))


def _row(
    name: str,
    value: ReportField,
    number: int | None,
    image: Image | None,
    frame: Frame | None,
    words: Wording,
) -> FieldView:
    text = value.value if isinstance(value.value, str) else ""
    crop = field_crop(image, value.box) if image is not None and value.box else None
    return FieldView(
        number=number,
        label=words.label("field", name),
        state=_state(value),
        value=pieces(text),
        gloss=_gloss(text),
        proofs=_proofs(value, words),
        confidence=percent(value.confidence),
        readings=_readings(value),
        repairs=tuple(visible(repair) for repair in value.repairs),
        crop=data_uri(crop) if crop is not None else None,
        marker=_marker(value.box, frame) if number is not None and value.box and frame else None,
    )


def _state(value: ReportField) -> str:
    if value.value is None:
        return "unreadable"
    return "verified" if value.verified else "unverified"


def _proofs(value: ReportField, words: Wording) -> tuple[str, ...]:
    parts = [source.partition(":") for source in value.verified_by]
    return tuple(f"{words.label('verified_by', kind).id} {visible(file)}".strip() for kind, _, file in parts)


def _readings(value: ReportField) -> tuple[ReadingView, ...]:
    """Compare each reading with the first, and the first with the second."""
    texts = [reading.text for reading in value.readings]
    others = [*texts[1:2], None][:1] + texts[:1] * (len(texts) - 1)
    return tuple(
        ReadingView(visible(reading.reader), pieces(reading.text, other), percent(reading.confidence))
        for reading, other in zip(value.readings, others, strict=False)
    )


def _gloss(text: str) -> str | None:
    """Return an ISO date in the order in which Indonesian papers print it."""
    try:
        return f"{date.fromisoformat(text):%d-%m-%Y}" if len(text) == 10 else None
    except ValueError:
        return None


def _marker(box: Sequence[Point], frame: Frame) -> Marker:
    size = 8 * frame.width / _SHOWN_WIDTH
    quad = Quad.of((x - frame.left, y - frame.top) for x, y in box)
    air = max(0.18 * quad.height, size * 0.25)
    along, across = (_step(quad.points[0], quad.points[n], air) for n in (1, 3))
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    inside = [
        (x + a * along[0] + b * across[0], y + a * along[1] + b * across[1])
        for (x, y), (a, b) in zip(quad.points, signs, strict=True)
    ]
    x = (inside[0][0] + inside[3][0]) / 2 - size * 1.05
    y = (inside[0][1] + inside[3][1]) / 2
    kept = min(max(x, size), frame.width - size), min(max(y, size), frame.height - size)
    return Marker(
        " ".join(f"{x:.1f},{y:.1f}" for x, y in inside), round(kept[0], 1), round(kept[1], 1), round(size, 1)
    )


def _step(start: Point, end: Point, length: float) -> Point:
    """Return a step of this length on the way from one corner to the other."""
    way = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return (end[0] - start[0]) / way * length, (end[1] - start[1]) / way * length


def _table(name: str, value: ReportField, rows: list[dict[str, str | None]], words: Wording) -> TableView:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    return TableView(
        label=words.label("field", name),
        state=_state(value),
        proofs=_proofs(value, words),
        heads=tuple(words.label("field", head) for head in heads),
        rows=tuple(tuple(_cell(row.get(head, _ABSENT)) for head in heads) for row in rows),
        repairs=tuple(visible(repair) for repair in value.repairs),
    )


def _cell(text: str | None) -> tuple[Piece, ...] | None:
    return None if text is None else pieces(text)


def _asked(check: ReportCheck, words: Wording) -> Label:
    """What was asked, and of which field where the question's own name does not say."""
    asked = words.label("check", check.code)
    if check.field is None or check.field.rsplit(".", 1)[-1] not in words.labels["field"]:
        return asked
    one = words.label("field", check.field)
    if one.id.casefold() in asked.id.casefold():
        return asked
    return Label(f"{asked.id}: {one.id}", f"{asked.en}: {one.en}")


def _check(check: ReportCheck, words: Wording) -> CheckView:
    compared = check.result is not Result.PASS and check.expected is not None and check.found is not None
    return CheckView(
        label=_asked(check, words),
        code=visible(check.code),
        result=check.result,
        word=words.label("result", check.result),
        expected=pieces(check.expected or "", check.found if compared else None),
        found=pieces(check.found or "", check.expected if compared else None),
        files=tuple(visible(name) for name in check.documents),
    )
