"""The report on paper: one page with outcome and reasons, then the evidence. For the file and the archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, PageBreak, SimpleDocTemplate, Spacer

from models.report import Report, ReportReason
from pipeline.report.difference import Piece
from pipeline.report.evidence import Evidence, evidence_of
from pipeline.report.face_view import FaceView
from pipeline.report.finding_view import FindingView
from pipeline.report.pdf_style import (
    PLAIN_TABLE,
    SOFT,
    WIDTH,
    Figure,
    bold,
    grid,
    heading,
    ink_of,
    paragraph,
    printable,
    title,
)
from pipeline.report.pictures import jpeg_in
from pipeline.report.text import visible
from pipeline.report.view import (
    ChecksView,
    CheckView,
    DocumentView,
    FieldView,
    Pictures,
)
from pipeline.report.wording import words

# Pictures as they are instead of in printable letters: a quarter smaller, and half a second faster.
rl_config.useA85 = 0

_STATES = {"verified": "terbukti", "unverified": "belum terbukti", "unreadable": "tidak terbaca"}


def to_pdf(report: Report, pictures: Pictures) -> bytes:
    """Return the report as PDF (A4); the same report gives the same bytes."""
    return paper_of(report, evidence_of(report, pictures))


def paper_of(report: Report, evidence: Evidence) -> bytes:
    """Return the PDF with evidence that was made ready before."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=16 * mm,
        rightMargin=16 * mm,
        topMargin=15 * mm,
        bottomMargin=17 * mm,
        title=printable(visible(report.claim_id)),
        author=report.provenance.software,
        lang="id",
        invariant=1,
    )

    def foot(canvas: Any, _: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(SOFT)
        policy = f"{report.provenance.software} · kebijakan {report.provenance.policy}"
        canvas.drawString(16 * mm, 9 * mm, printable(f"{visible(report.claim_id)[:60]} · {policy}"))
        canvas.drawRightString(A4[0] - 16 * mm, 9 * mm, f"halaman {canvas.getPageNumber()}")
        canvas.restoreState()

    document.build([*_front(report), PageBreak(), *_evidence(evidence)], onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def _front(report: Report) -> list[Any]:
    name = words().label("outcome", report.outcome)
    risk = words().label("risk", report.risk)
    programme = words().label("programme", report.programme).id
    facts = [
        ("Nomor klaim", visible(report.claim_id)),
        ("Program", f"{report.programme} · {programme}"),
        ("Sebab", words().label("cause", report.cause).id),
        ("Kanal", words().label("channel", report.channel).id),
        ("Diajukan", report.submitted_at[:16].replace("T", " ")),
        ("Lama pemeriksaan", f"{report.provenance.seconds:.1f} detik".replace(".", ",")),
    ]
    cells = [paragraph(f"{key}\n", "small", value) for key, value in facts]
    return [
        title(f"{name.id} ({name.en})", ink_of(report.outcome)),
        paragraph(f"{risk.id} ({risk.en})", "strong"),
        Spacer(0, 3 * mm),
        grid([cells[:3], cells[3:]], [WIDTH / 3] * 3, PLAIN_TABLE),
        heading("Alasan"),
        *_once_mended(report),
        *(_reason(reason) for reason in report.reasons),
        *([] if report.reasons else [paragraph("Tidak ada alasan untuk menahan klaim ini.", "body")]),
        *_links(report),
    ]


def _once_mended(report: Report) -> list[Any]:
    if report.once_mended is None:
        return []
    then = words().label("outcome", report.once_mended).id.lower()
    return [paragraph(f"Setelah pemohon melengkapi bagiannya, sejauh terlihat sekarang: {then}.", "body")]


def _links(report: Report) -> list[Any]:
    lines = []
    for link in report.links:
        shared = ", ".join(words().label("link", kind).id for kind in link.shares)
        who = "orang yang sama" if link.same_person else "tanpa NIK yang sama"
        lines.append(
            paragraph(f"{visible(link.claim_id)} ({link.submitted_at[:10]}), {who}: {shared}", "body")
        )
    return [heading("Klaim lain"), *lines] if lines else []


def _reason(reason: ReportReason) -> Any:
    severity = words().label("severity", reason.severity).id
    effect = words().label("effect", reason.effect).id
    files = ", ".join(visible(name) for name in reason.documents)
    lines = [
        paragraph(f"{severity}: {words().sentences[reason.code].title} ({effect})", "strong"),
        paragraph(visible(reason.message_id), "body"),
        paragraph(visible(reason.message), "small"),
    ]
    if reason.remedy_id:
        lines.append(
            paragraph("", "small", "Yang dapat dilakukan pemohon: ", after=visible(reason.remedy_id))
        )
    lines.append(paragraph(f"{reason.code}{' · ' if files else ''}{files}", "small"))
    return KeepTogether([*lines, Spacer(0, 3 * mm)])


def _evidence(evidence: Evidence) -> list[Any]:
    flow: list[Any] = [heading("Wajah"), *_faces(evidence.face)]
    for document in evidence.documents:
        flow += _document(document)
    return [*flow, heading("Pemeriksaan"), *_checks(evidence.checks)]


def _faces(face: FaceView) -> list[Any]:
    said = f"{face.word.id} · skor {face.score or '–'}"
    if face.scale:
        scale = face.scale
        limits = f"cocok < {scale.match_text}, tidak cocok > {scale.no_match_text}"
        said += f" · jarak {scale.distance_text} ({limits})"
    shown = [_figure(uri, 40 * mm, 50 * mm) for uri in (face.portrait, face.selfie) if uri]
    issues = [paragraph(issue.id, "body") for issue in face.issues]
    row = [grid([shown], [46 * mm] * len(shown), PLAIN_TABLE)] if shown else []
    return [paragraph(said, "strong"), *issues, Spacer(0, 2 * mm), *row]


def _document(document: DocumentView) -> list[Any]:
    flow: list[Any] = [
        heading(f"{document.label.id} – {document.file}, halaman {document.page}"),
    ]
    troubles = [_finding(finding) for finding in document.findings]
    troubles += [f"diunggah sebagai {document.declared.id}"] if document.declared else []
    if troubles:
        flow.append(paragraph("; ".join(troubles), "body"))
    if document.picture:
        flow.append(_figure(document.picture, 110 * mm, 75 * mm))
    if document.fields:
        head = ["Isian", "Nilai", "Potongan gambar", "Terbukti", "Bacaan tiap pembaca"]
        widths = [share * WIDTH for share in (0.15, 0.2, 0.2, 0.17, 0.28)]
        flow.append(grid([[bold(h) for h in head], *map(_field, document.fields)], widths))
    for table in document.tables:
        rows = [[_cell(cell) for cell in row] for row in table.rows]
        head_row = [bold(head.id) for head in table.heads]
        if head_row:
            flow += [heading(f"{table.label.id}: {_STATES[table.state]}")]
            flow.append(grid([head_row, *rows], [WIDTH / len(head_row)] * len(head_row)))
    return flow


def _finding(finding: FindingView) -> str:
    fields = ", ".join(field.id for field in finding.fields)
    told = f"{finding.label.id} ({fields})" if fields else finding.label.id
    return f"{told}: {finding.note.id}" if finding.note else told


def _cell(parts: tuple[Piece, ...] | None) -> Any:
    return paragraph("tidak terbaca" if parts is None else _text(parts), "small")


def _field(row: FieldView) -> list[Any]:
    readings = "\n".join(f"{r.reader}: {_text(r.pieces)} ({r.confidence})" for r in row.readings)
    repairs = "".join(f"\nPerbaikan: {repair[:200]}" for repair in row.repairs[:10])
    proofs = "".join(f"\n{proof}" for proof in row.proofs)
    value = "tidak terbaca" if row.state == "unreadable" else _text(row.value)
    return [
        paragraph(row.label.id, "small"),
        paragraph(value, "value"),
        _figure(row.crop, 0.2 * WIDTH - 2 * mm, 6 * mm) if row.crop else "",
        paragraph("", "small", f"{_STATES[row.state]} {row.confidence}", after=proofs),
        paragraph(readings + repairs, "small"),
    ]


def _checks(checks: ChecksView) -> list[Any]:
    head = [bold(text) for text in ("Hasil", "Pemeriksaan", "Seharusnya", "Ditemukan", "Berkas")]
    widths = [share * WIDTH for share in (0.13, 0.29, 0.2, 0.2, 0.18)]
    flow: list[Any] = [grid([head, *map(_check, checks.rows)], widths)]
    if checks.idle:
        flow.append(paragraph("Tidak berlaku: " + "; ".join(name.id for name in checks.idle), "small"))
    return flow


def _check(check: CheckView) -> list[Any]:
    cells: Sequence[str] = (
        check.label.id, _text(check.expected), _text(check.found), ", ".join(check.files)[:400],
    )  # fmt: skip
    return [paragraph("", "small", check.word.id), *(paragraph(cell, "small") for cell in cells)]


def _text(parts: Iterable[Piece]) -> str:
    return "".join((" " if part.gap else "") + part.text for part in parts)


def _figure(uri: str, widest: float, tallest: float) -> Any:
    return Figure(jpeg_in(uri), widest, tallest)
