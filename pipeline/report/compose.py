"""Everything that is known about a claim becomes one report.

The one place where boxes go back to the pictures that people look at, where codes get their words and
where it is written down which values are proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from models.check import Check
from models.claim import Claim
from models.code import Code
from models.document import Document
from models.face import Likeness
from models.field import Field, Reading, Row
from models.finding import FileFinding
from models.geometry import Matrix, Quad
from models.link import Link
from models.outcome import Decision
from models.people import People
from models.reason import Reason, ReasonCode, Severity
from models.report import (
    Point,
    Provenance,
    Report,
    ReportCheck,
    ReportCode,
    ReportDocument,
    ReportFace,
    ReportField,
    ReportFinding,
    ReportQuality,
    ReportReading,
)
from models.verified import Verified
from pipeline.report.links import links_told
from pipeline.report.sentences import told
from pipeline.report.text import tidy
from pipeline.report.wording import words

_ONLY_INFORMATION = frozenset(
    {
        ReasonCode.FILE_WRONGLY_NAMED,
        ReasonCode.FILE_EDITED,
        ReasonCode.FILE_CHANGED_LATER,
        ReasonCode.FILE_SCREENSHOT,
    }
)


def compose(
    claim: Claim,
    documents: Sequence[Document],
    people: People,
    verified: Verified,
    checks: Sequence[Check],
    likeness: Likeness,
    decision: Decision,
    findings: Sequence[FileFinding],
    provenance: Provenance,
    links: Sequence[Link] = (),
) -> Report:
    """Return the verification report. Its values are complete; its sentences are masked.

    ``links``: what it shares with other claims.
    """
    heirs = claim.claimant is not None
    reasons = _with_findings(decision.reasons, findings)
    return Report(
        claim_id=tidy(claim.claim_id),
        programme=claim.programme,
        cause=claim.cause,
        channel=claim.channel,
        submitted_at=claim.submitted_at.isoformat(),
        outcome=decision.outcome,
        risk=decision.risk,
        once_mended=decision.once_mended,
        reasons=[told(reason, words(), documents, people, heirs=heirs) for reason in reasons],
        documents=[_document(document, verified) for document in documents],
        face=_face(likeness),
        checks=[_check(check) for check in checks],
        links=links_told(links),
        provenance=provenance,
    )


def _with_findings(reasons: Sequence[Reason], findings: Iterable[FileFinding]) -> list[Reason]:
    """Add what intake found and policy did not repeat: no file may vanish without a word."""
    told_already = {(reason.code, file) for reason in reasons for file in reason.documents}
    added = [
        Reason(
            finding.code,
            Severity.INFO if finding.code in _ONLY_INFORMATION else Severity.WARNING,
            (finding.file,),
            {"detail": finding.detail, **({"type": finding.declared_type} if finding.declared_type else {})},
        )
        for finding in findings
        if (finding.code, finding.file) not in told_already
    ]
    weight = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.INFO: 2}
    return sorted([*reasons, *added], key=lambda reason: weight[reason.severity]) if added else list(reasons)


def _document(document: Document, verified: Verified) -> ReportDocument:
    fields = {
        name: _field(field, document.to_upright, verified.by(document, name))
        for name, field in document.fields.items()
    }
    tables = {
        name: _table(rows, document.to_upright, verified.by(document, name))
        for name, rows in document.tables.items()
    }
    return ReportDocument(
        file=tidy(document.file),
        page=document.page,
        index=document.index,
        type=document.type,
        type_confidence=_fraction(document.type_confidence),
        declared_type=tidy(document.declared_type) if document.declared_type is not None else None,
        quality=_quality(document),
        size=document.upright_size,
        fields=fields | tables,
        codes=[_code(code, document.to_upright) for code in document.codes],
    )


def _code(code: Code, to_upright: Matrix | None) -> ReportCode:
    return ReportCode(format=code.format, text=tidy(code.shown), box=_corners(code.quad, to_upright))


def _quality(document: Document) -> ReportQuality:
    return ReportQuality(
        usable=document.quality.usable,
        issues=list(document.quality.issues),
        findings=[
            ReportFinding(
                issue=finding.issue,
                box=_corners(finding.box, document.to_upright),
                fields=list(finding.touches),
                strength=finding.strength,
                trace=finding.trace,
                false_alarms=finding.false_alarms,
            )
            for finding in document.quality.findings
        ],
    )


def _field(field: Field, to_upright: Matrix | None, sources: Sequence[str]) -> ReportField:
    return ReportField(
        value=_tidy(field.value),
        confidence=_fraction(field.confidence),
        verified=bool(sources) and field.value is not None,
        verified_by=[tidy(source) for source in sources] if field.value is not None else [],
        readings=[_reading(reading) for reading in field.readings],
        box=_corners(field.box, to_upright),
        repairs=[tidy(repair) for repair in field.repairs],
    )


def _table(rows: Sequence[Row], to_upright: Matrix | None, sources: Sequence[str]) -> ReportField:
    """Return a table as one value; it is as sure as its least sure cell, and its box holds them all."""
    cells = [cell for row in rows for cell in row.values()]
    boxes = [cell.box for cell in cells if cell.box is not None]
    repairs = [
        f"{number}. {name}: {tidy(repair)}"
        for number, row in enumerate(rows, start=1)
        for name, cell in row.items()
        for repair in cell.repairs
    ]
    return ReportField(
        value=[{name: _tidy(cell.value) for name, cell in row.items()} for row in rows],
        confidence=_fraction(min((cell.confidence for cell in cells), default=0.0)),
        verified=bool(sources),
        verified_by=[tidy(source) for source in sources],
        box=_corners(Quad.around(boxes), to_upright) if boxes else None,
        repairs=repairs,
    )


def _reading(reading: Reading) -> ReportReading:
    return ReportReading(
        reader=reading.reader, text=tidy(reading.text), confidence=_fraction(reading.confidence)
    )


def _corners(box: Quad | None, to_upright: Matrix | None) -> list[Point] | None:
    """Return the box on the upright file; None where the way back leads to no finite place."""
    if box is None:
        return None
    try:
        mapped = box if to_upright is None else box.through(to_upright)
    except ValueError:
        return None
    return [(round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in mapped.points]


def _face(likeness: Likeness) -> ReportFace:
    return ReportFace(
        verdict=likeness.verdict,
        score=None if likeness.score is None else _fraction(likeness.score),
        distance=likeness.distance,
        match_below=likeness.match_below,
        no_match_above=likeness.no_match_above,
        issues=list(likeness.issues),
        id_document=_tidy(likeness.id_document),
        selfie=_tidy(likeness.selfie),
        portrait_box=_corners(likeness.portrait_box, None),
        selfie_box=_corners(likeness.selfie_box, None),
    )


def _check(check: Check) -> ReportCheck:
    return ReportCheck(
        code=check.code,
        result=check.result,
        expected=_tidy(check.expected),
        found=_tidy(check.found),
        documents=[tidy(name) for name in check.documents],
        field=check.field,
    )


def _tidy(text: str | None) -> str | None:
    return None if text is None else tidy(text)


def _fraction(number: float) -> float:
    """Keep a reader's rounding error from breaking the report (1.0000001 is 1; not a number is no trust)."""
    return round(min(max(number, 0.0), 1.0), 4) if isfinite(number) else 0.0
