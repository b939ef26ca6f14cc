"""The paper: outcome and reasons first, hostile text harmless, the same bytes every time."""

import base64
import re
from dataclasses import replace

import pypdfium2

from models.face import Likeness, Verdict
from models.field import Field, Reading
from models.outcome import Decision, Outcome, Risk
from pipeline.report import files_of, to_pdf


def texts(example):
    document = pypdfium2.PdfDocument(to_pdf(example.report(), example.pictures))
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return pages


def test_the_first_page_holds_outcome_and_reasons(example):
    first, *rest = texts(example)
    for part in ("Perlu keputusan petugas", "Risiko tinggi", "JHT-2026-000123", "NIK berbeda", "buku.pdf"):
        assert part in first
    evidence = " ".join(rest)
    for part in ("Belum pasti", "SITI RAHMAWATI", "3273 0147 0890 9003", "Dokumen wajib", "halaman 2"):
        assert part in evidence


def test_hostile_text_is_only_text(hostile):
    assert "<script>alert(1)</script>" in " ".join(texts(hostile))


def test_the_same_report_gives_the_same_bytes(example):
    assert to_pdf(example.report(), example.pictures) == to_pdf(example.report(), example.pictures)


def test_screen_and_paper_show_the_same_pictures_compressed_once(example):
    files = files_of(example.report(), example.pictures)
    on_screen = {
        base64.b64decode(d) for d in re.findall(rb"image/jpeg;base64,([^\"]+)", files["report.html"])
    }
    assert on_screen
    assert all(jpeg in files["report.pdf"] for jpeg in on_screen)


def test_text_without_end_does_not_break_the_pages(example):
    long = Field("W" * 5000, 0.5, (Reading("ppocr", "M" * 5000, 0.5),) * 3, repairs=("X" * 5000,) * 30)
    document = replace(
        example.documents[0], fields={"nama": long}, tables={"anggota": ({"nama": long},) * 20}
    )
    assert len(texts(example.having(documents=(document,)))) > 2


def test_a_claim_without_anything_has_its_paper(example):
    bare = example.having(
        decision=Decision(Outcome.CLEAR, Risk.LOW, (), "2026.11"), documents=(), checks=(), findings=(),
        likeness=Likeness(Verdict.INCONCLUSIVE),
    )  # fmt: skip
    assert "Tidak ada alasan untuk menahan klaim ini" in texts(bare)[0]
