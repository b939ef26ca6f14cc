"""Real pixels with their truth: cards and letters of people who do not exist, captured and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import cv2
import numpy as np

from models.document import Document
from models.field import Line, Reading
from models.geometry import Quad
from models.page import LayerLine, Page
from models.part import Part
from pipeline import classify, extract, imaging, ocr
from pipeline.extract.found import reading_order
from pipeline.intake.text_layer import TextLayers
from sample_docs.generator import capture
from sample_docs.generator.canvas import Drawing
from sample_docs.generator.faces import selfie
from sample_docs.generator.people import BankAccount, Employment, Member, Person
from sample_docs.generator.sheets import Sheet, SheetFacts, raster
from sample_docs.generator.shot import Shot

TODAY = date(2026, 11, 20)
SITI = Person(
    name="SITI RAHMAWATI", nik="3273014708909003", birth_place="BANDUNG", birth_date=date(1990, 8, 7),
    sex="PEREMPUAN", golongan_darah="O", alamat="JL. MELATI NO. 17", rt_rw="004/011", kel_desa="SUKASARI",
    kecamatan="SUKAJADI", kabupaten_kota="KOTA BANDUNG", provinsi="JAWA BARAT", agama="ISLAM",
    status_perkawinan="KAWIN", pekerjaan="KARYAWAN SWASTA", kewarganegaraan="WNI",
    phone="081200012345", face=0,
)  # fmt: skip
AGUS = replace(
    SITI, name="AGUS SUPRIYADI WIBOWO", nik="3273010303889014", birth_date=date(1988, 3, 3), sex="LAKI-LAKI",
    face=1,
)  # fmt: skip
JOB = Employment(
    company="PT SINAR BUANA TEKSTIL", company_address="JL. RAYA INDUSTRI NO. 45", city="BANDUNG",
    npp="JJ123456", position="OPERATOR PRODUKSI", start=date(2015, 2, 9), end=date(2026, 8, 31),
    kpj="15034567890", reason="mengundurkan_diri",
)  # fmt: skip
NABILA = replace(
    SITI, name="NABILA PUTRI WIBOWO", nik="3273015505149021", birth_date=date(2014, 5, 15),
    status_perkawinan="BELUM KAWIN", face=2,
)  # fmt: skip
FACTS = SheetFacts(
    participant=AGUS, heir=SITI, relationship="pasangan", nomor_kk="3273011103199008", employment=JOB,
    family=(
        Member(AGUS, "KEPALA KELUARGA", "SUPARNO", "SRI LESTARI"),
        Member(SITI, "ISTRI", "UJANG HIDAYAT", "EUIS KARTIKA"),
        Member(NABILA, "ANAK", AGUS.name, SITI.name),
    ),
    cause="mengundurkan_diri", death=date(2026, 6, 5), marriage=date(2013, 4, 20),
    kk_recorded=date(2019, 3, 11),
)  # fmt: skip
ACCOUNT = BankAccount("BCA", "9370012345", SITI.name)

Level = Callable[[Shot, np.random.Generator], Shot]


@dataclass(frozen=True)
class Seen:
    """What the rooms made of one picture."""

    page: Page
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    documents: tuple[Document, ...]


@cache
def sitis_selfie() -> np.ndarray:
    """A clean selfie (two seconds to render, so everybody shares it)."""
    return selfie(SITI, np.random.default_rng(3))


def shot_of(drawing: Drawing, level: str | None = None, seed: int = 1) -> Shot:
    """The drawing as it arrives: untouched, or at one of the generator's levels."""
    shot = capture.of_drawing(drawing)
    ways: Mapping[str, Level] = {
        **capture.LEVELS, "screen": capture.screen, "photocopy": capture.photocopy,
        "unreadable": capture.unreadable,
    }  # fmt: skip
    return ways[level](shot, np.random.default_rng(seed)) if level else shot


def read_page(page: Page, readers: ocr.Readers, declared: str | None = None) -> Seen:
    """Take one page through imaging, reading, classification and extraction, as the flow does."""
    sheets = imaging.sheets_on(page, ocr.glance(page, readers.finder))
    straight = [imaging.upright(sheet, ocr.way_up(page, sheet.look, readers.first)) for sheet in sheets]
    lines = ocr.read(straight, readers)
    parts = classify.numbered(classify.parts_of(straight, lines, {page.file: declared}, {}), [])
    documents = extract.documents_from(parts, imaging.qualities_of(parts))
    return Seen(straight[0], lines[0], tuple(parts), tuple(documents))


def read_picture(picture: np.ndarray, readers: ocr.Readers, declared: str | None = None) -> Seen:
    """The same for a bare picture."""
    return read_page(Page.fresh("upload.jpg", np.ascontiguousarray(picture)), readers, declared)


def one(seen: Seen, kind: str) -> Document:
    """The only document of the page, which is of that type."""
    assert [document.type.value for document in seen.documents] == [kind]
    return seen.documents[0]


def values_of(document: Document, names: Sequence[str]) -> dict[str, str | None]:
    """These fields' values; a field that is missing altogether shows as ``absent``."""
    return {n: document.fields[n].value if n in document.fields else "absent" for n in names}


def stands_where(document: Document, name: str, truth: Sequence[Sequence[float]]) -> bool:
    """Whether the field's box, on the upright file, has its centre in the true one and covers much of it."""
    box = document.fields[name].box
    assert box is not None and document.to_upright is not None, name
    there, right = box.through(document.to_upright), Quad.of(truth)
    corners = right.array.astype(np.float32)
    inside = cv2.pointPolygonTest(corners, there.centre, False) >= 0
    common, _ = cv2.intersectConvexConvex(there.array.astype(np.float32), corners)
    return inside and common > 0.5 * abs(cv2.contourArea(corners))


def born_digital(sheet: Sheet, *, dpi: float = 100) -> Page:
    """The sheet as intake hands it on: drawn, with the lines of its text layer in the drawing's pixels."""
    picture = raster(sheet, dpi)
    height, width = picture.shape[:2]
    with TextLayers(sheet.pdf) as layers:
        contents = layers.contents(1)
    assert contents is not None
    layer = tuple(
        LayerLine(text, Quad.upright(left * width, top * height, right * width, bottom * height))
        for text, (left, top, right, bottom) in contents.lines
    )
    return Page.fresh("letter.pdf", picture, text_layer=layer)


def layer_lines(sheet: Sheet) -> list[Line]:
    """The sheet's own words as extraction gets them: no reader in between."""
    layer = born_digital(sheet, dpi=72).text_layer or ()
    return reading_order([Line(one.quad, (Reading("pdf_text", one.text, 0.999),)) for one in layer])
