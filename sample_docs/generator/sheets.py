"""The A4 documents of a synthetic claim: composed once as born-digital PDFs, rasterised at will.

The same kind, facts and random numbers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pypdfium2

from sample_docs.generator.civil import birth_deed, death_deed, marriage_deed
from sample_docs.generator.kk import family_card
from sample_docs.generator.letters import paklaring
from sample_docs.generator.sheet_accident import accident_story
from sample_docs.generator.sheet_application import application
from sample_docs.generator.sheet_court import ruling
from sample_docs.generator.sheet_facts import Sheet, SheetFacts
from sample_docs.generator.sheet_forms import form
from sample_docs.generator.sheet_heirs import heirs_letter
from sample_docs.generator.sheet_notary import housing, will
from sample_docs.generator.sheet_phk import dismissal
from sample_docs.generator.sheet_receipt import receipt
from sample_docs.generator.sheet_statement import commitment, doctors_letter, statement
from sample_docs.generator.sheet_suket import stand_in

__all__ = ["KINDS", "Sheet", "SheetFacts", "compose", "raster"]

KINDS: dict[str, Callable[[SheetFacts, np.random.Generator], Sheet]] = {
    "kk": family_card,
    "paklaring": paklaring,
    "surat_phk": dismissal,
    "akta_kematian": death_deed,
    "surat_ahli_waris": heirs_letter,
    "akta_nikah": marriage_deed,
    "akta_kelahiran": birth_deed,
    "kapk": commitment,
    "surat_pernyataan": statement,
    "surat_dokter": doctors_letter,
    "formulir": form,
    "kronologi_kecelakaan": accident_story,
    "bukti_lamaran": application,
    "kwitansi": receipt,
    "dokumen_perumahan": housing,
    "surat_wasiat": will,
    "penetapan": ruling,
    "suket": stand_in,
}
"""Who composes which document type of the contract."""


def compose(kind: str, facts: SheetFacts, rng: np.random.Generator) -> Sheet:
    """Compose the document of that type which says these facts."""
    return KINDS[kind](facts, rng)


def raster(sheet: Sheet, dpi: float = 150) -> npt.NDArray[np.uint8]:
    """The page as RGB pixels, as a flat scanner would see it."""
    document = pypdfium2.PdfDocument(sheet.pdf)
    try:
        bitmap = document[0].render(scale=dpi / 72, rev_byteorder=True)
        return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
    finally:
        document.close()
