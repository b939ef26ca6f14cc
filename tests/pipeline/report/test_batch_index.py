"""The overview: what waits for an officer stands first, and counts are right."""

import re
from dataclasses import replace

from models.outcome import Outcome, Risk
from models.reason import ReasonCode
from pipeline.report import Row, index_html


def rows(example):
    row = Row.of(example.report(), "JHT-2026-000123/report.html")
    return [
        replace(row, claim_id="C-CLEAR", outcome=Outcome.CLEAR, risk=Risk.LOW, reasons=()),
        replace(row, claim_id="C-AGAIN", outcome=Outcome.RESUBMIT, risk=Risk.LOW),
        replace(row, claim_id="C-MEDIUM", risk=Risk.MEDIUM),
        row,
    ]


def test_a_row_of_a_report(example):
    row = Row.of(example.report(), "x/report.html")
    assert (row.claim_id, row.outcome, row.risk, row.seconds) == ("JHT-2026-000123", "review", "high", 1.94)
    assert row.reasons[:2] == (ReasonCode.NIK_MISMATCH, ReasonCode.DOCUMENT_MISSING)


def test_review_stands_first_by_risk(example):
    page = index_html(rows(example))
    assert re.findall(r"<bdi>([^<]+)</bdi>", page) == ["JHT-2026-000123", "C-MEDIUM", "C-AGAIN", "C-CLEAR"]
    assert re.findall(r"<b>(\d+)</b>", page) == ["2", "1", "1"]
    assert 'href="JHT-2026-000123/report.html"' in page
    assert "NIK berbeda · Dokumen belum ada" in page


def test_hostile_names_and_links_are_harmless(example):
    row = replace(rows(example)[0], claim_id="<script>\u202e", href='javascript:alert(1)"><script>')
    page = index_html([row])
    assert "<script" not in page
    assert "javascript:" not in page


def test_an_empty_batch_has_a_page():
    assert "0 klaim diperiksa" in index_html([])
