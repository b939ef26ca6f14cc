"""A debit card in the place of the bank book: asked for again, and its number is nowhere in what is filed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from flows import verify
from models.outcome import Outcome
from models.page import Page
from models.reason import ReasonCode
from pipeline import ocr, report
from sample_docs.generator import wrong_cards
from sample_docs.generator.claims import file_case
from sample_docs.generator.scenarios import case_of
from wiring import Engines

PAN = "4000001234567899"


def test_nothing_that_is_filed_holds_the_number(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wrong_cards, "payment_card_number", lambda _rng: PAN)
    rng = np.random.default_rng(5)
    case = case_of("debit_card_as_book", rng)
    alone = tuple(paper for paper in case.dossier.papers if paper.kind == "buku_rekening")
    typed = replace(case.dossier, papers=alone, declared={"account": PAN})
    case = replace(case, dossier=replace(typed, account=replace(typed.account, bank="BCA")))
    folder = file_case(tmp_path / "claim", case, "JHT-2026-000001", rng=rng, seed=5, level="phone")

    done = verify(folder, engines)

    told = {reason.code: reason for reason in done.report.reasons}
    assert done.report.outcome is not Outcome.CLEAR
    assert "kartu debit" in told[ReasonCode.WRONG_CARD].message_id
    assert "buku rekening" in (told[ReasonCode.WRONG_CARD].remedy_id or "").lower()
    pdf = pypdfium2.PdfDocument(report.to_pdf(done.report, done.pictures))
    pages = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    for filed in (
        report.to_json(done.report),
        report.to_html(done.report, done.pictures).encode(),
        pages.encode(),
    ):
        assert PAN.encode() not in re.sub(rb"[ .-]", b"", filed)
    (picture,) = done.pictures.values()
    (lines,) = ocr.read([Page.fresh("again.jpg", picture)], engines.readers)
    seen = [reading.text for line in lines for reading in line.readings]
    assert any("BCA" in text for text in seen)
    assert not any(group in text for group in ("4000", "0012", "3456", "7899") for text in seen)
