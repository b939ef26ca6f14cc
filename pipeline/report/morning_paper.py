"""The morning report on paper: one page, for the wall and the file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import KeepInFrame, SimpleDocTemplate, Spacer

from models.outcome import Outcome
from pipeline.report.morning import Morning, figure, minutes, name_of
from pipeline.report.pdf_style import PLAIN_TABLE, WIDTH, bold, grid, heading, ink_of, paragraph, title
from pipeline.report.text import visible
from pipeline.report.wording import words

ASIDE, DRIFT, REASONS, SLOWEST = 8, 7, 6, 5
"""Rows of each table that fit on one page; what is left out is told, and the HTML page has it."""


def morning_pdf(morning: Morning) -> bytes:
    """Return the page as PDF (A4); the same night gives the same bytes."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=16 * mm, rightMargin=16 * mm, topMargin=13 * mm, bottomMargin=12 * mm,
        title=f"Laporan pagi {morning.tonight.night:%d-%m-%Y}", author="periksa", lang="id", invariant=1,
    )  # fmt: skip
    parts = [*_head(morning), *_aside(morning), *_drift(morning), *_reasons(morning), *_slowest(morning)]
    document.build(
        [KeepInFrame(WIDTH, A4[1] - 29 * mm, parts, mode="shrink")]
    )  # one page, whatever the night
    return out.getvalue()


def _head(m: Morning) -> list[Any]:
    night, share = m.tonight, m.tonight.share(Outcome.CLEAR)
    counts = [(words().label("outcome", one).id, night.outcomes.get(one, 0)) for one in Outcome]
    facts = [
        *((name, str(count)) for name, count in counts),
        ("Dikesampingkan", str(len(m.aside))),
        ("Langsung aman", f"{100 * share:.1f}%".replace(".", ",") if share is not None else "–"),
        ("Kecepatan", f"{night.rate:.1f} klaim per menit".replace(".", ",")),
        ("Lama", minutes(night.clock_seconds)),
        ("Mulai – selesai", f"{m.began:%d-%m %H:%M} – {m.ended:%d-%m %H:%M}"),
    ]
    cells = [paragraph(f"{name}\n", "small", value) for name, value in facts]
    told = [
        title(f"Laporan pagi, malam {night.night:%d-%m-%Y}", ink_of("resubmit")),
        paragraph(
            f"{night.claims} klaim diperiksa, {m.before} sudah ada laporannya, mesin gagal pada "
            f"{night.faults} klaim. ({night.claims} claims verified, {m.before} had their report before.)",
            "body",
        ),
        Spacer(0, 3 * mm),
        grid([cells[:4], cells[4:]], [WIDTH / 4] * 4, PLAIN_TABLE),
    ]
    told += [paragraph(f"Meja petugas: {visible(m.desk)}", "small")] if m.desk else []
    if m.left or m.halt:
        told += [
            heading("Malam ini belum selesai (the night is not over)"),
            paragraph(
                f"{m.left} klaim belum diperiksa. Perbaiki penyebabnya, lalu jalankan perintah yang sama.",
                "body",
            ),
            paragraph(visible(m.halt)[:300], "small"),
        ]
    return told


def _aside(m: Morning) -> list[Any]:
    if not m.aside:
        return []
    rows = [
        [claim[:40] or "–", f"{words().label('aside', code).id} ({code})"] for claim, code in m.aside[:ASIDE]
    ]
    return _table(
        "Dikesampingkan, tanpa laporan (set aside)", ("Klaim", "Sebab"), rows, (0.3, 0.7), len(m.aside)
    )


def _drift(m: Morning) -> list[Any]:
    if not m.nights:
        return [
            heading("Dibandingkan malam sebelumnya (against earlier nights)"),
            paragraph("Belum ada malam lain untuk dibandingkan.", "body"),
        ]
    rows = [
        [name_of(d)[0], figure(d, d.now), figure(d, d.before), "perlu dilihat" if d.is_notable else ""]
        for d in sorted(m.drift, key=lambda d: not d.is_notable)[:DRIFT]
    ]
    head = ("Apa", "Malam ini", f"{m.nights} malam sebelumnya", "")
    return _table(
        "Dibandingkan malam sebelumnya (against earlier nights)",
        head,
        rows,
        (0.4, 0.18, 0.24, 0.18),
        len(m.drift),
    )


def _reasons(m: Morning) -> list[Any]:
    rows = [
        [
            words().sentences[code].title,
            str(count),
            f"{100 * count / m.tonight.claims:.1f}%".replace(".", ",") if m.tonight.claims else "–",
        ]
        for code, count in m.reasons[:REASONS]
    ]
    head = ("Alasan", "Klaim", "Bagian")
    return _table("Alasan terbanyak (reasons)", head, rows, (0.64, 0.18, 0.18), len(m.tonight.reasons))


def _slowest(m: Morning) -> list[Any]:
    rows = [
        [r.name[:40], words().label("outcome", r.outcome or "").id, f"{r.seconds:.1f}".replace(".", ",")]
        for r in m.slowest[:SLOWEST]
    ]
    return _table(
        "Klaim paling lama (slowest)", ("Klaim", "Hasil", "Detik"), rows, (0.5, 0.32, 0.18), len(rows)
    )


def _table(
    head: str, names: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], all_of: int
) -> list[Any]:
    cells = [[paragraph(cell, "small") for cell in row] for row in rows]
    told = [
        heading(head),
        grid([[bold(name) for name in names], *cells], [share * WIDTH for share in shares]),
    ]
    if all_of > len(rows):
        told.append(paragraph(f"dan {all_of - len(rows)} lagi, di morning.html", "small"))
    return told
