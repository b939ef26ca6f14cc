"""From the lines of each part to documents with fields: one extractor per type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.code import Code
from models.document import Document, DocumentType, Quality
from models.field import Field, Line, Row
from models.page import Page
from models.part import Part
from pipeline.extract import applications, civil, deeds, forms, ktp, letters
from pipeline.extract.account import account_fields
from pipeline.extract.blanks import spaced
from pipeline.extract.cards import kpj_fields, npwp_fields
from pipeline.extract.coded import with_codes
from pipeline.extract.edges import at_the_edge
from pipeline.extract.found import reading_order
from pipeline.extract.heirs import heirs_fields
from pipeline.extract.kk import kk_fields
from pipeline.extract.passport import passport_fields, proved_by_check_digit
from pipeline.extract.payment_card import without_card_numbers
from pipeline.extract.receipts import receipt_fields

EXTRACTORS: Mapping[DocumentType, Callable[[Sequence[Line]], dict[str, Field]]] = {
    DocumentType.KTP: ktp.fields,
    DocumentType.KPJ: kpj_fields,
    DocumentType.NPWP: npwp_fields,
    DocumentType.BUKU_REKENING: account_fields,
    DocumentType.PASPOR: passport_fields,
    DocumentType.PAKLARING: letters.employment_fields,
    DocumentType.SURAT_PHK: letters.employment_fields,
    DocumentType.AKTA_KEMATIAN: civil.death_fields,
    DocumentType.AKTA_NIKAH: civil.marriage_fields,
    DocumentType.AKTA_KELAHIRAN: civil.birth_fields,
    DocumentType.KAPK: letters.signer_fields,
    DocumentType.SURAT_PERNYATAAN: letters.signer_fields,
    DocumentType.SURAT_DOKTER: letters.signer_fields,
    DocumentType.SUKET: forms.stand_in_fields,
    DocumentType.FORMULIR: forms.form_fields,
    DocumentType.KRONOLOGI_KECELAKAAN: forms.accident_fields,
    DocumentType.BUKTI_LAMARAN: applications.application_fields,
    DocumentType.KWITANSI: receipt_fields,
    DocumentType.DOKUMEN_PERUMAHAN: deeds.housing_fields,
    DocumentType.SURAT_WASIAT: deeds.will_fields,
    DocumentType.PENETAPAN: deeds.ruling_fields,
}

TABLED: Mapping[
    DocumentType, tuple[str, Callable[[Sequence[Line]], tuple[dict[str, Field], tuple[Row, ...]]]]
] = {
    DocumentType.KK: ("anggota", kk_fields),
    DocumentType.SURAT_AHLI_WARIS: ("ahli_waris", heirs_fields),
}


CARDS = (
    DocumentType.KTP,
    DocumentType.KPJ,
    DocumentType.NPWP,
    DocumentType.BUKU_REKENING,
    DocumentType.PASPOR,
)
"""Papers without sentences; what stands together on them belongs together."""


def documents_from(
    parts: Sequence[Part],
    qualities: Sequence[Quality],
    codes: Sequence[tuple[Code, ...]] | None = None,
    before: tuple[Sequence[Part], Sequence[Document]] = ((), ()),
) -> list[Document]:
    """Return one document per part, in order, its fields extracted by its type.

    ``codes`` are the codes on each part, where they were looked for. ``before``: the parts and documents of
    an earlier attempt; the document of a part whose page has no new reading is the same one.
    """
    known = {id(part): document for part, document in zip(*before, strict=True)}
    fresh = {_page_of(part) for part in parts if id(part) not in known}
    anew = [place for place, part in enumerate(parts) if _page_of(part) in fresh]
    documents = [known.get(id(part)) for part in parts]
    clean, codes = without_card_numbers([parts[place] for place in anew]), codes or [()] * len(parts)
    for place, part in zip(anew, clean, strict=True):
        documents[place] = _document(part, qualities[place], codes[place])
    return [document for document in documents if document is not None]


def _page_of(part: Part) -> tuple[str, int]:
    return part.page.file, part.page.number


def _document(part: Part, quality: Quality, codes: tuple[Code, ...]) -> Document:
    fields: dict[str, Field] = {}
    tables: dict[str, tuple[Row, ...]] = {}
    lines = reading_order(part.lines)
    if part.type not in CARDS:
        lines = spaced(lines)
    if part.type in TABLED:
        name, extract = TABLED[part.type]
        fields, tables[name] = extract(lines)
    elif part.type in EXTRACTORS:
        fields = with_codes(part.type, EXTRACTORS[part.type](lines), codes)
    fields = _off_the_edge(fields, part.page)
    tables = {name: tuple(_off_the_edge(row, part.page) for row in rows) for name, rows in tables.items()}
    return Document(
        file=part.page.file,
        page=part.page.number,
        type=part.type,
        type_confidence=part.type_confidence,
        declared_type=part.declared_type,
        index=part.index,
        quality=quality,
        fields=fields,
        tables=tables,
        hints=_hints(part, lines),
        codes=codes,
        hidden=part.hidden,
        region=part.region,
        to_upright=part.page.to_upright,
        upright_size=part.page.upright_size,
    )


def _off_the_edge(row: Row, page: Page) -> dict[str, Field]:
    return {name: at_the_edge(field, page) for name, field in row.items()}


def _hints(part: Part, lines: Sequence[Line]) -> dict[str, str]:
    hints = {}
    if part.hint:
        hints["wrong_card"] = part.hint
    if part.type in (DocumentType.PAKLARING, DocumentType.SURAT_PHK) and (reason := letters.reason_in(lines)):
        hints["alasan"] = reason
    if part.type is DocumentType.SURAT_PHK and (paper := letters.phk_paper(lines)):
        hints["jenis"] = paper
    if part.type is DocumentType.FORMULIR and forms.is_correction(lines):
        hints["jenis"] = "koreksi_data"
    if part.type is DocumentType.BUKTI_LAMARAN:
        hints["jenis"] = applications.application_kind(lines)
    if part.type is DocumentType.PASPOR and (proved := proved_by_check_digit(lines)):
        hints["check_digits"] = " ".join(sorted(proved))
    if not part.from_words:
        hints["type_from"] = "declared"
    return hints
