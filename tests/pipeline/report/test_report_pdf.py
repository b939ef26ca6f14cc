"""The paper: outcome and reasons first, hostile text harmless, the same bytes every time."""

import base64
import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate

from models.face import Likeness, Verdict
from models.field import Field, Reading
from models.outcome import Decision, Outcome, Risk
from pipeline.report import files_of, to_pdf
from pipeline.report.pdf_style import WIDTH, _Paragraph, grid, paragraph


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


def drawn(*flow):
    """The letters of the pages with their places, points to a tenth."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(list(flow))
    document = pypdfium2.PdfDocument(out.getvalue())
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = (text.get_charbox(place) for place in range(text.count_chars()))
        found.append([tuple(round(edge, 1) for edge in box) for box in boxes])
    document.close()
    return found


@pytest.mark.parametrize("style", ["small", "body", "strong", "value"])
@pytest.mark.parametrize("text", ["SITI RAHMAWATI", "KAB. BANDUNG <b>", "JL. MERDEKA NO. 1 " * 9])
def test_words_stand_where_a_paragraph_would_set_them(style, text):
    words = paragraph(text, style)
    plain = _Paragraph("", words.style, frags=[words._piece.clone(text=text)])
    assert drawn(words) == drawn(plain)
    assert drawn(grid([[words]], [WIDTH / 2])) == drawn(grid([[plain]], [WIDTH / 2]))


def pages_of(rows):
    """The words of each page of a table."""
    out = BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build([grid(rows, [WIDTH])])
    document = pypdfium2.PdfDocument(out.getvalue())
    found = [page.get_textpage().get_text_bounded().split() for page in document]
    document.close()
    return found


def test_a_row_that_fits_on_a_page_is_not_split():
    rows = [[paragraph(f"awal{n}\n" + "isi\n" * (n % 7) + f"akhir{n}", "small")] for n in range(60)]
    pages = pages_of([[paragraph("kepala", "small")], *rows])
    assert len(pages) > 2 and all(page.count("kepala") == 1 for page in pages)
    assert all((f"awal{n}" in page) == (f"akhir{n}" in page) for page in pages for n in range(60))


def test_a_row_that_is_taller_than_a_page_goes_on_on_the_next():
    tall = pages_of([[paragraph("kepala", "small")], [paragraph("x\n" * 300 + "akhir", "small")]])
    assert len(tall) > 2 and "akhir" in tall[-1]
