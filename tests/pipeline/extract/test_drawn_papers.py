"""Every paper that the generator draws is known for what it is, and every field on it is read.

From the born-digital page, so that only classification and extraction are on trial.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.document import Document, DocumentType, Quality
from models.field import Line
from models.geometry import Quad
from models.part import Part
from pipeline import extract
from pipeline.classify import type_of
from sample_docs.generator.sheet_application import SHAPES
from sample_docs.generator.sheet_notary import HOUSES
from sample_docs.generator.sheets import Sheet, compose
from tests.drawn_pages import FACTS, NABILA, born_digital, layer_lines

WIDER = replace(FACTS, accident=date(2026, 8, 3), employment=replace(FACTS.employment, reason="phk"))  # type: ignore[type-var]
PAPERS = [
    *(("formulir", name) for name in ("tahap_1", "tahap_2", "jht", "jp", "koreksi")),
    *(("bukti_lamaran", name) for name in SHAPES), *(("dokumen_perumahan", name) for name in HOUSES),
    ("kronologi_kecelakaan", None), ("kwitansi", None), ("suket", None), ("surat_wasiat", None),
    ("penetapan", None), ("akta_kematian", "ketik"), ("akta_kematian", "keterangan"),
    ("akta_kelahiran", "ketik"), ("akta_nikah", "buku"), ("surat_ahli_waris", None),
]  # fmt: skip


def drawn(kind: str, variant: str | None, seed: int) -> tuple[Sheet, list[Line]]:
    facts = replace(WIDER, variant=variant, ward=NABILA if seed % 2 else None)
    if kind == "bukti_lamaran":
        facts = replace(facts, letter_date=date(2026, 10, 4))
    sheet = compose(kind, facts, np.random.default_rng([seed, 77]))
    return sheet, layer_lines(sheet)


def document(kind: str, sheet: Sheet, lines: list[Line]) -> Document:
    part = Part(born_digital(sheet, dpi=40), DocumentType(kind), 0.9, tuple(lines), Quad.upright(0, 0, 1, 1))
    return extract.documents_from([part], [Quality(True, ())])[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("kind", "variant"), PAPERS)
def test_it_is_known_and_read(kind: str, variant: str | None, seed: int) -> None:
    sheet, lines = drawn(kind, variant, seed)
    assert type_of(lines, None, 0)[0].value == kind
    read = document(kind, sheet, lines)
    plain = {name: text for name, text in sheet.fields.items() if isinstance(text, str)}
    assert {name: read.value(name) for name in plain} == plain
    for table, rows in sheet.fields.items():
        if isinstance(rows, list):
            assert [{name: cell.value for name, cell in row.items()} for row in read.tables[table]] == rows


def test_a_call_to_an_interview_is_told_from_an_application() -> None:
    for shape in SHAPES:
        sheet, lines = drawn("bukti_lamaran", shape, 4)
        kind = "panggilan" if shape == "panggilan" else "lamaran"
        assert document("bukti_lamaran", sheet, lines).hints["jenis"] == kind


def test_a_form_for_corrections_is_told_from_other_forms() -> None:
    for variant in ("tahap_1", "tahap_2", "jht", "jp", "koreksi"):
        for seed in (1, 2, 3):
            sheet, lines = drawn("formulir", variant, seed)
            told = document("formulir", sheet, lines).hints.get("jenis")
            assert told == ("koreksi_data" if variant == "koreksi" else None)
